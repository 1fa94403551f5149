"""Evidence found again in the call it came from: which turn to open, which characters, what time.

A scorecard read from a file may point at a turn or at offsets the transcript does not have; such
evidence is still shown, it only leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.core.call import Call, Role, Turn
from qa.core.scorecard import CriterionResult, Evidence, Scorecard
from qa.core.spans import Span
from qa.report import formats
from qa.report.texts import Interface


@dataclass(frozen=True, slots=True)
class Citation:
    """One piece of evidence. `number` is its criterion's place on the scorecard, from 1.

    `turn` is the turn to read: the one cited, or the last to begin before the cited time.
    `chars` are offsets into that turn's text, only where the turn itself was cited.
    """

    number: int
    result: CriterionResult
    evidence: Evidence
    turn: Turn | None
    chars: tuple[int, int] | None

    @property
    def span(self) -> Span | None:
        if self.evidence.span or not self._cites_turn:
            return self.evidence.span
        return self.turn.span if self.turn else None

    @property
    def role(self) -> Role | None:
        return self.evidence.role or (self.turn.role if self.turn and self._cites_turn else None)

    @property
    def _cites_turn(self) -> bool:
        return self.evidence.turn is not None


def citations(call: Call | None, card: Scorecard) -> tuple[Citation, ...]:
    """Every piece of evidence on the card, criterion by criterion. Without a call: no turns."""
    turns = call.transcript.turns if call else ()
    by_index = {turn.index: turn for turn in turns}
    timed = sorted(
        ((turn.span.start_ms, i) for i, turn in enumerate(turns) if turn.span), key=lambda t: t[0]
    )
    found: list[Citation] = []
    for number, result in enumerate(card.results, start=1):
        for evidence in result.evidence:
            turn, chars = None, None
            if evidence.turn is not None:
                turn = by_index.get(evidence.turn)
                chars = _chars(turn, evidence) if turn else None
            elif evidence.span:
                before = [i for start_ms, i in timed if start_ms <= evidence.span.start_ms]
                turn = turns[before[-1] if before else timed[0][1]] if timed else None
            found.append(Citation(number, result, evidence, turn, chars))
    return tuple(found)


def when(citation: Citation, words: Interface) -> str:
    """The time of the evidence; where there is none, its place in the conversation."""
    if citation.span:
        return formats.stretch(citation.span)
    if citation.evidence.turn is not None:
        return words["turn n"].format(n=citation.evidence.turn + 1)
    return words["whole call"]


def _chars(turn: Turn, evidence: Evidence) -> tuple[int, int] | None:
    """Offsets as given; where none were kept, those of the quote, if it stands in the turn."""
    if evidence.chars:
        start, end = evidence.chars
    else:
        start = turn.text.find(evidence.quote) if evidence.quote else -1
        end = start + len(evidence.quote)
    return (start, end) if 0 <= start < end <= len(turn.text) else None
