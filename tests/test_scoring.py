"""A call and a rubric in, a scorecard out."""

import json
import random
from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.batch.fingerprint import scored_key
from qa.checks.base import Finding
from qa.checks.closing_satisfaction import ClosingSatisfaction
from qa.core.call import Aspect, InspectionFinding, Role, Turn, Word
from qa.core.errors import CallError
from qa.core.scorecard import CriterionResult, Outcome, Scorecard, Tally, Verdict
from qa.core.scorecard_json import scorecard_from_json, scorecard_to_json
from qa.core.spans import Span
from qa.language.lexicon import LexiconSet
from qa.rubric import Criterion, Rubric, Section
from qa.scoring import score
from tests.checks.heard import heard
from tests.learning.small_corpus import phrases, small_model

LANGUAGES = ("zh", "ko", "en")
P, F, NA, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED


@dataclass(frozen=True)
class Says:
    """A check that always answers the same."""

    outcome: Outcome = P
    confidence: float = 1.0
    needs: frozenset[Aspect] = frozenset()
    kinds: tuple[str, ...] = ("a", "b")

    def judge(self, call: object, lexicons: LexiconSet) -> Finding:
        return Finding(self.outcome, "因为", confidence=self.confidence, measured={"n": 1})


@dataclass(frozen=True)
class Crashes:
    needs: frozenset[Aspect] = frozenset()

    def judge(self, call: object, lexicons: LexiconSet) -> Finding:
        raise ZeroDivisionError("oops")


def criterion(
    name: str, check: object, weight: float = 10, critical=None, section="s"
) -> Criterion:
    return Criterion(name, section, dict.fromkeys(LANGUAGES, f"{name}!"), check, weight, critical)


def rubric(*criteria: Criterion, **changes) -> Rubric:
    titles = {language: language for language in LANGUAGES}
    made = Rubric(
        "r", "1", titles, 80, 0.5,
        (Section("s", dict.fromkeys(LANGUAGES, "部分")), Section("t", titles)),
        criteria,
        {language: LexiconSet(language, {}) for language in LANGUAGES},
        "00",
    )  # fmt: skip
    return replace(made, **changes)


CALL = heard("agent 0-6: 您好请讲", "customer 5-9: 我要退货", "agent 19-20: 好的")


def judged(*criteria: Criterion, **changes) -> Scorecard:
    return score(CALL, rubric(*criteria, **changes))


# ---- laws


outcomes = st.sampled_from(Outcome)
any_criteria = st.lists(
    st.tuples(
        outcomes,
        st.floats(0.5, 50),
        st.sampled_from([None, None, "section", "card"]),
        st.sampled_from(["s", "t"]),
        st.sampled_from([1.0, 0.3]),
    ),
    max_size=7,
).map(
    lambda rows: [
        criterion(f"c{i}", Says(outcome, confidence), weight, critical, section)
        for i, (outcome, weight, critical, section, confidence) in enumerate(rows)
    ]
)


def tally_of(results: tuple[CriterionResult, ...]) -> Tally:
    total = Tally()
    for result in results:
        if result.outcome is not NA:
            known = result.weight if result.outcome is not UNKNOWN else 0
            total += Tally(result.earned, known, result.weight)
    return total


@given(any_criteria)
def test_the_tally_is_the_sum_of_its_results(criteria: list[Criterion]) -> None:
    card = judged(*criteria)
    total = tally_of(card.results)
    assert card.tally.earned == pytest.approx(total.earned)
    assert card.tally.assessed == pytest.approx(total.assessed)
    assert card.tally.possible == pytest.approx(total.possible)
    assert card.score == card.tally.score


@given(any_criteria, st.sampled_from([None, "section", "card"]))
def test_a_criterion_that_does_not_apply_changes_nothing(criteria, critical) -> None:
    with_it = judged(*criteria, criterion("extra", Says(NA), 30, critical))
    without = judged(*criteria)
    assert (with_it.verdict, with_it.tally) == (without.verdict, without.tally)
    assert with_it.verdict_reasons == without.verdict_reasons


