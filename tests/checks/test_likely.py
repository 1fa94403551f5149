"""How probable it is that there were more than so many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.checks.likely import more_than

probabilities = st.lists(st.floats(0, 1), max_size=8)


@pytest.mark.parametrize(
    ("most", "each", "expected"),
    [
        (0, [], 0),
        (0, [1.0], 1),
        (0, [0.3], 0.3),
        (0, [0.3, 0.3, 0.3], 0.657),
        (1, [0.5, 0.5], 0.25),
        (1, [1.0, 0.4], 0.4),
        (2, [1.0, 1.0], 0),
    ],
)
def test_some(most: int, each: list[float], expected: float) -> None:
    assert more_than(most, each) == pytest.approx(expected)


@given(probabilities, st.integers(0, 8))
def test_it_is_a_probability_and_falls_with_what_is_allowed(each: list[float], most: int) -> None:
    assert 0 <= more_than(most + 1, each) <= more_than(most, each) + 1e-9 <= 1 + 1e-9


@given(probabilities, st.floats(0, 1))
def test_one_more_hit_never_makes_it_less(each: list[float], one: float) -> None:
    assert more_than(0, [*each, one]) >= more_than(0, each) - 1e-9


@given(probabilities)
def test_the_order_does_not_matter(each: list[float]) -> None:
    assert more_than(1, each) == pytest.approx(more_than(1, reversed(each)))
