"""Why a verdict is what it is, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "passed": "得分 {score:.1f}，达到合格线 {pass_mark:g}。",
        "below_pass_mark": "得分 {score:.1f}，低于合格线 {pass_mark:g}。",
        "veto_card": "一票否决项“{title}”不通过，整张评分卡记零分。",
        "veto_section": "一票否决项“{title}”不通过，“{section}”部分记零分。",
        "nothing_applicable": "没有一个评分项适用于这通通话，需要人工查看。",
        "check_crashed": "“{title}”的检查程序出错（{kind}），没有结果，需要人工查看。",
        "critical_unknown": "一票否决项“{title}”无法判定，需要人工查看。",
        "low_coverage": "只有 {coverage:.0f}% 的分值可以判定，低于要求的 {min_coverage:.0f}%，需要人工查看。",
        "doubtful_fail": "“{title}”判为不通过，但把握只有 {confidence:.0f}%，需要人工确认。",
        "doubtful_pass": "合格取决于“{title}”，它判为通过的把握只有 {confidence:.0f}%，需要人工确认。",
        "crashed": "检查程序出错（{kind}），没有结果；既不算通过，也不算不通过。",
    },
    "ko": {
        "passed": "{score:.1f}점으로 합격선 {pass_mark:g}점을 넘었습니다.",
        "below_pass_mark": "{score:.1f}점으로 합격선 {pass_mark:g}점에 미치지 못합니다.",
        "veto_card": "필수 항목 “{title}”을(를) 충족하지 못해 전체가 0점 처리됩니다.",
        "veto_section": "필수 항목 “{title}”을(를) 충족하지 못해 “{section}” 부분이 0점 처리됩니다.",
        "nothing_applicable": "이 통화에 해당하는 평가 항목이 없어 사람이 확인해야 합니다.",
        "check_crashed": "“{title}” 검사 프로그램에 오류({kind})가 있어 결과가 없습니다. 사람이 확인해야 합니다.",
        "critical_unknown": "필수 항목 “{title}”을(를) 판정할 수 없어 사람이 확인해야 합니다.",
        "low_coverage": "배점의 {coverage:.0f}%만 판정할 수 있어 기준 {min_coverage:.0f}%에 못 미칩니다. 사람이 확인해야 합니다.",
        "doubtful_fail": "“{title}”은(는) 미충족으로 보이나 확신도가 {confidence:.0f}%여서 사람이 확인해야 합니다.",
        "doubtful_pass": "합격 여부가 “{title}”에 달려 있으나 충족 판정의 확신도가 {confidence:.0f}%여서 사람이 확인해야 합니다.",
        "crashed": "검사 프로그램 오류({kind})로 결과가 없으며 충족도 미충족도 아닙니다.",
    },
    "en": {
        "passed": "The score of {score:.1f} reaches the pass mark of {pass_mark:g}.",
        "below_pass_mark": "The score of {score:.1f} is below the pass mark of {pass_mark:g}.",
        "veto_card": "The critical criterion “{title}” failed, which zeroes the whole card.",
        "veto_section": "The critical criterion “{title}” failed, which zeroes the section “{section}”.",
        "nothing_applicable": "No criterion applies to this call; a person has to look.",
        "check_crashed": "The check of “{title}” crashed ({kind}) and has no result; a person has to look.",
        "critical_unknown": "The critical criterion “{title}” could not be assessed; a person has to look.",
        "low_coverage": "Only {coverage:.0f}% of the points could be assessed, less than the {min_coverage:.0f}% required; a person has to look.",
        "doubtful_fail": "“{title}” seems to fail, but with only {confidence:.0f}% confidence; a person has to confirm it.",
        "doubtful_pass": "The pass rests on “{title}”, which seems to hold, but with only {confidence:.0f}% confidence; a person has to confirm it.",
        "crashed": "The check crashed ({kind}) and has no result; that is neither a pass nor a fail.",
    },
}
