"""Open or closed, and what is no question."""

import pytest

from qa.language.question_kind import QuestionKind, question_kinds

OPEN, CLOSED = QuestionKind.OPEN, QuestionKind.CLOSED

ZH = [
    ("您是昨天买的吗", [CLOSED]),
    ("灯亮不亮？", [CLOSED]),
    ("您有没有重启过光猫", [CLOSED]),
    ("是不是换了路由器？", [CLOSED]),
    ("有什么异常的声音吗？", [CLOSED]),
    ("红灯还是绿灯？", [CLOSED]),
    ("短信收到了吧？", [CLOSED]),
    ("您重启过了没有", [CLOSED]),
    ("是昨天断的？", [CLOSED]),
    ("是什么时候断的？", [OPEN]),
    ("当时是怎么回事", [OPEN]),
    ("为什么没有签收呢？", [OPEN]),
    ("您在哪里买的？", [OPEN]),
    ("一共扣了多少钱？", [OPEN]),
    ("请您说说当时的情况", [OPEN]),
    ("您能跟我说说是怎么回事吗？", [OPEN]),
    ("方便讲一下经过吗", [OPEN]),
    ("您具体说说", [OPEN]),
    ("是昨天断的吗，是什么时候发现的？", [CLOSED, OPEN]),
    ("灯亮吗，重启过吗，换过线吗", [CLOSED, CLOSED, CLOSED]),
    ("我帮您查一下。", []),
    ("我看看是不是系统的问题。", []),
    ("我帮您查一下是什么原因", []),
    ("不知道为什么没有发货", []),
    ("您的订单已经发出了", []),
    ("不管什么时候都可以打给我们", []),
    ("", []),
]
KO = [
    ("어제 주문하셨나요?", [CLOSED]),
    ("전원이 켜져 있습니까", [CLOSED]),
    ("다시 껐다 켜 보셨어요?", [CLOSED]),
    ("확인해 드릴까요?", [CLOSED]),
    ("어제 구매하신 거 맞으시죠?", [CLOSED]),
    ("언제부터 안 되셨나요?", [OPEN]),
    ("어떤 문제가 있으세요?", [OPEN]),
    ("무슨 일이 있었는지 말씀해 주시겠어요?", [OPEN]),
    ("상황을 설명해 주실 수 있을까요?", [OPEN]),
    ("어떻게 해결해 드리면 좋을까요?", [OPEN]),
    ("잠시만 기다려 주세요.", []),
    ("확인했습니다.", []),
    ("안녕히 계세요.", []),
    ("전원을 껐다 켜세요.", []),
]
EN = [
    ("Did you buy it yesterday?", [CLOSED]),
    ("Is the light on?", [CLOSED]),
    ("Okay, have you restarted it", [CLOSED]),
    ("You have the receipt?", [CLOSED]),
    ("Did it stop when you pressed it?", [CLOSED]),
    ("What happened?", [OPEN]),
    ("So how did it start?", [OPEN]),
    ("Could you tell me what happened?", [OPEN]),
    ("Tell me a bit more about it.", [OPEN]),
    ("Can you walk me through what you did?", [OPEN]),
    ("Do you remember when it stopped?", [OPEN]),
    ("And then what?", [OPEN]),
    ("I will check that for you.", []),
    ("That is what I can do.", []),
    ("Thank you.", []),
]
ROWS = [
    (language, sentence, kinds)
    for language, rows in (("zh", ZH), ("ko", KO), ("en", EN))
    for sentence, kinds in rows
]


@pytest.mark.parametrize(("language", "sentence", "kinds"), ROWS)
def test_kinds(language: str, sentence: str, kinds: list[QuestionKind]) -> None:
    assert question_kinds(sentence, language) == tuple(kinds)
