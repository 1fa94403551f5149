"""A call judged by a rubric: every check runs, the points add up, the verdict has its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

import qa
from qa.acts.hearing import hearing
from qa.checks.base import Finding, assess
from qa.core.call import Call
from qa.core.errors import CallError
from qa.core.scorecard import CheckError, CriterionResult, Outcome, Scorecard
from qa.judge.judge import Judge, Judgement
from qa.language.lexicon import LexiconSet
from qa.rubric import Criterion, Rubric
from qa.scoring.judged import Asking
from qa.scoring.metrics import metrics_of
from qa.scoring.verdict import decide, score_of, tally_of, zeroed
from qa.scoring.wording import SAY

JUDGE_UNANSWERED = "judge_unanswered"  # of `Scorecard.source`


def score(call: Call, rubric: Rubric, judge: Judge | None = None) -> Scorecard:
    """The scorecard of one call; pure without a `judge`, which is asked only about criteria that
    declare it.

    Raises `CallError` where the rubric has no titles or lexicons in the call's language.
    """
    language = call.transcript.language
    if language not in rubric.languages:
        raise CallError(
            "language",
            f"the call is in '{language}', and the rubric '{rubric.id}' judges calls in "
            f"{', '.join(rubric.languages)} only; name the call's language, or use another rubric",
        )
    phrases = rubric.lexicons[language]
    model = rubric.acts.get(language)
    heard = hearing(call, phrases, model)
    sections = {section.id: section.titles[language] for section in rubric.sections}
    asking = Asking(judge, rubric.review_below_confidence) if judge else None
    ran = [
        _run(criterion, call, heard if criterion.learned else phrases, asking)
        for criterion in rubric.criteria
    ]
    results = [
        _result(criterion, one.finding, sections[criterion.section], language)
        for criterion, one in zip(rubric.criteria, ran, strict=True)
    ]
    errors = [one.error for one in ran if one.error]
    settled = zeroed(results, rubric)
    tally = tally_of(settled)
    verdict, reasons = decide(settled, tally, errors, rubric, language)
    return Scorecard(
        call_id=call.context.call_id,
        language=language,
        rubric=rubric.ref,
        verdict=verdict,
        verdict_reasons=reasons,
        score=score_of(settled, rubric),
        tally=tally,
        results=tuple(settled),
        errors=tuple(errors),
        inspection=call.inspection,
        metrics=metrics_of(call),
        context=_context(call),
        source=_source(call)
        | ({"acts": model.digest} if model else {})
        | _judge_source([one.judgement for one in ran if one.judgement], judge),
    )


@dataclass(frozen=True, slots=True)
class _Ran:
    """`finding` is what stands; `judgement` is there where a judge had a say in it."""

    finding: Finding
    judgement: Judgement | None = None
    error: CheckError | None = None


def _run(criterion: Criterion, call: Call, lexicons: LexiconSet, asking: Asking | None) -> _Ran:
    """What the check found; `not_assessed` where the call cannot tell, or the check crashed."""
    try:
        found = assess(criterion.check, call, lexicons)
        judgement = asking.about(criterion, found, call, lexicons) if asking else None
        return _Ran(judgement.finding if judgement else found, judgement)
    except Exception as error:  # a fault of ours: it must never look like the agent's
        kind = type(error).__name__
        crashed = SAY[lexicons.language]["crashed"].format(kind=kind)
        return _Ran(
            Finding(Outcome.NOT_ASSESSED, crashed),
            error=CheckError(criterion.id, kind, str(error)),
        )


def _result(criterion: Criterion, finding: Finding, section: str, language: str) -> CriterionResult:
    failed = finding.outcome is Outcome.FAIL
    own = criterion.suggestions.get(language, "") if failed else ""
    return CriterionResult(
        criterion=criterion.id,
        section=section,
        title=criterion.titles[language],
        outcome=finding.outcome,
        weight=criterion.weight,
        earned=criterion.worth(finding.outcome, finding.faults),
        critical=criterion.critical is not None,
        explanation=finding.explanation,
        suggestion=" ".join(text for text in (finding.suggestion, own) if text),
        confidence=finding.confidence,
        measured=dict(finding.measured),
        params=_params(criterion.check),
        evidence=finding.evidence,
        bonus=criterion.bonus,
    )


def _params(check: object) -> dict[str, Any]:
    """The check's parameters as JSON writes them, so that a file gives back the same card."""
    values = {item.name: getattr(check, item.name) for item in fields(check)}  # type: ignore[arg-type]
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if is_dataclass(value):
        return _params(value)
    return value


def _context(call: Call) -> dict[str, str]:
    known = {
        item.name: getattr(call.context, item.name)
        for item in fields(call.context)
        if item.name not in ("call_id", "extra")
    }
    return {**call.context.extra, **{name: value for name, value in known.items() if value}}


def _source(call: Call) -> dict[str, str]:
    source = {**call.provenance, "transcript": call.transcript.source}
    if call.activity:
        source["activity"] = call.activity.source
    return {**source, "program": f"qa {qa.__version__}"}


def _judge_source(judgements: Sequence[Judgement], judge: Judge | None) -> dict[str, str]:
    """The model that had a say, and how many questions got no answer, so may be asked again."""
    if judge is None or not judgements:
        return {}
    unanswered = sum(not judgement.answered for judgement in judgements)
    named = {"judge": judge.model}
    return named | {JUDGE_UNANSWERED: str(unanswered)} if unanswered else named
