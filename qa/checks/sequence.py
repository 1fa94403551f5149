"""Are the steps of a talk taken, and in their order?

::

    steps    1 respect   2 listen   3 expectation   4 restate
    agent    ▲           ▲                          ▲           missing: expectation
    agent    ▲                      ▲       ▲ listen            listen comes too late
"""

from __future__ import annotations

from collections.abc import Sequence as ManyOf
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.events import Event, Speaker, Talk, Within
from qa.checks.phrases_wording import SAY
from qa.core.call import Aspect, Call
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconName, LexiconSet

_FOUND, _ABSENT = 0.85, 0.65


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a phrase of `lexicon` by `role`. Where it is `optional` it may be left out; taken,
    it has to stand in its place."""

    lexicon: LexiconName
    role: Speaker = "agent"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Passes when at least `min_steps` of the steps that are not optional are taken (all of them
    where it is not given) and the steps taken follow one another.

    A step said several times is taken where it fits best; with `first_counts`, where it is said
    first: so *nothing of B before A* is the two steps A and B.
    """

    steps: tuple[Step, ...]
    min_steps: int | None = None
    first_counts: bool = False
    within: Within | None = None

    def __post_init__(self) -> None:
        required = sum(not step.optional for step in self.steps)
        if len(self.steps) < 2:
            raise ValueError("a sequence needs two steps or more")
        if not required:
            raise ValueError("every step is optional, so nothing would be required")
        if self.min_steps is not None and not 0 < self.min_steps <= required:
            raise ValueError(f"min_steps is {self.min_steps}, and {required} steps are required")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say, talk = SAY[lexicons.language], Talk(call, lexicons)
        if not all(talk.turns(step.role) for step in self.steps if not step.optional):
            return Finding(Outcome.NOT_APPLICABLE, say["nobody"])
        if any(talk.untimed(step.role, self.within) for step in self.steps):
            return Finding(Outcome.NOT_ASSESSED, say["untimed"])
        events = [talk.events([step.lexicon], step.role, self.within) for step in self.steps]
        if self.first_counts:
            events = [said[:1] for said in events]
        in_order = _longest_in_order(events)
        required = [number for number, step in enumerate(self.steps) if not step.optional]
        missing = [number for number in required if not events[number]]
        misplaced = [n for n, said in enumerate(events) if said and n not in in_order]
        wanted = len(required) if self.min_steps is None else self.min_steps
        taken = sum(number in in_order for number in required)
        measured = {
            "steps": float(taken),
            "missing": float(len(missing)),
            "misplaced": float(len(misplaced)),
        }
        shown = [event.evidence(self._title(talk, n)) for n, event in sorted(in_order.items())]
        shown += [
            events[number][0].evidence(say["misplaced_note"].format(what=self._title(talk, number)))
            for number in misplaced
        ]
        judged_on = [*in_order.values(), *(events[number][0] for number in misplaced)]
        sure = min((event.confidence for event in judged_on), default=1.0)
        if taken >= wanted and not misplaced:
            explanation = say["in_order"].format(n=taken, of=len(required))
            return Finding(Outcome.PASS, explanation, "", _FOUND * sure, measured, tuple(shown))
        told = []
        if missing and taken < wanted:
            names = say["join"].join(self._title(talk, number) for number in missing)
            told.append(say["missing"].format(what=names))
        if misplaced:
            names = say["join"].join(self._title(talk, number) for number in misplaced)
            told.append(say["misplaced"].format(what=names))
        searched = Evidence("", say["searched"].format(n=len(talk.turns("anyone"))))
        confidence = (_ABSENT if missing and taken < wanted else _FOUND) * sure
        return Finding(Outcome.FAIL, "".join(told), "", confidence, measured, (*shown, searched))

    def _title(self, talk: Talk, number: int) -> str:
        return talk.titles([self.steps[number].lexicon])


def _longest_in_order(events: ManyOf[ManyOf[Event]]) -> dict[int, Event]:
    """Step -> the event it is taken by: as many steps as can stand in their order."""
    chains: list[list[tuple[int, Event]]] = [[]]
    for number, said in enumerate(events):
        longer: list[list[tuple[int, Event]]] = []
        for event in said:
            before = (chain for chain in chains if not chain or chain[-1][1].precedes(event))
            longest: list[tuple[int, Event]] = max(before, key=len)
            longer.append([*longest, (number, event)])
        chains += longer
    longest = max(chains, key=len)
    return dict(longest)
