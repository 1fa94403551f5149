"""Asking before the end: near it, not in the middle, and not where the customer hung up."""

import pytest

from qa.checks.closing_satisfaction import ClosingSatisfaction
from qa.core.scorecard import Outcome
from tests.checks.heard import heard, lexicons
from tests.checks.meaning import Meaning

PASS, FAIL, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
ASKS = [
    ("zh", "您对处理结果满意吗？"),
    ("zh", "还有其他可以帮您的吗？"),
    ("zh", "这样处理您看可以吗？"),
    ("zh", "您还有什么不清楚的地方吗？"),
    ("zh", "除了这个，还需要我帮您办点别的吗？"),
    ("ko", "이 일의 처리에 만족하십니까?"),
    ("ko", "더 도와드릴 일이 있을까요?"),
    ("ko", "다른 궁금한 점은 없으신가요?"),
    ("en", "Is there anything else I can help you with?"),
    ("en", "Are you happy with that solution?"),
    ("en", "Does that resolve everything for you?"),
]
NO_ASKS = [
    ("zh", "请对我的服务做出评价，满意请按一"),
    ("zh", "以后有问题随时给我们打电话"),
    ("zh", "感谢您的来电，再见"),
    ("ko", "이용해 주셔서 감사합니다"),
    ("ko", "추후 궁금한 점 있으시면 언제든 연락 주세요"),
    ("en", "Thank you for calling, goodbye"),
    ("en", "If you have any other questions just call us"),
    ("en", "Please take the survey and rate my service"),
]
BYE = {"zh": "再见", "ko": "안녕히 계세요", "en": "bye"}
TALK = ["customer: 我要退货，你们发错了", "agent: 我帮您登记退货"]


def judge(*lines: str, language: str = "zh", **params: float):
    call = heard(*lines, language=language)
    return ClosingSatisfaction(**params).judge(call, lexicons(language))


@pytest.mark.parametrize(("language", "line"), ASKS)
def test_asked_near_the_end(language: str, line: str) -> None:
    finding = judge(
        "customer: ……", f"agent: {line}", f"customer: {BYE[language]}", language=language
    )
    assert finding.outcome is PASS
    assert finding.measured["answered"] == 1


@pytest.mark.parametrize(("language", "line"), NO_ASKS)
def test_not_asked(language: str, line: str) -> None:
    finding = judge(
        "customer: ……", f"agent: {line}", f"customer: {BYE[language]}", language=language
    )
    assert finding.outcome is FAIL
    assert finding.suggestion


def test_asked_only_in_the_middle() -> None:
    asked = ["agent: 还有其他可以帮您的吗", "customer: 有，还要改地址"]
    more = [
        line
        for n in range(4)
        for line in (f"agent: 好的，第{n}步我登记了", f"customer: 是第{n}个地址")
    ]
    finding = judge(*TALK, *asked, *more, "agent: 再见")
    assert finding.outcome is FAIL
    assert finding.measured["asked_mid_call"] == 1
    assert "还有其他可以帮您的吗" in [one.quote for one in finding.evidence]
    assert judge(*TALK, *asked, *more, "agent: 再见", last_turns=6).outcome is PASS


def test_the_last_seconds_count_however_many_turns_they_hold() -> None:
    lines = ["customer 0-2: 退货", "agent 100-103: 还有其他可以帮您的吗"]
    lines += [f"agent {105 + 3 * n}-{106 + 3 * n}: 好的" for n in range(6)]
    assert judge(*lines, last_s=30.0).outcome is PASS
    assert judge(*lines, last_s=5.0).outcome is FAIL


@pytest.mark.parametrize(
    "ending",
    [
        ["customer: 我不跟你说了，挂了"],
        ["customer: 你们怎么能这样，都一个月了还没给我退钱"],
        ["customer: 你们怎么能这样，都一个月了还没给我退钱", "agent: 喂？您还在吗？"],
        ["customer: 跟你说不通，我不说了", "agent: 先生，您听我说"],
    ],
)
def test_a_customer_who_hangs_up_leaves_no_moment_to_ask(ending: list[str]) -> None:
    finding = judge(*TALK, *ending)
    assert finding.outcome is NOT_APPLICABLE
    assert finding.evidence[0].quote


@pytest.mark.parametrize(
    "last", ["customer: 好的", "customer: 那行吧", "customer: 好的谢谢你，那我等你们电话"]
)
def test_a_customer_who_agrees_and_goes_has_not_hung_up(last: str) -> None:
    assert judge(*TALK, last).outcome is FAIL


def test_sum_up_and_thanks_are_measured() -> None:
    finding = judge(
        *TALK, "agent: 跟您确认一下，明天上门取件，还有其他需要吗，感谢您的来电", "customer: 没了"
    )
    assert finding.measured["summed_up"] == finding.measured["thanked"] == 1
    bare = judge(*TALK, "agent: 还有其他需要吗", "customer: 没了")
    assert bare.measured["summed_up"] == bare.measured["thanked"] == 0


def test_without_both_parties_there_is_nothing_to_close() -> None:
    assert judge("agent: 喂，您好").outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("language", "given_up", "leave"),
    [
        ("zh", "算了，没什么好说的。", "嗯，挂了。"),
        ("ko", "됐어요.", "네, 안녕히 계세요."),
    ],
)
def test_an_agent_who_takes_leave_had_the_time_to_ask(
    language: str, given_up: str, leave: str
) -> None:
    finding = judge(f"customer: {given_up}", f"agent: {leave}", language=language)
    assert finding.outcome is FAIL


def test_a_polite_farewell_is_not_taken_for_a_call_after_somebody_gone() -> None:
    """계세요 alone asks whether anybody is there; 안녕히 계세요 is goodbye."""
    finding = judge(
        "customer: 음, 교환으로 해 주세요.",
        "agent: 네, 접수했습니다. 안녕히 계세요.",
        language="ko",
    )
    assert finding.outcome is FAIL


def test_a_question_before_the_customer_says_what_they_want_is_no_closing() -> None:
    greeting = "agent: 您好，还有其他可以帮您的吗？"
    wish = "customer: 我要退货，你们发错了"
    assert judge(greeting, wish, "agent: 好的，再见").outcome is FAIL
    assert judge("customer: 喂", greeting, wish, "agent: 好的，再见").outcome is FAIL
    assert judge(greeting, "customer: 退货").outcome is FAIL
    assert judge(greeting, wish, greeting, "customer: 没了").outcome is PASS


CALLED_AWAY = [
    "customer: 话费不对",
    "agent: 我查一下",
    "customer: 开会叫我了先这样",
    "agent: 好，再见",
]


def test_with_a_model_a_customer_who_is_called_away_breaks_off_though_the_agent_says_goodbye() -> (
    None
):
    meant = lexicons().learned_by(Meaning({"hang-up": {"开会叫我了": 0.8}}))
    call = heard(*CALLED_AWAY)
    assert ClosingSatisfaction().judge(call, lexicons()).outcome is FAIL
    assert ClosingSatisfaction().judge(call, meant).outcome is NOT_APPLICABLE


def test_who_hangs_up_when_the_agent_has_taken_leave_does_not_break_off() -> None:
    call = heard("customer: 话费不对", "agent: 查好了，再见", "customer: 嗯，我挂了")
    assert ClosingSatisfaction().judge(call, lexicons()).outcome is FAIL
