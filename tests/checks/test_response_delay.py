"""How long the customer waits for the agent's reply."""

import pytest

from qa.checks.response_delay import ResponseDelay
from qa.core.call import Aspect, Role
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

P, F, NA, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED


def judge(*lines: str, language: str = "zh", **params):
    return ResponseDelay(**params).judge(heard(*lines, language=language), lexicons(language))


LATE = ["customer 0-4: 你好。我要查订单。", "agent 10-12: 您的订单已经发出。"]
ANNOUNCED = [
    "customer 0-4: 我要查订单。", "agent 5-7: 我帮您查一下，请您稍等。", "customer 7.5-8: 好。",
    "agent 40-42: 感谢您的等待，已经查到了。",
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "outcome", "longest_s"),
    [
        (LATE, F, 6.0),
        (["customer 0-4: 我要查订单。", "agent 9-12: 已经发出。"], P, 5.0),
        # the customer goes on: what was said before was no turn yet
        (["customer 0-4: 我要查", "customer 12-13: 订单。", "agent 14-16: 已发出。"], P, 1.0),
        # a reply begun before the customer had ended is no delay
        (["customer 0-4: 我要查订单。", "agent 3.5-6: 已经发出。"], P, 0.0),
        # mm-hm is a reply: somebody is there
        (["customer 0-4: 查订单。", "agent 4.5-5: 嗯", "agent 15-17: 已发出。"], P, 0.5),
        # listening while the customer speaks is none
        (["customer 0-4: 我要查订单。", "agent 2-2.5: 嗯", "agent 10-12: 已发出。"], F, 6.0),
        # an agent who speaks on has not replied
        (["agent 0-9: 是这样的", "customer 2-3: 等等", "agent 20-22: 好"], NA, None),
        (["customer 0-4: 我要查订单。", "system 5-20: 请稍候", "agent 21-22: 您好"], NA, None),
        (["customer 0-4: 我要查订单。", "system 5-20: 请稍候", "agent 11-13: 您好"], NA, None),
        (ANNOUNCED, P, 1.0),
        (
            ["agent 0-2: 单号是多少？", "customer 3-5: 您稍等，我找一下。",
             "agent 40-41: 找到了吗？"],
            NA, None,
        ),  # the customer asked for the time
        (
            [*ANNOUNCED, "customer 43-44: 什么时候到？", "agent 60-62: 明天。"], F, 16.0,
        ),  # the hold was over
        (["agent 0-3: 您好", "customer 4-5: 再见"], NA, None),
    ],
)  # fmt: skip
def test_what_a_delay_is(lines: list[str], outcome: Outcome, longest_s: float | None) -> None:
    finding = judge(*lines)
    assert finding.outcome is outcome, finding
    assert finding.measured.get("longest_s") == longest_s


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ko", ["customer 0-3: 주문을 확인하고 싶어요.", "agent 4-6: 잠시만 기다려 주시겠습니까?",
                "customer 6.5-7: 네.", "agent 40-42: 기다려 주셔서 감사합니다."]),
        ("en", ["customer 0-3: Where is my order?", "agent 4-6: Please hold for a moment.",
                "customer 6.5-7: Okay.", "agent 40-42: Thank you for holding."]),
    ],
)  # fmt: skip
def test_an_announced_wait_in_each_language(language: str, lines: list[str]) -> None:
    finding = judge(*lines, language=language)
    assert finding.outcome is P
    assert finding.measured["announced"] == 1


def test_the_mean_has_its_own_limit() -> None:
    lines = [
        "customer 0-4: 查订单。", "agent 8-10: 单号呢？", "customer 11-12: 一二三。",
        "agent 14-16: 已发出。",
    ]  # fmt: skip
    finding = judge(*lines, max_mean_s=2.9)
    assert finding.measured["mean_s"] == 3.0
    assert (finding.outcome, finding.measured["late"]) == (F, 0)
    assert "2.9 秒" in finding.explanation
    assert judge(*lines, max_mean_s=3.0).outcome is P
    alone = judge(*lines, max_s=None, max_mean_s=2.9)
    assert alone.outcome is F
    assert alone.evidence[0].span == Span(4000, 8000)  # the slowest reply


def test_the_evidence_is_the_wait_and_the_words_before_it() -> None:
    (shown,) = judge(*LATE).evidence
    assert (shown.role, shown.turn, shown.quote, shown.span) == (
        Role.CUSTOMER, 0, "我要查订单。", Span(4000, 10_000),
    )  # fmt: skip
    assert "6.0 秒" in shown.note
    assert judge(*LATE).suggestion


def test_without_words_nobody_knows_what_was_announced() -> None:
    assert judge("customer 0-4:", "agent 10-12:").outcome is UNKNOWN
    untimed = ["customer 0-4:", "agent 10-12:", "customer: 查订单。", "agent: 已发出。"]
    assert judge(*untimed).outcome is UNKNOWN
    assert judge("customer 0-4:", "agent 5-12:").outcome is P
    half_heard = judge("agent 0-2: 您好。", "customer 2.5-4:", "agent 10-12: 您好？")
    assert (half_heard.outcome, half_heard.confidence) == (F, 0.5)


def test_a_fail_is_as_sure_as_the_delay_that_made_it_one() -> None:
    both = [*LATE, "customer 13-15:", "agent 25-27: 还有吗？"]
    assert judge(*both).confidence > 0.6
    assert judge(*both, max_events=1).confidence < 0.6


ANNOUNCED_BEFORE_A_WORD = [
    "agent 0-2: 请您稍等。", "agent 3-8: 我正在看您的资料和以前的登记。", "customer 9-10: 好的。",
    "agent 40-42: 查到了。",
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "changed"),
    [
        (LATE, {"max_s": 6.0}),
        (LATE, {"max_events": 1}),
        (LATE, {"max_s": None, "max_mean_s": 6.0}),
        (ANNOUNCED_BEFORE_A_WORD, {"max_talk_after_notice_s": 10.0}),
        (
            ["agent 0-1: 请您稍等。", "customer 2-2.5: 好。", "agent 3.1-3.5: 嗯。",
             "customer 4.1-4.5: 嗯。", "agent 5.1-5.5: 嗯。", "customer 6.1-6.5: 嗯。",
             "agent 30-32: 查到了。"], {"within_utterances": 6},
        ),
    ],
)  # fmt: skip
def test_every_parameter_decides_something(lines: list[str], changed: dict) -> None:
    assert judge(*lines).outcome is F
    assert judge(*lines, **changed).outcome in (P, NA)


@pytest.mark.parametrize("params", [{}, {"max_s": None, "max_mean_s": 1.0}])
def test_it_speaks_the_calls_language(params: dict) -> None:
    found = [judge(*LATE, language=language, **params) for language in ("zh", "ko", "en")]
    assert {finding.outcome for finding in found} == {F}
    assert len({finding.explanation for finding in found}) == 3
    assert len({finding.suggestion for finding in found}) == 3


def test_it_needs_to_hear_silence_and_a_limit() -> None:
    assert ResponseDelay().needs == {Aspect.SILENCE, Aspect.ROLES}
    with pytest.raises(ValueError, match="no limit is set"):
        ResponseDelay(max_s=None)
    with pytest.raises(ValueError, match="max_mean_s must be more than 0"):
        ResponseDelay(max_mean_s=0.0)
