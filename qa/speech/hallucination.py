"""Text that nobody said: what a recogniser writes over noise, music and the ends of speech.

A phantom 谢谢 must not earn a point, so doubtful text is dropped before any check sees it, and
every dropped stretch is named in a finding. Four guards, each for one known habit of Whisper
models: credit lines of the subtitles they were trained on, loops, text faster than anyone
speaks, and text the model itself takes for no speech.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa.core.call import InspectionFinding, Word
from qa.core.spans import Span


@dataclass(frozen=True, slots=True)
class HeardStretch:
    """What was recognised over one stretch of speech.

    `no_speech` (0..1) and `mean_logprob` are the model's own doubts, those of the whole window.
    """

    span: Span
    words: tuple[Word, ...]
    no_speech: float = 0.0
    mean_logprob: float = 0.0

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class DroppedText:
    reason: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class GuardOptions:
    """`max_chars_per_s`: letters and syllables in a second of speech; the fastest sports
    reporters reach about 11 (zh), 12 (ko), and 30 letters (en). `slack_ms` is added to a stretch
    before its rate is taken: edges of speech are known to about that. `max_no_speech` with
    `min_logprob` is Whisper's own rule for silence."""

    max_chars_per_s: float = 15.0
    max_letters_per_s: float = 35.0
    slack_ms: int = 400
    max_no_speech: float = 0.6
    min_logprob: float = -1.0


@dataclass(frozen=True, slots=True)
class _LoopLimit:
    """A unit of at least `unit` characters said `times` times in a row is a loop."""

    unit: int
    times: int


# People do say 好好好好好 and 没有没有没有, and numbers hold 88888888; nobody says a sentence
# of four characters or more five times without a pause.
_LOOP_LIMITS = (_LoopLimit(10, 3), _LoopLimit(4, 5), _LoopLimit(2, 8), _LoopLimit(1, 12))
_LONGEST_UNIT = 40

_CREDIT_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(中文)?字幕(由|by|：|:).{1,24}?(提供|制作|製作|校对)?$",
        r"(中文)?字幕(志愿者|志願者|组|組|制作|製作).{0,12}",
        r"(请|請)不吝(点赞|點讚).*",
        r"(点赞|點讚)[、,，\s]*(订阅|訂閱)[、,，\s]*(转发|轉發).*",
        r"打赏支持明镜.*|明镜与点点.*|明鏡與點點.*",
        r"(谢谢|謝謝|感谢|感謝)(大家|您|你|你们|各位)?的?(观看|觀看|收看|收听|收聽)",
        r"优优独播剧场.*|YoYo Television.*",
        r".{0,12}amara\.org.{0,12}",
        r"시청해\s*주셔서\s*감사합니다|시청해\s*주신\s*여러분.*",
        r"구독과\s*좋아요.*|구독,?\s*좋아요.*|좋아요와\s*구독.*",
        r"(한글|한국어)?\s*자막\s*(by|제공|제작).*",
        r"MBC\s*뉴스\s*.{2,5}입니다",
        r"thank(s| you)( you)?( so much| very much)? for (watching|viewing)( this video)?",
        r"(please |don't forget to |like and )+subscribe.*",
        r"subtitles (by|provided by|edited by).*",
        r"transcri(bed|ption) by .*|captions? by .*",
        r"see you (in the next (video|one)|next video).*",
        r"[(（\[【♪][^)）\]】]{0,16}(music|applause|音乐|音樂|掌声|음악|박수)[^)）\]】]{0,16}[)）\]】♪]",
        r"♪+",
    )
)


