"""Lengths of time as people say them: 两分钟, 이 분 정도, about thirty seconds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_KO_DIGITS = {c: n for n, c in enumerate("영일이삼사오육칠팔구")}
_UNITS = {"十": 10, "百": 100, "십": 10, "백": 100}
_KO_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5}
_EN_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
]  # fmt: skip
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_EN_NUMBERS = {word: n for n, word in enumerate(_EN_SMALL)} | _EN_TENS | {"couple of": 2}
_EN_NUMBER = "|".join(sorted(_EN_NUMBERS, key=len, reverse=True))

# 分 and 분 alone are also marks, clock times and people: the unit must say that it is a length
_ZH = re.compile(
    r"(?<![几数])(?P<number>\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+|半)个?(?P<half>半)?(?:多)?"
    r"(?P<unit>分钟|分(?=半)|秒钟?|小时|钟头)(?P<and_half>半)?"
)
_KO = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[일이삼사오육칠팔구십백]+|한|두|세|네|다섯)\s?(?P<unit>분|초|시간)"
    r"(?=\s?(?:만|정도|쯤|가량|간|안|이내|내|이면|동안|걸|기다|\W|$))(?P<and_half>\s?반)?"
)
_EN = re.compile(
    rf"\b(?:(?P<half>half an?)|(?P<number>\d+(?:\.\d+)?|(?:{_EN_NUMBER})(?:[ -](?:{_EN_NUMBER}))?))"
    r"[ -](?P<unit>second|minute|hour)s?\b(?P<and_half> and a half)?"
)
_UNIT_MS = {
    "分": 60_000, "秒": 1_000, "小": 3_600_000, "钟": 3_600_000,
    "분": 60_000, "초": 1_000, "시": 3_600_000,
    "m": 60_000, "s": 1_000, "h": 3_600_000,
}  # fmt: skip


def longest_duration_ms(text: str, language: str) -> int | None:
    """The longest length of time named in `text`; None where none is.

    Of a range (两三分钟, two to three minutes) the upper end counts. 一会儿, 잠시, a minute and
    a moment name nothing: nobody means sixty seconds by them.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found = [_in_ms(match, language) for match in _PATTERNS[language].finditer(plain)]
    return max(found, default=None)


_PATTERNS = {"zh": _ZH, "ko": _KO, "en": _EN}


def _in_ms(match: re.Match[str], language: str) -> int:
    parts = match.groupdict()
    number = parts["number"] or ""
    halves = sum(1 for key in ("half", "and_half") if parts.get(key)) + (number == "半")
    whole = 0 if number in ("", "半") else _NUMBERS[language](number)
    return round((whole + 0.5 * halves) * _UNIT_MS[parts["unit"][0]])


def _zh_number(said: str) -> float:
    return float(said) if said[0].isdecimal() else _in_units(said, _ZH_DIGITS)


def _ko_number(said: str) -> float:
    if said[0].isdecimal():
        return float(said)
    if said in _KO_NATIVE:
        return _KO_NATIVE[said]
    return _in_units(said, _KO_DIGITS)


def _in_units(said: str, digits: Mapping[str, int]) -> int:
    """一百二十五, 이십: each digit times the unit behind it; a stuttered unit (十十) is one."""
    total, digit, last = 0, None, ""
    for char in said:
        if char in digits:
            digit = digits[char]  # 两三: the upper end
        elif char != last:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        last = char
    return total + (digit or 0)


def _en_number(said: str) -> float:
    if said[0].isdecimal():
        return float(said)
    if said in _EN_NUMBERS:
        return _EN_NUMBERS[said]
    first, second = re.findall(_EN_NUMBER, said)
    upper = _EN_NUMBERS[second]
    return _EN_TENS[first] + upper if first in _EN_TENS and upper < 10 else upper


_NUMBERS = {"zh": _zh_number, "ko": _ko_number, "en": _en_number}
