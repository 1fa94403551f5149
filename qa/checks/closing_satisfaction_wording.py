"""What `closing_satisfaction` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "nobody": "通话中没有双方的对话，此项不适用。",
        "asked": "结束前坐席确认了客户是否满意或还有其他需要（“{quote}”）。",
        "summed_up": "结尾有总结约定的事项。",
        "thanked": "结尾有感谢客户。",
        "mid_call": "坐席只在通话中间问过，结束前（最后 {n} 轮）没有再确认客户是否满意。",
        "none": "结束前（坐席最后 {n} 轮）没有确认客户是否满意、是否还有其他需要。",
        "hung_up": "客户在中途挂断，坐席没有机会确认，此项不适用。",
        "suggestion": "挂断前问一句“这样处理您满意吗？还有其他可以帮您的吗？”，再总结约定并致谢。",
        "asked_note": "结束前确认",
        "mid_call_note": "只在通话中间问过",
        "last_words": "客户最后的话",
        "searched": "在坐席最后 {n} 轮里没有找到确认满意的话",
    },
    "ko": {
        "nobody": "양쪽의 대화가 없어 해당되지 않습니다.",
        "asked": "마치기 전에 만족 여부나 더 필요한 것을 확인했습니다(“{quote}”).",
        "summed_up": " 약속한 내용을 정리했습니다.",
        "thanked": " 감사 인사를 했습니다.",
        "mid_call": "통화 중간에만 물었고, 마치기 전(마지막 {n}번의 발화)에는 만족 여부를 확인하지 않았습니다.",
        "none": "마치기 전(상담원의 마지막 {n}번의 발화)에 만족 여부나 더 필요한 것을 확인하지 않았습니다.",
        "hung_up": "고객이 도중에 전화를 끊어 확인할 기회가 없었으므로 해당되지 않습니다.",
        "suggestion": "끊기 전에 “이렇게 처리해 드리면 만족하십니까? 더 도와드릴 것이 있을까요?” 하고 여쭌 뒤 약속을 정리하고 감사 인사를 하세요.",
        "asked_note": "마치기 전 확인",
        "mid_call_note": "통화 중간에만 물음",
        "last_words": "고객의 마지막 말",
        "searched": "상담원의 마지막 {n}번의 발화에서 만족 확인을 찾지 못함",
    },
    "en": {
        "nobody": "There is no talk of both parties, so this does not apply.",
        "asked": "Before the end the agent asked whether the customer was satisfied or needed more (“{quote}”).",
        "summed_up": " What was agreed was summed up.",
        "thanked": " The customer was thanked.",
        "mid_call": "The agent asked only in the middle of the call, and not before the end (the last {n} turns).",
        "none": "Before the end (the agent's last {n} turns) nobody asked whether the customer was satisfied or needed more.",
        "hung_up": "The customer hung up in the middle, so the agent had no moment to ask.",
        "suggestion": "Before hanging up ask “Does that settle it for you? Is there anything else I can do?”, then sum up and say thank you.",
        "asked_note": "asked before the end",
        "mid_call_note": "asked in the middle only",
        "last_words": "the customer's last words",
        "searched": "no such question in the agent's last {n} turns",
    },
}
