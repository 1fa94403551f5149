"""A hold: asked for, explained, thanked for, and kept to its time."""

import pytest

from qa.checks.hold_etiquette import HoldEtiquette
from qa.core.call import Aspect
from qa.core.scorecard import Outcome
from tests.checks.heard import heard, lexicons
from tests.checks.meaning import Meaning

PASS, FAIL, NA = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE


def judge(*lines: str, language: str = "zh", check: HoldEtiquette | None = None, **call: object):
    return (check or HoldEtiquette()).judge(
        heard(*lines, language=language, **call),  # type: ignore[arg-type]
        lexicons(language),
    )


def held(said: str, answer: str, back: str, wait_s: float = 40) -> list[str]:
    return [
        "customer 0-2: x",
        f"agent 3-8: {said}",
        f"customer 8.5-9: {answer}",
        f"agent {9 + wait_s}-{14 + wait_s}: {back}",
    ]


ASK = {
    "zh": [
        "请您稍等两分钟，我核实一下，可以吗？",
        "我帮您查一下，麻烦您稍等。",
        "我需要跟仓库确认，您方便等一下吗？",
        "系统有点慢，请您耐心等候片刻。",
        "我去问一下主管，大概两分钟，好吗？",
        "请您不要挂机，我帮您查一下。",
        "我核实一下。请您稍等。可以吗？",
    ],
    "ko": [
        "담당 부서에 확인하는 동안 잠시만 기다려 주시겠습니까?",
        "조회해 보겠습니다. 잠시만 기다려 주세요.",
        "2분 정도 기다려 주실 수 있을까요?",
    ],
    "en": [
        "May I put you on hold while I check with the warehouse?",
        "Could you hold for two minutes please, I need to ask my supervisor.",
        "Let me pull up your account, please bear with me.",
    ],
}
THANKS = {
    "zh": ["感谢您的耐心等待，查到了。", "让您久等了，已经核实了。", "不好意思久等了，是这样的。"],
    "ko": ["기다려 주셔서 감사합니다. 확인됐습니다.", "오래 기다리게 해서 죄송합니다."],
    "en": ["Thank you for holding, I found it.", "Sorry to have kept you waiting."],
}
YES = {"zh": "好的。", "ko": "네.", "en": "Okay."}
GOOD = [
    (language, ask, thanks) for language in ASK for ask in ASK[language]
    for thanks in THANKS[language]
]  # fmt: skip


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize(("language", "ask", "thanks"), GOOD)
def test_a_good_hold(language: str, ask: str, thanks: str, silent: bool) -> None:
    finding = judge(*held(ask, YES[language], thanks), language=language, silent=silent)
    assert finding.outcome is PASS, finding
    assert finding.measured["holds"] == 1
    assert ("hold_s" in finding.measured) is not silent
    assert not finding.suggestion


@pytest.mark.parametrize(
    ("language", "ask", "back", "fault"),
    [
        ("zh", "我去查一下。", "感谢您的等待。", "not_asked"),
        ("zh", "等一下，我查查系统。", "感谢您的等待。", "not_asked"),
        ("zh", "请您稍等。", "感谢您的等待。", "no_reason"),
        ("zh", "请您稍等，我核实一下。", "您的包裹在路上。", "no_thanks"),
        ("ko", "확인해 보겠습니다.", "기다려 주셔서 감사합니다.", "not_asked"),
        ("ko", "잠시만 기다려 주세요.", "기다려 주셔서 감사합니다.", "no_reason"),
        ("ko", "확인하는 동안 잠시만 기다려 주세요.", "배송 중입니다.", "no_thanks"),
        ("en", "Hold on, let me check.", "Thanks for holding.", "not_asked"),
        ("en", "Could you hold please.", "Thanks for holding.", "no_reason"),
        ("en", "Could you hold while I check the system.", "It is on its way.", "no_thanks"),
    ],
)
def test_a_fault(language: str, ask: str, back: str, fault: str) -> None:
    finding = judge(*held(ask, YES[language], back), language=language)
    assert finding.outcome is FAIL
    assert finding.measured[fault] == 1
    assert finding.measured["faults"] == 1
    assert finding.suggestion
    assert all(e.quote in ask + back for e in finding.evidence)


def test_the_time_is_the_one_promised_and_half_as_much_again() -> None:
    asked = "请您稍等一分钟，我核实一下。"
    assert judge(*held(asked, "好。", "让您久等了。", 80)).outcome is PASS
    late = judge(*held(asked, "好。", "让您久等了。", 100))
    assert late.outcome is FAIL
    assert late.measured["holds_run_over"] == 1
    assert late.measured["longest_s"] == pytest.approx(100, abs=2)
    unnamed = "请您稍等，我核实一下。"
    assert judge(*held(unnamed, "好。", "让您久等了。", 80)).outcome is PASS
    assert judge(*held(unnamed, "好。", "让您久等了。", 100)).outcome is FAIL


def test_without_sound_a_late_return_cannot_be_seen_and_that_is_said() -> None:
    asked = held("请您稍等一分钟，我核实一下。", "好。", "让您久等了。", 300)
    finding = judge(*asked, silent=True)
    assert finding.outcome is PASS
    assert "无法测量" in finding.explanation
    blind = judge(*asked, cannot_tell=(Aspect.SILENCE,))
    assert blind.outcome is PASS
    assert "hold_s" not in blind.measured


