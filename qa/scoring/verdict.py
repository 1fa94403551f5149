"""Points into a tally, and a tally into a verdict with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import fsum

from qa.core.scorecard import CheckError, CriterionResult, Outcome, Tally, Verdict
from qa.rubric import Criterion, Rubric
from qa.scoring.wording import SAY


def tally_of(results: Iterable[CriterionResult]) -> Tally:
    """`fsum`, so that the order of the criteria cannot move the last digit of a score. A bonus
    stands beside the points that can be had, not among them."""
    counted = [r for r in results if not r.bonus and r.outcome is not Outcome.NOT_APPLICABLE]
    assessed = [r for r in counted if r.outcome is not Outcome.NOT_ASSESSED]
    return Tally(
        earned=fsum(r.earned for r in assessed),
        assessed=fsum(r.weight for r in assessed),
        possible=fsum(r.weight for r in counted),
    )


def score_of(results: Sequence[CriterionResult], rubric: Rubric) -> float | None:
    """0..100 by the rubric's mode, bonus points included; None when nothing could be assessed."""
    tally = tally_of(results)
    if not tally.assessed:
        return None
    if any(c.critical == "card" and _surely_failed(r, rubric) for c, r in _pairs(rubric, results)):
        return 0.0
    bonus = fsum(r.earned for r in results if r.bonus and r.outcome is Outcome.PASS)
    if rubric.mode == "deduction":
        left = 100 - (tally.assessed - tally.earned) + bonus
        return min(100.0, max(rubric.floor, left))
    return min(100.0, 100 * (tally.earned + bonus) / tally.assessed) if bonus else tally.score


def zeroed(results: Sequence[CriterionResult], rubric: Rubric) -> list[CriterionResult]:
    """`results` without the points that failed critical criteria take away.

    A critical failure that its check doubts takes nothing away yet: a person decides first.
    """
    failed = [c for c, r in _pairs(rubric, results) if c.critical and _surely_failed(r, rubric)]
    whole_card = any(criterion.critical == "card" for criterion in failed)
    sections = {criterion.section for criterion in failed}
    return [
        replace(result, earned=0) if whole_card or criterion.section in sections else result
        for criterion, result in _pairs(rubric, results)
    ]


def decide(
    results: Sequence[CriterionResult],
    tally: Tally,
    errors: Sequence[CheckError],
    rubric: Rubric,
    language: str,
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict and why, for people.

    A surely failed critical criterion is a fail whatever else is unknown, and so is a call that
    no answer of a person could bring to the pass mark. Then everything that a person has to look
    at comes before the pass mark.
    """
    vetoes = _vetoes(results, rubric, language)
    if vetoes:
        return Verdict.FAIL, tuple(vetoes)
    score = score_of(results, rubric)
    doubts = _doubts(results, tally, errors, rubric, language)
    lost = not errors and _surely_lost(results, rubric)
    if score is None or (doubts and not lost):
        return Verdict.REVIEW, tuple(doubts)
    passed = score >= rubric.pass_mark
    reason = SAY[language]["passed" if passed else "below_pass_mark"].format(
        score=score, pass_mark=rubric.pass_mark
    )
    return (Verdict.PASS if passed else Verdict.FAIL), (reason,)


def _surely_lost(results: Sequence[CriterionResult], rubric: Rubric) -> bool:
    """True when the pass mark is out of reach even if everything doubtful or unknown turns out
    well: the sure failures alone cost too many of the possible points."""
    at_best = [
        result
        if result.outcome is Outcome.NOT_APPLICABLE or _surely_failed(result, rubric)
        else replace(result, outcome=Outcome.PASS, earned=result.weight)
        for result in results
    ]
    best = score_of(at_best, rubric)
    return best is not None and best < rubric.pass_mark


def _vetoes(results: Sequence[CriterionResult], rubric: Rubric, language: str) -> list[str]:
    say = SAY[language]
    return [
        say[f"veto_{criterion.critical}"].format(title=result.title, section=result.section)
        for criterion, result in _pairs(rubric, results)
        if criterion.critical and _surely_failed(result, rubric)
    ]


def _doubts(
    results: Sequence[CriterionResult],
    tally: Tally,
    errors: Sequence[CheckError],
    rubric: Rubric,
    language: str,
) -> list[str]:
    say = SAY[language]
    titles = {result.criterion: result.title for result in results}
    doubts: list[str] = []
    if tally.coverage is None:
        doubts.append(say["nothing_applicable"])
    doubts += [say["check_crashed"].format(title=titles[e.criterion], kind=e.kind) for e in errors]
    doubts += [
        say["critical_unknown"].format(title=result.title)
        for criterion, result in _pairs(rubric, results)
        if criterion.critical and result.outcome is Outcome.NOT_ASSESSED
    ]
    if tally.coverage is not None and (tally.coverage < rubric.min_coverage or tally.score is None):
        doubts.append(
            say["low_coverage"].format(
                coverage=100 * tally.coverage, min_coverage=100 * rubric.min_coverage
            )
        )
    doubts += [
        say["doubtful_fail"].format(title=result.title, confidence=100 * result.confidence)
        for result in results
        if result.outcome is Outcome.FAIL and not _sure(result, rubric)
    ]
    doubts += [
        say["doubtful_pass"].format(title=result.title, confidence=100 * result.confidence)
        for result in _carrying_passes(results, rubric)
    ]
    return doubts


def _carrying_passes(results: Sequence[CriterionResult], rubric: Rubric) -> list[CriterionResult]:
    """The doubtful passes without which a call at the pass mark would not have passed: critical
    ones, and all of them where the score without their points is below the mark."""
    score = score_of(results, rubric)
    if score is None or score < rubric.pass_mark:
        return []
    passes = [(c, r) for c, r in _pairs(rubric, results) if r.outcome is Outcome.PASS]
    doubtful = [result for _, result in passes if not _sure(result, rubric)]
    without = score_of(
        [replace(result, earned=0) if result in doubtful else result for result in results], rubric
    )
    if without is not None and without < rubric.pass_mark:
        return doubtful
    return [result for c, result in passes if c.critical and not _sure(result, rubric)]


def _surely_failed(result: CriterionResult, rubric: Rubric) -> bool:
    return result.outcome is Outcome.FAIL and _sure(result, rubric)


def _sure(result: CriterionResult, rubric: Rubric) -> bool:
    return result.confidence >= rubric.review_below_confidence


def _pairs(
    rubric: Rubric, results: Sequence[CriterionResult]
) -> zip[tuple[Criterion, CriterionResult]]:
    return zip(rubric.criteria, results, strict=True)