@given(any_criteria, st.integers(0, 10**6))
def test_the_order_of_the_criteria_does_not_matter(criteria, seed: int) -> None:
    shuffled = list(criteria)
    random.Random(seed).shuffle(shuffled)
    one, other = judged(*criteria), judged(*shuffled)
    assert (one.verdict, one.tally, one.score) == (other.verdict, other.tally, other.score)
    assert sorted(one.verdict_reasons) == sorted(other.verdict_reasons)


@given(any_criteria.filter(bool), st.data())
def test_a_better_outcome_never_lowers_the_score(criteria, data) -> None:
    i = data.draw(st.integers(0, len(criteria) - 1))
    worse, better = list(criteria), list(criteria)
    worse[i] = replace(criteria[i], check=Says(F))
    better[i] = replace(criteria[i], check=Says(P))
    assert judged(*worse).score <= judged(*better).score
    order = [Verdict.FAIL, Verdict.REVIEW, Verdict.PASS]
    assert order.index(judged(*worse).verdict) <= order.index(judged(*better).verdict)


@given(any_criteria)
def test_a_surely_failed_critical_criterion_of_the_card_zeroes_it(criteria) -> None:
    card = judged(*criteria, criterion("veto", Says(F), critical="card"))
    assert card.verdict is Verdict.FAIL
    assert card.score == 0
    assert all(result.earned == 0 for result in card.results)


@given(any_criteria)
def test_a_scorecard_survives_its_file(criteria) -> None:
    card = judged(*criteria)
    rounded = None if card.score is None else round(card.score, 1)
    file = json.loads(json.dumps(scorecard_to_json(card)))
    assert scorecard_from_json(file) == replace(card, score=rounded)


# ---- the verdict


def test_pass_from_the_pass_mark_up() -> None:
    good, bad = criterion("a", Says(P), 80), criterion("b", Says(F), 20)
    card = judged(good, bad)
    assert (card.score, card.verdict) == (80, Verdict.PASS)
    assert judged(good, bad, pass_mark=81).verdict is Verdict.FAIL
    assert "低于合格线 81" in judged(good, bad, pass_mark=81).verdict_reasons[0]


def test_a_section_veto_zeroes_its_section_only() -> None:
    card = judged(
        criterion("a", Says(P), 10), criterion("veto", Says(F), 10, "section"),
        criterion("b", Says(P), 20, section="t"),
    )  # fmt: skip
    assert card.verdict is Verdict.FAIL
    assert [result.earned for result in card.results] == [0, 0, 20]
    assert card.score == 50


def test_what_could_not_be_assessed_stays_possible_and_lowers_coverage() -> None:
    card = judged(criterion("a", Says(P), 40), criterion("b", Says(UNKNOWN), 60))
    assert card.tally == Tally(40, 40, 100)
    assert card.score == 100
    assert card.verdict is Verdict.REVIEW
    assert "40%" in card.verdict_reasons[0]
    assert judged(
        criterion("a", Says(P), 40), criterion("b", Says(UNKNOWN), 60), min_coverage=0.4
    ).verdict is Verdict.PASS  # fmt: skip


def test_nothing_assessed_is_for_a_person_whatever_the_coverage_asked() -> None:
    card = judged(criterion("a", Says(UNKNOWN)), min_coverage=0)
    assert (card.score, card.verdict) == (None, Verdict.REVIEW)
    assert card.verdict_reasons


def test_nothing_applicable_is_for_a_person() -> None:
    card = judged(criterion("a", Says(NA)))
    assert (card.score, card.tally.coverage, card.verdict) == (None, None, Verdict.REVIEW)
    assert "适用" in card.verdict_reasons[0]


def test_an_unassessed_critical_criterion_is_for_a_person() -> None:
    card = judged(criterion("a", Says(P), 90), criterion("veto", Says(UNKNOWN), 10, "card"))
    assert card.verdict is Verdict.REVIEW
    assert "veto!" in card.verdict_reasons[0]


