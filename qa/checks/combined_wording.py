"""What combined checks say, in the call's language."""

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "not": "此项要求下面这条不成立：{explanation}",
        "condition": "适用条件不成立：{explanation}",
        "condition_unknown": "适用条件无法判断：{explanation}",
    },
    "ko": {
        "not": "다음이 성립하지 않아야 합니다: {explanation}",
        "condition": "적용 조건에 맞지 않습니다: {explanation}",
        "condition_unknown": "적용 조건을 판단할 수 없습니다: {explanation}",
    },
    "en": {
        "not": "The opposite of this is asked for: {explanation}",
        "condition": "The condition does not hold: {explanation}",
        "condition_unknown": "The condition could not be told: {explanation}",
    },
}
