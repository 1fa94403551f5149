"""What `monologue` says about a call, by whose monologue it is and in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "agent": {
        "zh": {
            "no_occasion": "通话中只听到一方说话，谈不上独白。",
            "none": "坐席没有长时间独自说话，最长一段 {longest_s:.1f} 秒。",
            "fault": "坐席连续说话超过 {max_s:g} 秒 {n} 次，最长 {longest_s:.1f} 秒，其间客户至多应了几声。",
            "suggestion": "请把说明分成几段，每段之后停下来请客户确认，例如“到这里您看清楚吗？有没有要问的？”",
            "note": "从这里起独自说了 {seconds:.1f} 秒",
        },
        "ko": {
            "no_occasion": "한쪽의 말만 들려 독백을 따질 수 없습니다.",
            "none": "상담원이 혼자 오래 말하지 않았으며, 가장 길게는 {longest_s:.1f}초였습니다.",
            "fault": "상담원이 {max_s:g}초를 넘게 이어서 말한 것이 {n}회이고, 가장 길게는 {longest_s:.1f}초입니다. 그동안 고객은 맞장구만 쳤습니다.",
            "suggestion": "설명을 나누어 하고 한 단락마다 멈추어 확인하세요. 예: “여기까지 이해되셨을까요? 궁금하신 점 있으신가요?”",
            "note": "여기서부터 혼자 {seconds:.1f}초 동안 말함",
        },
        "en": {
            "no_occasion": "Only one party was heard, so nobody held a monologue.",
            "none": "The agent never talked on for long; the longest stretch lasted {longest_s:.1f} s.",
            "fault": "Times the agent talked on for more than {max_s:g} s: {n}, the longest {longest_s:.1f} s; the customer at most made listening sounds.",
            "suggestion": "Explain in parts and stop after each: “Is that clear so far? Is there anything you would like to ask?”",
            "note": "talked on for {seconds:.1f} s from here",
        },
    },
    "customer": {
        "zh": {
            "no_occasion": "通话中只听到一方说话，谈不上独白。",
            "none": "客户没有长时间独自说话，最长一段 {longest_s:.1f} 秒。",
            "fault": "客户连续说话超过 {max_s:g} 秒 {n} 次，最长 {longest_s:.1f} 秒，其间坐席至多应了几声。",
            "suggestion": "客户讲了很久时，先称呼客户、归纳要点并请客户确认，例如“张先生，我先跟您确认一下，您是说……对吗？”",
            "note": "从这里起独自说了 {seconds:.1f} 秒",
        },
        "ko": {
            "no_occasion": "한쪽의 말만 들려 독백을 따질 수 없습니다.",
            "none": "고객이 혼자 오래 말하지 않았으며, 가장 길게는 {longest_s:.1f}초였습니다.",
            "fault": "고객이 {max_s:g}초를 넘게 이어서 말한 것이 {n}회이고, 가장 길게는 {longest_s:.1f}초입니다. 그동안 상담원은 맞장구만 쳤습니다.",
            "suggestion": "고객의 말이 길어지면 먼저 호칭을 부르고 요점을 확인하세요. 예: “김 고객님, 제가 먼저 확인드리겠습니다. 말씀하신 내용이 맞으실까요?”",
            "note": "여기서부터 혼자 {seconds:.1f}초 동안 말함",
        },
        "en": {
            "no_occasion": "Only one party was heard, so nobody held a monologue.",
            "none": "The customer never talked on for long; the longest stretch lasted {longest_s:.1f} s.",
            "fault": "Times the customer talked on for more than {max_s:g} s: {n}, the longest {longest_s:.1f} s; the agent at most made listening sounds.",
            "suggestion": "When a story grows long, address the customer, sum up and ask: “Mr Smith, let me check that I have this right: you mean …?”",
            "note": "talked on for {seconds:.1f} s from here",
        },
    },
}
