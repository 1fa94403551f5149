"""Forbidden talk by kind, and the innocent talk that looks like it."""

import pytest

from qa.checks.forbidden_phrases import ForbiddenPhrases
from qa.core.call import Call, CallContext, Role, Transcript, Turn, Word
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons
from tests.checks.meaning import Meaning

ZH_KINDS = [
    ("dont_know", "这个我不知道"),
    ("dont_know", "我不太清楚"),
    ("dont_care", "我不在乎"),
    ("dont_care", "这不关我的事"),
    ("cant_be_bothered", "别来烦我"),
    ("cant_be_bothered", "我没空"),
    ("dislike", "我不喜欢你这样"),
    ("know_it_all", "我全都知道"),
    ("know_it_all", "你什么都不懂"),
    ("know_it_all", "这个问题太简单了"),
    ("go_away", "不要再来了"),
    ("go_away", "您要找消协就去找吧"),
    ("you_are_wrong", "我是对的你是错的"),
    ("you_are_wrong", "你没听明白"),
    ("you_are_wrong", "你搞错了"),
    ("hurry", "快点说"),
    ("hurry", "等一下"),
    ("deny", "没有这回事"),
    ("deny", "我绝对没有说过那种话"),
    ("pass_the_buck", "这个属于开发商的事，你去找开发商"),
    ("pass_the_buck", "这个不归我们管"),
    ("price_it", "一分钱一分货"),
    ("brush_off", "改天我再和你联系"),
    ("brush_off", "总会有办法的"),
    ("brush_off", "这是常有的事"),
    ("flat_refusal", "肯定不行"),
    ("flat_refusal", "这不可能的"),
    ("flat_refusal", "我们不能退"),
    ("flat_refusal", "如果不是质量问题我们是不退的"),
    ("obstacle", "你先把所有材料都补齐再说"),
    ("obstacle", "你写个书面申请寄过来"),
    ("rule_shield", "这是公司的规定我也没办法"),
    ("blame", "您买的时候不是挺喜欢的吗"),
    ("blame", "这是您自己看好的"),
    ("dont_know", "这 个 我 不，知 道"),  # as recognisers write it
    ("flat_refusal", "這不可能"),
]
ZH_INNOCENT = [
    "我不知道您是否方便，可以下午打给您吗",
    "不可能让您白跑一趟的",
    "我们不可能不帮您处理",
    "您说的“我不知道”是哪位同事说的",
    "等一下可以吗，我查一下",
    "请您等一下，我核对一下单号",
    "麻烦您稍等两分钟",
    "这个不能直接退，不过我可以帮您申请换货",
    "我不清楚具体时间，我马上帮您问，十分钟内给您回电",
    "这个不归我们管，我帮您转接到物业",
    "改天我再和您联系不合适，我今天下午三点前给您回电",
    "不好意思，让您久等了",
    "您别着急，我帮您查",
]
KO_KINDS = [
    ("dont_know", "저는 잘 모르겠는데요"),
    ("dont_care", "그건 저와 상관없습니다"),
    ("go_away", "싫으시면 다른 데 가세요"),
    ("you_are_wrong", "고객님이 잘못 아신 거예요"),
    ("rule_shield", "회사 규정이라 어쩔 수 없어요"),
    ("flat_refusal", "그건 안 됩니다"),
    ("pass_the_buck", "저희 소관이 아니에요"),
    ("hurry", "용건만 말씀하세요"),
    ("blame", "그러게 왜 확인을 안 하셨어요"),
]
KO_INNOCENT = [
    "그건 안 됩니다만 대신 교환해 드릴 수 있습니다",
    "잘 모르겠습니다만 바로 확인해 보겠습니다",
    "잠시만 기다려 주시겠어요",
]
EN_KINDS = [
    ("dont_know", "I don't know"),
    ("dont_care", "That's not my problem"),
    ("know_it_all", "It's common sense"),
    ("go_away", "Go ahead and sue us"),
    ("you_are_wrong", "You're wrong"),
    ("hurry", "Hurry up"),
    ("pass_the_buck", "That's not our department"),
    ("flat_refusal", "That's impossible"),
    ("rule_shield", "It's company policy"),
    ("blame", "It's your own fault"),
    ("brush_off", "It happens all the time"),
]
EN_INNOCENT = [
    "I don't know if you have a minute, but I can call later",
    "I can't refund it, but I can send a replacement",
    "I don't know yet, but I'll find out for you right away",
    "Please hold on while I check that",
    "Thank you, that was another theory on my list",
]


def judge(*lines: str, language: str = "zh", **params: int):
    call = heard(*lines, language=language)
    return ForbiddenPhrases(**params).judge(call, lexicons(language))