def test_a_doubtful_fail_goes_to_a_person_and_vetoes_nothing() -> None:
    doubtful = criterion("veto", Says(F, confidence=0.59), 10, "card")
    card = judged(criterion("a", Says(P), 90), doubtful)
    assert (card.verdict, card.score) == (Verdict.REVIEW, 90)
    assert "59%" in card.verdict_reasons[0]
    sure = replace(doubtful, check=Says(F, confidence=0.6))
    assert judged(criterion("a", Says(P), 90), sure).verdict is Verdict.FAIL
    assert judged(doubtful, review_below_confidence=0.5).verdict is Verdict.FAIL


def test_a_sure_veto_is_a_fail_whatever_else_is_unknown() -> None:
    card = judged(
        criterion("a", Crashes()), criterion("b", Says(UNKNOWN), 90),
        criterion("veto", Says(F), 10, "card"),
    )  # fmt: skip
    assert card.verdict is Verdict.FAIL


def test_every_reason_for_a_person_to_look_is_told() -> None:
    card = judged(
        criterion("a", Crashes()), criterion("b", Says(UNKNOWN), 90, "section"),
        criterion("c", Says(F, 0.2), 10),
    )  # fmt: skip
    told = " ".join(card.verdict_reasons)
    assert all(part in told for part in ("a!", "b!", "c!", "ZeroDivisionError", "%"))


def test_a_crash_is_neither_pass_nor_fail() -> None:
    card = judged(criterion("a", Says(P), 90), criterion("broken", Crashes(), 10))
    assert card.results[1].outcome is UNKNOWN
    (error,) = card.errors
    assert (error.criterion, error.kind, error.message) == ("broken", "ZeroDivisionError", "oops")
    assert card.verdict is Verdict.REVIEW


def turned_out(well: list[Criterion]) -> list[Criterion]:
    """Everything doubtful or unknown as a sure pass."""
    open_ = [c.check.outcome is UNKNOWN or c.check.confidence < 0.6 for c in well]
    return [
        replace(c, check=Says(P)) if is_open and c.check.outcome is not NA else c
        for c, is_open in zip(well, open_, strict=True)
    ]


@given(any_criteria, st.data())
def test_what_a_person_may_still_find_never_saves_a_lost_call(criteria, data) -> None:
    """With all points to be assessed, only a veto or a lost call is a fail beside unknowns."""
    assume(judged(*criteria, min_coverage=1).verdict is Verdict.FAIL)
    pairs = zip(criteria, turned_out(criteria), strict=True)
    raised = [data.draw(st.sampled_from(pair)) for pair in pairs]
    assert judged(*raised, min_coverage=1).verdict is Verdict.FAIL
    assert judged(*turned_out(criteria)).verdict is Verdict.FAIL


@given(any_criteria.filter(lambda criteria: any(c.check.outcome is not NA for c in criteria)))
def test_a_call_in_review_can_still_pass(criteria) -> None:
    assume(judged(*criteria).verdict is Verdict.REVIEW)
    assert judged(*turned_out(criteria)).verdict is Verdict.PASS


def test_a_surely_lost_call_does_not_hide_in_review() -> None:
    lost = [
        criterion("a", Says(F), 21), criterion("b", Says(F, 0.3), 20),
        criterion("c", Says(UNKNOWN), 50), criterion("d", Says(P, 0.3), 9),
    ]  # fmt: skip
    card = judged(*lost)
    assert card.tally.coverage == 0.5
    assert card.verdict is Verdict.FAIL
    assert card.verdict_reasons == ("得分 18.0，低于合格线 80。",)
    assert judged(*lost, min_coverage=0.9).verdict is Verdict.FAIL
    assert judged(*lost, pass_mark=79).verdict is Verdict.REVIEW
    assert judged(*lost, criterion("broken", Crashes(), 0.1)).verdict is Verdict.REVIEW


def test_a_pass_resting_on_barely_heard_words_goes_to_a_person() -> None:
    sure, doubtful = criterion("a", Says(P), 79), criterion("b", Says(P, 0.59), 21)
    card = judged(sure, doubtful)
    assert (card.verdict, card.score) == (Verdict.REVIEW, 100)
    assert card.verdict_reasons == (
        "合格取决于“b!”，它判为通过的把握只有 59%，需要人工确认。",
    )  # fmt: skip
    assert judged(sure, replace(doubtful, check=Says(P, 0.6))).verdict is Verdict.PASS
    assert judged(sure, doubtful, pass_mark=79).verdict is Verdict.PASS
    assert judged(replace(sure, check=Says(F)), doubtful).verdict is Verdict.FAIL


