"""Asking, by its form."""

import pytest

from qa.language.question import is_question


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "您看可以吗"),
        ("zh", "您看哪种方便？"),
        ("zh", "那您呢。"),
        ("zh", "请问您的订单号是多少"),
        ("ko", "어떤 것이 좋으시겠어요?"),
        ("ko", "확인해 드릴까요"),
        ("ko", "성함이 어떻게 되세요"),
        ("en", "Would you like a refund"),
        ("en", "Okay, what is your name"),
        ("en", "You have it?"),
    ],
)
def test_these_ask(language: str, sentence: str) -> None:
    assert is_question(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "我帮您查一下。"),
        ("zh", "您的订单已经发出了"),
        ("zh", ""),
        ("ko", "잠시만 기다려 주세요."),
        ("ko", "확인했습니다."),
        ("en", "I will check that for you."),
        ("en", "That is what I can do."),
        ("en", "Thank you."),
    ],
)
def test_these_do_not(language: str, sentence: str) -> None:
    assert not is_question(sentence, language)
