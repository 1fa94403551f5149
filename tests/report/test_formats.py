from __future__ import annotations

import pytest

from qa.core.spans import Span
from qa.report import formats


@pytest.mark.parametrize(
    ("time_ms", "shown"),
    [
        (0, "00:00.0"),
        (61_240, "01:01.2"),
        (59_999, "00:59.9"),
        (3_600_000, "1:00:00.0"),
        (36_061_000, "10:01:01.0"),
    ],
)
def test_clock(time_ms: int, shown: str) -> None:
    assert formats.clock(time_ms) == shown
    assert formats.tick(time_ms) == shown[:-2]


def test_stretch_names_both_ends() -> None:
    assert formats.stretch(Span(1000, 2500)) == "00:01.0-00:02.5"


@pytest.mark.parametrize(
    ("value", "shown"), [(15.0, "15"), (1 / 3, "0.33"), (0, "0"), (-0.001, "0"), (100, "100")]
)
def test_number_has_no_needless_zero(value: float, shown: str) -> None:
    assert formats.number(value) == shown


def test_a_share_short_of_all_never_reads_as_all() -> None:
    assert formats.percent(0.996) == "99.6%"
    assert formats.percent(1.0) == "100%"


def test_what_is_unknown_is_a_dash_and_not_a_zero() -> None:
    assert formats.score(None) == formats.percent(None) == "-"
    assert formats.score(0.0) == "0.0"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("longest_s", 3.2, "3.2 秒"),
        ("talk_s_agent", 12.5, "12.5 秒"),
        ("silences_of_3_s_and_more", 2, "2"),
        ("talk_share_agent", 0.54, "54%"),
        ("share_limit", 3, "3"),
        ("events", 1, "1"),
        ("enabled", True, "true"),
        ("kinds", ["a", "理解"], '["a", "理解"]'),
        ("kinds", frozenset({"b", "a"}), '["a", "b"]'),
        ("group", "trouble", "trouble"),
        ("limit", None, "null"),
    ],
)
def test_quantity_takes_its_unit_from_its_name(name: str, value: object, shown: str) -> None:
    assert formats.quantity(name, value, "秒") == shown


def test_moment_only_touches_iso_times() -> None:
    assert formats.moment("2026-07-03T10:15:22+08:00") == "2026-07-03 10:15:22+08:00"
    assert formats.moment("Thursday") == "Thursday"
