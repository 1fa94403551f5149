"""Sharing the feeling: it must answer a trouble, in time, and not be taken back."""

import pytest

from qa.checks.empathy import Empathy
from qa.core.scorecard import Outcome
from tests.checks.heard import heard, lexicons

PASS, FAIL, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
WAITED = "customer: 我都打了三次电话了，等了一个礼拜还没人来"

ZH = [
    (PASS, "我很理解您的心情，我帮您查"),
    (PASS, "换了是我也会着急的"),
    (PASS, "搁谁身上都得上火"),
    (PASS, "要是我碰上这种事，我也窝火"),
    (PASS, "让您跑了好几趟，真是过意不去"),
    (PASS, "给您带来不便，我马上处理"),
    (PASS, "您别着急，我来跟进这件事"),
    (PASS, "您是我们的老客户了，这事我一定办好"),
    (PASS, "谢谢您把这个问题告诉我们"),
    (PASS, "等了一个礼拜，您心里肯定不痛快"),
    (PASS, "我理解您着急，不过您放心，我马上帮您催"),  # but, and a remedy
    (FAIL, "对不起"),
    (FAIL, "非常抱歉，请报一下单号"),
    (FAIL, "请报一下单号"),
    (FAIL, "我理解，但是公司规定就是这样"),
    (FAIL, "您的心情我理解，不过规定就是七个工作日"),
    (FAIL, "理解您着急，可是系统里就是这样写的，没办法"),
    (FAIL, "我不能理解您的心情"),
    (FAIL, "请您理解一下我们的难处"),
    (FAIL, "我理解，谁让您不早点预约呢"),
]
KO = [
    (PASS, "많이 답답하셨겠습니다"),
    (PASS, "고객님 마음 충분히 이해합니다"),
    (PASS, "저라도 속상했을 것 같습니다"),
    (PASS, "불편을 드려 죄송합니다, 걱정하지 마세요"),
    (FAIL, "죄송합니다"),
    (FAIL, "주문 번호를 말씀해 주세요"),
    (FAIL, "이해합니다만 규정상 어렵습니다"),
]
EN = [
    (PASS, "I completely understand how frustrating that is"),
    (PASS, "That must have been so stressful"),
    (PASS, "If it were me I would be upset too"),
    (PASS, "Please don't worry, I'll get this sorted"),
    (FAIL, "Sorry"),
    (FAIL, "Can I take the order number?"),
    (FAIL, "I understand, but our policy does not allow it"),
]


def judge(*lines: str, language: str = "zh", **params: int):
    return Empathy(**params).judge(heard(*lines, language=language), lexicons(language))


TROUBLE = {
    "zh": WAITED,
    "ko": "customer: 세 번이나 전화했는데 아직도 안 왔어요",
    "en": "customer: I've called three times and my parcel still hasn't arrived",
}


@pytest.mark.parametrize(
    ("outcome", "reply", "language"),
    [(*row, language) for language, rows in (("zh", ZH), ("ko", KO), ("en", EN)) for row in rows],
)
def test_reply(outcome: Outcome, reply: str, language: str) -> None:
    assert judge(TROUBLE[language], f"agent: {reply}", language=language).outcome is outcome


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "帮我查一下余额"),
        ("ko", "영업시간이 궁금합니다"),
        ("en", "What are your opening hours?"),
    ],
)
def test_without_trouble_there_is_no_occasion(language: str, line: str) -> None:
    finding = judge(f"customer: {line}", "agent: OK", language=language)
    assert finding.outcome is NOT_APPLICABLE


def test_empathy_before_the_trouble_answers_nothing() -> None:
    assert judge("agent: 我很理解您的心情", WAITED, "agent: 请报单号").outcome is FAIL


def test_it_must_come_within_the_next_turns_and_listening_is_not_counted() -> None:
    late = [WAITED, "agent: 请报单号", "customer: 一二三", "agent: 姓名呢", "customer: 张三"]
    comfort = "agent: 我很理解您的心情"
    assert judge(*late, comfort, within_turns=3).outcome is PASS
    assert judge(*late, comfort, within_turns=2).outcome is FAIL
    assert judge(WAITED, "agent: 嗯嗯", "agent: 好的", comfort, within_turns=1).outcome is PASS


def test_kinds_are_named_and_counted() -> None:
    finding = judge(WAITED, "agent: 我很理解您的心情，换了是我也会着急")
    assert finding.measured["kinds"] == 2
    assert "表示理解" in finding.explanation
    assert "站在客户的角度" in finding.explanation


def test_what_was_taken_back_is_shown() -> None:
    finding = judge(WAITED, "agent: 我很理解您的心情，但是规定就是这样")
    assert finding.evidence[0].quote in WAITED
    assert "理解您的心情" in finding.evidence[1].quote
    assert finding.suggestion


def test_absence_names_where_it_was_looked_for() -> None:
    finding = judge(WAITED, "agent: 请报单号", within_turns=3)
    assert "3" in finding.evidence[-1].note
    assert finding.confidence < 0.8


def test_trouble_that_leaves_the_agent_no_turn_is_no_occasion() -> None:
    early = ["agent: 您好", WAITED]
    assert judge(*early).outcome is NOT_APPLICABLE
    assert judge(*early, "agent: 嗯嗯").outcome is NOT_APPLICABLE
    assert judge(*early, "agent: 请报单号").outcome is FAIL
    assert judge(WAITED, "agent: 请报单号", WAITED).outcome is FAIL


def test_an_agent_still_talking_when_the_trouble_is_voiced_may_answer_it() -> None:
    trouble = f"customer 2-4:{WAITED.split(':')[1]}"
    assert judge("agent 0-6: 您好，我很理解您的心情", trouble).outcome is PASS
    assert judge("agent 0-3: 您好，我很理解您的心情", trouble).outcome is NOT_APPLICABLE


def test_an_order_to_the_customer_does_not_save_understanding() -> None:
    said = "我很理解您的心情，但是规定就是这样，你今天给我送回来"
    assert judge(WAITED, f"agent: {said}").outcome is FAIL
