"""The calls of a batch, each leading to its scorecard; the script sorts and filters the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote

from qa.core.scorecard import Outcome, Scorecard
from qa.report import formats
from qa.report.markup import Safe, element
from qa.report.parts import badge, column, part, table
from qa.report.summary import BatchSummary, agent_label, agents_of
from qa.report.texts import WORST_FIRST, Interface


def call_list(batch: BatchSummary, page_stem: Callable[[str], str], words: Interface) -> Safe:
    if not batch.scorecards:
        return part("calls", words["calls"], element("p", words["no calls"], class_="quiet"))
    columns = (
        ("call", words["call"], ""),
        ("verdict", words["verdict"], ""),
        ("score", words["score"], "number"),
        ("failed", words["failed criteria"], "failed"),
        ("coverage", words["coverage"], "number"),
        ("agent", words["agent"], ""),
        ("team", words["team"], ""),
        ("started", words["started"], ""),
        ("language", words["language"], ""),
    )
    head = (column(text, data_key=key, class_=style or None) for key, text, style in columns)
    rows = (_call(card, page_stem, words) for card in batch.scorecards)
    return part(
        "calls",
        words["calls"],
        _filters(batch, words),
        table(head, rows, id="call-table"),
    )


def _call(card: Scorecard, page_stem: Callable[[str], str], words: Interface) -> Safe:
    context = card.context
    agent = agent_label(context.get("agent_id", ""), context.get("agent_name", ""))
    team = context.get("team", "")
    failed = [result.title for result in card.results if result.outcome is Outcome.FAIL]
    undecided = sum(result.outcome is Outcome.NOT_ASSESSED for result in card.results)
    coverage = card.tally.coverage
    remarks = [
        words[key].format(n=n)
        for key, n in (("items undecided", undecided), ("items crashed", len(card.errors)))
        if n
    ]
    return element(
        "tr",
        element(
            "th",
            element(
                "a", card.call_id, href=f"scorecards/{quote(page_stem(card.call_id), '')}.html"
            ),
            scope="row",
        ),
        element(
            "td",
            badge(words.verdict(card.verdict), card.verdict.value),
            title="; ".join(card.verdict_reasons) or None,
            data_sort=WORST_FIRST.index(card.verdict),
        ),
        element("td", formats.score(card.score), class_="number", data_sort=_sort(card.score)),
        element(
            "td",
            "、".join(failed) if words.language == "zh" else ", ".join(failed),
            element("small", ", ".join(remarks)) if remarks else None,
            class_="failed",
            data_sort=len(failed),
        ),
        element("td", formats.percent(coverage), class_="number", data_sort=_sort(coverage)),
        element("td", agent),
        element("td", team),
        element("td", formats.moment(context.get("started_at", "")), class_="time"),
        element("td", words.known("language", card.language)),
        data_agent=agent,
        data_team=team,
        data_verdict=card.verdict.value,
    )


def _sort(value: float | None) -> float:
    """Calls without a score come first in ascending order."""
    return -1.0 if value is None else value


def _filters(batch: BatchSummary, words: Interface) -> Safe:
    """Hidden until the script that makes it work runs."""
    agents = agents_of(batch.scorecards)
    names = sorted({agent_label(row.agent_id, row.agent_name) for row in agents} - {""})
    teams = sorted({row.team for row in agents} - {""})
    verdicts = [(v.value, words.verdict(v)) for v in WORST_FIRST]
    return element(
        "form",
        _select("agent", words["agent"], [(name, name) for name in names], words),
        _select("team", words["team"], [(team, team) for team in teams], words),
        _select("verdict", words["verdict"], verdicts, words),
        element("output", data_template=words["shown n"]),
        id="filters",
        hidden=True,
        aria_label=words["filter"],
    )


def _select(name: str, label: str, options: Iterable[tuple[str, str]], words: Interface) -> Safe:
    return element(
        "label",
        f"{label} ",
        element(
            "select",
            element("option", words["any"], value=""),
            [element("option", text, value=value) for value, text in options],
            name=name,
        ),
    )