def test_doubtful_passes_count_together_and_a_critical_one_alone() -> None:
    two = [criterion(name, Says(P, 0.5), 15) for name in "bc"]
    assert judged(criterion("a", Says(P), 70), *two).verdict is Verdict.REVIEW
    assert judged(criterion("a", Says(P), 70), two[0]).verdict is Verdict.PASS
    critical = replace(two[0], critical="section")
    card = judged(criterion("a", Says(P), 85), critical)
    assert card.verdict is Verdict.REVIEW
    assert "b!" in card.verdict_reasons[0]


# ---- what a call cannot tell


def test_a_check_is_not_asked_what_the_recording_cannot_tell() -> None:
    deaf = heard("agent 0-2: 您好", cannot_tell=(Aspect.TALK_OVER,))
    needing = rubric(criterion("a", Says(F, needs=frozenset({Aspect.TALK_OVER}))))
    (result,) = score(deaf, needing).results
    assert result.outcome is UNKNOWN
    assert "录音看不出来" in result.explanation
    (other,) = score(deaf, rubric(criterion("a", Says(P, needs=frozenset({Aspect.WORDS}))))).results
    assert other.outcome is P


def test_without_sound_the_reason_is_in_the_calls_language() -> None:
    needing = rubric(criterion("a", Says(needs=frozenset({Aspect.SILENCE, Aspect.TALK_OVER}))))
    told = {
        language: score(heard("agent: 您好", language=language, silent=True), needing)
        for language in LANGUAGES
    }
    assert told["zh"].results[0].explanation == "无法判定：这通通话没有录音，无法测量时间。"
    assert len({card.results[0].explanation for card in told.values()}) == 3
    assert len({card.verdict_reasons for card in told.values()}) == 3


def test_known_findings_of_a_recording_are_told_in_the_calls_language() -> None:
    needing = rubric(criterion("a", Says(needs=frozenset({Aspect.TALK_OVER, Aspect.WORDS}))))
    found = (
        InspectionFinding("mono", "one mix of all voices", frozenset({Aspect.TALK_OVER})),
        InspectionFinding("brand-new", "some detail", frozenset({Aspect.TALK_OVER})),
    )
    told = {
        language: score(
            replace(heard("agent 0-2:", language=language), inspection=found), needing
        ).results[0].explanation
        for language in LANGUAGES
    }  # fmt: skip
    assert told["zh"] == "无法判定：单声道录音; some detail; 坐席说的话没有识别出文字。"
    assert told["ko"].startswith("판정할 수 없음: 모노 녹음; some detail; ")
    assert told["en"] == (
        "Cannot be assessed: one mix of all voices; some detail; "
        "no words of the agent were understood."
    )


def test_a_call_in_a_language_the_rubric_has_no_words_for_is_refused() -> None:
    chinese = rubric(criterion("a", Says()), titles={"zh": "一"})
    with pytest.raises(CallError, match="in 'en', and the rubric 'r' judges calls in zh only"):
        score(heard("agent 0-2: hello", language="en"), chinese)


# ---- what stands on the card


def test_the_card_says_who_when_and_by_what() -> None:
    call = replace(
        CALL,
        context=replace(CALL.context, agent_id="A07", extra={"queue": "售后"}),
        provenance={"audio_sha256": "ff"},
    )
    card = score(call, rubric(criterion("a", Says())))
    assert card.context == {"queue": "售后", "agent_id": "A07"}
    assert card.source["audio_sha256"] == "ff"
    assert card.source["transcript"] == "human"
    assert card.source["activity"] == "test"
    assert card.source["program"].startswith("qa ")
    (result,) = card.results
    assert (result.section, result.title, result.params["kinds"]) == ("部分", "a!", ["a", "b"])


# ---- metrics


