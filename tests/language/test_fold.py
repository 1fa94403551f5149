"""Folding: the same words fold alike, and every folded character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.fold import fold

LANGUAGES = ("zh", "ko", "en")
TEXTS = st.text(max_size=40) | st.text("您贵贵貴姓ＯＫok don't’  김각ᄀ ᅡ é\u0301。，", max_size=40)


@pytest.mark.parametrize(
    ("language", "text", "folded"),
    [
        ("zh", "您 貴 姓？", "您贵姓"),
        ("zh", "ＯＫ，Ｏｋ", "okok"),
        ("zh", "我不，知 道。", "我不知道"),
        ("ko", "잠시만 기다려 주세요!", "잠시만기다려주세요"),
        ("ko", "\u1100\u1161\u11a8", "각"),  # decomposed, as some systems write file text
        ("en", "I  Don’t—know!", "i dont know"),
        ("en", "  ", ""),
        ("zh", "……", ""),
    ],
)
def test_fold(language: str, text: str, folded: str) -> None:
    assert fold(text, language).text == folded


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_folding_twice_changes_nothing(text: str, language: str) -> None:
    once = fold(text, language).text
    assert fold(once, language).text == once


@given(TEXTS, st.sampled_from(LANGUAGES), st.data())
def test_a_quote_of_folded_text_folds_to_it(text: str, language: str, data: st.DataObject) -> None:
    folded = fold(text, language)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.original_span(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end].strip() in fold(text[first:last], language).text


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (0, 4), (-1, 2)])
def test_no_stretch_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no folded stretch"):
        fold("您好吗").original_span(start, end)
