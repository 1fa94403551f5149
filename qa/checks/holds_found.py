"""The holds of a call: what was said before, during and after each.

`holds_heard` finds them by the silence, `holds_told` by the words alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.checks.holds import LeadWords
from qa.checks.quoting import turns_of
from qa.checks.stretches import Stretch, sentences, stretches
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.spans import Span
from qa.language.duration import longest_duration_ms
from qa.language.fold import fold
from qa.language.lexicon import Lexicon
from qa.language.question import is_question

_PAUSE_MS = 1_000  # shorter silences leave a party's sentence in one piece
_GAP_MS = 3_000  # from here a silence is one of the hold; shorter ones are breath
_RECENT = 4  # utterances before a silence that may have announced it
# A customer who says more than this while being asked to wait was not waiting.
_SHORT = {"zh": 20, "ko": 20, "en": 60}


@dataclass(frozen=True, slots=True)
class HoldWords:
    """The lexicons that tell a hold, and how far they reach."""

    request: Lexicon
    notice: Lexicon
    returned: Lexicon
    thanks: Lexicon
    permission: Lexicon
    backchannel: Lexicon
    max_talk_ms: int
    return_within: int
    language: str

    def ask(self, sentence: str) -> bool:
        """Whether the sentence asks for a wait: 请您稍等, or 我去核实，大概两分钟，好吗？"""
        return bool(self.request.find(sentence)) or bool(
            is_question(sentence, self.language)
            and self.notice.find(sentence)
            and longest_duration_ms(sentence, self.language) is not None
        )


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. `announced` are the agent's sentences that led into it, `quote` the one that did;
    `answer` is what the customer said to it; `back` the agent's words on return, empty when the
    call ended in the hold. `wait_ms` and `wait` are None where nothing was timed.

    `goes_on`: the agent came back only to ask for more time, and this is that time;
    `to_be_continued`: the one before such a one.
    """

    announced: tuple[str, ...]
    quote: str
    turn: int | None
    answer: str = ""
    answer_turn: int | None = None
    back: str = ""
    back_quote: str = ""
    back_turn: int | None = None
    wait_ms: int | None = None
    wait: Span | None = None
    goes_on: bool = False
    to_be_continued: bool = False


# ---- with sound


def holds_heard(call: Call, words: HoldWords, min_ms: int) -> tuple[Hold, ...] | None:
    """Silences of `min_ms` and more in all that the agent announced; None where nothing can be
    timed. A machine that talks or plays during a hold does not end it."""
    if call.activity is None or call.why_not_measurable(Aspect.SILENCE):
        return None
    spoken = [s for r in (Role.AGENT, Role.CUSTOMER) for s in stretches(call, r, _PAUSE_MS)]
    spoken.sort(key=lambda stretch: stretch.span)
    if not any(stretch.text for stretch in spoken):
        return None
    people = call.activity.of(Role.AGENT).union(call.activity.of(Role.CUSTOMER))
    gaps: dict[Stretch, tuple[str, list[Span]]] = {}
    lead_words = LeadWords(words.notice, words.returned, words.backchannel, words.max_talk_ms)

    def asks(sentence: str) -> bool:
        return is_question(sentence, words.language) and not words.permission.covers(sentence)

    for gap in people.gaps(people.extent) if people.extent else ():
        if gap.duration_ms < _GAP_MS:
            continue
        before = [s for s in spoken if s.span.end_ms <= gap.start_ms]
        recent = sorted(before, key=lambda s: s.span.end_ms)[-_RECENT:]
        lead = lead_words.lead(recent, asks)
        if lead and lead.announces and lead.stretch.role is Role.AGENT:
            gaps.setdefault(lead.stretch, (lead.sentence, []))[1].append(gap)
    held = [
        (notice, sentence, waits)
        for notice, (sentence, waits) in gaps.items()
        if sum(gap.duration_ms for gap in waits) >= min_ms
    ]
    found: list[Hold] = []
    back: list[Stretch] = []
    for notice, sentence, waits in held:
        goes_on = bool(found) and notice in back
        if goes_on:
            found[-1] = replace(found[-1], to_be_continued=True)
        hold, back = _heard(spoken, notice, sentence, waits, words)
        found.append(replace(hold, goes_on=goes_on))
    return tuple(found)


