"""Points into a tally, and a tally into a verdict with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import fsum

from qa.core.scorecard import CheckError, CriterionResult, Outcome, Tally, Verdict
from qa.rubric import Criterion, Rubric
from qa.scoring.wording import SAY


def tally_of(results: Iterable[CriterionResult]) -> Tally:
    """`fsum`, so that the order of the criteria cannot move the last digit of a score."""
    applicable = [r for r in results if r.outcome is not Outcome.NOT_APPLICABLE]
    assessed = [r for r in applicable if r.outcome is not Outcome.NOT_ASSESSED]
    return Tally(
        earned=fsum(r.earned for r in assessed),
        assessed=fsum(r.weight for r in assessed),
        possible=fsum(r.weight for r in applicable),
    )


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
    doubts = _doubts(results, tally, errors, rubric, language)
    lost = not errors and _surely_lost(results, tally, rubric)
    if tally.score is None or (doubts and not lost):
        return Verdict.REVIEW, tuple(doubts)
    passed = tally.score >= rubric.pass_mark
    reason = SAY[language]["passed" if passed else "below_pass_mark"].format(
        score=tally.score, pass_mark=rubric.pass_mark
    )
    return (Verdict.PASS if passed else Verdict.FAIL), (reason,)


def _surely_lost(results: Sequence[CriterionResult], tally: Tally, rubric: Rubric) -> bool:
    """True when the pass mark is out of reach even if everything doubtful or unknown turns out
    well: the sure failures alone cost too many of the possible points."""
    reachable = fsum(
        result.weight
        for result in results
        if result.outcome is not Outcome.NOT_APPLICABLE and not _surely_failed(result, rubric)
    )
    best = Tally(reachable, tally.possible, tally.possible).score
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
        for result in _carrying_passes(results, tally, rubric)
    ]
    return doubts


def _carrying_passes(
    results: Sequence[CriterionResult], tally: Tally, rubric: Rubric
) -> list[CriterionResult]:
    """The doubtful passes without which a call at the pass mark would not have passed: critical
    ones, and all of them where the score without their points is below the mark."""
    if tally.score is None or tally.score < rubric.pass_mark:
        return []
    passes = [(c, r) for c, r in _pairs(rubric, results) if r.outcome is Outcome.PASS]
    doubtful = [result for _, result in passes if not _sure(result, rubric)]
    sure_points = fsum(result.earned for _, result in passes if _sure(result, rubric))
    if 100 * sure_points / tally.assessed < rubric.pass_mark:
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
