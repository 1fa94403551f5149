"""Units per minute of the agent's own speech."""

import pytest

from qa.checks.speech_rate import SpeechRate
from qa.core.call import Aspect, Role
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

P, F, NA, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED


def judge(*lines: str, language: str = "zh", **params):
    return SpeechRate(**params).judge(heard(*lines, language=language), lexicons(language))


# 100 characters in 20 s of speech: 300 a minute, whatever the pause and the customer take
AGENT = [f"agent 0-10: {'说' * 50}", f"agent 12-22: {'话' * 50}"]
CUSTOMER = f"customer 30-50: {'慢' * 50}"  # 150 a minute
FAST = {"max_per_minute": {"zh": 280.0}}
SLOW = {"min_per_minute": {"zh": 320.0}}


@pytest.mark.parametrize(
    ("lines", "params", "outcome"),
    [
        (AGENT, FAST, F),
        (AGENT, {"max_per_minute": {"zh": 300.0}}, P),
        (AGENT, {"min_per_minute": {"zh": 300.0}}, P),
        (AGENT, SLOW, F),
        (AGENT, {"max_per_minute": {"ko": 10.0}}, NA),  # no limit for this language
        ([*AGENT, CUSTOMER], {"max_over_customer": 1.9}, F),
        ([*AGENT, CUSTOMER], {"max_over_customer": 2.0}, P),
        ([*AGENT, CUSTOMER], {"max_over_customer": 2.0, **FAST}, F),
        (AGENT, {"max_over_customer": 1.9}, NA),  # no customer to compare with
        ([*AGENT, "customer 30-49: 慢"], {"max_over_customer": 1.9}, NA),  # too little of one
        ([*AGENT, "customer 30-49: 慢"], {"max_over_customer": 1.9, **FAST}, F),
        (AGENT[:1], FAST, NA),  # 10 s of speech
        (["agent 0-30:"], FAST, NA),  # no words
        (["customer 0-30: 喂"], FAST, NA),
    ],
)
def test_the_limits(lines: list[str], params: dict, outcome: Outcome) -> None:
    assert judge(*lines, **params).outcome is outcome


@pytest.mark.parametrize(
    ("language", "text", "units"),
    [
        ("zh", "您的单号是 12，ok 吗？", 9),  # 您 的 单 号 是 1 2 ok 吗
        ("zh", "您的單號", 4),
        ("ko", "네, 고객님 12번입니다.", 10),  # 네 고 객 님 1 2 번 입 니 다
        ("en", "I don't know, it's 42 follow-ups.", 6),
    ],
)
def test_what_is_counted(language: str, text: str, units: int) -> None:
    finding = judge(f"agent 0-20: {text}", language=language, max_per_minute={language: 900.0})
    assert finding.measured["units"] == units
    assert finding.measured["per_minute"] == 3 * units


def test_the_denominator_is_the_agents_own_speech_and_said_so() -> None:
    finding = judge(*AGENT, CUSTOMER, **FAST)
    assert finding.measured["per_minute"] == 300.0
    assert finding.measured["speech_s"] == 20.0
    assert finding.measured["customer_per_minute"] == 150.0
    assert finding.measured["times_customer"] == 2.0
    assert "20.0 秒" in finding.explanation and "不计入" in finding.explanation
    assert "280" in finding.explanation


def test_only_gaps_shorter_than_a_pause_count_as_speech() -> None:
    stops = [f"agent 0-10: {'说' * 50}", f"agent 10.2-20.2: {'话' * 50}"]
    assert judge(*stops, **FAST).measured["speech_s"] == 20.2
    assert judge(*stops, pause_s=0.2, **FAST).measured["speech_s"] == 20.0


def test_words_where_the_agent_made_no_sound_are_not_counted() -> None:
    call = heard(*AGENT, f"agent 60-61: {'幻' * 200}")
    silent = heard(*AGENT)
    mixed = type(call)(call.context, call.transcript, silent.activity, call.duration_ms)
    assert SpeechRate(**FAST).judge(mixed, lexicons()).measured["units"] == 100


def test_pauses_are_the_agents_own_and_no_turn_of_the_customers() -> None:
    lines = [
        f"agent 0-10: {'说' * 50}", f"agent 10.5-15: {'话' * 20}", f"agent 16-20: {'话' * 20}",
        "customer 21-22: 好", f"agent 22.5-28.5: {'话' * 20}", f"agent 34.5-40: {'话' * 20}",
    ]  # fmt: skip
    finding = judge(*lines, **FAST)
    assert finding.measured["speech_s"] == 30.0
    assert finding.measured["pauses_per_minute"] == 4.0  # two in half a minute; 6 s is a silence


def test_the_evidence_is_the_fastest_utterance_or_the_slowest() -> None:
    lines = [
        f"agent 0-20: {'说' * 100}",
        f"agent 22-26: {'快' * 40}",
        "agent 30-32: 急急急急急急急急急急急急急急急急急急急急急急急急急急急急急急",
    ]
    (fastest,) = judge(*lines, **FAST).evidence
    assert (fastest.role, fastest.turn, fastest.quote, fastest.span) == (
        Role.AGENT, 1, "快" * 40, Span(22_000, 26_000),
    )  # fmt: skip
    assert "600" in fastest.note
    (slowest,) = judge(*lines, min_per_minute={"zh": 900.0}).evidence
    assert slowest.quote == "说" * 100 and "300" in slowest.note


def test_a_slow_rate_may_be_words_that_were_not_recognised() -> None:
    fast, slow = judge(*AGENT, **FAST), judge(*AGENT, **SLOW)
    assert slow.confidence < fast.confidence
    assert slow.suggestion and fast.suggestion != slow.suggestion


def test_a_shorter_call_counts_where_the_rubric_says_so() -> None:
    assert judge(AGENT[0], min_speech_s=10.0, **FAST).outcome is F


def test_without_sound_nobody_can_tell() -> None:
    call = heard(*AGENT, silent=True)
    assert SpeechRate(**FAST).judge(call, lexicons()).outcome is UNKNOWN
    assert SpeechRate(**FAST).needs == {Aspect.WORDS, Aspect.ROLES, Aspect.SILENCE}


@pytest.mark.parametrize("side", ["max_per_minute", "min_per_minute"])
def test_it_speaks_the_calls_language(side: str) -> None:
    limit = 1.0 if side == "max_per_minute" else 2000.0
    found = [
        judge("agent 0-30: 你 안녕 hello", language=language, **{side: {language: limit}})
        for language in ("zh", "ko", "en")
    ]
    assert {finding.outcome for finding in found} == {F}
    assert len({finding.explanation for finding in found}) == 3
    assert len({finding.suggestion for finding in found}) == 3


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({}, "no limit is set"),
        ({"max_per_minute": {}}, "no limit is set"),
        ({"max_per_minute": {"fr": 200.0}}, "expected zh, ko, en; got fr"),
        ({"max_per_minute": {"zh": -1.0}}, r"max_per_minute\.zh must be more than 0"),
        (
            {"max_per_minute": {"zh": 200.0}, "min_per_minute": {"zh": 300.0}},
            r"min_per_minute\.zh must not be more than max_per_minute\.zh",
        ),
        ({"max_over_customer": 0.0}, "max_over_customer must be more than 0"),
    ],
)
def test_limits_that_cannot_be_meant_are_refused(params: dict, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        SpeechRate(**params)
