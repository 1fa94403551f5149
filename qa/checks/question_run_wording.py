"""What `question_run` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "join": "",
        "closed": "封闭式提问",
        "open": "开放式提问",
        "none": "坐席没有提问了解情况，此项不适用。",
        "fine": "连续的{kind}最多 {n} 个（不超过 {most} 个）。",
        "run": "连续{kind} {n} 个，超过 {most} 个。",
        "upset": "客户情绪激动时，坐席有 {n} 次没有先安抚就用{kind}追问。",
        "do_closed": "问过两三个是非题后换成开放式提问，例如“请您说说当时是什么情况？”。",
        "do_open": "客户已说清经过后，用是非题确认关键点，例如“是昨天晚上开始断的吗？”。",
        "do_upset": "先回应感受再了解情况，例如“碰上这种事谁都着急，您慢慢说，当时是怎么回事？”。",
        "run_note": "连续第 {n} 个，共 {all} 个",
        "upset_note": "客户情绪激动",
        "reply_note": "没有先安抚就追问",
    },
    "ko": {
        "join": " ",
        "closed": "닫힌 질문",
        "open": "열린 질문",
        "none": "상황을 알아보는 질문이 없어 해당되지 않습니다.",
        "fine": "이어진 {kind}은 많아야 {n}개입니다({most}개 이내).",
        "run": "{kind}이 {n}개 이어져 {most}개를 넘었습니다.",
        "upset": "고객이 격앙되었을 때 공감 없이 {kind}부터 한 것이 {n}회 있습니다.",
        "do_closed": "예·아니요 질문 두세 개 뒤에는 열린 질문을 하세요. 예: “그때 상황을 말씀해 주시겠어요?”",
        "do_open": "경위를 들은 뒤에는 닫힌 질문으로 요점을 확인하세요. 예: “어제저녁부터 끊긴 것이 맞습니까?”",
        "do_upset": "먼저 마음을 알아 주고 물으세요. 예: “많이 답답하셨겠습니다. 어떻게 된 일인지 천천히 말씀해 주시겠어요?”",
        "run_note": "이어진 {all}개 가운데 {n}번째",
        "upset_note": "고객이 격앙됨",
        "reply_note": "공감 없이 던진 질문",
    },
    "en": {
        "join": " ",
        "closed": "closed questions",
        "open": "open questions",
        "none": "The agent asked nothing to learn the facts, so this does not apply.",
        "fine": "The longest run of {kind} is {n} (at most {most}).",
        "run": "A run of {n} {kind}, more than {most}.",
        "upset": "Replies to an upset customer that began with {kind}, before any empathy: {n}.",
        "do_closed": "After two or three yes-or-no questions ask an open one: “Could you tell me what happened?”",
        "do_open": "Once the story is told, pin the facts down: “Did it start last night?”",
        "do_upset": "Answer the feeling first: “I can see how frustrating that is. What happened, in your own words?”",
        "run_note": "{n} of {all} in a row",
        "upset_note": "the customer is upset",
        "reply_note": "asked before any empathy",
    },
}
