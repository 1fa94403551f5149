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
    found: list[Floats] = []
    for number, turn in enumerate(turns):
        own, other = of_role[turn.role], of_role[_OTHER[turn.role]]
        before, after = own.index(number), len(own) - own.index(number) - 1
        heard = sum(one < number for one in other)

        def odds(of: Sequence[int], at: int, role: str) -> Floats:
            if 0 <= at < len(of):
                return bounded(turns[of[at]].odds)
            return np.full(acts_of[role], _NOBODY, dtype=np.float32)

        place = (
            *(number / len(turns), float(after < _NEAR_END), float(before < _NEAR_START)),
            *(log1p(turn.characters), float(after == 0), float(before == 0)),
        )
        around = (
            odds(other, heard - 1, _OTHER[turn.role]),
            odds(other, heard, _OTHER[turn.role]),
            odds(own, before - 1, turn.role),
            odds(own, before + 1, turn.role),
            np.array(place, dtype=np.float32),
        )
        found.append(np.concatenate(around))
    return found