def screen(
    stretches: Iterable[HeardStretch], options: GuardOptions | None = None
) -> tuple[tuple[HeardStretch, ...], tuple[DroppedText, ...]]:
    """What may be believed, and what was dropped, both in order."""
    options = options or GuardOptions()
    kept: list[HeardStretch] = []
    dropped: list[DroppedText] = []
    for stretch in stretches:
        reason = _why_unbelievable(stretch, options)
        if reason:
            dropped.append(DroppedText(reason, stretch.text.strip(), stretch.span))
            continue
        words = stretch.words
        for name, guard in _WORD_GUARDS:
            for first, last in reversed(guard(words)):
                gone = words[first:last]
                text = "".join(word.text for word in gone).strip()
                dropped.append(DroppedText(name, text, _extent(gone) or stretch.span))
                words = words[:first] + words[last:]
        if words:
            kept.append(HeardStretch(stretch.span, words, stretch.no_speech, stretch.mean_logprob))
    return tuple(kept), tuple(sorted(dropped, key=lambda drop: drop.span))


def finding(dropped: Sequence[DroppedText]) -> InspectionFinding | None:
    """A remark that names what was dropped, or None."""
    if not dropped:
        return None
    shown = "; ".join(
        f"{drop.text[:30]!r} at {drop.span.start_ms / 1000:.1f} s ({drop.reason})"
        for drop in dropped[:5]
    )
    more = f"; and {len(dropped) - 5} more" if len(dropped) > 5 else ""
    count = f"{len(dropped)} stretches" if len(dropped) > 1 else "1 stretch"
    return InspectionFinding(
        "dropped-text", f"{count} of recognised text dropped as not said by anyone: {shown}{more}"
    )


def _why_unbelievable(stretch: HeardStretch, options: GuardOptions) -> str | None:
    if stretch.no_speech > options.max_no_speech and stretch.mean_logprob < options.min_logprob:
        return "no speech"
    seconds = (stretch.span.duration_ms + options.slack_ms) / 1000
    letters = [char for char in stretch.text if char.isalnum()]
    latin = sum(char.isascii() and char.isalpha() for char in letters)
    rate_used = latin / options.max_letters_per_s + (len(letters) - latin) / options.max_chars_per_s
    return "impossible rate" if rate_used > seconds else None


def _credit_lines(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Word ranges of credit lines, in order and apart."""
    text, owners = _spelled(words)
    found = (match.span() for pattern in _CREDIT_LINES for match in pattern.finditer(text))
    return _joined((owners[start], owners[end - 1] + 1) for start, end in found if end > start)


def _loops(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Word ranges of repetitions. What a loop repeats is kept once, unless the loop is all."""
    text, owners = _spelled(words, keep=str.isalnum)
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        unit, times = _repeated(text, at)
        if times:
            whole = unit * times == len(text)
            first = owners[at] if whole else owners[at + unit - 1] + 1
            last = owners[at + unit * times - 1] + 1
            if first < last:
                found.append((first, last))
            at += unit * times
        else:
            at += 1
    return _joined(found)


_WORD_GUARDS: tuple[tuple[str, Callable[[Sequence[Word]], list[tuple[int, int]]]], ...] = (
    ("credit line", _credit_lines),
    ("loop", _loops),
)


def _repeated(text: str, at: int) -> tuple[int, int]:
    """The shortest unit that loops from `at`, and how often; (0, 0) when nothing does."""
    for unit in range(1, min(_LONGEST_UNIT, (len(text) - at) // 2) + 1):
        piece = text[at : at + unit]
        times = 1
        while text.startswith(piece, at + times * unit):
            times += 1
        limit = next(limit for limit in _LOOP_LIMITS if unit >= limit.unit)
        if times >= limit.times and not piece.isdigit():
            return unit, times
    return 0, 0


def _spelled(
    words: Sequence[Word], keep: Callable[[str], bool] = lambda char: True
) -> tuple[str, list[int]]:
    """The words' characters in a row, and for each the index of its word."""
    pairs = [
        (char.lower(), index)
        for index, word in enumerate(words)
        for char in word.text
        if keep(char) and len(char.lower()) == 1
    ]
    return "".join(char for char, _ in pairs), [index for _, index in pairs]


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def _extent(words: Sequence[Word]) -> Span | None:
    spans = [word.span for word in words if word.span]
    if not spans:
        return None
    return Span(min(span.start_ms for span in spans), max(span.end_ms for span in spans))
