"""A realistic Chinese complaint call with its scorecard, made by hand, and ways to vary it."""

from __future__ import annotations

from dataclasses import replace

from qa.core.call import (
    Aspect,
    Call,
    CallContext,
    InspectionFinding,
    Role,
    SpeechActivity,
    Transcript,
    Turn,
    Word,
)
from qa.core.scorecard import (
    CriterionResult,
    Evidence,
    Outcome,
    RubricRef,
    Scorecard,
    Tally,
    Verdict,
)
from qa.core.spans import Span, Timeline

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER

SAID = (
    (AGENT, 400, 4900, "您好，这里是悦居家居客服中心，工号 A07，请问您贵姓？"),
    (CUSTOMER, 5600, 6900, "我姓张。"),
    (AGENT, 7200, 9100, "张先生您好，请问有什么可以帮您？"),
    (
        CUSTOMER,
        9700,
        24300,
        "我上个月买的那张餐桌，桌面已经开裂了，我跑了三趟门店都没人管，你们到底还管不管？",
    ),
    (AGENT, 23200, 29800, "张先生，让您跑了好几趟，真的很抱歉，换了是我也会着急。"),
    (CUSTOMER, 30400, 36100, "着急有什么用，我就想知道能不能退。"),
    (AGENT, 36500, 41800, "不可能的，超过三十天我们不能退，这是公司的规定。"),
    (CUSTOMER, 42300, 50200, "那我就去消协投诉，三十天内我明明来过三趟，你们自己不登记。"),
    (AGENT, 46900, 52600, "您先听我说，请您别着急，我查一下登记记录，请您稍等一分钟。"),
    (CUSTOMER, 53100, 53900, "行。"),
    (AGENT, 85200, 96300, "谢谢您的等待。查到了，六月三号您在城东店登记过，所以可以按期内处理。"),
    (
        AGENT,
        96900,
        108800,
        "您可以换一张新桌面，师傅周六上午上门，也可以办理退货，款项三个工作日退回，您看哪一种更合适？",
    ),
    (CUSTOMER, 121500, 127900, "那就换桌面吧，周六上午可以。"),
    (
        AGENT,
        128400,
        139700,
        "好的，跟您确认一下，周六上午九点到十二点，师傅上门换桌面，旧桌面带走。",
    ),
    (CUSTOMER, 140100, 141200, "对的，没问题。"),
    (AGENT, 141900, 147800, "张先生，您对这个处理结果满意吗？还有其他可以帮您的吗？"),
    (CUSTOMER, 148500, 150900, "满意，没有了，谢谢。"),
    (AGENT, 151300, 155900, "感谢您的反馈，祝您生活愉快，再见。"),
)


def turns() -> tuple[Turn, ...]:
    found = []
    for index, (role, start_ms, end_ms, text) in enumerate(SAID):
        confidence = {"登记": 0.41, "城东店": 0.33}
        words = tuple(
            Word(piece, Span(start_ms, end_ms), confidence.get(piece, 0.95))
            for piece in _pieces(text, confidence)
        )
        channel = 1 if role is AGENT else 2
        found.append(Turn(index, role, text, Span(start_ms, end_ms), words, channel))
    return tuple(found)


def _pieces(text: str, doubted: dict[str, float]) -> list[str]:
    for word in doubted:
        before, found, after = text.partition(word)
        if found:
            return [*_pieces(before, doubted), word, *_pieces(after, doubted)]
    return [text] if text else []


def call(**changes: object) -> Call:
    """The sample call, with fields of `Call` replaced."""
    activity = SpeechActivity(
        {
            role: Timeline.of(Span(a + 40, b - 60) for r, a, b, _ in SAID if r is role)
            for role in (AGENT, CUSTOMER)
        },
        duration_ms=157_200,
        source="silero-v6",
    )
    built = Call(
        CallContext(
            "2026-07-03_A07_0015",
            agent_id="A07",
            agent_name="陈丽",
            team="售后一组",
            customer_surname="张",
            started_at="2026-07-03T10:15:22",
            direction="inbound",
            extra={"工单号": "WX-20260703-118"},
        ),
        Transcript("zh", turns(), "whisper:large-v3-turbo"),
        activity,
        157_200,
        (
            InspectionFinding(
                "clipping", "坐席声道有 0.4% 的采样削顶，个别字可能听不清。", frozenset()
            ),
        ),
    )
    return replace(built, **changes)  # type: ignore[arg-type]


