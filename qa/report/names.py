"""What the numbers and the recording's findings are called on a page, in Chinese, Korean, English.

The names themselves come from checks, metrics and inspection; one that is not here is shown as it
is, so a new check needs no line here to be readable, only to be read in Chinese.
"""

from __future__ import annotations

from qa.core.finding_names import FINDING_NAMES

NAMES: dict[str, tuple[str, str, str]] = {
    # metrics of every call
    "metric.duration_s": ("录音时长", "녹음 길이", "Length of the recording"),
    "metric.talk_s_agent": ("坐席说话", "상담원 발화", "Agent's speech"),
    "metric.talk_s_customer": ("客户说话", "고객 발화", "Customer's speech"),
    "metric.talk_share_agent": ("坐席说话占比", "상담원 발화 비율", "Agent's share of speech"),
    "metric.silence_s": ("静音合计", "침묵 합계", "Silence"),
    "metric.longest_silence_s": ("最长静音", "가장 긴 침묵", "Longest silence"),
    "metric.silences_of_3_s_and_more": (
        "3 秒及以上静音次数",
        "3초 이상 침묵",
        "Silences of 3 s or more",
    ),
    "metric.overlap_s": ("同时说话合计", "동시 발화 합계", "Both speaking"),
    "metric.overlaps_begun_by_agent": (
        "坐席插入次数（含应答声）",
        "상담원이 겹쳐 말한 횟수 (맞장구 포함)",
        "Times the agent started into the customer's speech",
    ),
    "metric.overlaps_begun_by_customer": (
        "客户插入次数（含应答声）",
        "고객이 겹쳐 말한 횟수 (맞장구 포함)",
        "Times the customer started into the agent's speech",
    ),
    "metric.characters_per_minute_of_agent_speech": (
        "坐席语速（字/说话分钟）",
        "상담원 말 속도 (글자/발화 분)",
        "Agent's characters per minute of speech",
    ),
    "metric.characters_per_minute_of_customer_speech": (
        "客户语速（字/说话分钟）",
        "고객 말 속도 (글자/발화 분)",
        "Customer's characters per minute of speech",
    ),
    "metric.syllables_per_minute_of_agent_speech": (
        "坐席语速（音节/说话分钟）",
        "상담원 말 속도 (음절/발화 분)",
        "Agent's syllables per minute of speech",
    ),
    "metric.syllables_per_minute_of_customer_speech": (
        "客户语速（音节/说话分钟）",
        "고객 말 속도 (음절/발화 분)",
        "Customer's syllables per minute of speech",
    ),
    "metric.words_per_minute_of_agent_speech": (
        "坐席语速（词/说话分钟）",
        "상담원 말 속도 (단어/발화 분)",
        "Agent's words per minute of speech",
    ),
    "metric.words_per_minute_of_customer_speech": (
        "客户语速（词/说话分钟）",
        "고객 말 속도 (단어/발화 분)",
        "Customer's words per minute of speech",
    ),
    # what an inspection finds
    **{f"finding.{code}": names for code, names in FINDING_NAMES.items()},
    # what the checks measure
    "measured.hits": ("命中次数", "적발 횟수", "Hits"),
    "measured.excused": ("有补救的拒绝", "대안이 있는 거절", "Excused"),
    "measured.uses": ("正确称呼次数", "올바른 호칭", "Uses"),
    "measured.wrong_uses": ("叫错次数", "잘못된 호칭", "Wrong uses"),
    "measured.asked": ("询问次数", "질문 횟수", "Times asked"),
    "measured.asked_mid_call": ("通话中途询问", "통화 중간 질문", "Asked mid-call"),
    "measured.summed_up": ("总结约定", "합의 정리", "Summed up"),
    "measured.thanked": ("致谢", "감사 인사", "Thanked"),
    "measured.troubles": ("客户诉说困难", "고객의 불편 호소", "Troubles voiced"),
    "measured.answered": ("得到回应", "응답함", "Answered"),
    "measured.kinds": ("同感方式种类", "공감 종류", "Kinds of empathy"),
    "measured.events": ("抢话次数", "말 끊기 횟수", "Events"),
    "measured.longest_s": ("最长一次", "가장 긴 것", "Longest"),
    "measured.overlap_s": ("抢话重叠合计", "겹친 시간 합계", "Overlap"),
    "measured.backchannels": ("应答声", "맞장구", "Backchannels"),
    "measured.by_customer": ("客户打断坐席", "고객이 끼어듦", "By the customer"),
    "measured.steered_back": ("称呼后引导", "호칭 후 화제 전환", "Steered back by name"),
    "measured.silences": ("静音次数", "침묵 횟수", "Silences"),
    "measured.listening_pauses": ("倾听停顿", "경청 침묵", "Listening pauses"),
    "measured.listening_s": ("倾听停顿合计", "경청 침묵 합계", "Listening pauses, total"),
    "measured.holds": ("事先说明的等待", "안내한 대기", "Announced holds"),
    "measured.hold_s": ("等待合计", "대기 합계", "Holds, total"),
    "measured.holds_run_over": ("超时的等待", "약속보다 긴 대기", "Holds run over"),
    "measured.dead_air": ("无故冷场", "설명 없는 침묵", "Dead air"),
    "measured.dead_air_s": ("无故冷场合计", "설명 없는 침묵 합계", "Dead air, total"),
    "measured.per_minute": ("每分钟（说话时间）", "분당 (발화 시간)", "Per minute of speech"),
    "measured.units": ("字数", "음절 수", "Words"),
    "measured.speech_s": ("说话时间", "발화 시간", "Speech"),
    "measured.pauses_per_minute": ("每分钟停顿次数", "분당 쉼 횟수", "Pauses per minute"),
    "measured.customer_per_minute": (
        "客户每分钟（说话时间）",
        "고객 분당 (발화 시간)",
        "Customer, per minute of speech",
    ),
    "measured.times_customer": ("是客户语速的倍数", "고객 속도 대비 배수", "Times the customer's"),
    "measured.talk_s_agent": ("坐席说话", "상담원 발화", "Agent's speech"),
    "measured.talk_s_customer": ("客户说话", "고객 발화", "Customer's speech"),
    "measured.talk_share_agent": ("坐席说话占比", "상담원 발화 비율", "Agent's share of speech"),
    "measured.monologues": ("过长的独白", "긴 독백", "Monologues too long"),
    "measured.replies": ("接话次数", "응답 횟수", "Replies"),
    "measured.late": ("接话过慢", "늦은 응답", "Late replies"),
    "measured.mean_s": ("平均", "평균", "Mean"),
    "measured.announced": ("事先说明、未计入", "미리 안내해 제외함", "Announced, left out"),
    "measured.duration_s": ("录音时长", "녹음 길이", "Length of the recording"),
    "measured.value": ("登记的值", "등록된 값", "Value"),
    "measured.by_agent": ("坐席打断客户", "상담원이 끼어듦", "By the agent"),
}