@pytest.mark.parametrize(
    ("kind", "line", "language"),
    [
        (*row, language)
        for language, rows in (("zh", ZH_KINDS), ("ko", KO_KINDS), ("en", EN_KINDS))
        for row in rows
    ],
)
def test_forbidden_with_its_kind_and_what_to_say_instead(
    kind: str, line: str, language: str
) -> None:
    finding = judge("customer: ……", f"agent: {line}", language=language)
    assert finding.outcome is Outcome.FAIL
    words = lexicons(language)
    kinds = {**words.get("forbidden-alone").kinds, **words.get("forbidden").kinds}
    assert kinds[kind].title in finding.explanation
    assert kinds[kind].say_instead in finding.suggestion


@pytest.mark.parametrize(
    ("line", "language"),
    [
        (line, language)
        for language, lines in (("zh", ZH_INNOCENT), ("ko", KO_INNOCENT), ("en", EN_INNOCENT))
        for line in lines
    ],
)
def test_innocent(line: str, language: str) -> None:
    finding = judge(f"agent: {line}", language=language)
    assert finding.outcome is Outcome.PASS, finding.evidence


def test_only_the_agents_words_count() -> None:
    assert judge("customer: 我不知道，别来烦我", "agent: 好的").outcome is Outcome.PASS


def test_a_remedy_in_the_agents_next_turn_excuses_a_refusal_but_no_insult() -> None:
    remedy = ["customer: 那怎么办", "agent: 我帮您申请换货"]
    refused = judge("agent: 肯定不行", *remedy)
    assert refused.outcome is Outcome.PASS
    assert refused.measured["excused"] == 1
    assert judge("agent: 肯定不行", *remedy, excused_within=0).outcome is Outcome.FAIL
    assert judge("agent: 别来烦我", *remedy).outcome is Outcome.FAIL


def test_every_hit_is_quoted_where_it_stands() -> None:
    finding = judge("agent: 您好，这不关我的事，您找开发商去吧")
    for one in finding.evidence:
        assert one.turn == 0
        assert one.chars
        start, end = one.chars
        assert "您好，这不关我的事，您找开发商去吧"[start:end] == one.quote


def test_a_call_without_the_agents_words_has_no_answer() -> None:
    assert judge("customer: 喂").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "line",
    [
        "我马上为您查询。不可能退的。",
        "我已经给您处理了，我们不能退。",
        "不可能，你今天就给我送回来。",
        "不可能，今天就给我送回来。",
        "这不可能的，你明天送过来。",
        "这是公司的规定我也没办法，您可以打消协电话。",
        "我们不能退，您可以去投诉",
    ],
)
def test_what_comes_before_a_refusal_or_is_ordered_of_the_customer_excuses_nothing(
    line: str,
) -> None:
    assert judge(f"agent: {line}").outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "line",
    [
        "这个不能直接退，您明天寄回来，我们给您换",
        "我们不能退，您放心，我帮您登记投诉，明天给您答复",
        "我们不能退，我帮您今天送过来",
        "不可能，您明天就会收到退款",
    ],
)
def test_a_remedy_beside_what_the_customer_does_still_excuses(line: str) -> None:
    assert judge(f"agent: {line}").outcome is Outcome.PASS


def test_hits_that_are_allowed_are_shown() -> None:
    finding = judge("agent: 别来烦我", max_hits=1)
    assert finding.outcome is Outcome.PASS
    assert [one.quote for one in finding.evidence] == ["别来烦我"]
    assert "1" in finding.explanation
    assert judge("agent: 您好", max_hits=1).explanation != finding.explanation


def test_a_fail_is_as_sure_as_that_more_were_said_than_allowed() -> None:
    def call(*sure: float) -> Call:
        turns = (
            Turn(n, Role.AGENT, "别来烦我", Span(n, n + 1), (Word("别来烦我", None, one),))
            for n, one in enumerate(sure)
        )
        return Call(CallContext("x"), Transcript("zh", tuple(turns), "whisper:test"))

    def confidence(max_hits: int) -> float:
        check = ForbiddenPhrases(max_hits=max_hits)
        return check.judge(call(0.6, 1.0, 0.8), lexicons()).confidence

    surest = confidence(0)
    assert confidence(1) == pytest.approx((1 - 0.4 * 0.2) * surest)
    assert confidence(2) == pytest.approx(0.6 * 0.8 * surest)


@pytest.mark.parametrize(
    ("turns", "probability", "outcome"),
    [
        (1, 0.3, Outcome.PASS),
        (2, 0.3, Outcome.FAIL),
        (1, 0.6, Outcome.FAIL),
        (9, 0.01, Outcome.PASS),
        (9, 0.1, Outcome.PASS),
    ],
)
def test_several_half_sure_phrases_are_as_one_sure(
    turns: int, probability: float, outcome: Outcome
) -> None:
    call = heard(*(f"agent: 这话{n}" for n in range(turns)))
    finding = ForbiddenPhrases().judge(
        call, lexicons().learned_by(Meaning({"forbidden": {"这话": probability}}))
    )
    assert finding.outcome is outcome
    assert len(finding.evidence) == (turns if probability >= 0.2 else 0)
    if outcome is Outcome.PASS and probability >= 0.2:
        assert "把握不足一半" in finding.explanation
        assert finding.confidence <= 1 - probability
