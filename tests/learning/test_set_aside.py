"""Which calls are set aside does not change with the day, the machine or the other calls."""

import pytest

from qa.learning.set_aside import is_set_aside

IDS = [f"C-{number:04}" for number in range(1, 2001)]


def test_these_calls_are_set_aside_for_good() -> None:
    assert [one for one in IDS[:30] if is_set_aside(one, 0.3)] == [
        f"C-{n:04}" for n in (7, 10, 11, 16, 17, 20, 22, 25, 29)
    ]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.9])
def test_about_the_share_that_was_asked_for(share: float) -> None:
    assert sum(is_set_aside(one, share) for one in IDS) / len(IDS) == pytest.approx(share, abs=0.03)


def test_a_larger_share_sets_aside_the_same_calls_and_more() -> None:
    few = {one for one in IDS if is_set_aside(one, 0.2)}
    assert few < {one for one in IDS if is_set_aside(one, 0.4)}


def test_an_id_may_be_in_any_script() -> None:
    assert is_set_aside("客户-3", 1.0)
    assert not is_set_aside("客户-3", 0.0)
