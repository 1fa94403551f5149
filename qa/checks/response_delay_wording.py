"""What `response_delay` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "join": "",
        "no_occasion": "通话中没有客户说完后由坐席接话的情形（事先说明的等待不计），无从评价。",
        "no_words": "坐席有回应过慢的情形（单次超时 {n} 次），但文字记录没有时间，无法判断是否事先说明。",
        "none": "坐席接话及时。",
        "late": "客户说完后超过 {max_s:g} 秒才接话 {n} 次，最长 {longest_s:.1f} 秒。",
        "slow": "平均接话时间超过规定的 {max_mean_s:g} 秒。",
        "mean": "坐席共接话 {replies} 次，客户说完后平均 {mean_s:.1f} 秒接话，事先说明的等待不计。",
        "suggestion": "客户说完后先应一声；需要时间时先说明，例如“好的，我马上帮您查，大约需要半分钟，请稍等。”",
        "note": "客户说完后 {seconds:.1f} 秒坐席才接话",
    },
    "ko": {
        "join": " ",
        "no_occasion": "고객의 말이 끝난 뒤 상담원이 답한 경우가 없어(미리 안내한 대기는 제외) 평가할 상황이 없었습니다.",
        "no_words": "상담원의 응답이 늦은 경우가 있으나(기준 초과 {n}회) 대화록에 시간이 없어 미리 안내했는지 알 수 없습니다.",
        "none": "상담원이 제때 응답했습니다.",
        "late": "고객의 말이 끝나고 {max_s:g}초를 넘겨 응답한 것이 {n}회이고, 가장 길게는 {longest_s:.1f}초입니다.",
        "slow": "평균 응답 시간이 기준 {max_mean_s:g}초를 넘었습니다.",
        "mean": "상담원은 모두 {replies}회 응답했고, 고객의 말이 끝난 뒤 평균 {mean_s:.1f}초가 걸렸습니다(미리 안내한 대기는 제외).",
        "suggestion": "고객의 말이 끝나면 먼저 대답하고, 시간이 필요하면 미리 말씀하세요. 예: “네, 바로 확인하겠습니다. 30초 정도만 기다려 주시겠어요?”",
        "note": "고객의 말이 끝나고 {seconds:.1f}초 뒤에야 응답함",
    },
    "en": {
        "join": " ",
        "no_occasion": "The agent was never the one to speak after the customer, announced waits left out, so there is nothing to judge.",
        "no_words": "Some replies came late (single ones over the limit: {n}), but the transcript has no times, so nobody can tell whether a wait was announced.",
        "none": "The agent replied in time.",
        "late": "Replies later than {max_s:g} s after the customer had finished: {n}, the longest {longest_s:.1f} s.",
        "slow": "The mean is over the {max_mean_s:g} s allowed.",
        "mean": "The agent's replies ({replies}) came {mean_s:.1f} s after the customer's last word in the mean, announced waits left out.",
        "suggestion": "Answer first, then look things up, and say how long it takes: “Certainly, let me check that, it will take about half a minute.”",
        "note": "the agent replied {seconds:.1f} s after these words",
    },
}
