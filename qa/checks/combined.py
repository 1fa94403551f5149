"""Checks made of checks: `all`, `any`, `not`, and the condition under which a criterion applies.

What cannot be told stays so unless the rest already decides:

    all   fails when one fails; else not assessed when one could not be; else passes
    any   passes when one passes; else not assessed when one could not be; else fails
    not   swaps pass and fail

Parts that do not apply are left out; where none applies, the whole does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qa.checks.base import Check, Finding, assess
from qa.checks.combined_wording import SAY
from qa.core.call import Aspect, Call
from qa.core.scorecard import Outcome
from qa.language.lexicon import LexiconSet

_NOTHING: frozenset[Aspect] = frozenset()
_SWAPPED = {Outcome.PASS: Outcome.FAIL, Outcome.FAIL: Outcome.PASS}


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part has to pass."""

    parts: tuple[Check, ...]

    @property
    def needs(self) -> frozenset[Aspect]:
        return _NOTHING  # each part is asked for its own

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        order = (Outcome.FAIL, Outcome.NOT_ASSESSED, Outcome.PASS)
        return _joined([assess(part, call, lexicons) for part in self.parts], order)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part has to pass."""

    parts: tuple[Check, ...]

    @property
    def needs(self) -> frozenset[Aspect]:
        return _NOTHING

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        order = (Outcome.PASS, Outcome.NOT_ASSESSED, Outcome.FAIL)
        return _joined([assess(part, call, lexicons) for part in self.parts], order)


@dataclass(frozen=True, slots=True)
class Not:
    """The part has to fail."""

    part: Check

    @property
    def needs(self) -> frozenset[Aspect]:
        return _NOTHING

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        found = assess(self.part, call, lexicons)
        return Finding(
            _SWAPPED.get(found.outcome, found.outcome),
            SAY[lexicons.language]["not"].format(explanation=found.explanation),
            "",
            found.confidence,
            found.measured,
            found.evidence,
            words_may_tell=found.words_may_tell,
        )


@dataclass(frozen=True, slots=True)
class When:
    """`check` applies only where the condition passes. A condition that cannot be told leaves the
    criterion not assessed, unless `check` does not apply anyway or would pass."""

    condition: Check
    check: Check

    @property
    def needs(self) -> frozenset[Aspect]:
        return _NOTHING

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        condition = assess(self.condition, call, lexicons)
        if condition.outcome in (Outcome.FAIL, Outcome.NOT_APPLICABLE):
            explanation = say["condition"].format(explanation=condition.explanation)
            return Finding(Outcome.NOT_APPLICABLE, explanation, "", condition.confidence)
        found = assess(self.check, call, lexicons)
        if condition.outcome is Outcome.NOT_ASSESSED and found.outcome is Outcome.FAIL:
            explanation = say["condition_unknown"].format(explanation=condition.explanation)
            return Finding(
                Outcome.NOT_ASSESSED,
                explanation,
                evidence=found.evidence,
                words_may_tell=condition.words_may_tell,
            )
        if found.outcome is Outcome.FAIL:  # a failure holds only where the condition does
            return replace(found, confidence=min(found.confidence, condition.confidence))
        return found


def _joined(found: list[Finding], order: tuple[Outcome, ...]) -> Finding:
    """The first outcome of `order` that a part has, told by the parts that have it."""
    for outcome in order:
        telling = [one for one in found if one.outcome is outcome]
        if telling:
            decisive = outcome is order[0]
            measured: dict[str, float] = {}
            for number, one in enumerate(found, start=1):
                for name, value in one.measured.items():
                    measured[f"{number}.{name}" if name in measured else name] = value
            return Finding(
                outcome,
                " ".join(_once(one.explanation for one in telling)),
                " ".join(_once(one.suggestion for one in telling)),
                # one decisive part is enough, so the surest counts; else all of them have to hold
                (max if decisive else min)(one.confidence for one in telling),
                measured,
                tuple(piece for one in telling for piece in one.evidence),
                (sum if decisive else min)(one.faults for one in telling),
                words_may_tell=all(one.words_may_tell for one in telling),
            )
    return Finding(
        Outcome.NOT_APPLICABLE,
        " ".join(_once(one.explanation for one in found)),
        confidence=min(one.confidence for one in found),
    )


def _once(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(text for text in texts if text)
