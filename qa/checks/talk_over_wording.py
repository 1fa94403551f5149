"""What `talk_over` says about a call, by who is asked not to interrupt and in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "agent": {
        "zh": {
            "join": "",
            "no_occasion": "坐席没有说话，或客户没有说过足够长的话，谈不上被打断。",
            "none": "坐席没有打断客户。",
            "fault": "坐席在客户说话中途插话 {n} 次，最长与客户同时说了 {longest_s:.1f} 秒。",
            "steered": "另有 {n} 次在客户讲了很久之后礼貌地称呼客户、收回话题，是技巧，不算打断。",
            "by_other": "客户插话 {n} 次，不算坐席的问题。",
            "suggestion": "请等客户把话说完再回应；需要收回话题时先称呼客户，例如“张先生，不好意思打断您一下，我先跟您确认……”。",
            "fault_note": "客户已说了 {into_s:.1f} 秒时插入，两人同时说了 {overlap_s:.1f} 秒",
            "other_note": "被打断的话",
            "steer_note": "礼貌收回话题",
        },
        "ko": {
            "join": " ",
            "no_occasion": "상담원이 말하지 않았거나 고객이 충분히 길게 말한 적이 없어 말을 끊을 상황이 없었습니다.",
            "none": "상담원이 고객의 말을 끊지 않았습니다.",
            "fault": "상담원이 고객이 말하는 도중 {n}회 끼어들었고, 가장 길게는 {longest_s:.1f}초 동안 함께 말했습니다.",
            "steered": "고객이 오래 말한 뒤 이름이나 호칭을 부르며 정중히 화제를 되돌린 {n}회는 기술로 보아 제외했습니다.",
            "by_other": "고객이 끼어든 {n}회는 상담원의 잘못이 아닙니다.",
            "suggestion": "고객의 말이 끝난 뒤 응대해 주세요. 화제를 되돌려야 할 때는 먼저 호칭을 부르세요. 예: “김 고객님, 말씀 중에 죄송합니다만 먼저 확인드리겠습니다.”",
            "fault_note": "고객이 {into_s:.1f}초째 말하던 중 끼어들어 {overlap_s:.1f}초 동안 함께 말함",
            "other_note": "끊긴 고객의 말",
            "steer_note": "정중히 화제를 되돌림",
        },
        "en": {
            "join": " ",
            "no_occasion": "The agent never spoke, or the customer never spoke long enough to be interrupted.",
            "none": "The agent did not talk over the customer.",
            "fault": "Times the agent cut in while the customer was speaking: {n}; the longest overlap lasted {longest_s:.1f} s.",
            "steered": "Times a long story was steered back politely, by name or title: {n}; that is a skill and not counted.",
            "by_other": "Times the customer cut in: {n}; not the agent's fault.",
            "suggestion": "Let the customer finish before you answer. To steer back, address the customer first: “Mr Smith, sorry to stop you there, may I just check …”",
            "fault_note": "cut in {into_s:.1f} s into the customer's words; both spoke for {overlap_s:.1f} s",
            "other_note": "what was talked over",
            "steer_note": "steered back politely",
        },
    },
    "customer": {
        "zh": {
            "join": "",
            "no_occasion": "客户没有说话，或坐席没有说过足够长的话，谈不上被打断。",
            "none": "客户没有打断坐席。",
            "fault": "客户在坐席说话中途插话 {n} 次，最长与坐席同时说了 {longest_s:.1f} 秒。",
            "by_other": "坐席插话 {n} 次，此处不评。",
            "suggestion": "客户插话多半是话太长，或没说到客户关心的点：停下来听客户说完，先回应这一点，再分短句继续说明。",
            "fault_note": "坐席已说了 {into_s:.1f} 秒时插入，两人同时说了 {overlap_s:.1f} 秒",
            "other_note": "被打断的话",
        },
        "ko": {
            "join": " ",
            "no_occasion": "고객이 말하지 않았거나 상담원이 충분히 길게 말한 적이 없어 말을 끊을 상황이 없었습니다.",
            "none": "고객이 상담원의 말을 끊지 않았습니다.",
            "fault": "고객이 상담원이 말하는 도중 {n}회 끼어들었고, 가장 길게는 {longest_s:.1f}초 동안 함께 말했습니다.",
            "by_other": "상담원이 끼어든 {n}회는 여기서 평가하지 않습니다.",
            "suggestion": "고객이 끼어드는 것은 설명이 길거나 궁금한 점에서 벗어났기 때문일 때가 많습니다. 멈추고 끝까지 들은 뒤, 그 점에 먼저 답하고 짧게 나누어 설명하세요.",
            "fault_note": "상담원이 {into_s:.1f}초째 말하던 중 끼어들어 {overlap_s:.1f}초 동안 함께 말함",
            "other_note": "끊긴 상담원의 말",
        },
        "en": {
            "join": " ",
            "no_occasion": "The customer never spoke, or the agent never spoke long enough to be interrupted.",
            "none": "The customer did not talk over the agent.",
            "fault": "Times the customer cut in while the agent was speaking: {n}; the longest overlap lasted {longest_s:.1f} s.",
            "by_other": "Times the agent cut in: {n}; not judged here.",
            "suggestion": "A customer cuts in when the talk is long or beside the point: stop, listen to the end, answer that first, and go on in short sentences.",
            "fault_note": "cut in {into_s:.1f} s into the agent's words; both spoke for {overlap_s:.1f} s",
            "other_note": "what was talked over",
        },
    },
}
