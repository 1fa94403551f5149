"""Who talked over whom, and what is no interruption."""

import pytest

from qa.checks.talk_over import TalkOver
from qa.core.call import Aspect, Role
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

P, F, NA = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE


def judge(*lines: str, language: str = "zh", check: TalkOver | None = None):
    call = heard(*lines, language=language)
    return (check or TalkOver()).judge(call, lexicons(language))


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (["customer 0-9: 我昨天买的东西坏了", "agent 3-6: 您听我说"], F),
        (["customer 0-9: 我昨天买的东西坏了", "agent 9.2-12: 请您讲"], P),
        (["customer 0-9: 我昨天买的", "agent 8.6-12: 我帮您查"], P),  # was just ending
        (["customer 0-9: 我昨天买的", "agent 8.3-12: 我帮您查"], P),  # 0.7 s of overlap
        (["customer 0-9: 我昨天买的", "agent 8.1-12: 我帮您查"], F),  # 0.9 s of overlap
        (["customer 0-9: 我昨天买的", "agent 3-3.7: 我看看"], P),  # both for 0.7 s only
        (["customer 1-9: 我昨天买的", "agent 1.2-4: 您请说一下"], P),  # started together
        (["customer 1-9: 我昨天买的", "agent 1.4-4: 您听我说"], F),
        (["customer 0-9: 我昨天买的", "agent 3-4.5: 嗯嗯，对，好的"], P),  # listening
        (["customer 0-9: 我昨天买的", "agent 3-4.5: 好的，但是不行"], F),
        (["customer 0-9: 我昨天买的", "agent 3-3.9:"], P),  # a short sound without words
        (["agent 0-6: 您好这里是客服中心", "customer 2-5: 我要退货退货"], P),  # the customer cut in
        (["customer 0-4: 我昨天买的", "agent 4.3-6: 您好", "customer 4.6-8: 还没说完"], P),
        (["customer 0-1: 喂", "agent 0.5-3: 您好"], NA),  # nothing long enough to talk over
        (["agent 0-3: 您好"], NA),
        (["customer 0-9: 喂有人吗有人在吗"], NA),  # nobody there to interrupt
    ],
)
def test_what_is_an_interruption(lines: list[str], outcome: Outcome) -> None:
    assert judge(*lines).outcome is outcome


def test_a_breath_of_the_customer_does_not_reset_the_utterance() -> None:
    finding = judge("customer 0-4: 我昨天", "customer 4.4-9: 买的东西坏了", "agent 3-7: 您听我说")
    assert finding.measured["events"] == 1
    assert finding.measured["longest_s"] == 3.6  # the breath is no overlap


def test_taking_the_floor_in_the_customers_pause_is_no_cutting_in() -> None:
    assert judge("customer 0-4: 我买的", "agent 4.2-8: 请讲讲", "customer 4.4-9: 坏了").outcome is P


def test_the_customers_cut_ins_are_counted_and_not_blamed() -> None:
    finding = judge("agent 0-6: 您好这里是客服中心", "customer 2-5: 我要退货退货")
    assert finding.outcome is P
    assert finding.measured["by_customer"] == 1
    assert "客户插话 1 次" in finding.explanation


LONG = "customer 0-25: 事情是这样的我从头说起"


@pytest.mark.parametrize(
    ("lines", "language", "outcome"),
    [
        ([LONG, "agent 22-25: 张先生，不好意思打断您一下"], "zh", P),
        ([LONG, "agent 22-25: 你先听我说行不行"], "zh", F),  # not polite, not by name
        ([LONG, "agent 15-18: 张先生，不好意思打断您一下"], "zh", F),  # not a long story yet
        ([LONG, "agent 10-11: 嗯", "agent 22-25: 张先生，不好意思打断您一下"], "zh", P),
        (
            ["customer 0-8: 我说", "agent 8.5-10: 请讲一下情况", "customer 11-29: 事情是这样的",
             "agent 25-28: 张先生，不好意思打断您一下"], "zh", F,
        ),  # the customer has had the floor for 14 s since the agent last spoke
        (["customer 0-25: 그게요", "agent 22-25: 김 고객님, 말씀 중에 죄송합니다만"], "ko", P),
        (["customer 0-25: well", "agent 22-25: Mr Smith, sorry to stop you there"], "en", P),
        (["customer 0-25: well", "agent 22-25: no no listen to me now"], "en", F),
    ],
)  # fmt: skip
def test_steering_a_long_story_back_by_name_is_a_skill(
    lines: list[str], language: str, outcome: Outcome
) -> None:
    finding = judge(*lines, language=language)
    assert finding.outcome is outcome
    assert finding.measured["steered_back"] == (outcome is P)


def test_the_floor_is_held_since_the_agents_last_word_even_inside_the_story() -> None:
    finding = judge(LONG, "agent 10-11: 您听我说", "agent 22-25: 张先生，不好意思打断您一下")
    assert (finding.measured["steered_back"], finding.measured["events"]) == (0, 2)


def test_the_customer_listening_is_no_cutting_in_either() -> None:
    finding = judge(
        "agent 0-6: 您好这里是客服中心", "customer 2-4: 嗯嗯，对", "customer 7-9: 我要退货"
    )
    assert finding.measured["by_customer"] == 0


