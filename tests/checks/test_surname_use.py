"""Asking for the surname and addressing the customer by it: the traps of the rule, one row each."""

import pytest

from qa.checks.surname_use import SurnameUse
from qa.core.call import Call, CallContext, Role, Transcript, Turn, Word
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

PASS, FAIL, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
ASK = "agent: 您好，请问您贵姓？"

ZH = [
    # said in many ways
    (PASS, [ASK, "customer: 我姓张", "agent: 好的，张先生，我帮您查"]),
    (PASS, [ASK, "customer: 免贵姓张", "agent: 张女士您请讲"]),
    (PASS, [ASK, "customer: 弓长张", "agent: 张小姐，请稍等"]),
    (PASS, [ASK, "customer: 木子李", "agent: 李姐，您别急"]),
    (PASS, [ASK, "customer: 耳东陈", "agent: 陈总您好"]),
    (PASS, [ASK, "customer: 双人徐", "agent: 谢谢您，徐老师"]),
    (PASS, [ASK, "customer: 张", "agent: 张阿姨您慢慢说"]),
    (PASS, [ASK, "customer: 欧阳", "agent: 欧阳女士，请讲"]),
    (PASS, [ASK, "customer: 诸葛", "agent: 诸葛先生，请讲"]),
    (PASS, [ASK, "customer: 嗯，我姓高，高兴的高", "agent: 高先生，高兴为您服务"]),
    (PASS, ["customer: 我叫马冬梅，查个快递", "agent: 马女士，马上帮您查"]),
    (PASS, [ASK, "customer: 姓張", "agent: 張先生您好"]),
    # not said by surname and title
    (FAIL, [ASK, "customer: 我姓张", "agent: 好的，先生，我帮您查"]),
    (FAIL, [ASK, "customer: 我姓高", "agent: 高兴为您服务"]),
    (FAIL, [ASK, "customer: 我姓于", "agent: 于是我给您查了"]),
    (FAIL, [ASK, "customer: 我姓马", "agent: 马上给您办"]),
    (FAIL, [ASK, "customer: 我姓王", "agent: 王总是说慢，这位先生请讲"]),
    (FAIL, ["agent: 您好", "customer: 查一下话费", "agent: 这位先生，请报号码"]),
    # the wrong surname
    (FAIL, [ASK, "customer: 我姓张", "agent: 好的，李先生，我帮您查"]),
    (FAIL, [ASK, "customer: 我姓张", "agent: 张先生您好", "customer: 嗯", "agent: 王先生再见"]),
    # somebody else's
    (FAIL, [ASK, "customer: 我姓张", "agent: 您找的李经理不在，我请他回您"]),
    (FAIL, [ASK, "customer: 我姓张", "agent: 我们的王工会联系您"]),
    (PASS, [ASK, "customer: 我姓张", "agent: 张先生，我让刘师傅明天上门"]),
    (FAIL, ["customer: 我老公姓李，是他办的", "agent: 好的女士，我帮您查"]),
    (FAIL, ["agent: 您好", "customer: 要人陪练", "agent: 我排祁老师，礼拜六上午十点"]),
    (FAIL, ["agent: 您好", "customer: 送到没有", "agent: 会先给倪女士打电话"]),
    (PASS, [ASK, "customer: 我姓骆", "agent: 骆妈妈，现在安排的郜老师您见了没有"]),
    (FAIL, [ASK, "customer: 我老公登记的，姓闵，我姓瞿", "agent: 闵女士，您说"]),
    # a surname in no list
    (PASS, [ASK, "customer: 我姓辜", "agent: 辜大爷，您慢走"]),
    # said again by the customer, or called not theirs
    (
        FAIL,
        [
            "agent: 谭先生是吧",
            "customer: 我姓覃啊",
            "agent: 谭先生您说",
            "customer: 嗯",
            "agent: 再见",
        ],
    ),
    (
        FAIL,
        [
            ASK,
            "customer: 我姓晏",
            "agent: 颜先生",
            "customer: 晏啊，不是颜色的颜",
            "agent: 颜先生再见",
        ],
    ),
    (FAIL, ["agent: 冯小姐您好", "customer: 我不姓冯", "agent: 哦好的"]),
    # wrong at first, and then learned
    (
        PASS,
        [ASK, "customer: 我姓荆", "agent: 敖先生您好", "customer: 我姓荆", "agent: 对不住荆先生"],
    ),
    # refused
    (
        NOT_APPLICABLE,
        [ASK, "customer: 我不报", "agent: 那随您", "customer: 嗯", "agent: 冯小姐会接手"],
    ),
    (FAIL, ["agent: 您好", "customer: 单号我不想说", "agent: 好的"]),
    (NOT_APPLICABLE, [ASK, "customer: 姓名不方便说", "agent: 好的，那您请讲"]),
    (NOT_APPLICABLE, [ASK, "customer: 你问这个干嘛，先给我处理", "agent: 好的"]),
    (NOT_APPLICABLE, ["agent: 喂，您好？", "agent: 听得到吗？"]),
]
KO = [
    (PASS, ["agent: 성함이 어떻게 되세요?", "customer: 김철수입니다", "agent: 네, 김철수 고객님"]),
    (
        PASS,
        ["agent: 성함이 어떻게 되세요?", "customer: 박영희요", "agent: 박 고객님, 확인하겠습니다"],
    ),
    (FAIL, ["agent: 성함이 어떻게 되세요?", "customer: 김철수입니다", "agent: 네, 고객님"]),
    (
        FAIL,
        ["agent: 성함이 어떻게 되세요?", "customer: 김철수입니다", "agent: 이철수 고객님 맞으시죠"],
    ),
    (FAIL, ["customer: 배송이 안 와요", "agent: 네, 이 고객님 건은 확인하겠습니다"]),
    (
        PASS,
        ["agent: 성함이요?", "customer: 금나리요", "agent: 금나리 고객님, 연 코치님한테 옮겼어요"],
    ),
    (PASS, ["agent: 성함이요?", "customer: 선우현이요", "agent: 몇 동이세요, 선우 선생님?"]),
    (
        FAIL,
        [
            "customer: 택배요",
            "agent: 편 고객님 맞으시죠?",
            "customer: 저 편 씨 아니에요",
            "agent: 네",
        ],
    ),
    (FAIL, ["customer: 통화 돼요?", "agent: 온 과장님은 지금 안 계십니다"]),
    (NOT_APPLICABLE, ["agent: 성함이 어떻게 되세요?", "customer: 굳이요? 동호수만 할게요"]),
    (NOT_APPLICABLE, ["agent: 성함이 어떻게 되세요?", "customer: 이름은 밝히고 싶지 않아요"]),
]
EN = [
    (
        PASS,
        ["agent: May I have your name?", "customer: Mary O'Brien", "agent: Thanks, Mrs O'Brien"],
    ),
    (PASS, ["customer: Hi, this is Mary O'Brien", "agent: Hello Ms. O'Brien, one moment"]),
    (FAIL, ["customer: My name is John Smith", "agent: Okay sir, let me look"]),
    (FAIL, ["customer: My name is John Smith", "agent: Thank you, Mr Jones"]),
    (FAIL, ["customer: My name is John Smith", "agent: Our Mr Smithers will ring you"]),
    (FAIL, ["customer: The lock is broken", "agent: I'll send Mr Dimaculangan up, our porter"]),
    (FAIL, ["customer: It leaks", "agent: Did Mrs Iyer call?", "customer: No", "agent: Right"]),
    (
        FAIL,
        ["customer: It leaks", "agent: Okay, Mr Jones", "customer: I'm not Mr Jones", "agent: Oh"],
    ),
    (
        PASS,
        [
            "agent: Your name?",
            "customer: Ann Delacroix",
            "agent: Hi, Ms Delacroix",
            "agent: Ms Dela",
        ],
    ),
    (
        NOT_APPLICABLE,
        ["agent: Your name, please?", "customer: Mr King says no need", "agent: Okay"],
    ),
    (NOT_APPLICABLE, ["agent: Your name, please?", "customer: I'd rather not say"]),
]


