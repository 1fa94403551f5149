"""Listening pause, announced hold and dead air, told apart."""

import pytest

from qa.checks.silence_use import SilenceUse
from qa.core.call import Aspect, Role
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

P, F, NA, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED


def judge(*lines: str, language: str = "zh", check: SilenceUse | None = None):
    return (check or SilenceUse()).judge(heard(*lines, language=language), lexicons(language))


DEAD = ["agent 0-2: 您好。", "customer 2-4: 我要查订单。", "agent 18-20: 您的订单已经发出。"]
LISTENING = ["agent 0-4: 给您退款或者换货，您看哪种方便？", "customer 16-18: 那就退款。"]
HOLD = [
    "agent 0-3: 我帮您查一下，请您稍等。", "customer 3-4: 好。",
    "agent 50-53: 感谢您的等待，已经查到了。",
]  # fmt: skip


def test_an_agent_who_is_never_heard_makes_no_use_of_silence() -> None:
    assert judge("customer 0-2: 喂？", "customer 20-22: 有人吗？").outcome is NA


@pytest.mark.parametrize(
    ("lines", "outcome", "kind"),
    [
        (DEAD, F, "dead_air"),
        (["agent 0-2: 您好。", "customer 2-4: 查订单。", "agent 13-14: 已发出。"], P, "silences"),
        (LISTENING, P, "listening_pauses"),
        (["agent 0-4: 您看哪种方便？", "agent 15-17: 请问您考虑得怎么样？"], P, "listening_pauses"),
        (["agent 0-4: 您看哪种方便？", "customer 26-28: 退款。"], F, "dead_air"),  # over 20 s
        (["agent 0-4: 您看哪种方便？", "customer 16-18: 喂？在吗？"], F, "dead_air"),
        (["agent 0-4: 您看哪种方便？", "agent 16-18: 今天天气不错。"], P, "silences"),  # no credit
        (
            ["agent 0-4: 您看哪种方便？", "customer 4.5-5: 嗯……", "customer 16-18: 退款。"],
            P,
            "listening_pauses",
        ),
        (
            ["agent 0-4: 您看哪种方便？", "customer 5-8: 你们先说能退多少钱。",
             "agent 20-22: 两百元。"], F, "dead_air",
        ),  # the word was the agent's again
        (["agent 0-4: 我可以给您退款。", "customer 16-18: 那好。"], P, "listening_pauses"),
        (["agent 0-4: 还有别的问题您尽管说。", "customer 16-18: 没了。"], P, "listening_pauses"),
        (
            ["agent 0-4: 您看哪种方便？", "system 12-20: 温馨提示", "customer 20.5-22: 退款。"],
            P,
            "silences",
        ),  # nobody knows what the customer would have done with the time
        (HOLD, P, "holds"),
        (["agent 0-6: 请您先不要挂断电话稍等一下。好的。", "agent 30-32: 是昨天的。"], P, "holds"),
        (["agent 0-3: 请您稍等。", "agent 99-101: 感谢等待。"], F, "holds_run_over"),  # 96 s
        (["agent 0-3: 请您稍等两分钟。", "agent 99-101: 感谢等待。"], P, "holds"),
        (["agent 0-3: 请您稍等三十秒。", "agent 60-62: 感谢等待。"], F, "holds_run_over"),
        (
            ["customer 0-3: 您稍等，我找一下单号。", "customer 60-62: 找到了。",
             "agent 62-63: 好的。"], P, "silences",
        ),
        (
            ["agent 0-3: 请您稍等。", "agent 20-23: 感谢您的等待，已经查到了。",
             "agent 40-42: 订单是昨天的。"], F, "dead_air",
        ),  # came back, and fell silent again
        (
            ["agent 0-3: 请您稍等。", "customer 40-42: 喂，查好了吗？", "agent 42-43: 嗯。",
             "agent 99-101: 感谢等待。"], F, "holds_run_over",
        ),  # 37 s and 55 s are one hold
    ],
)  # fmt: skip
def test_what_a_silence_is(lines: list[str], outcome: Outcome, kind: str) -> None:
    finding = judge(*lines)
    assert finding.outcome is outcome, finding
    assert finding.measured[kind] >= 1, finding.measured
    if kind == "silences":
        assert not any(
            finding.measured[other] for other in ("dead_air", "listening_pauses", "holds")
        )


@pytest.mark.parametrize(
    ("language", "lines", "outcome", "kind"),
    [
        ("ko", ["agent 0-4: 환불과 교환 중 어떤 것이 좋으시겠어요?", "customer 16-18: 환불요."], P,
         "listening_pauses"),
        ("ko", ["agent 0-4: 잠시만 기다려 주시겠습니까?", "agent 40-42: 기다려 주셔서 감사합니다."],
         P, "holds"),
        ("ko", ["customer 0-4: 주문을 확인하고 싶어요.", "agent 18-20: 발송됐습니다."], F,
         "dead_air"),
        ("en", ["agent 0-4: Would you like a refund or a replacement?", "customer 16-18: Refund."],
         P, "listening_pauses"),
        ("en", ["agent 0-4: Please hold for a moment while I check.", "agent 40-42: Thank you."],
         P, "holds"),
        ("en", ["agent 0-4: Could you hold for ten seconds?", "agent 40-42: Thanks for holding."],
         F, "holds_run_over"),
        ("en", ["customer 0-4: Where is my order?", "agent 18-20: It was sent."], F, "dead_air"),
    ],
)  # fmt: skip
def test_the_other_languages(language: str, lines: list[str], outcome: Outcome, kind: str) -> None:
    finding = judge(*lines, language=language)
    assert finding.outcome is outcome, finding
    assert finding.measured[kind] == 1


