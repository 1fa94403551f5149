"""What every check is: a frozen dataclass whose fields are its YAML parameters, and one method.

A check sees a `Call` and lexicons, nothing else: no sound, no file, no clock. It never raises for
what a call may hold; a crash is a fault of ours and is reported as one (`CheckError`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from qa.core.call import Aspect, Call
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconSet


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `explanation` is one or two sentences for a team lead, in the call's
    language; `suggestion` is what the agent could have said or done, empty after a pass.

    `confidence` in 0..1: how sure the check is of this outcome given what was heard.
    """

    outcome: Outcome
    explanation: str
    suggestion: str = ""
    confidence: float = 1.0
    measured: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


class Check(Protocol):
    """`needs` are the aspects without which the answer is `not_assessed`, whatever the words;
    scoring asks `Call.why_not_measurable` for them before `judge` runs."""

    @property
    def needs(self) -> frozenset[Aspect]: ...

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding: ...
