"""Where a judge is asked about a criterion, and what its answer changes."""

from dataclasses import dataclass, field, replace

import pytest

from qa.checks.base import Finding
from qa.checks.combined import AllOf, AnyOf, Not, When
from qa.checks.metadata import Metadata
from qa.core.call import Aspect, Call
from qa.core.scorecard import Evidence, Outcome, Scorecard, Verdict
from qa.core.scorecard_json import scorecard_from_json, scorecard_to_json
from qa.judge.judge import Judge, Judgement
from qa.language.lexicon import LexiconSet
from qa.rubric import Criterion, JudgeQuestion
from qa.scoring import JUDGE_UNANSWERED, score
from tests.checks.heard import heard
from tests.test_scoring import CALL, LANGUAGES, Crashes, Faults, Says, costing, criterion, rubric

P, F, NA, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED
SHOWN = (Evidence("好的", turn=2),)
NO_ANSWER = Judgement(Finding(UNKNOWN, "没有答复。"), answered=False)


def finds(outcome: Outcome, evidence: tuple[Evidence, ...] = SHOWN) -> Judgement:
    return Judgement(Finding(outcome, "模型说。", confidence=0.7, evidence=evidence))


@dataclass
class Answers:
    """A judge that always answers the same, and remembers what it was asked."""

    judgement: Judgement
    model: str = "m"
    asked: list[str] = field(default_factory=list)

    def ask(self, question: str, call: Call) -> Judgement:
        self.asked.append(question)
        return self.judgement


@dataclass(frozen=True)
class CannotTell:
    """A check that lacks something: of the recording, or of what is known about the call."""

    words_may_tell: bool = False
    needs: frozenset[Aspect] = frozenset()

    def judge(self, call: object, lexicons: LexiconSet) -> Finding:
        return Finding(UNKNOWN, "不知道。", words_may_tell=self.words_may_tell)


def asks(check: object, ask: str = "doubt") -> Criterion:
    question = JudgeQuestion({one: f"{one}?" for one in LANGUAGES}, ask)
    return replace(criterion("a", check), judge=question)


def judged(one: Criterion, judge: Judge | None, call: Call = CALL) -> Scorecard:
    return score(call, rubric(one), judge)


SURE_OR_NOT = [Says(P), Says(F), Says(NA), Says(P, 0.3), Says(F, 0.3), CannotTell(True), Crashes()]


@pytest.mark.parametrize("check", SURE_OR_NOT)
@pytest.mark.parametrize("ask", ["doubt", "always"])
def test_without_a_judge_the_card_is_that_of_a_rubric_without_questions(check, ask: str) -> None:
    assert judged(asks(check, ask), None) == judged(criterion("a", check), None)


@pytest.mark.parametrize("check", SURE_OR_NOT)
def test_a_judge_is_not_asked_about_criteria_that_declare_none(check) -> None:
    judge = Answers(finds(F))
    assert judged(criterion("a", check), judge) == judged(criterion("a", check), None)
    assert judge.asked == []


# ---- in doubt


@pytest.mark.parametrize("check", [Says(P), Says(F), Says(NA), Says(P, 0.6)])
def test_a_check_that_is_sure_is_not_questioned(check) -> None:
    judge = Answers(finds(F))
    assert judged(asks(check), judge) == judged(criterion("a", check), None)
    assert judge.asked == []


@pytest.mark.parametrize("check", [Says(P, 0.3), Says(F, 0.59), CannotTell(words_may_tell=True)])
@pytest.mark.parametrize("outcome", [P, F, NA])
def test_a_doubt_is_settled_by_an_answer_with_quotes(check, outcome: Outcome) -> None:
    judge = Answers(finds(outcome))
    card = judged(asks(check), judge)
    (result,) = card.results
    assert judge.asked == ["zh?"]
    assert (result.outcome, result.explanation) == (outcome, "模型说。")
    assert (result.evidence, result.confidence) == (SHOWN, 0.7)
    assert card.source["judge"] == "m" and JUDGE_UNANSWERED not in card.source
    assert scorecard_from_json(scorecard_to_json(card)) == card


@pytest.mark.parametrize("answer", [finds(UNKNOWN), finds(NA, ()), NO_ANSWER])
def test_an_answer_with_nothing_to_show_leaves_the_doubt_to_a_person(answer: Judgement) -> None:
    card = judged(asks(Says(F, 0.3)), Answers(answer))
    (result,) = card.results
    assert (result.outcome, result.confidence) == (F, 0.3)
    assert result.explanation == f"因为 {answer.finding.explanation}"
    assert card.verdict is Verdict.REVIEW
    assert card.source.get(JUDGE_UNANSWERED) == (None if answer.answered else "1")