def cite(turn: int, quote: str, note: str = "") -> Evidence:
    role, start_ms, end_ms, text = SAID[turn]
    start = text.index(quote)
    return Evidence(quote, note, role, turn, Span(start_ms, end_ms), (start, start + len(quote)))


def results() -> tuple[CriterionResult, ...]:
    return (
        CriterionResult(
            "surname-use",
            "开场",
            "询问并使用姓氏",
            Outcome.PASS,
            10,
            10,
            False,
            "先问了姓氏，之后 3 次以“张先生”称呼客户。",
            confidence=0.97,
            measured={"uses": 3, "first_use_s": 7.2},
            params={"min_uses": 2},
            evidence=(cite(0, "请问您贵姓"), cite(2, "张先生您好"), cite(4, "张先生")),
        ),
        CriterionResult(
            "empathy",
            "沟通",
            "表达理解与同感",
            Outcome.PASS,
            20,
            20,
            False,
            "客户说出不满之后的第一句话就点出了客户的麻烦，并站在客户的立场上说话。",
            confidence=0.93,
            measured={"moments": 1, "answered": 1},
            params={"within_turns": 2, "kinds": ["understanding", "same-feeling", "trouble"]},
            evidence=(
                cite(3, "我跑了三趟门店都没人管", "客户说出不满"),
                cite(4, "让您跑了好几趟", "点出麻烦"),
                cite(4, "换了是我也会着急", "同感"),
            ),
        ),
        CriterionResult(
            "forbidden-phrases",
            "沟通",
            "不说服务禁语",
            Outcome.FAIL,
            30,
            0,
            True,
            "坐席直接拒绝了客户，后面没有给出别的办法，并以公司规定作挡箭牌。",
            suggestion="我理解您的想法。超过三十天退货确实有难度，不过我先查一下登记记录，看看还有什么办法。",
            confidence=0.88,
            measured={"hits": 3},
            params={"max_hits": 0},
            evidence=(
                cite(6, "不可能的", "直接拒绝"),
                cite(6, "我们不能退", "直接拒绝"),
                cite(6, "这是公司的规定", "以规定作挡箭牌"),
            ),
        ),
        CriterionResult(
            "talk-over",
            "倾听",
            "不抢话",
            Outcome.FAIL,
            15,
            0,
            False,
            "客户还在说话时坐席插话 1 次，双方同时说话 3.2 秒。",
            suggestion="等客户说完再回应；需要引导时先称呼客户：张先生，不好意思打断一下。",
            confidence=0.9,
            measured={"events": 1, "longest_s": 3.2},
            params={"min_overlap_s": 0.8, "max_events": 0},
            evidence=(Evidence("您先听我说", "插话", AGENT, 8, Span(46_940, 50_140), (0, 5)),),
        ),
        CriterionResult(
            "silence-use",
            "倾听",
            "善用沉默",
            Outcome.PASS,
            10,
            10,
            False,
            "提出两个办法之后安静等了 12.7 秒让客户决定；查询前说明了原因和时间。",
            confidence=0.95,
            measured={"listening_pauses": 1, "holds": 1, "dead_air": 0, "longest_s": 31.3},
            params={"dead_air_s": 10, "listening_pause_s": 20},
            evidence=(
                Evidence(note="已说明的等待", span=Span(53_840, 85_240)),
                Evidence(note="等客户决定", span=Span(108_740, 121_540)),
            ),
        ),
        CriterionResult(
            "jargon",
            "倾听",
            "不堆砌术语",
            Outcome.NOT_APPLICABLE,
            5,
            0,
            False,
            "通话中没有出现行业术语，也没有需要解释的内容。",
        ),
        CriterionResult(
            "speech-rate",
            "倾听",
            "语速适中",
            Outcome.NOT_ASSESSED,
            5,
            0,
            False,
            "坐席声道削顶，字数不可靠，无法判定语速。",
            confidence=0.0,
            params={"max_per_minute": 280},
        ),
        CriterionResult(
            "closing-satisfaction",
            "结束",
            "结束前询问是否满意",
            Outcome.PASS,
            15,
            15,
            False,
            "结束前 9 秒询问了满意度，也问了是否还有其他需要。",
            confidence=0.99,
            measured={"before_end_s": 9.1},
            params={"last_s": 60},
            evidence=(cite(15, "您对这个处理结果满意吗"), cite(15, "还有其他可以帮您的吗")),
        ),
    )


