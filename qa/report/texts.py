"""The interface's own words, in Chinese, Korean and English: one row a word.

What a check says (titles, explanations, suggestions) comes with the scorecard in the call's
language; only what surrounds it is written here. Chinese and English rows stay within GBK and
Korean rows within CP949, because Windows consoles still speak those.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.core.call import LANGUAGES, Aspect, InspectionFinding, Role
from qa.core.scorecard import CriterionResult, Outcome, Verdict
from qa.report.formats import number
from qa.report.names import NAMES

WORST_FIRST = (Verdict.FAIL, Verdict.REVIEW, Verdict.PASS)
_HTML_CODES = {"zh": "zh-CN", "ko": "ko", "en": "en"}

_TABLE: dict[str, tuple[str, str, str]] = {
    # verdicts, outcomes, parties, aspects, directions
    "verdict.pass": ("合格", "합격", "Pass"),
    "verdict.fail": ("不合格", "불합격", "Fail"),
    "verdict.review": ("待复核", "재검토 필요", "Needs review"),
    "outcome.pass": ("通过", "충족", "Pass"),
    "outcome.fail": ("不通过", "미충족", "Fail"),
    "outcome.not_applicable": ("不适用", "해당 없음", "Not applicable"),
    "outcome.not_assessed": ("无法判定", "판정 불가", "Not assessed"),
    "role.agent": ("坐席", "상담원", "Agent"),
    "role.customer": ("客户", "고객", "Customer"),
    "role.system": ("系统", "시스템", "System"),
    "role.unknown": ("未知", "알 수 없음", "Unknown"),
    "aspect.words": ("说话内容", "발화 내용", "what was said"),
    "aspect.roles": (
        "谁是坐席、谁是客户",
        "상담원과 고객의 구분",
        "who is agent and who is customer",
    ),
    "aspect.silence": ("静音", "침묵", "silence"),
    "aspect.talk-over": ("抢话", "말 겹침", "talk-over"),
    "direction.inbound": ("呼入", "인바운드", "Inbound"),
    "direction.outbound": ("呼出", "아웃바운드", "Outbound"),
    "language.zh": ("中文", "중국어", "Chinese"),
    "language.ko": ("韩语", "한국어", "Korean"),
    "language.en": ("英语", "영어", "English"),
    # one scorecard
    "scorecard": ("质检评分卡", "상담 품질 평가표", "Scorecard"),
    "all calls": ("全部通话", "전체 통화", "All calls"),
    "skip": ("跳到通话内容", "통화 내용으로 건너뛰기", "Skip to the transcript"),
    "verdict": ("结论", "판정", "Verdict"),
    "score": ("得分", "점수", "Score"),
    "coverage": ("已判定分值占比", "판정된 배점 비율", "Points assessed"),
    "why": ("结论依据", "판정 이유", "Why"),
    "call": ("通话", "통화", "Call"),
    "agent": ("坐席", "상담원", "Agent"),
    "team": ("班组", "팀", "Team"),
    "started": ("开始时间", "시작 시각", "Started"),
    "duration": ("时长", "길이", "Duration"),
    "language": ("语言", "언어", "Language"),
    "direction": ("方向", "방향", "Direction"),
    "customer": ("客户姓氏", "고객 성", "Customer"),
    "inspection": ("录音检查", "녹음 점검", "About the recording"),
    "cannot tell": ("因此无法判断：", "따라서 판단할 수 없음: ", "So it cannot tell: "),
    "remark only": (
        "仅作提示，不影响评分。",
        "참고 사항이며 평가에 영향이 없습니다.",
        "A remark; it takes nothing away.",
    ),
    "check errors": ("程序出错的检查项", "오류가 난 평가 항목", "Checks that crashed"),
    "check errors note": (
        "这些检查项没有结果，不计为通过，也不计为不通过。",
        "이 항목은 결과가 없으며 충족도 미충족도 아닙니다.",
        "These have no result; they count neither as a pass nor as a fail.",
    ),
    "criteria": ("评分项", "평가 항목", "Criteria"),
    "critical": ("一票否决", "필수 항목", "Critical"),
    "outcome": ("结果", "결과", "Outcome"),
    "points": ("{earned} / {weight} 分", "{earned} / {weight}점", "{earned} / {weight} points"),
    "points not counted": (
        "不计分（{weight} 分）",
        "점수 제외 ({weight}점)",
        "not counted ({weight} points)",
    ),
    "confidence": ("把握 {share}", "확신도 {share}", "confidence {share}"),
    "evidence": ("依据", "근거", "Evidence"),
    "suggestion": ("建议", "제안", "Suggestion"),
    "how measured": ("如何测得", "측정 방법", "How it was measured"),
    "measured": ("实测值", "측정값", "Measured"),
    "limits": ("判定参数", "판정 기준", "Limits"),
    "name": ("名称", "이름", "Name"),
    "value": ("数值", "값", "Value"),
    "seconds": ("秒", "초", "s"),
    "metrics": ("通话数据", "통화 지표", "Numbers of this call"),
    "provenance": ("来源与版本", "출처와 버전", "Where this comes from"),
    "rubric": ("评分标准", "평가 기준", "Rubric"),
    "transcript source": ("文字来源", "텍스트 출처", "Transcript"),
    "activity source": ("说话时段来源", "발화 구간 출처", "Speech activity"),
    "acts": ("言语行为模型", "화행 모델", "Model of speech acts"),
    "judge": ("参与判断的语言模型", "판정에 참여한 언어 모델", "Language model asked"),
    "judge unanswered": (
        "模型未答复的问题",
        "모델이 답하지 않은 질문",
        "Questions it left unanswered",
    ),
    # time line and transcript
    "time line": ("时间线", "타임라인", "Time line"),
    "time line scroll": (
        "时间线，可横向滚动",
        "타임라인, 가로로 스크롤",
        "Time line, scrolls sideways",
    ),
    "silence": ("静音", "침묵", "Silence"),
    "silence legend": ("静音 3 秒及以上", "3초 이상 침묵", "Silence of 3 s or more"),
    "overlap": ("同时说话", "동시 발화", "Both speaking"),
    "marks": (
        "标记数字 = 评分项序号，点击跳到原话",
        "숫자 = 평가 항목 번호, 누르면 해당 발화로 이동",
        "A number is its criterion's; it leads to the words",
    ),
    "from transcript": (
        "没有声音可测：按文字稿自带的时间画出，静音与抢话不作判断。",
        "측정할 소리가 없어 텍스트의 시각으로 그렸으며 침묵과 말 겹침은 판단하지 않습니다.",
        "Drawn from the transcript's own times; silence and talk-over stay unknown.",
    ),
    "no times": (
        "这通通话没有时间信息，无法画时间线。",
        "시각 정보가 없어 타임라인을 그릴 수 없습니다.",
        "This call came without times, so there is no time line.",
    ),
    "transcript": ("通话内容", "통화 내용", "Transcript"),
    "transcript empty": ("没有文字内容。", "텍스트가 없습니다.", "There are no words."),
    "transcript legend": (
        "虚线 = 识别把握低于 50%，请听录音核对",
        "점선 = 인식 확신도 50% 미만, 녹음으로 확인하세요",
        "Dotted: recognised with less than 50% confidence; listen to be sure",
    ),
    "doubt": ("识别把握 {share}", "인식 확신도 {share}", "Recognised with {share} confidence"),
    "turn n": ("第 {n} 句", "{n}번째 발화", "turn {n}"),
    "whole call": ("整通通话", "통화 전체", "whole call"),
    # a batch
    "totals": ("总览", "요약", "Totals"),
    "calls": ("通话列表", "통화 목록", "Calls"),
    "calls n": ("通话", "통화", "Calls"),
    "scored": ("已评分", "평가됨", "Scored"),
    "not scored": ("未能评分", "평가하지 못함", "Not scored"),
    "reason": ("原因", "이유", "Reason"),
    "by agent": ("坐席 × 评分项", "상담원 × 평가 항목", "Agents by criterion"),
    "by agent note": (
        "每格为 通过数 / 已判定数；不适用的通话不在其中。",
        "각 칸은 충족 / 판정 건수이며, 해당 없는 통화는 제외됩니다.",
        "Each cell is passed / assessed calls; calls where the rule had no occasion are left out.",
    ),
    "by criterion": ("各评分项", "평가 항목별", "By criterion"),
    "criterion": ("评分项", "평가 항목", "Criterion"),
    "pass share": ("通过 / 已判定", "충족 / 판정", "Passed / assessed"),
    "undecided n": ("{n} 通无法判定", "판정 불가 {n}건", "{n} not assessed"),
    "errors n": ("{n} 通出错", "오류 {n}건", "{n} crashed"),
    "failed criteria": ("未通过的评分项", "미충족 항목", "Failed criteria"),
    "items undecided": ("{n} 项无法判定", "판정 불가 {n}개", "{n} not assessed"),
    "items crashed": ("{n} 项出错", "오류 {n}개", "{n} crashed"),
    "code": ("代码", "코드", "Code"),
    "crashed": ("出错", "오류", "Crashed"),
    "filter": ("筛选", "필터", "Filter"),
    "any": ("全部", "전체", "Any"),
    "shown n": ("显示 {shown} / {all} 通", "{all}건 중 {shown}건 표시", "{shown} of {all} shown"),
    "more n": ("另有 {n} 通未列出", "그 밖의 {n}건은 생략", "and {n} more"),
    "generated": ("生成时间", "생성 시각", "Generated"),
    "no agent": ("（未注明坐席）", "(상담원 미상)", "(agent not named)"),
    "no calls": ("没有已评分的通话。", "평가된 통화가 없습니다.", "No call has a scorecard."),
}


ALL_WORDS = {**_TABLE, **NAMES}


@dataclass(frozen=True, slots=True)
class Interface:
    """The words of one language. An unknown key is a fault of ours: KeyError."""

    language: str

    def __getitem__(self, key: str) -> str:
        return ALL_WORDS[key][LANGUAGES.index(self.language)]

    @property
    def html_code(self) -> str:
        return _HTML_CODES[self.language]

    def outcome(self, outcome: Outcome) -> str:
        return self[f"outcome.{outcome.value}"]

    def verdict(self, verdict: Verdict) -> str:
        return self[f"verdict.{verdict.value}"]

    def points(self, result: CriterionResult) -> str:
        """Earned of possible, or that the points were not counted."""
        weight = number(result.weight)
        if result.outcome in (Outcome.PASS, Outcome.FAIL):
            return self["points"].format(earned=number(result.earned), weight=weight)
        return self["points not counted"].format(weight=weight)

    def role(self, role: Role) -> str:
        return self[f"role.{role.value}"]

    def aspect(self, aspect: Aspect) -> str:
        return self[f"aspect.{aspect.value}"]

    def known(self, kind: str, value: str) -> str:
        """The word for a value from outside (a metric, a direction), or the value itself."""
        key = f"{kind}.{value}"
        return self[key] if key in ALL_WORDS else value

    def finding(self, finding: InspectionFinding) -> str:
        """The finding in a few words of this language, where it has them, and its detail."""
        key = f"finding.{finding.code}"
        return f"{self[key]}: {finding.detail}" if key in ALL_WORDS else finding.detail


def interface(language: str) -> Interface:
    """The interface for a call's language (`zh`, `ko-KR`, ...); English for any other."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return Interface(primary if primary in LANGUAGES else "en")
