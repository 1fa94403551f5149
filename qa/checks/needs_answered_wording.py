"""What `needs_answered` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "none": "客户没有提出别的需求，此项不适用。",
        "all": "客户另外提出的 {n} 项需求都有回应。",
        "lost": "客户另外提出的需求中有 {n} 项没有回应（“{quote}”）。",
        "suggestion": "客户说“另外还想问”时先记下来，办完第一件事马上接着办：“您刚才还问到……，我这就帮您看。”结束前再逐项核对一遍。",
        "request_note": "客户另外提出的需求",
        "lost_note": "提出后没有人回应",
        "answer_note": "对这项需求的回应",
    },
    "ko": {
        "none": "고객이 추가로 요청한 것이 없어 해당되지 않습니다.",
        "all": "고객이 추가로 요청한 {n}건에 모두 답했습니다.",
        "lost": "고객이 추가로 요청한 것 중 {n}건에 답이 없었습니다(“{quote}”).",
        "suggestion": "고객이 하나 더 묻겠다고 하면 메모해 두었다가 첫 용건이 끝나는 대로 이어 주세요: “아까 말씀하신 …도 바로 확인해 드리겠습니다.” 끊기 전에 빠진 것이 없는지 짚어 주세요.",
        "request_note": "고객의 추가 요청",
        "lost_note": "이후 답이 없음",
        "answer_note": "이 요청에 대한 답",
    },
    "en": {
        "none": "The customer raised nothing further, so this does not apply.",
        "all": "All {n} further requests of the customer were taken up.",
        "lost": "{n} of the customer's further requests were never taken up (“{quote}”).",
        "suggestion": "Note a further request when it is raised and come back to it at once: “You also asked about …, let me look at that now.” Go through the list before closing.",
        "request_note": "a further request",
        "lost_note": "nobody took this up",
        "answer_note": "takes the request up",
    },
}