@pytest.mark.parametrize(
    ("language", "ask", "no"),
    [
        ("zh", "请您稍等，我核实一下。", "我等不了，我在开车。"),
        ("zh", "请您稍等，我核实一下。", "又要等啊？我没时间等。"),
        ("ko", "확인하는 동안 잠시만 기다려 주세요.", "기다릴 시간이 없어요."),
        ("en", "Could you hold while I check?", "No, I can't wait."),
    ],
)
def test_holding_a_customer_who_will_not_wait(language: str, ask: str, no: str) -> None:
    back = THANKS[language][0]
    for silent in (False, True):
        finding = judge(*held(ask, no, back), language=language, silent=silent)
        assert finding.measured["refused"] == 1
        assert finding.outcome is FAIL


@pytest.mark.parametrize(
    "lines",
    [
        ["agent 0-3: 您好，请问有什么可以帮您？", "customer 3-5: 查订单。", "agent 5-8: 已发出。"],
        [
            "agent 0-3: 我帮您查一下，请您稍等。",
            "customer 3-4: 好。",
            "agent 7-9: 查到了。",
        ],  # short
        ["customer 0-2: 您稍等，我找一下单号。", "agent 2-3: 好的。", "customer 40-42: 找到了。"],
        ["agent 0-3: 您的订单已经发出。", "customer 30-32: 好的。"],  # silence, never announced
        ["agent 0-3: 我帮您查一下。您的单号是多少？", "customer 16-18: 一二三。"],  # a question
    ],
)
def test_no_hold(lines: list[str]) -> None:
    assert judge(*lines).outcome is NA


@pytest.mark.parametrize(
    "said",
    [
        "请您耐心等待三个工作日。",
        "请您等通知。",
        "让您等了这么久，真对不起。",
        "不用您等，我查到了。",
        "感谢您的等待。",
        "请您耐心等待我们的回电。",
        "一家人等着吃饭，换成谁心里都不好受。",
        "您的姓名、电话、地址等等都不用再报。",
    ],
)
def test_words_about_waiting_that_ask_for_no_hold(said: str) -> None:
    lines = ["customer: 怎么还没到？", f"agent: {said}", "customer: 好。", "agent: 再见。"]
    assert judge(*lines, silent=True).outcome is NA


def test_without_sound_a_customer_who_talks_on_was_not_waiting() -> None:
    story = "我上个月买的洗衣机，送来的时候门就是坏的，后来又换了一台，还是漏水，你们看怎么办吧。"
    asked = ["agent: 我查一下，请您稍等。", f"customer: {story}", "agent: 您别着急。"]
    assert judge(*asked, silent=True).outcome is NA


def test_coming_back_for_more_time_needs_neither_thanks_nor_the_reason_again() -> None:
    finding = judge(
        "agent 0-4: 我跟仓库核实一下，请您稍等一分钟。", "customer 4-5: 好。",
        "agent 45-48: 还没有接通，请您再稍等一分钟。", "customer 48-49: 行。",
        "agent 90-95: 让您久等了，已经核实了。",
    )  # fmt: skip
    assert finding.outcome is PASS, finding
    assert finding.measured["holds"] == 2


def test_thanks_may_come_after_the_first_word_back() -> None:
    back = ["agent 40-41: 喂，您好？", "customer 42-43: 在的。", "agent 43.5-47: 感谢您的等待。"]
    asked = ["agent 0-4: 我核实一下，请您稍等。", "customer 4-5: 好。"]
    assert judge(*asked, *back).outcome is PASS
    assert judge(*asked, *back, check=HoldEtiquette(return_within=1)).outcome is FAIL


def test_a_call_that_ends_in_the_hold_owes_no_thanks() -> None:
    lines = ["agent 0-4: 我核实一下，请您稍等。", "customer 4-5: 好。", "customer 50-51: 喂？"]
    finding = judge(*lines)
    assert finding.outcome is PASS
    assert finding.measured["no_thanks"] == 0


def test_a_machine_that_talks_in_the_hold_does_not_end_it() -> None:
    finding = judge(
        "agent 0-4: 我核实一下，请您稍等。", "customer 4-5: 好。",
        "system 10-100: 您的来电对我们很重要。", "agent 120-123: 让您久等了。",
    )  # fmt: skip
    assert finding.measured["holds_run_over"] == 1


def test_faults_that_are_allowed() -> None:
    lines = held("我去查一下。", "好。", "您的包裹在路上。")
    assert judge(*lines).measured["faults"] == 2
    assert judge(*lines, check=HoldEtiquette(max_faults=2)).outcome is PASS
    assert judge(*lines, check=HoldEtiquette(max_faults=1)).outcome is FAIL


@pytest.mark.parametrize(
    ("params", "match"), [({"hold_slack": 0.5}, "hold_slack"), ({"return_within": 0}, "thanks")]
)
def test_refused(params: dict[str, float], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        HoldEtiquette(**params)  # type: ignore[arg-type]


def test_a_request_to_wait_in_any_words_asks_for_it() -> None:
    words = {"hold-request": {"电话搁桌上": 0.8}, "hold-notice": {"电话搁桌上": 0.8}}
    said = "我把清单对一遍，一分半，您把电话搁桌上就行"
    call = heard(*held(said, "好", "让您久等了，对完了。"))
    found = HoldEtiquette().judge(call, lexicons().learned_by(Meaning(words)))
    assert found.outcome is PASS
    assert found.measured["not_asked"] == 0


def test_a_model_does_not_take_what_the_customer_says_for_an_announcement() -> None:
    words = {"hold-notice": {"押金": 0.8}}
    call = heard("customer 0-4: 两千，是交押金的", "agent 24-26: 卡被吞了是吧")
    assert HoldEtiquette().judge(call, lexicons().learned_by(Meaning(words))).outcome is NA
