"""What `talk_share` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "no_sound": "这通通话没有录音，无法测量说话时间。",
        "too_little": "双方一共只说了 {talk_s:.1f} 秒，不到 {min_talk_s:g} 秒，谈不上说话占比。",
        "within": "坐席说话占双方说话时间的 {share:.0f}%（坐席 {agent_s:.1f} 秒，客户 {customer_s:.1f} 秒），在规定范围内。",
        "too_small": "坐席说话只占双方说话时间的 {share:.1f}%（坐席 {agent_s:.1f} 秒，客户 {customer_s:.1f} 秒），低于规定的 {least:g}%。",
        "too_large": "坐席说话占双方说话时间的 {share:.1f}%（坐席 {agent_s:.1f} 秒，客户 {customer_s:.1f} 秒），高于规定的 {most:g}%。",
        "suggestion_too_small": "请主动引导：听清后复述客户的诉求，说明接下来怎么办，再用提问推进。",
        "suggestion_too_large": "请把话分短，每说完一个要点就请客户回应，例如“这样说清楚吗？您那边的情况是怎样的？”",
        "note": "说得最长的一段，{seconds:.1f} 秒",
    },
    "ko": {
        "no_sound": "이 통화에는 녹음이 없어 발화 시간을 잴 수 없습니다.",
        "too_little": "두 사람이 말한 시간이 모두 {talk_s:.1f}초로 {min_talk_s:g}초에 못 미쳐 발화 비율을 따지지 않습니다.",
        "within": "전체 발화 시간 중 상담원이 {share:.0f}%를 말했습니다(상담원 {agent_s:.1f}초, 고객 {customer_s:.1f}초). 정해진 범위 안입니다.",
        "too_small": "전체 발화 시간 중 상담원이 {share:.1f}%만 말했습니다(상담원 {agent_s:.1f}초, 고객 {customer_s:.1f}초). 기준 {least:g}%보다 적습니다.",
        "too_large": "전체 발화 시간 중 상담원이 {share:.1f}%를 말했습니다(상담원 {agent_s:.1f}초, 고객 {customer_s:.1f}초). 기준 {most:g}%보다 많습니다.",
        "suggestion_too_small": "먼저 대화를 이끌어 주세요. 고객의 요청을 되짚어 말하고, 다음 절차를 안내하고, 질문으로 이어 가세요.",
        "suggestion_too_large": "말을 짧게 나누고 요점마다 고객의 답을 들으세요. 예: “여기까지 괜찮으신가요? 고객님 상황은 어떠신가요?”",
        "note": "가장 길게 말한 부분, {seconds:.1f}초",
    },
    "en": {
        "no_sound": "The call came without sound, so nobody can tell how long each party spoke.",
        "too_little": "Both parties together spoke for {talk_s:.1f} s, less than {min_talk_s:g} s: too little for a share to mean anything.",
        "within": "Of all the talk {share:.0f}% was the agent's (agent {agent_s:.1f} s, customer {customer_s:.1f} s), within the limits.",
        "too_small": "Of all the talk only {share:.1f}% was the agent's (agent {agent_s:.1f} s, customer {customer_s:.1f} s), less than the {least:g}% expected.",
        "too_large": "Of all the talk {share:.1f}% was the agent's (agent {agent_s:.1f} s, customer {customer_s:.1f} s), more than the {most:g}% allowed.",
        "suggestion_too_small": "Take the lead: say back what the customer needs, tell what happens next, and move on with a question.",
        "suggestion_too_large": "Speak in shorter pieces and hand the word over after each point: “Does that make sense so far? How is it on your side?”",
        "note": "the longest piece of talk, {seconds:.1f} s",
    },
}