def test_a_fail_is_as_sure_as_the_event_that_made_it_one() -> None:
    both = ["customer 0-20: 我昨天买的东西坏了", "agent 3-5: 您听我说", "agent 8-10:"]
    assert judge(*both).confidence > 0.6
    assert judge(*both, check=TalkOver(max_events=1)).confidence < 0.6


def test_the_evidence_shows_both_sides_and_the_place() -> None:
    finding = judge("customer 0-9: 我昨天买的东西坏了", "agent 3-6: 您听我说")
    agent, customer = finding.evidence
    assert (agent.role, agent.quote, agent.span, agent.turn) == (
        Role.AGENT, "您听我说", Span(3000, 6000), 1,
    )  # fmt: skip
    assert (customer.role, customer.quote) == (Role.CUSTOMER, "我昨天买的东西坏了")
    assert "3.0 秒" in agent.note
    assert finding.suggestion
    assert finding.measured["longest_s"] == 3.0


def test_each_cutting_in_is_one_event() -> None:
    finding = judge(
        "customer 0-20: 我昨天买的东西坏了", "agent 3-5: 您听我说", "agent 8-10: 不是这样"
    )
    assert finding.measured["events"] == 2


def test_without_the_words_of_the_overlap_a_person_decides() -> None:
    wordless = judge("customer 0-9: 我昨天买的", "agent 3-6:")
    assert wordless.outcome is F
    assert wordless.confidence < 0.6
    assert judge("customer 0-9: 我昨天买的", "agent 3-6: 您听我说").confidence > 0.6


CUT = ["customer 1-9: 我昨天买的东西坏了", "agent 1.4-3: 您听我说"]


@pytest.mark.parametrize(
    ("lines", "changed"),
    [
        (CUT, {"min_start_into_s": 0.5}),
        (CUT, {"line_delay_s": 0.2}),
        (CUT, {"min_overlap_s": 1.7}),
        (CUT, {"max_events": 1}),
        (["customer 1-3: 我昨天买的", "agent 2-6: 您听我说"], {"grace_end_s": 1.0}),
        (["customer 1-3: 我昨天买的", "agent 2-6: 您听我说"], {"line_delay_s": 0.5}),
        (["customer 0-9: 我昨天买的", "agent 3-4.5:"], {"max_backchannel_s": 1.5}),
        ([LONG, "agent 15-18: 张先生，不好意思打断您一下"], {"steer_after_s": 15.0}),
        (
            ["customer 0-4: 我", "agent 3.4-7: 您听我说", "customer 4.4-5: 买的"],
            {"max_pause_s": 0.3},
        ),
    ],
)
def test_every_parameter_decides_something(lines: list[str], changed: dict) -> None:
    assert judge(*lines).outcome is F
    assert judge(*lines, check=TalkOver(**changed)).outcome is P


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_it_speaks_the_calls_language(language: str) -> None:
    texts = {judge(*CUT, language=lang).explanation for lang in ("zh", "ko", "en")}
    assert len(texts) == 3
    assert judge(*CUT, language=language).suggestion


BY_CUSTOMER = TalkOver(by="customer")


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (["agent 0-9: 您好这里是客服中心", "customer 3-6: 我要退货退货"], F),
        (["agent 0-9: 您好这里是客服中心", "customer 3-4.5: 嗯嗯，对"], P),  # listening
        (["customer 0-9: 我昨天买的东西坏了", "agent 3-6: 您听我说"], P),  # the agent cut in
        (["agent 0-1: 喂", "customer 0.5-3: 你好"], NA),  # nothing long enough to talk over
        (["agent 0-25: 说明如下", "customer 22-25: 张先生，不好意思打断您一下"], F),
    ],
)
def test_the_customers_cutting_in_can_be_asked_for(lines: list[str], outcome: Outcome) -> None:
    assert judge(*lines, check=BY_CUSTOMER).outcome is outcome


def test_the_customers_cutting_in_is_told_as_such() -> None:
    lines = [
        "agent 0-9: 您好这里是客服中心", "customer 3-6: 我要退货退货",
        "customer 10-20: 我从头说起", "agent 13-15: 您听我说",
    ]  # fmt: skip
    finding = judge(*lines, check=BY_CUSTOMER)
    assert (finding.measured["events"], finding.measured["by_agent"]) == (1, 1)
    assert "by_customer" not in finding.measured
    by, into = finding.evidence
    assert (by.role, into.role) == (Role.CUSTOMER, Role.AGENT)
    assert finding.explanation.startswith("客户在坐席说话中途插话 1 次")
    assert "坐席已说了 3.0 秒" in by.note
    texts = {
        (found.explanation, found.suggestion)
        for language in ("zh", "ko", "en")
        if (found := judge(*lines, language=language, check=BY_CUSTOMER))
    }
    assert len(texts) == 3 and all(suggestion for _, suggestion in texts)


def test_it_needs_to_know_who_speaks_over_whom() -> None:
    assert TalkOver().needs == {Aspect.TALK_OVER, Aspect.ROLES}