def test_nested_speech_makes_no_silence() -> None:
    finding = judge("agent 0-40: 条款说明如下。", "customer 2-3: 嗯。", "customer 20-21: 嗯。")
    assert finding.outcome is NA


def test_before_the_first_and_after_the_last_word_there_is_no_silence() -> None:
    assert judge("agent 30-33: 您好。", "customer 33-35: 谢谢。").outcome is NA


def test_a_machine_voice_is_no_silence() -> None:
    assert (
        judge("agent 0-2: 您好。", "system 2-30: 正在转接", "customer 30-32: 你好。").outcome is NA
    )


def test_a_question_answered_at_once_is_an_occasion_well_used() -> None:
    finding = judge("agent 0-3: 您看退款可以吗？", "customer 3.5-5: 可以。")
    assert finding.outcome is P
    assert finding.measured["silences"] == 0


def test_no_silence_and_no_question_is_no_occasion() -> None:
    finding = judge("agent 0-3: 您好。", "customer 3.5-5: 你好。")
    assert finding.outcome is NA
    assert "3 秒" in finding.explanation


def test_a_transcript_without_times_cannot_tell_a_hold_from_dead_air() -> None:
    finding = judge("agent 0-2:", "customer 20-22:", "agent: 请您稍等。", "customer: 好。")
    assert finding.outcome is UNKNOWN


def test_an_explanation_the_customer_may_be_thinking_over_goes_to_a_person() -> None:
    answer = "agent 0-6: 这张订单昨天下午已经从仓库发出去了。"
    doubtful = judge(answer, "customer 18-20: 哦，那我再看看。")
    assert doubtful.outcome is F
    assert doubtful.confidence < 0.6
    assert judge(answer, "customer 18-20: 喂？").confidence > 0.6
    assert judge(*DEAD).confidence > 0.6


def test_dead_air_after_unheard_words_goes_to_a_person() -> None:
    finding = judge("agent 0-2: 您好。", "customer 2-4:", "agent 18-20: 已发出。")
    assert finding.outcome is F
    assert finding.confidence < 0.6


def test_a_fail_is_as_sure_as_the_silence_that_made_it_one() -> None:
    answer = "agent 22-28: 这张订单昨天下午已经从仓库发出去了。"
    both = [*DEAD, answer, "customer 40-42: 哦，那我再看看。"]
    assert judge(*both).confidence > 0.6
    assert judge(*both, check=SilenceUse(max_events=1)).confidence < 0.6


def test_the_evidence_shows_the_silence_and_what_was_said_before_it() -> None:
    (evidence,) = judge(*DEAD).evidence
    assert (evidence.span, evidence.role, evidence.quote) == (
        Span(4000, 18_000), Role.CUSTOMER, "我要查订单。",
    )  # fmt: skip
    assert "14.0 秒" in evidence.note
    (hold,) = judge(*HOLD).evidence
    assert (hold.role, hold.turn, "稍等" in hold.quote) == (Role.AGENT, 0, True)


def test_the_numbers_add_up() -> None:
    measured = judge(*DEAD, "agent 22-23: 您看行吗？", "customer 30-31: 行。").measured
    assert measured["silences"] == 2
    assert measured["dead_air_s"] == 14.0
    assert measured["listening_s"] == 7.0
    assert measured["longest_s"] == 14.0


@pytest.mark.parametrize(
    ("lines", "changed"),
    [
        (DEAD, {"dead_air_s": 15.0}),
        (DEAD, {"min_silence_s": 15.0}),
        (DEAD, {"max_events": 1}),
        (["agent 0-4: 您看哪种方便？", "customer 26-28: 退款。"], {"max_listening_s": 30.0}),
        (["agent 0-3: 请您稍等。", "agent 99-101: 感谢等待。"], {"unnamed_hold_s": 120.0}),
        (["agent 0-3: 请您稍等三十秒。", "agent 60-62: 感谢等待。"], {"hold_slack": 2.0}),
        (
            ["agent 0-3: 请您稍等。", "agent 6-12: 我正在看您的资料和以前的登记。",
             "agent 30-32: 是昨天的。"], {"max_talk_after_notice_s": 10.0},
        ),
        (
            ["agent 0-3: 请您稍等。", "customer 5-6: 好。", "agent 7.5-8: 嗯。",
             "customer 9.5-10: 嗯。", "agent 11.5-12: 哦。", "agent 30-32: 是昨天的。"],
            {"within_utterances": 6},
        ),
    ],
)  # fmt: skip
def test_every_parameter_decides_something(lines: list[str], changed: dict) -> None:
    assert judge(*lines).outcome is F
    assert judge(*lines, check=SilenceUse(**changed)).outcome in (P, NA)


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_it_says_what_to_do_instead_in_the_calls_language(language: str) -> None:
    assert judge(*DEAD, language=language).suggestion
    assert len({judge(*DEAD, language=lang).suggestion for lang in ("zh", "ko", "en")}) == 3


def test_it_needs_to_hear_silence() -> None:
    assert SilenceUse().needs == {Aspect.SILENCE, Aspect.ROLES}