def scorecard(**changes: object) -> Scorecard:
    """The sample scorecard, with fields of `Scorecard` replaced."""
    built = Scorecard(
        "2026-07-03_A07_0015",
        "zh",
        RubricRef("service-call", "1.0.0", "9f2c4be1a7d05e33" * 4),
        Verdict.FAIL,
        ("一票否决项“不说服务禁语”不通过。", "得分 55.0，低于合格线 80。"),
        55.0,
        Tally(55, 100, 105),
        results(),
        inspection=call().inspection,
        metrics={"talk_share_agent": 0.54, "silence_s": 52.6, "overlap_s": 4.1},
        context={
            "agent_id": "A07",
            "agent_name": "陈丽",
            "team": "售后一组",
            "started_at": "2026-07-03T10:15:22",
            "direction": "inbound",
        },
        source={
            "audio_sha256": "b1946ac92492d2347c6235b4d2611184" * 2,
            "transcript": "whisper:large-v3-turbo",
            "activity": "silero-v6",
            "program": "qa-scorecards 0.1.0",
        },
    )
    return replace(built, **changes)  # type: ignore[arg-type]


SAME_SOUND = InspectionFinding(
    "same-sound-on-both-channels",
    "两个声道是同一路声音，分不清谁在什么时候说话。",
    frozenset({Aspect.TALK_OVER, Aspect.ROLES}),
)


def varied_card(number: int) -> Scorecard:
    """One of many calls: outcomes, agents, verdicts and scores follow from `number`."""
    agents = (
        ("A07", "陈丽", "售后一组"),
        ("A12", "王小明", "售后一组"),
        ("B03", "欧阳雪", "售后二组"),
        ("", "", ""),
    )
    agent_id, agent_name, team = agents[number % 5 % len(agents)]
    made = []
    for place, result in enumerate(results()):
        outcome = (Outcome.PASS, Outcome.FAIL, Outcome.PASS, result.outcome)[
            (number * 7 + place * place) % 4
        ]
        earned = result.weight if outcome is Outcome.PASS else 0
        made.append(replace(result, outcome=outcome, earned=earned))
    assessed = sum(r.weight for r in made if r.outcome in (Outcome.PASS, Outcome.FAIL))
    possible = sum(r.weight for r in made if r.outcome is not Outcome.NOT_APPLICABLE)
    tally = Tally(sum(r.earned for r in made), assessed, possible)
    critical = any(r.critical and r.outcome is Outcome.FAIL for r in made)
    score = tally.score or 0.0
    passing = Verdict.PASS if score >= 80 else Verdict.FAIL
    if number % 8 == 2:
        passing = Verdict.REVIEW
    return scorecard(
        call_id=f"2026-07-{number % 28 + 1:02d}_{agent_id or 'X'}_{number:04d}",
        results=tuple(made),
        tally=tally,
        score=score,
        verdict=Verdict.FAIL if critical else passing,
        context={
            "agent_id": agent_id,
            "agent_name": agent_name,
            "team": team,
            "started_at": f"2026-07-{number % 28 + 1:02d}T{8 + number % 10:02d}:00:00",
            "direction": "inbound",
        },
    )
