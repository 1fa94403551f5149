"""Saying the same over and over: apology after apology, sentence after sentence."""

import pytest

from qa.checks.repetition import Repetition
from qa.core.scorecard import Outcome
from tests.checks.heard import heard, lexicons

PASS, FAIL, NA = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
SORRY = {
    "zh": ["对不起，给您添麻烦了。", "真的很抱歉。", "实在不好意思。"],
    "ko": ["죄송합니다.", "정말 죄송합니다.", "거듭 사과드립니다."],
    "en": ["I'm sorry about that.", "I do apologise.", "Again, my apologies."],
}
ACTION = {
    "zh": "我马上帮您登记补发。",
    "ko": "제가 바로 접수해 드리겠습니다.",
    "en": "I'll send a replacement today.",
}
STOCK = {
    "zh": "我们会尽快为您核实处理的。",
    "ko": "최대한 빨리 확인해서 처리해 드리겠습니다.",
    "en": "We will look into this matter as soon as possible.",
}
ASKS_AGAIN = {"zh": "没听清，再说一遍。", "ko": "다시 말씀해 주세요.", "en": "Say that again?"}


def judge(*lines: str, language: str = "zh", **params: object):
    check = Repetition(**params)  # type: ignore[arg-type]
    return check.judge(heard(*lines, language=language), lexicons(language))


def apologies(*lines: str, language: str = "zh", **params: object):
    said = [f"agent: {line}" for line in lines]
    return judge(*said, language=language, lexicon="apology", unless="remedy", **params)


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_apology_after_apology_needs_an_action(language: str) -> None:
    sorry, action = SORRY[language], ACTION[language]
    finding = apologies(*sorry, language=language)
    assert finding.outcome is FAIL
    assert len(finding.evidence) == finding.measured["without_action"] == 3
    assert all(one.quote in line for one, line in zip(finding.evidence, sorry, strict=True))
    assert finding.suggestion
    assert apologies(*sorry[:2], language=language).outcome is PASS
    assert apologies(*sorry, action, language=language).outcome is PASS
    assert apologies(*sorry[:2], action, sorry[2], language=language).outcome is PASS
    assert apologies(action, *sorry, language=language).outcome is FAIL


def test_what_the_customer_is_told_to_do_is_no_action() -> None:
    assert apologies(*SORRY["zh"], "您自己明天去开个证明带来。").outcome is FAIL


def test_a_stuttered_apology_is_one_and_a_quoted_one_none() -> None:
    assert apologies("对不起对不起，真对不起，非常抱歉。").measured["said"] == 1
    assert apologies("您说他只讲了“对不起”就走了。").outcome is NA
    assert apologies("您好。").outcome is NA
    assert judge("customer: 对不起，对不起。", lexicon="apology").outcome is NA


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_the_same_sentence_three_times(language: str) -> None:
    line = f"agent: {STOCK[language]}"
    finding = judge(line, line, line, language=language)
    assert finding.outcome is FAIL
    assert [one.quote for one in finding.evidence] == [STOCK[language]] * 3
    assert judge(line, line, language=language).outcome is PASS
    assert judge(line, line, line, language=language, max_times=3).outcome is PASS
    asked = [line, f"customer: {ASKS_AGAIN[language]}", line, "customer: x", line]
    assert judge(*asked, language=language).outcome is PASS


def test_nearly_the_same_counts_and_other_numbers_do_not() -> None:
    near = [
        "我们会尽快为您核实处理的。",
        "我们会尽快为您核实处理。",
        "我们会尽快为您核实处理的哈。",
    ]
    assert judge(*(f"agent: {line}" for line in near)).outcome is FAIL
    bills = [f"agent: 您的账单{month}月份是正常出账的。" for month in ("一", "二", "三")]
    assert judge(*bills).outcome is PASS


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "感谢您的耐心等待。"),
        ("zh", "请您在线上稍等，好的。"),
        ("ko", "기다려 주셔서 감사합니다."),
        ("ko", "잠시만 기다려 주시겠습니까?"),
        ("en", "Thank you for holding, sorry."),
        ("en", "Is there anything else I can help you with?"),
    ],
)
def test_courtesy_may_be_said_often(language: str, line: str) -> None:
    assert judge(*[f"agent: {line}"] * 4, language=language).outcome is NA


def test_the_customers_repetition() -> None:
    line = "customer: 我就想知道什么时候能退款。"
    assert judge(line, line, line).outcome is NA
    finding = judge(line, line, line, role="customer")
    assert finding.outcome is FAIL
    assert "没有得到回应" in finding.explanation


@pytest.mark.parametrize(
    ("params", "match"),
    [
        ({"unless": "remedy"}, "no lexicon"),
        ({"role": "system"}, "agent or customer"),
        ({"max_times": 0}, "max_times"),
        ({"min_similarity": 1.2}, "min_similarity"),
        ({"min_characters": 1}, "min_characters"),
    ],
)
def test_refused(params: dict[str, object], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        Repetition(**params)  # type: ignore[arg-type]
