"""How often each criterion held: over the batch, and agent by agent."""

from __future__ import annotations

from collections.abc import Sequence

from qa.core.scorecard import Outcome
from qa.report import formats
from qa.report.markup import Child, Safe, element
from qa.report.parts import badge, column, part, table
from qa.report.summary import (
    AgentRow,
    BatchSummary,
    CriterionName,
    OutcomeCount,
    agent_label,
    agents_of,
    outcomes_of,
)
from qa.report.texts import WORST_FIRST, Interface


def by_criterion(
    batch: BatchSummary, criteria: Sequence[CriterionName], words: Interface
) -> Safe | None:
    if not criteria:
        return None
    counts = outcomes_of(batch.scorecards)
    order = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_ASSESSED, Outcome.NOT_APPLICABLE)
    crashed = any(count.crashed for count in counts.values())
    rows = []
    for name in criteria:
        count = counts[name.id]
        cells = [element("td", str(count.outcomes[outcome]), class_="number") for outcome in order]
        if crashed:
            cells.append(element("td", str(count.crashed), class_="number"))
        critical = badge(words["critical"], "critical") if name.critical else None
        rows.append(
            element(
                "tr",
                element("th", name.title, " ", critical, scope="row"),
                _share(count, words),
                *cells,
            )
        )
    head = [column(words["criterion"]), column(words["pass share"])]
    head += [column(words.outcome(outcome), class_="number") for outcome in order]
    if crashed:
        head.append(column(words["crashed"], class_="number"))
    return part("by-criterion", words["by criterion"], table(head, rows))


def _share(count: OutcomeCount, words: Interface) -> Safe:
    """`passed / assessed` over a bar, with what could not be told in words."""
    if not count.assessed:
        bar: Child = element("span", formats.NOTHING, class_="quiet")
    else:
        filled = f"width:{100 * count.passed / count.assessed:.1f}%"
        bar = [
            element("span", f"{count.passed}/{count.assessed}"),
            element("span", element("i", style=filled), class_="bar", aria_hidden="true"),
        ]
    remarks = [
        words[key].format(n=n)
        for key, n in (("undecided n", count.undecided), ("errors n", count.crashed))
        if n
    ]
    remark = element("small", ", ".join(remarks)) if remarks else None
    return element("td", bar, remark, class_="share")


def by_agent(
    batch: BatchSummary, criteria: Sequence[CriterionName], words: Interface
) -> Safe | None:
    agents = agents_of(batch.scorecards)
    if not agents:
        return None
    head = [
        column(words["agent"]),
        column(words["team"]),
        column(words["calls n"], class_="number"),
        *(column(words.verdict(verdict), class_="number") for verdict in WORST_FIRST),
        *(column(name.title) for name in criteria),
    ]
    rows = (_agent(agent, criteria, words) for agent in agents)
    note = element("p", words["by agent note"], class_="quiet")
    return part("by-agent", words["by agent"], note, table(head, rows))


def _agent(agent: AgentRow, criteria: Sequence[CriterionName], words: Interface) -> Safe:
    counts = outcomes_of(agent.scorecards)
    label = agent_label(agent.agent_id, agent.agent_name) or words["no agent"]
    return element(
        "tr",
        element("th", label, scope="row"),
        element("td", agent.team),
        element("td", str(len(agent.scorecards)), class_="number"),
        [
            element(
                "td",
                str(sum(card.verdict is verdict for card in agent.scorecards)),
                class_="number",
            )
            for verdict in WORST_FIRST
        ],
        [_share(counts.get(name.id, OutcomeCount()), words) for name in criteria],
    )