def judge(*lines: str, language: str = "zh", surname: str | None = None, **params: int):
    call = heard(*lines, language=language, surname=surname)
    return SurnameUse(**params).judge(call, lexicons(language))


@pytest.mark.parametrize(
    ("outcome", "lines", "language"),
    [(*row, language) for language, rows in (("zh", ZH), ("ko", KO), ("en", EN)) for row in rows],
    ids=lambda value: value[-1] if isinstance(value, list) else str(value),
)
def test_outcome(outcome: Outcome, lines: list[str], language: str) -> None:
    assert judge(*lines, language=language).outcome is outcome


def test_the_surname_may_come_from_outside_the_call() -> None:
    assert judge("customer: 查话费", "agent: 好的张先生", surname="张").outcome is PASS
    assert judge("customer: 查话费", "agent: 好的先生", surname="张").outcome is FAIL
    assert judge("customer: 查话费", "agent: 好的欧阳女士", surname="欧阳娜").outcome is PASS


def test_a_surname_that_sounds_the_same_passes_with_doubt() -> None:
    sound = judge("customer: 我姓章", "agent: 张先生您好")
    same = judge("customer: 我姓章", "agent: 章先生您好")
    assert sound.outcome is same.outcome is PASS
    assert sound.confidence < same.confidence


