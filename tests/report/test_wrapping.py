from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.report.wrapping import wrapped


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_chinese_breaks_anywhere_but_before_its_punctuation() -> None:
    assert wrapped("着急有什么用，我就想", 12, cells) == ["着急有什么", "用，我就想"]


def test_english_and_korean_break_at_spaces() -> None:
    assert wrapped("please hold the line", 11, cells) == ["please hold", "the line"]
    assert wrapped("잠시만 기다려 주세요", 13, cells) == ["잠시만 기다려", "주세요"]


def test_numbers_stay_with_their_unit_where_they_fit() -> None:
    assert wrapped("最长 12.7 秒", 10, cells) == ["最长 12.7", "秒"]


def test_a_piece_wider_than_a_line_is_cut() -> None:
    assert wrapped("abcdefgh", 3, cells) == ["abc", "def", "gh"]


def test_own_line_breaks_stay() -> None:
    assert wrapped("一\n\n二", 10, cells) == ["一", "", "二"]
    assert wrapped("", 10, cells) == [""]


@settings(deadline=None)
@given(st.text(alphabet="您好，。“”(a b1.\n网", max_size=60), st.integers(2, 30))
def test_lines_fit_and_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width, cells)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
