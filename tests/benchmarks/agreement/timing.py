"""What the model costs: CPU time of judging with it and without, side by side."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from qa.acts.features import tokens
from qa.core.call import Call
from qa.language.fold import fold
from qa.language.sound import sound
from qa.rubric import Rubric
from qa.scoring import score

_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds, of the quickest round over all calls."""

    a_call: float
    a_turn: float


def side_by_side(
    calls: Sequence[Call], one: Sequence[Rubric], other: Sequence[Rubric]
) -> tuple[Cost, Cost]:
    """Judging by `one` and by `other`, in turns; all rubrics of each on every call, nothing
    remembered from one call to the next."""
    first, second = [], []
    for _ in range(_ROUNDS):
        first.append(_seconds(calls, one))
        second.append(_seconds(calls, other))
    turns = sum(len(call.transcript.turns) for call in calls)
    quickest = [min(first[1:]), min(second[1:])]  # the first round loads dictionaries
    cost = [Cost(1000 * best / len(calls), 1000 * best / turns) for best in quickest]
    return cost[0], cost[1]


def _seconds(calls: Sequence[Call], rubrics: Sequence[Rubric]) -> float:
    spent = 0.0
    for call in calls:
        _forget(rubrics, call.transcript.language)
        began = time.process_time()
        for rubric in rubrics:
            score(call, rubric)
        spent += time.process_time() - began
    return spent


def _forget(rubrics: Sequence[Rubric], language: str) -> None:
    for remembered in (fold, sound, tokens):
        remembered.cache_clear()
    for rubric in rubrics:
        for lexicon in rubric.lexicons[language].lexicons.values():
            lexicon.forget()
