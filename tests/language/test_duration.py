"""Lengths of time as people say them."""

import pytest

from qa.language.duration import longest_duration_ms


@pytest.mark.parametrize(
    ("language", "said", "seconds"),
    [
        ("zh", "请您稍等两分钟", 120),
        ("zh", "大概两三分钟", 180),
        ("zh", "１－２分钟", 120),
        ("zh", "约一分半钟", 90),
        ("zh", "半分钟", 30),
        ("zh", "二十五秒钟", 25),
        ("zh", "一个半小时", 5400),
        ("zh", "先三十秒，最多一分钟", 60),
        ("zh", "给我几分钟", None),
        ("zh", "几十秒", None),
        ("zh", "稍等一会儿", None),
        ("zh", "满意请打十分", None),
        ("zh", "三点十分到", None),
        ("zh", "请您稍等十十分钟", 600),
        ("zh", "二十十五秒", 25),
        ("zh", "一百二十秒", 120),
        ("zh", "一百零五秒", 105),
        ("zh", "二三十秒", 30),
        ("ko", "십십분", 600),
        ("ko", "백이십 초", 120),
        ("en", "a couple of three minutes", 180),
        ("en", "seventy seconds", 70),
        ("en", "eighty-five seconds", 85),
        ("ko", "이 분 정도 걸립니다", 120),
        ("ko", "1~2분만 기다려 주세요", 120),
        ("ko", "삼십 초만요", 30),
        ("ko", "십오 초", 15),
        ("ko", "한 시간 정도", 3600),
        ("ko", "잠시만 기다려 주세요", None),
        ("ko", "이분께 전화드리겠습니다", None),
        ("en", "about two minutes", 120),
        ("en", "two to three minutes", 180),
        ("en", "twenty-five seconds", 25),
        ("en", "1.5 minutes", 90),
        ("en", "one minute and a half", 90),
        ("en", "half an hour", 1800),
        ("en", "a couple of minutes", 120),
        ("en", "just a minute", None),
        ("en", "one moment", None),
    ],
)
def test_the_length_that_is_named(language: str, said: str, seconds: int | None) -> None:
    found = longest_duration_ms(said, language)
    assert found == (None if seconds is None else seconds * 1000)
