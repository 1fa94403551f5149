"""What `speech_rate` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "join": "",
        "no_sound": "这通通话没有录音，无法测量语速。",
        "too_little": "坐席听得清内容的说话只有 {speech_s:.1f} 秒，不足 {min_speech_s:g} 秒，谈不上语速。",
        "rate": "坐席每分钟说 {rate:.0f} 字（{units} 字，除以坐席自己说话的 {speech_s:.1f} 秒；{pause_s:g} 秒及以上的停顿和客户说话的时间都不计入）。",
        "no_limit": "这种语言的语速没有规定，或客户说话太少、无从比较。",
        "within": "在规定范围内。",
        "too_fast": "快于规定的每分钟 {most:g} 字。",
        "too_slow": "慢于规定的每分钟 {least:g} 字。",
        "outpaced": "是客户语速的 {times:.2f} 倍，超过规定的 {max_times:g} 倍。",
        "suggestion": "请放慢语速，跟上客户的节奏；报单号、金额、步骤时一句一停，并请客户确认“您记好了吗？”",
        "suggestion_too_slow": "请说得利落一些：先想好再开口，减少拖音和重复，需要时间时先请客户稍等。",
        "note_fastest": "最快的一段，每分钟 {rate:.0f} 字",
        "note_slowest": "最慢的一段，每分钟 {rate:.0f} 字",
    },
    "ko": {
        "join": " ",
        "no_sound": "이 통화에는 녹음이 없어 말 속도를 잴 수 없습니다.",
        "too_little": "내용을 알아들은 상담원의 발화가 {speech_s:.1f}초로 {min_speech_s:g}초에 못 미쳐 말 속도를 따지지 않습니다.",
        "rate": "상담원은 1분에 {rate:.0f}음절을 말했습니다({units}음절을 상담원이 실제로 말한 {speech_s:.1f}초로 나눔. {pause_s:g}초 이상의 쉼과 고객이 말한 시간은 제외).",
        "no_limit": "이 언어의 말 속도 기준이 없거나 고객의 발화가 적어 비교할 수 없습니다.",
        "within": "정해진 범위 안입니다.",
        "too_fast": "기준인 분당 {most:g}음절보다 빠릅니다.",
        "too_slow": "기준인 분당 {least:g}음절보다 느립니다.",
        "outpaced": "고객 말 속도의 {times:.2f}배로 기준 {max_times:g}배를 넘습니다.",
        "suggestion": "고객의 속도에 맞추어 천천히 말하세요. 번호나 금액, 절차는 한 마디씩 끊어 말하고 확인하세요. 예: “받아 적으셨나요?”",
        "suggestion_too_slow": "할 말을 정리한 뒤 또렷하고 간결하게 말하세요. 시간이 필요하면 먼저 기다려 달라고 말씀하세요.",
        "note_fastest": "가장 빠른 부분, 분당 {rate:.0f}음절",
        "note_slowest": "가장 느린 부분, 분당 {rate:.0f}음절",
    },
    "en": {
        "join": " ",
        "no_sound": "The call came without sound, so nobody can tell how fast the agent spoke.",
        "too_little": "Only {speech_s:.1f} s of the agent's speech could be understood, less than {min_speech_s:g} s: too little for a rate.",
        "rate": "The agent spoke {rate:.0f} words a minute ({units} words over the {speech_s:.1f} s of the agent's own speech; pauses of {pause_s:g} s and more and the customer's time are left out).",
        "no_limit": "There is no limit for this language, or the customer spoke too little to compare.",
        "within": "That is within the limits.",
        "too_fast": "That is faster than the {most:g} words a minute allowed.",
        "too_slow": "That is slower than the {least:g} words a minute expected.",
        "outpaced": "That is {times:.2f} times the customer's rate, more than the {max_times:g} times allowed.",
        "suggestion": "Slow down to the customer's pace; give numbers, amounts and steps one at a time and check: “Did you get that down?”",
        "suggestion_too_slow": "Collect your thoughts first, then speak briskly and to the point; when you need time, ask the customer to hold.",
        "note_fastest": "the fastest piece, {rate:.0f} words a minute",
        "note_slowest": "the slowest piece, {rate:.0f} words a minute",
    },
}
