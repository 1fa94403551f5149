"""A batch for people: its scorecards, the calls that have none, and how often each rule held.

Only counts are formed here. A share is always passed / assessed over calls, never a mean of means,
and what could not be told is counted beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from qa.core.scorecard import Outcome, Scorecard, Verdict


@dataclass(frozen=True, slots=True)
class FailedCall:
    """A call without a scorecard: `code` is `CallError.code`, `message` is for people."""

    call_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """`generated` is an ISO 8601 time, or empty where the output has to be reproducible.

    `language` is that of the page; None takes the one most scorecards have.
    """

    title: str
    scorecards: tuple[Scorecard, ...]
    failures: tuple[FailedCall, ...] = ()
    generated: str = ""
    language: str | None = None

    @property
    def page_language(self) -> str:
        spoken = Counter(card.language for card in self.scorecards)
        return self.language or (spoken.most_common(1)[0][0] if spoken else "zh")

    def verdicts(self) -> Counter[Verdict]:
        return Counter(card.verdict for card in self.scorecards)


@dataclass(frozen=True, slots=True)
class CriterionName:
    id: str
    title: str
    critical: bool


@dataclass(slots=True)
class OutcomeCount:
    """How a criterion came out over some calls; `crashed` are checks that gave no answer."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    crashed: int = 0

    @property
    def passed(self) -> int:
        return self.outcomes[Outcome.PASS]

    @property
    def failed(self) -> int:
        return self.outcomes[Outcome.FAIL]

    @property
    def assessed(self) -> int:
        return self.passed + self.failed

    @property
    def undecided(self) -> int:
        return self.outcomes[Outcome.NOT_ASSESSED]


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One agent of one team. Both may be empty: calls whose agent nobody named stand together."""

    agent_id: str
    agent_name: str
    team: str
    scorecards: tuple[Scorecard, ...]


def criteria_of(scorecards: Iterable[Scorecard], language: str) -> tuple[CriterionName, ...]:
    """Every criterion, in the order first met; its title in `language` where some card has it."""
    named: dict[str, CriterionName] = {}
    in_language: set[str] = set()
    for card in scorecards:
        for result in card.results:
            better = card.language == language and result.criterion not in in_language
            if better:
                in_language.add(result.criterion)
            if better or result.criterion not in named:
                name = CriterionName(result.criterion, result.title, result.critical)
                named[result.criterion] = name
        for error in card.errors:
            named.setdefault(
                error.criterion, CriterionName(error.criterion, error.criterion, False)
            )
    return tuple(named.values())


def outcomes_of(scorecards: Iterable[Scorecard]) -> dict[str, OutcomeCount]:
    """By criterion id."""
    counts: dict[str, OutcomeCount] = {}
    for card in scorecards:
        for result in card.results:
            counts.setdefault(result.criterion, OutcomeCount()).outcomes[result.outcome] += 1
        for error in card.errors:
            counts.setdefault(error.criterion, OutcomeCount()).crashed += 1
    return counts


def agents_of(scorecards: Iterable[Scorecard]) -> tuple[AgentRow, ...]:
    """Sorted by team, then agent; what is not named comes last."""
    grouped: dict[tuple[str, str, str], list[Scorecard]] = {}
    for card in scorecards:
        team, agent_id, agent_name = (
            card.context.get(key, "") for key in ("team", "agent_id", "agent_name")
        )
        grouped.setdefault((team, agent_id, agent_name), []).append(card)
    rows = [AgentRow(who, name, team, tuple(g)) for (team, who, name), g in grouped.items()]
    rows.sort(key=lambda r: (not r.team, r.team, not r.agent_id, r.agent_id, r.agent_name))
    return tuple(rows)


def agent_label(agent_id: str, agent_name: str) -> str:
    """`name (id)`, or the one that is known; empty when neither is."""
    if agent_id and agent_name:
        return f"{agent_name} ({agent_id})"
    return agent_name or agent_id