def test_metrics_are_measured_on_speech_activity() -> None:
    metrics = judged(criterion("a", Says())).metrics
    assert metrics["duration_s"] == 20
    assert (metrics["talk_s_agent"], metrics["talk_s_customer"]) == (7, 4)
    assert metrics["talk_share_agent"] == pytest.approx(7 / 11, abs=1e-4)
    assert (metrics["silence_s"], metrics["longest_silence_s"]) == (10, 10)
    assert metrics["silences_of_3_s_and_more"] == 1
    assert metrics["overlap_s"] == 1
    assert metrics["overlaps_begun_by_agent"] == 0
    assert metrics["overlaps_begun_by_customer"] == 1


def test_a_pause_of_three_tenths_of_a_second_is_no_speech() -> None:
    breath = score(heard("agent 0-2:", "agent 2.29-3:"), rubric(criterion("a", Says()))).metrics
    pause = score(heard("agent 0-2:", "agent 2.3-3:"), rubric(criterion("a", Says()))).metrics
    assert (breath["talk_s_agent"], pause["talk_s_agent"]) == (3.0, 2.7)


@pytest.mark.parametrize(
    ("language", "text", "name", "count"),
    [
        ("zh", "订单12号，OK好的", "characters_per_minute_of_agent_speech", 8),
        ("ko", "주문 12번, OK", "syllables_per_minute_of_agent_speech", 6),
        ("en", "I don't have 2 re-orders", "words_per_minute_of_agent_speech", 5),
    ],
)
def test_speech_rate_divides_by_the_partys_own_speech(
    language: str, text: str, name: str, count: int
) -> None:
    call = heard(f"agent 0-2: {text}", "customer 2-30:", language=language)
    assert score(call, rubric(criterion("a", Says()))).metrics[name] == count * 30


def test_words_over_silence_are_not_counted_as_speech() -> None:
    call = heard("agent 0-2: 您好", "customer 50-52: 好")
    turn = Turn(
        0, Role.AGENT, "您好谢谢观看", Span(0, 40_000),
        (Word("您好", Span(0, 2000)), Word("谢谢观看", Span(30_000, 40_000))),
    )  # fmt: skip
    call = replace(call, transcript=replace(call.transcript, turns=(turn,)))
    metrics = score(call, rubric(criterion("a", Says()))).metrics
    assert metrics["characters_per_minute_of_agent_speech"] == 2 * 30


def test_only_what_can_be_measured_is_there() -> None:
    plain = rubric(criterion("a", Says()))
    silent = heard("agent 0-3: 您好", silent=True)
    assert set(score(silent, plain).metrics) == {"duration_s"}
    assert score(heard("agent: 您好", silent=True), plain).metrics == {}
    mixed = heard("agent 0-3: 您好", cannot_tell=(Aspect.ROLES,))
    assert set(score(mixed, plain).metrics) == {
        "duration_s", "silence_s", "longest_silence_s", "silences_of_3_s_and_more",
    }  # fmt: skip
    no_overlap = heard("agent 0-3: 您好", cannot_tell=(Aspect.TALK_OVER,))
    assert "overlap_s" not in score(no_overlap, plain).metrics
    assert "talk_s_agent" in score(no_overlap, plain).metrics


# ---- deduction from 100, and bonus points


@dataclass(frozen=True)
class Faults:
    """A check that fails with so many faults."""

    count: int
    needs: frozenset[Aspect] = frozenset()

    def judge(self, call: object, lexicons: LexiconSet) -> Finding:
        return Finding(F, "因为", faults=self.count)


def costing(name: str, check: object, deduct: float, weight: float, per="call") -> Criterion:
    return replace(criterion(name, check, weight), deduct=deduct, per=per)


def deducting(*criteria: Criterion, **changes) -> Scorecard:
    return judged(*criteria, mode="deduction", **changes)


def test_a_failure_costs_its_points_once_or_for_each_fault() -> None:
    assert deducting(costing("a", Says(F), 5, 5), costing("b", Says(P), 20, 20)).score == 95
    assert deducting(costing("a", Faults(3), 5, 100, "fault")).score == 85
    assert deducting(costing("a", Faults(3), 5, 5, "call")).score == 95


