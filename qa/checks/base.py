"""What every check is: a frozen dataclass whose fields are its YAML parameters, and one method.

A check sees a `Call` and lexicons, nothing else: no sound, no file, no clock. It never raises for
what a call may hold; a crash is a fault of ours and is reported as one (`CheckError`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from qa.checks.remembered import remembered
from qa.core.call import Aspect, Call, InspectionFinding
from qa.core.finding_names import told_in
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconSet

NOT_MEASURABLE: Mapping[str, str] = {
    "zh": "无法判定：{reason}。",
    "ko": "판정할 수 없음: {reason}.",
    "en": "Cannot be assessed: {reason}.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `explanation` is one or two sentences for a team lead, in the call's
    language; `suggestion` is what the agent could have said or done, empty after a pass.

    `confidence` in 0..1: how sure the check is of this outcome given what was heard. `faults`
    counts what went wrong, for rubrics that deduct points per fault; it means nothing but after
    a fail. `words_may_tell`, of `not_assessed`: the check lacked something that is not the
    recording's to tell, so whoever understands the words may still know.
    """

    outcome: Outcome
    explanation: str
    suggestion: str = ""
    confidence: float = 1.0
    measured: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    faults: int = 1
    words_may_tell: bool = False


class Check(Protocol):
    """`needs` are the aspects without which the answer is `not_assessed`, whatever the words;
    `assess` sees to it before `judge` runs."""

    @property
    def needs(self) -> frozenset[Aspect]: ...

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding: ...


@remembered
def _obstacles(call: Call, aspect: Aspect) -> tuple[InspectionFinding, ...]:
    return call.obstacles_to(aspect)


def assess(check: Check, call: Call, lexicons: LexiconSet) -> Finding:
    """What the check finds; `not_assessed`, with the reason, where the call cannot tell."""
    return unmeasurable(check.needs, call, lexicons.language) or check.judge(call, lexicons)


def unmeasurable(needs: Iterable[Aspect], call: Call, language: str) -> Finding | None:
    """`not_assessed`, with the reason, where the call cannot tell about one of `needs`."""
    obstacles = [
        told_in(language, obstacle)
        for aspect in sorted(needs)
        for obstacle in _obstacles(call, aspect)
    ]
    if not obstacles:
        return None
    reason = "; ".join(dict.fromkeys(obstacles))
    return Finding(Outcome.NOT_ASSESSED, NOT_MEASURABLE[language].format(reason=reason))