def _heard(
    spoken: list[Stretch], notice: Stretch, sentence: str, waits: list[Span], words: HoldWords
) -> tuple[Hold, list[Stretch]]:
    """The hold, and the agent's utterances on return from it."""
    start_ms, end_ms = waits[0].start_ms, waits[-1].end_ms
    agent = [stretch for stretch in spoken if stretch.role is Role.AGENT]
    first = max(0, agent.index(notice) - 1)  # the reason may be in the breath before
    announced = [s for s in agent[first:] if s.span.start_ms < start_ms]
    during = [
        s
        for s in spoken
        if s.role is Role.CUSTOMER and notice.span.start_ms <= s.span.start_ms < end_ms and s.text
    ]
    after = [s for s in agent if s.span.start_ms >= end_ms and s.text][: words.return_within]
    thanking = next((s for s in after if words.thanks.find(s.text)), after[0] if after else None)
    hold = Hold(
        announced=tuple(part for s in announced for part in sentences(s.text)),
        quote=sentence,
        turn=notice.turn,
        answer=" ".join(s.text for s in during),
        answer_turn=during[0].turn if during else None,
        back=" ".join(s.text for s in after),
        back_quote=_telling(thanking.text, words.thanks) if thanking else "",
        back_turn=thanking.turn if thanking else None,
        wait_ms=sum(gap.duration_ms for gap in waits),
        wait=Span(start_ms, end_ms),
    )
    return hold, after


# ---- by the words alone


def holds_told(call: Call, words: HoldWords) -> tuple[Hold, ...]:
    """Requests to wait after which the agent spoke next, the customer at most agreeing."""
    return tuple(_told(call, words))


def _told(call: Call, words: HoldWords) -> Iterator[Hold]:
    agent = turns_of(call, Role.AGENT)
    goes_on = False
    for position, turn in enumerate(agent):
        parts = sentences(turn.text)
        asked = [i for i, part in enumerate(parts) if words.ask(part)]
        if not asked:
            goes_on = False
            continue
        last = asked[-1]
        rest = parts[last + 1 :]
        told_back = [i for i, part in enumerate(rest) if _returns(part, words)]
        after = agent[position + 1 : position + 1 + words.return_within]
        between = _between(call, turn, after[0]) if after else []
        answer = " ".join(other.text for other in between)
        if told_back:  # asked and back in one turn
            back, back_turn, between, answer = rest[told_back[0] :], turn, [], ""
        elif after and len(fold(answer, words.language).text) <= _SHORT[words.language]:
            back = [part for one in after for part in sentences(one.text)]
            thanks = (one for one in after if words.thanks.find(one.text))
            back_turn = next(thanks, after[0])
        else:
            goes_on = False
            continue
        more = bool(after) and not told_back and any(map(words.ask, sentences(after[0].text)))
        yield Hold(
            announced=tuple(parts[: last + 1]),
            quote=parts[last],
            turn=turn.index,
            answer=answer,
            answer_turn=between[0].index if between else None,
            back=" ".join(back),
            back_quote=_telling(back_turn.text if not told_back else back[0], words.thanks),
            back_turn=back_turn.index,
            goes_on=goes_on,
            to_be_continued=more,
        )
        goes_on = more


def _returns(sentence: str, words: HoldWords) -> bool:
    return bool(words.thanks.find(sentence) or words.returned.find(sentence))


def _between(call: Call, first: Turn, second: Turn) -> list[Turn]:
    return [
        turn for turn in turns_of(call, Role.CUSTOMER) if first.index < turn.index < second.index
    ]


def _telling(text: str, thanks: Lexicon) -> str:
    """The sentence that thanks, else the first."""
    parts = sentences(text)
    return next((part for part in parts if thanks.find(part)), parts[0] if parts else text)
