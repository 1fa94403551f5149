"""What stands around a turn, in the numbers by which a model weighs it.

::

    customer  那我这损失谁管        last of the other party ┐
    agent     您先别急              last of the same party  │
    agent     ► 那您得问安装的人去 ◄                          ├ each with the odds of its acts
    customer  你们这是推卸责任       next of the other party │
    agent     我给您联系            next of the same party  ┘

Who is sent away protests, who was asked to wait is thanked: the same words do another thing there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_OTHER: Mapping[str, str] = {"agent": "customer", "customer": "agent"}
_BOUND = 8.0  # log odds beyond say no more
_NOBODY = -6.0  # for every act of a turn that is not there
_NEAR_END, _NEAR_START = 4, 2  # turns of the same party
_PLACE = 6  # numbers that tell the turn's place and length


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: the log odds of what its party may do, by its words, and its length."""

    role: str
    odds: Floats
    characters: int


def columns(role: str, acts_of: Mapping[str, int]) -> int:
    """How many numbers stand around a turn; `acts_of` counts the acts each party may do."""
    return 2 * acts_of[role] + 2 * acts_of[_OTHER[role]] + _PLACE


def bounded(odds: Floats) -> Floats:
    """Log odds as they are weighed."""
    within: Floats = np.clip(odds, -_BOUND, _BOUND).astype(np.float32)
    return within


def surroundings(turns: Sequence[Said], acts_of: Mapping[str, int]) -> list[Floats]:
    """For each turn of a call, in order, what stands around it: `columns` numbers."""
    of_role = {role: [n for n, one in enumerate(turns) if one.role == role] for role in _OTHER}
    odds_of = {role: [bounded(turns[n].odds) for n in own] for role, own in of_role.items()}
    nobody = {role: np.full(acts_of[role], _NOBODY, dtype=np.float32) for role in _OTHER}
    found: list[Floats] = []
    for number, turn in enumerate(turns):
        own, other = turn.role, _OTHER[turn.role]
        before, heard = (bisect_left(of_role[role], number) for role in (own, other))
        after = len(of_role[own]) - before - 1
        place = (
            *(number / len(turns), float(after < _NEAR_END), float(before < _NEAR_START)),
            *(log1p(turn.characters), float(after == 0), float(before == 0)),
        )
        neighbours = ((other, heard - 1), (other, heard), (own, before - 1), (own, before + 1))
        around = [
            odds_of[role][at] if 0 <= at < len(odds_of[role]) else nobody[role]
            for role, at in neighbours
        ]
        found.append(np.concatenate([*around, np.array(place, dtype=np.float32)]))
    return found
