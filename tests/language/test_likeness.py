"""Likeness by character pairs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.likeness import largest_group, likeness, print_of

text = st.text("我们会尽快处理的您好吗12", max_size=12)


@given(text, text)
def test_likeness_is_symmetric_within_bounds_and_full_for_the_same(one: str, other: str) -> None:
    a, b = print_of(one, "zh"), print_of(other, "zh")
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == 1


@given(st.lists(text, max_size=8), st.floats(0.3, 1))
def test_the_length_filter_loses_nothing(said: list[str], at_least: float) -> None:
    prints = [print_of(one, "zh") for one in said]
    groups = [
        [j for j in range(i, len(prints)) if likeness(prints[i], prints[j]) >= at_least]
        for i in range(len(prints))
    ]
    assert len(largest_group(prints, at_least)) == max(map(len, groups), default=0)


@pytest.mark.parametrize(
    ("one", "other", "language", "alike"),
    [
        ("我们会尽快帮您处理的。", "我们会尽快帮您处理的呀。", "zh", True),
        ("您的订单是十二号发出的。", "您的订单是十三号发出的。", "zh", False),
        ("我们会尽快帮您处理的。", "这个需要您自己去营业厅办理。", "zh", False),
        ("최대한 빨리 처리해 드리겠습니다.", "최대한 빨리 처리해드리겠습니다", "ko", True),
        ("We will look into it as soon as possible.", "We will look into it soon.", "en", False),
    ],
)
def test_alike(one: str, other: str, language: str, alike: bool) -> None:
    found = likeness(print_of(one, language), print_of(other, language))
    assert (found >= 0.85) is alike


def test_hundreds_of_sentences_are_compared_at_once() -> None:
    said = [f"这是第{chr(0x4E00 + i)}句话里说的{chr(0x5000 + i * 7)}内容" for i in range(600)]
    start = time.perf_counter()
    largest_group([print_of(one, "zh") for one in said], 0.85)
    assert time.perf_counter() - start < 10  # seconds; some tenths on one core
