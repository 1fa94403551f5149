"""Sent from one place to the next, or kept company on the way."""

import pytest

from qa.checks.ping_pong import PingPong
from qa.core.scorecard import Outcome
from tests.checks.heard import heard, lexicons

PASS, FAIL, NA = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
COLD = {
    "zh": ["这个您打供电局问一下吧。", "您直接联系商家处理。", "不归我们管，您找物业。",
           "请您拨打10086咨询。", "我帮您转接到技术部。", "为您转接，请稍等。"],
    "ko": ["제조사에 직접 문의하셔야 합니다.", "저희 소관이 아닙니다.", "택배사로 전화하세요.",
           "기술팀으로 연결해 드리겠습니다."],
    "en": ["You'll need to call the courier.", "That's not our department.",
           "Please contact the seller directly.", "I'll put you through to billing."],
}  # fmt: skip
KEPT = {
    "zh": ["我帮您转接到技术部，我先把情况跟他们说明，您不用再重复。",
           "您打供电局也可以，我先帮您登记上报。",
           "我帮您转到技术部，您的问题我已经备注好了，同事会接着处理，您不用再从头说。"],
    "ko": ["기술팀으로 연결해 드리면서 내용을 미리 전달해 두겠습니다.",
           "담당 부서로 연결해 드리겠습니다. 다시 설명하지 않으셔도 됩니다."],
    "en": ["I'll put you through to billing and explain everything, so you needn't repeat it.",
           "I'll transfer you to the technical team and I'll stay on the line."],
}  # fmt: skip
NEITHER = {
    "zh": ["您打过快递的电话吗？", "您联系过商家了吗？", "不用您打电话，我来联系商家。",
           "我去联系快递，有结果给您回电。", "您找到发票了吗？", "您找一下订单号。",
           "请您打开设置。", "您是说商家让您“打供电局问一下”？", "您明天带身份证到网点办理就行。",
           "我帮您查一下。"],
    "ko": ["제조사에 문의해 보셨나요?", "제가 직접 택배사에 문의하겠습니다.",
           "확인해 드리겠습니다."],
    "en": ["Did you call the courier?", "I'll call the courier for you.", "Let me check that.",
           "You don't need to call the courier."],
}  # fmt: skip
SENT_AROUND = {
    "zh": ["快递让我找你们，你们又让我找商家。", "你们踢皮球踢来踢去的。",
           "我打了好几个电话都不管。",
           "那边又说归你们管。"],
    "ko": ["거기서는 또 여기로 전화하라고 했어요.", "왜 자꾸 떠넘기세요?",
           "벌써 세 번째 돌려막기네요."],
    "en": ["They told me to call you.", "I've been passed around all day.",
           "You keep sending me back and forth."],
}  # fmt: skip


def judge(*lines: str, language: str = "zh", **params: int):
    return PingPong(**params).judge(heard(*lines, language=language), lexicons(language))


def rows(of: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, line) for language, lines in of.items() for line in lines]


@pytest.mark.parametrize(("language", "line"), rows(COLD))
def test_handed_over_and_left(language: str, line: str) -> None:
    finding = judge("customer: x", f"agent: {line}", "customer: x", language=language)
    assert finding.outcome is FAIL
    assert finding.measured["not_kept"] >= 1
    assert finding.suggestion
    assert all(one.quote in line for one in finding.evidence)


@pytest.mark.parametrize(("language", "line"), rows(KEPT))
def test_handed_over_and_kept_company(language: str, line: str) -> None:
    finding = judge("customer: x", f"agent: {line}", language=language)
    assert finding.outcome is PASS, finding
    assert finding.measured["handovers"] >= 1
    assert finding.evidence[-1].quote in line


@pytest.mark.parametrize(("language", "line"), rows(NEITHER))
def test_no_handover(language: str, line: str) -> None:
    finding = judge("customer: x", f"agent: {line}", language=language)
    assert finding.outcome is NA, finding.evidence


@pytest.mark.parametrize(("language", "line"), rows(SENT_AROUND))
def test_sent_around_and_sent_on_again(language: str, line: str) -> None:
    complaint = f"customer: {line}"
    again = judge(complaint, f"agent: {COLD[language][0]}", language=language)
    assert again.outcome is FAIL
    assert again.measured["sent_around_before"] == 1
    assert again.evidence[0].quote in line
    taken_on = judge(complaint, f"agent: {NEITHER[language][-1]}", language=language)
    assert taken_on.outcome is PASS
    assert judge("agent: x", complaint, language=language).outcome is NA


def test_who_was_sent_around_needs_more_than_a_note() -> None:
    complaint = f"customer: {SENT_AROUND['zh'][0]}"
    briefed = "我帮您转接到技术部，我先把情况跟他们说明。"
    assert judge(f"agent: {briefed}").outcome is PASS
    assert judge(complaint, f"agent: {briefed}").outcome is FAIL
    stays = "我帮您转接到技术部，我会一直跟进，解决不了您直接找我。"
    assert judge(complaint, f"agent: {stays}").outcome is PASS


def test_what_keeps_company_may_come_in_the_next_turn() -> None:
    lines = ["agent: 我帮您转接到技术部，好吗？", "customer: 好。", "agent: 我先把情况跟他们说明。"]
    assert judge(*lines).outcome is PASS
    assert judge(*lines, within_turns=0).outcome is FAIL


def test_the_customers_own_words_are_no_handover() -> None:
    assert judge("customer: 您打供电局问一下吧。", "agent: 好的。").outcome is NA


def test_handovers_that_are_allowed() -> None:
    one = f"agent: {COLD['zh'][0]}"
    assert judge(one, max_handovers=1).outcome is PASS
    assert judge(one, "customer: x", "agent: 您直接联系商家。", max_handovers=1).outcome is FAIL
