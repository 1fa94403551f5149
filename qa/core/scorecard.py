"""What was found about a call: one result a criterion, the points, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from qa.core.call import InspectionFinding, Role
from qa.core.spans import Span

SCHEMA_VERSION = 1


class Outcome(str, Enum):
    """`not_applicable`: the rule had no occasion. `not_assessed`: it had, or may have had, but
    the recording cannot tell. Neither is ever a fail."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


class Verdict(str, Enum):
    """`review`: a person has to look; the scorecard says why."""

    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the call that a reader can go to.

    `chars` are offsets into the turn's text, half-open; `quote` is that stretch, verbatim.
    """

    quote: str = ""
    note: str = ""
    role: Role | None = None
    turn: int | None = None
    span: Span | None = None
    chars: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion's answer. `measured` are the numbers it was decided on, `params` the limits.

    `weight` and `earned` are points; `earned` is 0 unless the outcome is pass, or the rubric
    deducts points by the fault and some are left. A `bonus` adds to the score when it passes and
    costs nothing when it does not.
    """

    criterion: str
    section: str
    title: str
    outcome: Outcome
    weight: float
    earned: float
    critical: bool
    explanation: str
    suggestion: str = ""
    confidence: float = 1.0
    measured: Mapping[str, float] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    bonus: bool = False


@dataclass(frozen=True, slots=True)
class CheckError:
    """A check that crashed: never a pass, never a fail; the verdict becomes `review`."""

    criterion: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Points that add up over criteria and over calls.

    `possible` counts every applicable criterion, `assessed` those that could be told,
    so coverage = assessed / possible and score = 100 * earned / assessed.
    """

    earned: float = 0.0
    assessed: float = 0.0
    possible: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.earned <= self.assessed <= self.possible:
            raise ValueError(f"a tally needs 0 <= earned <= assessed <= possible; got {self}")

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.earned + other.earned,
            self.assessed + other.assessed,
            self.possible + other.possible,
        )

    @property
    def score(self) -> float | None:
        """0..100, or None when nothing could be assessed."""
        return 100 * self.earned / self.assessed if self.assessed else None

    @property
    def coverage(self) -> float | None:
        """0..1, or None when nothing was applicable."""
        return self.assessed / self.possible if self.possible else None


@dataclass(frozen=True, slots=True)
class RubricRef:
    """Which rubric judged: `sha256` covers the rubric file and every lexicon it used."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One call, judged. `score` already counts what a failed critical criterion zeroes.

    `verdict_reasons` says, for people, why the verdict is what it is. `metrics` are seconds,
    shares and counts that hold whatever the rubric (`talk_share_agent`, `silence_s`, ...).
    """

    call_id: str
    language: str
    rubric: RubricRef
    verdict: Verdict
    verdict_reasons: tuple[str, ...]
    score: float | None
    tally: Tally
    results: tuple[CriterionResult, ...]
    errors: tuple[CheckError, ...] = ()
    inspection: tuple[InspectionFinding, ...] = ()
    metrics: Mapping[str, float] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
