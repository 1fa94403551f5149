"""What stands around a turn, as numbers: the neighbours' odds at their places, and nobody's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.acts.context import Said, bounded, columns, surroundings

ACTS_OF = {"agent": 2, "customer": 1}
NOBODY = -6.0


def said(role: str, *odds: float) -> Said:
    return Said(role, np.array(odds, dtype=np.float32), 10)


def around(turns: list[Said], number: int) -> list[float]:
    return [float(value) for value in surroundings(turns, ACTS_OF)[number]]


def test_the_neighbours_stand_at_their_places() -> None:
    turns = [
        *(said("customer", 1), said("agent", 2, 3), said("agent", 4, 5)),
        *(said("customer", 6), said("agent", -1, -2)),
    ]
    assert around(turns, 2)[:6] == [1, 6, 2, 3, -1, -2]  # other's last, next, own last, next
    assert around(turns, 3)[:6] == [4, 5, -1, -2, 1, NOBODY]


def test_where_nobody_is_no_act_is_likely() -> None:
    assert around([said("agent", 1, 1)], 0)[:6] == [NOBODY] * 6


def test_odds_beyond_a_bound_say_no_more() -> None:
    far, farther = (
        [said("customer", 9), said("agent", 0, 0)],
        [*(said("customer", 90), said("agent", 0, 0))],
    )
    assert around(far, 1) == around(farther, 1)
    assert bounded(np.array([-99, 0, 99], dtype=np.float32)).tolist() == [-8, 0, 8]


@given(st.lists(st.sampled_from(["agent", "customer"]), max_size=12))
def test_every_turn_has_its_numbers(roles: list[str]) -> None:
    turns = [said(role, *([0.5] * ACTS_OF[role])) for role in roles]
    found = surroundings(turns, ACTS_OF)
    assert [len(one) for one in found] == [columns(role, ACTS_OF) for role in roles]
    assert all(np.isfinite(one).all() for one in found)


@pytest.mark.parametrize("before", [0, 1, 5])
def test_only_the_last_turns_are_near_the_end(before: int) -> None:
    turns = [said("agent", 0, 0)] * (before + 1)
    *_, near_end, near_start, _, last, first = around(turns, 0)
    assert near_end == float(before < 4)
    assert (near_start, last, first) == (1.0, float(before == 0), 1.0)
