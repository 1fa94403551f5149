"""What `forbidden_phrases` says about a call, in the call's language."""

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "join": "、",
        "or": "；",
        "nobody": "坐席没有说话，此项不适用。",
        "doubtful": "有 {n} 处可能是服务禁语（{kinds}），把握不足一半。",
        "none": "没有发现坐席使用服务禁语。",
        "few": "坐席说了 {n} 句服务禁语（{kinds}），没有超过允许的 {most} 句。",
        "found": "坐席说了 {n} 句服务禁语：{kinds}。",
        "instead": "可以这样说：{instead}",
    },
    "ko": {
        "join": ", ",
        "or": " / ",
        "nobody": "상담원이 말하지 않아 해당되지 않습니다.",
        "doubtful": "금지 표현일 수도 있는 말이 {n}건 있지만({kinds}) 가능성이 절반에 못 미칩니다.",
        "none": "상담원의 금지 표현이 발견되지 않았습니다.",
        "few": "금지 표현이 {n}회 있었으나({kinds}) 허용된 {most}회를 넘지 않았습니다.",
        "found": "금지 표현이 {n}회 있었습니다: {kinds}.",
        "instead": "이렇게 말해 보세요: {instead}",
    },
    "en": {
        "join": ", ",
        "or": " / ",
        "nobody": "The agent said nothing, so this does not apply.",
        "doubtful": "Perhaps forbidden, less likely than not: {n} ({kinds}).",
        "none": "No forbidden phrase was found in the agent's words.",
        "few": "Forbidden phrases: {n} ({kinds}), no more than the {most} allowed.",
        "found": "Forbidden phrases: {n} ({kinds}).",
        "instead": "Say instead: {instead}",
    },
}