def test_the_number_of_uses_asked_for_is_a_parameter() -> None:
    once = ("customer: 我姓张", "agent: 张先生您好", "customer: 嗯", "agent: 再见")
    assert judge(*once, min_uses=1).outcome is PASS
    assert judge(*once, min_uses=2).outcome is FAIL
    assert judge(*once, "agent: 张先生慢走", min_uses=2).outcome is PASS


def test_asked_and_not_understood_is_left_to_a_person() -> None:
    assert judge(ASK, "customer: 呃那个什么", "agent: 好的先生").confidence < 0.6


def test_the_wrong_surname_is_quoted_with_the_right_one_beside_it() -> None:
    finding = judge(ASK, "customer: 我姓张", "agent: 好的，李先生")
    assert [one.quote for one in finding.evidence] == ["我姓张", "李先生"]
    assert "张" in finding.explanation
    assert "李" in finding.explanation


def test_words_the_recogniser_distrusts_lower_the_confidence() -> None:
    def call(confidence: float) -> Call:
        words = tuple(
            Word(text, Span(i * 100, i * 100 + 100), confidence)
            for i, text in enumerate(["好的", "张", "先生"])
        )
        turns = (
            Turn(0, Role.CUSTOMER, "我姓张"),
            Turn(1, Role.AGENT, "好的张先生", Span(0, 300), words),
        )
        return Call(CallContext("x"), Transcript("zh", turns, "whisper:test"))

    sure, unsure = (SurnameUse().judge(call(c), lexicons()) for c in (0.98, 0.4))
    assert unsure.confidence < 0.6 < sure.confidence
    assert sure.evidence[-1].span == Span(100, 300)
    assert sure.evidence[-1].chars == (2, 5)


@pytest.mark.parametrize(
    ("lines", "language", "surname"),
    [
        (["agent: 张先生，配送员李先生会联系您"], "zh", "张"),
        (["agent: 我马上联系快递员，张先生"], "zh", "张"),
        (["agent: Our technician, Mr. Jones, will call you, Mr. Smith"], "en", "Smith"),
        (["agent: I'll ask your wife, Mr. Smith"], "en", "Smith"),
        (["agent: I'll ask your husband Mr Jones, Mrs Smith"], "en", "Smith"),
    ],
)
def test_a_third_person_beside_the_customer(lines: list[str], language: str, surname: str) -> None:
    finding = judge("customer: ……", *lines, language=language, surname=surname)
    assert finding.outcome is PASS
    assert finding.measured["uses"] == 1


def test_another_surname_beside_the_right_one_goes_to_a_person() -> None:
    both = judge(ASK, "customer: 我姓张", "agent: 张先生，李先生会联系您")
    assert both.outcome is FAIL
    assert both.confidence <= 0.55
    assert judge(ASK, "customer: 我姓张", "agent: 李先生您好").confidence > 0.8


@pytest.mark.parametrize(
    ("said", "surname", "outcome"),
    [
        ("Mr. John Smith", "Smith", PASS),
        ("mr john smith let me check", "Smith", PASS),
        ("Mr. Van Dyke", "Van Dyke", PASS),
        ("Ms. de la Cruz", "de la Cruz", PASS),
        ("Mr Garcia", "Garcia Lopez", PASS),
        ("Mr Garcia Lopez", "Garcia Lopez", PASS),
        ("Mr John Jones", "Smith", FAIL),
        ("Mr Van Houten", "Van Dyke", FAIL),
        ("Mr Gomez", "Garcia Lopez", FAIL),
    ],
)
def test_an_english_surname_may_be_a_part_of_what_is_said(
    said: str, surname: str, outcome: Outcome
) -> None:
    finding = judge("customer: hi", f"agent: Thanks, {said}", language="en", surname=surname)
    assert finding.outcome is outcome


def test_a_korean_name_runs_over_no_title() -> None:
    finding = judge(
        "customer: 배송이요",
        "agent: 김 고객님, 기사 이 선생님이 방문합니다",
        language="ko",
        surname="김",
    )
    assert finding.outcome is PASS
    assert finding.measured["uses"] == 1
