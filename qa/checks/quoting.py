"""Words of a call as evidence: where they stand, when they were said, how sure they are."""

from __future__ import annotations

from collections.abc import Iterable

from qa.checks.quoting_wording import JOIN, MEANT, TAKEN_FOR
from qa.checks.remembered import remembered
from qa.core.call import Call, Role, Turn, Word
from qa.core.scorecard import Evidence
from qa.core.spans import Span
from qa.language.lexicon import Hit, Lexicon

_DISTRUSTED = 0.5  # a recogniser this unsure of one deciding word has half invented it
# Of a hit by sound. Even with words surely heard it stays below the usual `review_below_confidence`
# (0.6), so that a failure which rests on a likeness alone is always doubtful.
BY_SOUND = 0.5
_LEARNED_ABSENCE = 0.9  # what the model has never met in any form is still possible


@remembered
def turns_of(call: Call, role: Role) -> tuple[Turn, ...]:
    """The party's turns that have words, in order."""
    return tuple(turn for turn in call.transcript.turns if turn.role is role and turn.text.strip())


def evidence(turn: Turn, start: int, end: int, note: str = "") -> Evidence:
    """`turn.text[start:end]`, with the time of its own words where the source gave them one."""
    span = span_of(turn, start, end) or turn.span
    return Evidence(turn.text[start:end], note, turn.role, turn.index, span, (start, end))


def span_of(turn: Turn, start: int, end: int) -> Span | None:
    """When the words of `turn.text[start:end]` were said, where the source gave them times."""
    spans = [word.span for word in _words_in(turn, start, end) if word.span]
    return Span(spans[0].start_ms, spans[-1].end_ms) if _in_order(spans) else None


def hit_evidence(turn: Turn, hit: Hit, note: str = "") -> Evidence:
    """The words of a hit; of one by sound, or told by its meaning, the note says so."""
    if hit.by_meaning:
        meant = MEANT[hit.language].format(sure=hit.probability)
        note = f"{note}{JOIN[hit.language]}{meant}" if note else meant
    if hit.by_sound:
        taken_for = TAKEN_FOR[hit.language].format(quote=hit.quote, entry=hit.entry)
        note = f"{note}{JOIN[hit.language]}{taken_for}" if note else taken_for
    return evidence(turn, hit.start, hit.end, note)


def turn_evidence(turn: Turn, note: str = "") -> Evidence:
    return evidence(turn, 0, len(turn.text), note)


def heard(turn: Turn, start: int, end: int) -> float:
    """How surely the words were heard, 0..1: 1 where the source does not say, else their mean
    confidence, and the lowest one where that is distrusted."""
    known = [w.confidence for w in _words_in(turn, start, end) if w.confidence is not None]
    if not known:
        return 1.0
    lowest = min(known)
    return lowest if lowest < _DISTRUSTED else sum(known) / len(known)


def hit_heard(turn: Turn, hit: Hit) -> float:
    """How surely the words of a hit were heard and meant: less where they only sound like it, and
    as probable as it is where a model of speech acts tells it."""
    meant = min(BY_SOUND, hit.probability) if hit.by_sound else hit.probability
    return heard(turn, hit.start, hit.end) * meant


def surely_absent(turns: Iterable[Turn], lexicon: Lexicon, by_phrases: float) -> float:
    """How sure it is that none of the turns does what the lexicon is about, having found no hit.

    `by_phrases` is how sure phrases alone can be, which know only part of what is said. A model of
    speech acts knows better, and is the less sure the more probable the likeliest turn is.
    """
    if not lexicon.is_learned:
        return by_phrases
    likeliest = max((lexicon.likeliest(turn.text) for turn in turns), default=0.0)
    return _LEARNED_ABSENCE * (1 - likeliest)


def quoted(text: str, start: int, end: int) -> bool:
    """Whether the stretch stands inside quotation marks: somebody else's words."""
    opened = max(text.rfind(mark, 0, start) for mark in "“「『‘")
    closed = max(text.rfind(mark, 0, start) for mark in "”」』’")
    straight = text.count('"', 0, start)
    inside = opened > closed and any(mark in text[end:] for mark in "”」』’")
    return inside or (straight % 2 == 1 and '"' in text[end:])


def first_hit(turns: Iterable[Turn], lexicon: Lexicon) -> tuple[Turn, Hit] | None:
    return next(((turn, hit) for turn in turns for hit in lexicon.find(turn.text)), None)


def _in_order(spans: list[Span]) -> bool:
    return bool(spans) and spans[0].start_ms < spans[-1].end_ms


def _words_in(turn: Turn, start: int, end: int) -> list[Word]:
    """Words spell the turn's text in order; the text may add spaces between them."""
    found, cursor = [], 0
    for word in turn.words:
        spelt = word.text.strip()
        at = turn.text.find(spelt, cursor)
        if not spelt or at < 0:
            continue
        cursor = at + len(spelt)
        if at < end and start < cursor:
            found.append(word)
    return found
