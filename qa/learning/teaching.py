"""What corrections teach: utterances with what is known of them.

A row with a turn and an act is an utterance that does that act, and of whose other acts nothing is
known; with `none`, one that does none of the acts the criterion asks about. It counts as
`CORRECTED_WEIGHT` utterances of the corpus.

A row with a verdict only counts as one utterance of the corpus, and only where the verdict leaves
no choice of what was meant:

====================  ==================  =========================================================
check                 verdict             what it tells, beside what the present model found
====================  ==================  =========================================================
forbidden_phrases     pass, was fail      the turns it cites are not forbidden
forbidden_phrases     fail, with a turn   that turn is forbidden
closing_satisfaction  fail, was pass      the turns it cites do not ask
closing_satisfaction  pass, was fail      where no turn of the call was found to ask, the likeliest
                                          of those near the end does; with a turn, that one does
empathy               not_applicable      the turns that were taken for trouble voice none
====================  ==================  =========================================================

Every other verdict is only measured against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.acts.hearing import hearing
from qa.acts.labels import group_of
from qa.acts.recogniser import said_before
from qa.checks.base import Check, Finding, assess
from qa.checks.closing_satisfaction import ClosingSatisfaction
from qa.checks.empathy import Empathy
from qa.checks.forbidden_phrases import ForbiddenPhrases
from qa.checks.quoting import turns_of
from qa.core.call import Call, Role, Turn
from qa.core.scorecard import Outcome
from qa.language.lexicon import LexiconSet
from qa.learning.acts_of_checks import acts_read, acts_told
from qa.learning.corpus import Line
from qa.learning.corrections import NO_ACT, Correction
from qa.rubric import Rubric

# Five people who wrote the corpus might have said it so: enough to outweigh what the corpus holds
# of the same words, too little to bend what it holds of others.
CORRECTED_WEIGHT = 5.0
_AUTHOR = "correction"


@dataclass(frozen=True, slots=True)
class Taught:
    """Of one turn: `acts` are done, of the rest of `known` none. Of others nothing is known."""

    turn: Turn
    acts: frozenset[str]
    known: frozenset[str]


def taught(rows: Sequence[Correction], calls: Mapping[str, Call], rubric: Rubric) -> list[Line]:
    """The utterances that these corrections teach, what is told of one turn as one. `rubric` holds
    the present models, from which a verdict without an act may tell what it means."""
    criteria = {one.id: one for one in rubric.criteria}
    found: list[Line] = []
    for call_id, call in calls.items():
        own = [row for row in rows if row.call_id == call_id]
        told = [one for row in own if (one := _told(row, criteria[row.criterion].check))]
        found += _lines(told, call, CORRECTED_WEIGHT)
        spoken_of = {one.turn.index for one in told}
        language = call.transcript.language
        heard = hearing(call, rubric.lexicons[language], rubric.acts.get(language))
        implied = [
            one
            for row in own
            if not row.act and criteria[row.criterion].learned
            for one in _implied(row, criteria[row.criterion].check, call, heard)
            if one.turn.index not in spoken_of
        ]
        found += _lines(implied, call, 1.0)
    return found


def _told(row: Correction, check: Check) -> Taught | None:
    """What a row with a turn and an act says."""
    if row.turn is None or row.act is None:
        return None
    if row.act == NO_ACT:
        return Taught(row.turn, frozenset(), acts_read(check, row.turn.role.value))
    return Taught(row.turn, frozenset({row.act}), frozenset({row.act}))


def _implied(row: Correction, check: Check, call: Call, heard: LexiconSet) -> Iterator[Taught]:
    """What a row with a verdict only leaves no choice about."""
    finding = assess(check, call, heard)
    change = (finding.outcome.value, row.verdict)
    if isinstance(check, ForbiddenPhrases):
        if change == ("fail", "pass"):
            yield from _none_of(_cited(finding, call), check.forbidden)
        elif row.verdict == "fail" and row.turn and row.turn.role is Role.AGENT:
            yield from _does(row.turn, check.forbidden)
    elif isinstance(check, ClosingSatisfaction):
        if change == ("pass", "fail"):
            yield from _none_of(_cited(finding, call), check.asks)
        elif row.verdict == "pass" and row.turn and row.turn.role is Role.AGENT:
            yield from _does(row.turn, check.asks)
        elif change == ("fail", "pass") and not row.turn and not finding.measured["asked_mid_call"]:
            asks = heard.get(check.asks)
            agent = turns_of(call, Role.AGENT)
            near = check.near_end(call, agent, heard) if asks.is_learned else ()
            if near:
                likeliest = max(near, key=lambda turn: asks.likeliest(turn.text))
                yield from _does(likeliest, check.asks)
    elif isinstance(check, Empathy) and row.verdict == Outcome.NOT_APPLICABLE.value:
        trouble = heard.get(check.trouble)
        voiced = [turn for turn in turns_of(call, Role.CUSTOMER) if trouble.find(turn.text)]
        yield from _none_of(voiced, check.trouble)


def _cited(finding: Finding, call: Call) -> list[Turn]:
    cited = {one.turn for one in finding.evidence if one.role is Role.AGENT}
    return [turn for turn in call.transcript.turns if turn.index in cited]


def _none_of(turns: Iterable[Turn], lexicon: str) -> Iterator[Taught]:
    for turn in turns:
        if known := acts_told([lexicon], turn.role.value):
            yield Taught(turn, frozenset(), known)


def _does(turn: Turn, lexicon: str) -> Iterator[Taught]:
    """The act itself; which of its kinds is not known."""
    acts = frozenset(one for one in acts_told([lexicon], turn.role.value) if one == group_of(one))
    if len(acts) == 1:
        yield Taught(turn, acts, acts)


def _lines(told: Sequence[Taught], call: Call, weight: float) -> Iterator[Line]:
    turns = call.transcript.turns
    before_each = said_before((turn.role.value, turn.text) for turn in turns)
    for turn, before in zip(turns, before_each, strict=True):
        own = [one for one in told if one.turn.index == turn.index]
        if own and turn.text.strip():
            yield Line(
                turn.role.value,
                frozenset().union(*(one.acts for one in own)),
                domain="",
                before=before,
                text=turn.text,
                author=_AUTHOR,
                known=frozenset().union(*(one.known for one in own)),
                weight=weight,
            )