def test_a_failure_keeps_the_advice_and_the_count_of_the_check() -> None:
    @dataclass(frozen=True)
    class Advises(Faults):
        def judge(self, call: object, lexicons: LexiconSet) -> Finding:
            found = super().judge(call, lexicons)
            return replace(found, suggestion="先道歉。", confidence=0.3)

    question = JudgeQuestion(dict.fromkeys(LANGUAGES, "?"))
    one = replace(costing("a", Advises(3), 5, 100, "fault"), judge=question)
    card = score(CALL, rubric(one, mode="deduction"), Answers(finds(F)))
    assert (card.score, card.results[0].suggestion) == (85, "先道歉。")


# ---- always


@pytest.mark.parametrize("check", [Says(P), Says(F), Says(NA), Says(F, 0.3), CannotTell(True)])
@pytest.mark.parametrize("answer", [finds(P), finds(F), finds(NA, ()), finds(UNKNOWN), NO_ANSWER])
def test_the_judge_decides_where_the_rubric_says_always(check, answer: Judgement) -> None:
    (result,) = judged(asks(check, "always"), Answers(answer)).results
    assert result.outcome is answer.finding.outcome
    assert result.explanation == answer.finding.explanation


# ---- never


@pytest.mark.parametrize("ask", ["doubt", "always"])
@pytest.mark.parametrize(
    "check",
    [
        CannotTell(),
        Says(P, needs=frozenset({Aspect.SILENCE})),
        AllOf((CannotTell(True), CannotTell())),
        Not(CannotTell()),
    ],
)
def test_what_the_recording_cannot_tell_nobody_is_asked(check, ask: str) -> None:
    call = heard("agent: 您好", silent=True)
    judge = Answers(finds(P))
    (result,) = judged(asks(check, ask), judge, call).results
    assert (result.outcome, judge.asked) == (UNKNOWN, [])


@pytest.mark.parametrize("aspect", [Aspect.WORDS, Aspect.ROLES])
def test_a_judge_is_asked_only_where_words_and_speakers_are_known(aspect: Aspect) -> None:
    call = heard("agent 0-3: 您好", cannot_tell=(aspect,))
    judge = Answers(finds(P))
    (doubted,) = judged(asks(Says(F, 0.3)), judge, call).results
    (always,) = judged(asks(Says(F), "always"), judge, call).results
    assert judge.asked == []
    assert (doubted.outcome, always.outcome) == (F, UNKNOWN)
    assert "录音看不出来" in doubted.explanation and "录音看不出来" in always.explanation


def test_a_check_that_crashed_stays_crashed() -> None:
    for ask in ("doubt", "always"):
        judge = Answers(finds(P))
        card = judged(asks(Crashes(), ask), judge)
        assert judge.asked == []
        assert (card.results[0].outcome, len(card.errors)) == (UNKNOWN, 1)


def test_a_criterion_that_surely_does_not_apply_is_put_to_nobody() -> None:
    judge = Answers(finds(F))
    no = When(Says(F), Says(P))
    assert judged(asks(no, "always"), judge) == judged(criterion("a", no), None)
    assert judge.asked == []
    judged(asks(When(Says(P), Says(NA)), "always"), judge)  # it applies; its check had no occasion
    judged(asks(When(Says(F, 0.3), Says(P)), "always"), judge)  # perhaps it applies
    assert len(judge.asked) == 2


@pytest.mark.parametrize("combined", [lambda one: one, Not, lambda one: AnyOf((one, Says(F)))])
def test_words_may_tell_what_the_manifest_tells_wrongly(combined) -> None:
    number = Metadata(field="wait", op="at_most", values=("30",))
    call = heard("agent 0-3: 您好")
    call = replace(call, context=replace(call.context, extra={"wait": "很久"}))
    judge = Answers(finds(P))
    (result,) = judged(asks(combined(number)), judge, call).results
    assert (result.outcome, len(judge.asked)) == (P, 1)


def test_a_condition_the_manifest_tells_wrongly_may_be_told_by_words() -> None:
    number = Metadata(field="wait", op="at_most", values=("30",))
    call = heard("agent 0-3: 您好")
    call = replace(call, context=replace(call.context, extra={"wait": "很久"}))
    judge = Answers(finds(NA))
    (result,) = judged(asks(When(number, Says(F))), judge, call).results
    assert (result.outcome, len(judge.asked)) == (NA, 1)


def test_a_judge_that_crashes_is_a_fault_of_ours_and_never_of_the_agent() -> None:
    class Broken:
        model = "m"

        def ask(self, question: str, call: Call) -> Judgement:
            raise ZeroDivisionError("oops")

    card = judged(asks(Says(P), "always"), Broken())
    assert (card.results[0].outcome, card.errors[0].message) == (UNKNOWN, "oops")
    assert card.verdict is Verdict.REVIEW
