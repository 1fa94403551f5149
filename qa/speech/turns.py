"""Words of every party to the turns of a call, in the order in which they began.

A turn is one party's words until that party falls silent for long, or falls silent and another
takes the floor. A 嗯 said while the other goes on talking is a turn of its own and does not cut
the other's sentence in two::

    agent      |-----------------------|          one turn
    customer          |-|                         a backchannel: one turn, begun later
    agent      |------|        |-------|          two turns: the customer had the floor between
    customer           |------|
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa.core.call import Role, Turn, Word
from qa.core.spans import Span, Timeline


@dataclass(frozen=True, slots=True)
class Party:
    """One channel's or one voice's words, in order, and when it made speech sounds."""

    words: tuple[Word, ...]
    activity: Timeline
    role: Role = Role.UNKNOWN
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class TurnOptions:
    """`pause_ms`: a silence this long ends a turn though nobody else speaks. `handover_ms`: a
    silence this long ends it when another party speaks in it; shorter ones are breath."""

    pause_ms: int = 1500
    handover_ms: int = 400


def take_turns(
    parties: Sequence[Party], language: str, options: TurnOptions | None = None
) -> tuple[Turn, ...]:
    """Every word of every party in exactly one turn; turns sorted by start, then by party.

    A turn's span is speech activity, from the first to the last stretch that holds its words.
    """
    options = options or TurnOptions()
    found: list[tuple[Span, int, Turn]] = []
    for number, party in enumerate(parties):
        others = Timeline.of(
            span for other in parties if other is not party for span in other.activity
        )
        for span, words in _utterances(party, others, options):
            turn = Turn(0, party.role, join_words(words, language), span, words, party.channel)
            found.append((span, number, turn))
    found.sort(key=lambda item: (item[0].start_ms, item[1]))
    return tuple(replace(turn, index=index) for index, (_, _, turn) in enumerate(found))


def join_words(words: Iterable[Word], language: str) -> str:
    """Words to text: English and Korean with spaces, Chinese without, except between two words
    in Latin letters."""
    text = ""
    for word in words:
        piece = word.text.strip()
        if text and piece and _parted(text[-1], piece[0], language):
            text += " "
        text += piece
    return text


def _parted(left: str, right: str, language: str) -> bool:
    if language == "zh":
        return _is_latin(left) and _is_latin(right)
    return right.isalnum() or right in "\"'([$€£₩#@&"


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _utterances(
    party: Party, others: Timeline, options: TurnOptions
) -> list[tuple[Span, tuple[Word, ...]]]:
    by_stretch = _words_by_stretch(party)
    groups: list[tuple[Span, tuple[Word, ...]]] = []
    for span, words in by_stretch:
        if groups and not _ends_between(groups[-1][0], span, party, others, options):
            before, said = groups[-1]
            groups[-1] = Span(before.start_ms, span.end_ms), said + words
        else:
            groups.append((span, words))
    return groups


def _words_by_stretch(party: Party) -> list[tuple[Span, tuple[Word, ...]]]:
    """Stretches of activity with their words; stretches in which no word was heard are left out.

    A word belongs to the stretch it shares most time with, or else to the nearest, but never to
    one before its predecessor's: recognisers place words to about a quarter of a second.
    """
    spans = party.activity.spans
    if not spans:
        return [(word.span, (word,)) for word in party.words if word.span]
    said: dict[int, list[Word]] = {}
    first = 0
    for word in party.words:
        if word.span:
            first = max(first, _nearest(spans, word.span, first))
        said.setdefault(first, []).append(word)
    return [(spans[index], tuple(words)) for index, words in sorted(said.items())]


def _nearest(spans: Sequence[Span], span: Span, first: int) -> int:
    best, best_shared = first, -(10**12)
    for index in range(first, len(spans)):
        shared = min(spans[index].end_ms, span.end_ms) - max(spans[index].start_ms, span.start_ms)
        if shared > best_shared:
            best, best_shared = index, shared
        if spans[index].start_ms >= span.end_ms:
            break
    return best


def _ends_between(
    before: Span, after: Span, party: Party, others: Timeline, options: TurnOptions
) -> bool:
    between = Span(before.end_ms, after.start_ms) if before.end_ms < after.start_ms else None
    if not between:
        return False
    for silence in party.activity.gaps(between):
        if silence.duration_ms >= options.pause_ms:
            return True
        if silence.duration_ms >= options.handover_ms and len(others.clip(silence)):
            return True
    return False