def test_a_criterion_never_costs_more_than_its_cap() -> None:
    assert deducting(costing("a", Faults(9), 5, 15, "fault")).score == 85


def test_the_score_never_falls_below_the_floor() -> None:
    lost = [costing(f"c{n}", Says(F), 60, 60) for n in range(2)]
    assert deducting(*lost).score == 0
    assert deducting(*lost, floor=40).score == 40


def test_what_does_not_apply_or_cannot_be_told_costs_nothing() -> None:
    for outcome in (NA, UNKNOWN):
        card = deducting(costing("a", Says(outcome), 30, 30), costing("b", Says(F), 5, 5))
        assert card.score == 95


def test_a_failed_critical_criterion_of_the_card_leaves_nothing_whatever_the_points() -> None:
    veto = replace(costing("a", Says(F), 5, 5), critical="card")
    card = deducting(veto, costing("b", Says(P), 5, 5), floor=60)
    assert (card.score, card.verdict) == (0, Verdict.FAIL)


def test_a_bonus_adds_and_never_costs() -> None:
    bonus = replace(criterion("b", Says(P), 10), bonus=True)
    none = replace(bonus, check=Says(F))
    half = (criterion("a", Says(P), 50), criterion("c", Says(F), 50))
    assert judged(*half, bonus).score == 60
    assert judged(*half, none).score == 50
    assert judged(*half, none).tally == judged(*half).tally
    assert judged(criterion("a", Says(P), 50), bonus).score == 100
    assert deducting(costing("a", Says(F), 30, 30), bonus).score == 80


def test_a_pass_that_hangs_on_a_doubtful_bonus_goes_to_a_person() -> None:
    bonus = replace(criterion("b", Says(P, 0.3), 10), bonus=True)
    card = judged(criterion("a", Says(P), 75), criterion("c", Says(F), 25), bonus)
    assert (card.score, card.verdict) == (85, Verdict.REVIEW)


def test_a_deducted_card_survives_the_way_through_its_file() -> None:
    bonus = replace(criterion("b", Says(P), 10), bonus=True)
    card = deducting(costing("a", Faults(2), 5, 15, "fault"), bonus)
    assert scorecard_from_json(scorecard_to_json(card)) == card


def test_the_rubric_adds_its_own_suggestion_to_a_failure() -> None:
    advice = replace(criterion("a", Says(F)), suggestions={"zh": "先问姓氏。"})
    assert judged(advice).results[0].suggestion == "先问姓氏。"
    assert judged(replace(advice, check=Says(P))).results[0].suggestion == ""


# ---- the model of speech acts

ASKED = heard(
    "customer: 查一下话费", "agent: 好的，您的话费还有五十元", "agent: 您看还有别的事没有"
)


def with_model(learned: bool = True) -> Rubric:
    """No phrase asks a closing question here; the model tells one."""
    made = rubric(replace(criterion("ending", ClosingSatisfaction()), learned=learned))
    empty = replace(phrases().get("closing-ask"), entries=())
    lexicons = LexiconSet("zh", {**phrases().lexicons, "closing-ask": empty})
    return replace(made, lexicons={"zh": lexicons}, acts={"zh": small_model()})


def test_a_criterion_hears_what_the_model_tells() -> None:
    card = score(ASKED, with_model())
    assert card.results[0].outcome is P
    assert card.results[0].confidence < 0.9


def test_a_criterion_that_is_not_learned_hears_phrases_only() -> None:
    assert score(ASKED, with_model(learned=False)).results[0].outcome is F
    assert score(ASKED, replace(with_model(), acts={})).results[0].outcome is F


def test_the_scorecard_names_the_model_that_judged() -> None:
    model = replace(small_model(), digest="abc")
    card = score(ASKED, replace(with_model(), acts={"zh": model}))
    assert card.source["acts"] == "abc"
    assert "acts" not in score(ASKED, replace(with_model(), acts={})).source


def test_another_model_is_another_judge() -> None:
    models = [{"zh": replace(small_model(), digest=digest)} for digest in ("a", "b")]
    judges = {replace(with_model(), acts=acts).judged_by for acts in [{}, *models]}
    assert len({scored_key("heard", judge) for judge in judges}) == 3
