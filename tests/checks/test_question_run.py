"""Questions in a row, and yes-or-no questions put to somebody in distress."""

import pytest

from qa.checks.question_run import QuestionRun
from qa.core.scorecard import Outcome
from tests.checks.heard import heard, lexicons

PASS, FAIL, NA = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
STORY = {
    "zh": "前天晚上我回家发现电视看不了，打开光猫一看红灯在闪，后来我把线都插了一遍还是不行。",
    "ko": "그저께 저녁에 집에 와 보니 텔레비전이 안 나와서 선을 다 꽂아 봐도 그대로예요.",
    "en": "I came home two days ago and the television was off, so I plugged every cable in again "
    "and it still shows nothing at all.",
}
CLOSED = {
    "zh": ["灯亮吗？", "您重启过吗？", "换过网线没有？", "是昨天断的？"],
    "ko": ["불이 켜져 있나요?", "다시 켜 보셨나요?", "선을 바꿔 보셨습니까?", "어제 끊겼나요?"],
    "en": ["Is the light on?", "Did you restart it?", "Have you moved it?", "Was it yesterday?"],
}
OPEN = {
    "zh": "当时是怎么回事？",
    "ko": "어떤 상황인지 말씀해 주시겠어요?",
    "en": "What happened then?",
}
SHORT = {"zh": "嗯，没有。", "ko": "네, 아니요.", "en": "No."}
IDENTITY = {
    "zh": ["请问您贵姓？", "跟您确认一下，您是说电视看不了，对吗？", "请问有什么可以帮您？",
           "您的手机号是多少？", "我帮您报修，可以吗？", "还有其他问题吗？"],
    "ko": ["성함이 어떻게 되세요?", "본인 맞으십니까?", "다른 문의 사항 있으신가요?",
           "연락처를 말씀해 주시겠어요?"],
    "en": ["May I have your name, please?", "Is that correct?", "Is there anything else?",
           "Would you like me to book an engineer?"],
}  # fmt: skip


def judge(*lines: str, language: str = "zh", **params: object):
    check = QuestionRun(**params)  # type: ignore[arg-type]
    return check.judge(heard(*lines, language=language), lexicons(language))


def talk(language: str, *said: str) -> list[str]:
    """Agent's lines, with a short answer after each."""
    return [one for line in said for one in (f"agent: {line}", f"customer: {SHORT[language]}")]


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_four_closed_questions_in_a_row_are_one_too_many(language: str) -> None:
    four = CLOSED[language]
    finding = judge(*talk(language, *four), language=language)
    assert finding.outcome is FAIL
    assert finding.measured["longest_run"] == 4
    assert [e.quote for e in finding.evidence] == four
    assert finding.suggestion
    assert judge(*talk(language, *four[:3]), language=language).outcome is PASS


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_an_open_question_or_a_story_ends_the_run(language: str) -> None:
    four = CLOSED[language]
    opened = talk(language, *four[:2], OPEN[language], *four[2:])
    assert judge(*opened, language=language).measured["longest_run"] == 2
    told = [*talk(language, *four[:2]), f"customer: {STORY[language]}", *talk(language, *four[2:])]
    assert judge(*told, language=language).measured["longest_run"] == 2
    answered = [*talk(language, *four[:2]), f"agent: {STORY[language]}", *talk(language, *four[2:])]
    assert judge(*answered, language=language).measured["longest_run"] == 2


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language in IDENTITY for line in IDENTITY[language]]
)
def test_identity_and_confirmation_neither_count_nor_end_a_run(language: str, line: str) -> None:
    assert judge(*talk(language, line), language=language).outcome is NA
    run = talk(language, *CLOSED[language][:2], line, *CLOSED[language][2:])
    assert judge(*run, language=language).measured["longest_run"] == 4


def test_questions_of_one_turn_count_each() -> None:
    finding = judge("agent: 灯亮吗？重启过吗？换过线吗，是昨天断的吗？", "customer: 都没有。")
    assert finding.measured["longest_run"] == 4


def test_questions_of_the_customer_are_not_the_agents() -> None:
    assert judge("agent: 您好。", "customer: 能退吗？要钱吗？快吗？今天到吗？").outcome is NA


def test_open_questions_in_a_row() -> None:
    four = ["为什么不要了？", "在哪里买的？", "什么时候买的？", "花了多少钱？"]
    assert judge(*talk("zh", *four)).outcome is PASS
    finding = judge(*talk("zh", *four), kind="open", not_while="")
    assert finding.outcome is FAIL
    assert "开放式" in finding.explanation


UPSET = {
    "zh": "我都快急疯了，你们什么态度！",
    "ko": "정말 화가 나네요. 이게 뭡니까?",
    "en": "This is unacceptable, I am furious.",
}
COMFORT = {
    "zh": "我很理解您的心情。",
    "ko": "많이 답답하셨겠습니다.",
    "en": "I completely understand how frustrating that is.",
}


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_a_closed_question_is_no_answer_to_distress(language: str) -> None:
    upset, asked = f"customer: {UPSET[language]}", CLOSED[language][0]
    finding = judge(upset, f"agent: {asked}", language=language)
    assert finding.outcome is FAIL
    assert finding.measured["while_upset"] == 1
    assert finding.evidence[-1].quote == asked
    comfort = COMFORT[language]
    assert judge(upset, f"agent: {comfort} {asked}", language=language).outcome is PASS
    assert judge(upset, f"agent: {asked} {comfort}", language=language).outcome is FAIL
    assert judge(upset, f"agent: {OPEN[language]}", language=language).outcome is PASS
    assert judge(upset, f"agent: {asked}", language=language, not_while="").outcome is PASS


def test_empathy_once_shown_is_not_asked_for_again() -> None:
    upset = f"customer: {UPSET['zh']}"
    calm = [upset, "agent: 我很理解您的心情。", upset, "agent: 灯亮吗？"]
    assert judge(*calm).outcome is PASS


def test_calm_trouble_is_distress_only_where_the_rubric_says_so() -> None:
    lines = ["customer: 我家宽带断了三天了。", "agent: 灯亮吗？"]
    assert judge(*lines).outcome is PASS
    assert judge(*lines, not_while="trouble").outcome is FAIL


@pytest.mark.parametrize("said", ["您别着急。", "我不着急。", "没有投诉你们的意思。"])
def test_words_of_distress_that_are_none(said: str) -> None:
    assert judge(f"customer: {said}", "agent: 灯亮吗？").outcome is PASS


@pytest.mark.parametrize(
    ("params", "match"), [({"kind": "leading"}, "closed or open"), ({"empathy": ""}, "empathy")]
)
def test_refused(params: dict[str, str], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        QuestionRun(**params)  # type: ignore[arg-type]
