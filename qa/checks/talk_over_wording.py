"""What `talk_over` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "join": "",
        "no_occasion": "坐席没有说话，或客户没有说过足够长的话，谈不上被打断。",
        "none": "坐席没有打断客户。",
        "fault": "坐席在客户说话中途插话 {n} 次，最长与客户同时说了 {longest_s:.1f} 秒。",
        "steered": "另有 {n} 次在客户讲了很久之后礼貌地称呼客户、收回话题，是技巧，不算打断。",
        "by_customer": "客户插话 {n} 次，不算坐席的问题。",
        "suggestion": "请等客户把话说完再回应；需要收回话题时先称呼客户，例如“张先生，不好意思打断您一下，我先跟您确认……”。",
        "fault_note": "客户已说了 {into_s:.1f} 秒时插入，两人同时说了 {overlap_s:.1f} 秒",
        "customer_note": "被打断的话",
        "steer_note": "礼貌收回话题",
    },
    "ko": {
        "join": " ",
        "no_occasion": "상담원이 말하지 않았거나 고객이 충분히 길게 말한 적이 없어 말을 끊을 상황이 없었습니다.",
        "none": "상담원이 고객의 말을 끊지 않았습니다.",
        "fault": "상담원이 고객이 말하는 도중 {n}회 끼어들었고, 가장 길게는 {longest_s:.1f}초 동안 함께 말했습니다.",
        "steered": "고객이 오래 말한 뒤 이름이나 호칭을 부르며 정중히 화제를 되돌린 {n}회는 기술로 보아 제외했습니다.",
        "by_customer": "고객이 끼어든 {n}회는 상담원의 잘못이 아닙니다.",
        "suggestion": "고객의 말이 끝난 뒤 응대해 주세요. 화제를 되돌려야 할 때는 먼저 호칭을 부르세요. 예: “김 고객님, 말씀 중에 죄송합니다만 먼저 확인드리겠습니다.”",
        "fault_note": "고객이 {into_s:.1f}초째 말하던 중 끼어들어 {overlap_s:.1f}초 동안 함께 말함",
        "customer_note": "끊긴 고객의 말",
        "steer_note": "정중히 화제를 되돌림",
    },
    "en": {
        "join": " ",
        "no_occasion": "The agent never spoke, or the customer never spoke long enough to be interrupted.",
        "none": "The agent did not talk over the customer.",
        "fault": "Times the agent cut in while the customer was speaking: {n}; the longest overlap lasted {longest_s:.1f} s.",
        "steered": "Times a long story was steered back politely, by name or title: {n}; that is a skill and not counted.",
        "by_customer": "Times the customer cut in: {n}; not the agent's fault.",
        "suggestion": "Let the customer finish before you answer. To steer back, address the customer first: “Mr Smith, sorry to stop you there, may I just check …”",
        "fault_note": "cut in {into_s:.1f} s into the customer's words; both spoke for {overlap_s:.1f} s",
        "customer_note": "what was talked over",
        "steer_note": "steered back politely",
    },
}
