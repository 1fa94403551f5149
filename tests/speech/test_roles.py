"""Who is the agent, by what is said; and not known rather than guessed."""

from __future__ import annotations

import pytest

from qa.core.call import Aspect, Role
from qa.speech.roles import RoleOptions, decide, told

A, C, S, U = Role.AGENT, Role.CUSTOMER, Role.SYSTEM, Role.UNKNOWN

CALLS = [
    ("zh", ["您好，商城客服，很高兴为您服务。", "请问您贵姓？"], ["我买的冰箱坏了", "我姓张"]),
    ("zh", ["您好，工号二零八三，请问有什么可以帮您？"], ["我要投诉！"]),
    ("zh", ["喂您好", "好的我帮您查一下", "请您稍等"], ["你们怎么回事，我等了三天"]),
    ("zh", ["歡迎致電，請問有什麼可以幫您"], ["我想查一下我的訂單"]),
    ("ko", ["안녕하세요, 고객센터입니다. 무엇을 도와드릴까요?"], ["제가 주문한 게 아직 안 왔어요"]),
    ("ko", ["성함이 어떻게 되세요?", "확인해 드리겠습니다"], ["저는 김철수입니다"]),
    ("en", ["Thank you for calling Clear Broadband, how can I help?"], ["My internet is down"]),
    ("en", ["May I have your name, please?"], ["You charged me twice this month"]),
]


@pytest.mark.parametrize(("language", "agent", "customer"), CALLS)
def test_roles_follow_the_words_whichever_channel_they_are_on(
    language: str, agent: list[str], customer: list[str]
) -> None:
    first = decide([agent, customer], language)
    swapped = decide([customer, agent], language)
    assert first.roles == (A, C)
    assert swapped.roles == (C, A)
    assert first.confidence == swapped.confidence >= 0.85
    assert first.finding() is None


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("zh", ["喂"], ["喂你好"]),
        ("zh", ["为您服务", "有什么可以帮您"], ["为您服务", "有什么可以帮您"]),
        ("zh", ["今天天气不错"], ["是啊"]),
        ("en", ["Hello"], ["Hello there"]),
        ("ko", ["여보세요"], ["네"]),
        ("zh", [], []),
    ],
)
def test_without_evidence_nobody_gets_a_role(
    language: str, one: list[str], other: list[str]
) -> None:
    decision = decide([one, other], language)
    assert decision.roles == (U, U)
    finding = decision.finding()
    assert finding is not None
    assert finding.code == "roles-uncertain"
    assert finding.affects == {Aspect.ROLES}
    assert "agent_channel" in finding.detail
    assert "--agent-channel" in finding.detail


def test_a_party_that_never_speaks_takes_the_other_role() -> None:
    assert decide([[], ["您好，很高兴为您服务，请问有什么可以帮您"]], "zh").roles == (C, A)
    assert decide([["我要投诉", "我买的手机坏了"], []], "zh").roles == (U, U)  # no agent heard


def test_the_agents_own_name_in_the_greeting_is_evidence() -> None:
    silent = decide([["我是李明，请讲"], ["我想问个事"]], "zh", options=RoleOptions(0.99))
    named = decide([["我是李明，请讲"], ["我想问个事"]], "zh", ["李明"], RoleOptions(0.99))
    assert silent.roles == (U, U)
    assert named.roles == (A, C)
    assert "李明" in named.cues


def test_a_machine_voice_is_the_system() -> None:
    ivr = ["欢迎致电，查询请按一，人工服务请按零，通话将被录音"]
    assert decide([["人工服务请按零，通话将被录音"], *_pair()], "zh").roles == (S, A, C)
    # A voice that also says what agents say is not taken for a machine.
    assert decide([ivr, ["我要投诉"]], "zh").roles == (A, C)


def test_a_transfer_leaves_two_agents() -> None:
    supervisor = ["我是客服主管，工号一零零一，很高兴为您服务"]
    agent, customer = _pair()
    assert decide([agent, customer, supervisor], "zh").roles == (A, C, A)


def test_one_voice_alone() -> None:
    assert decide([["您好，很高兴为您服务"]], "zh").roles == (A,)
    assert decide([["喂"]], "zh").roles == (U,)


def test_told_roles_are_certain() -> None:
    decision = told(1, 2)
    assert decision.roles == (C, A)
    assert (decision.source, decision.confidence) == ("told", 1.0)
    assert decision.finding() is None


def _pair() -> tuple[list[str], list[str]]:
    return ["您好，很高兴为您服务", "请问您贵姓"], ["我姓王", "我买的手机坏了，我要退货"]
