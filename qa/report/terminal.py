"""A scorecard and a batch in the terminal: plain words first, colour only beside them.

What a call or a file brought in is cleaned of control characters, so it cannot steer the terminal.
Fixed signs are ones that GBK and CP949 consoles have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.core.call import Call
from qa.core.scorecard import CriterionResult, Outcome, Scorecard, Verdict
from qa.report import formats
from qa.report.citation import Citation, citations, when
from qa.report.summary import BatchSummary, agent_label, criteria_of, outcomes_of
from qa.report.texts import WORST_FIRST, Interface, interface
from qa.report.wrapping import wrapped

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.table import Table
    from rich.text import Text

CALLS_LISTED = 30
_STYLES = {
    "pass": "green",
    "fail": "bold red",
    "review": "yellow",
    "not_assessed": "yellow",
    "not_applicable": "dim",
}


def scorecard_renderable(call: Call | None, card: Scorecard) -> RenderableType:
    """One scorecard, for a rich console of any width. Without the call, places are still named."""
    from rich.console import Group

    words = interface(card.language)
    cited = citations(call, card)
    return Group(*_head(card, words), _overview(card, words), *_details(card, cited, words))


def batch_table(summary: BatchSummary, *, listed: int = CALLS_LISTED) -> RenderableType:
    """Totals, criteria, the worst `listed` calls, and the calls that could not be scored."""
    from rich.console import Group

    words = interface(summary.page_language)
    return Group(*_batch(summary, listed, words))


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(formats.cleaned(text, "?"), style=style)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Text in one style, wrapped as Chinese wants it, its lines indented by `by` cells."""

    text: str
    style: str = ""
    by: int = 4

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.cells import cell_len

        width = max(options.max_width - self.by, 2)
        for line in wrapped(formats.cleaned(self.text, "?"), width, cell_len):
            yield _text(" " * self.by + line, self.style)


def _table(*columns: str, title: str = "", right: Sequence[int] = ()) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, title=title or None, title_justify="left", pad_edge=False)
    for i, column in enumerate(columns):
        table.add_column(column, justify="right" if i in right else "left", overflow="fold")
    return table


def _verdict(verdict: Verdict, words: Interface) -> Text:
    return _text(words.verdict(verdict), _STYLES[verdict.value])


def _head(card: Scorecard, words: Interface) -> Iterator[RenderableType]:
    context = card.context
    agent = agent_label(context.get("agent_id", ""), context.get("agent_name", ""))
    known = (agent, context.get("team", ""), formats.moment(context.get("started_at", "")))
    yield _text("  ".join([card.call_id, *(fact for fact in known if fact)]), "bold")
    line = _text(f"{words['verdict']} ")
    line.append_text(_verdict(card.verdict, words))
    line.append(f"  {words['score']} {formats.score(card.score)}")
    line.append(f"  {words['coverage']} {formats.percent(card.tally.coverage)}")
    yield line
    for reason in card.verdict_reasons:
        yield _Paragraph(f"- {reason}", by=2)
    for finding in card.inspection:
        affected = ", ".join(words.aspect(a) for a in sorted(finding.affects, key=str))
        told = f"{words['inspection']}: {words.finding(finding)}"
        told += f" {words['cannot tell']}{affected}" if affected else ""
        yield _Paragraph(told, "yellow", by=0)
    for error in card.errors:
        told = f"{words['check errors']}: {error.criterion}: {error.kind}: {error.message}"
        yield _Paragraph(told, "bold red", by=0)


def _overview(card: Scorecard, words: Interface) -> Table:
    table = _table("#", words["criterion"], words["outcome"], words["score"], right=(0, 3))
    for number, result in enumerate(card.results, start=1):
        critical = f" [{words['critical']}]" if result.critical else ""
        table.add_row(
            str(number),
            _text(result.title + critical),
            _text(words.outcome(result.outcome), _STYLES[result.outcome.value]),
            _text(words.points(result)),
        )
    return table


def _details(
    card: Scorecard, cited: Sequence[Citation], words: Interface
) -> Iterator[RenderableType]:
    for number, result in enumerate(card.results, start=1):
        yield _title(number, result, words)
        yield _Paragraph(result.explanation)
        for citation in cited:
            if citation.number == number:
                yield _Paragraph(_citation(citation, words))
        if result.suggestion:
            yield _Paragraph(f"{words['suggestion']}: {result.suggestion}", "cyan")


def _title(number: int, result: CriterionResult, words: Interface) -> Text:
    line = _text(f"{number:>2}  {result.title}  ", "bold")
    line.append_text(_text(words.outcome(result.outcome), _STYLES[result.outcome.value]))
    return line


def _citation(citation: Citation, words: Interface) -> str:
    evidence = citation.evidence
    told = [when(citation, words)]
    if citation.role:
        told.append(words.role(citation.role))
    if evidence.quote:
        told.append(f"“{evidence.quote}”")
    if evidence.note:
        told.append(evidence.note)
    return "  ".join(told)


def _batch(summary: BatchSummary, listed: int, words: Interface) -> Iterator[RenderableType]:
    verdicts = summary.verdicts()
    counts = [f"{words.verdict(verdict)} {verdicts[verdict]}" for verdict in WORST_FIRST[::-1]]
    counts.append(f"{words['not scored']} {len(summary.failures)}")
    total = len(summary.scorecards) + len(summary.failures)
    yield _text(summary.title, "bold")
    yield _text(f"{words['calls n']} {total}: " + ", ".join(counts))
    if summary.scorecards:
        yield _criteria(summary, words)
        yield _calls(summary, listed, words)
        left_out = len(summary.scorecards) - listed
        if left_out > 0:
            yield _text(words["more n"].format(n=left_out), "dim")
    if summary.failures:
        table = _table(words["call"], words["code"], words["reason"], title=words["not scored"])
        for failed in summary.failures:
            table.add_row(*(_text(t) for t in (failed.call_id, failed.code, failed.message)))
        yield table


def _criteria(summary: BatchSummary, words: Interface) -> Table:
    shown = (Outcome.NOT_ASSESSED, Outcome.NOT_APPLICABLE)
    columns = [words["criterion"], words["pass share"], *(words.outcome(o) for o in shown)]
    crashes = any(card.errors for card in summary.scorecards)
    table = _table(*columns, *([words["crashed"]] if crashes else []), right=(1, 2, 3, 4))
    counts = outcomes_of(summary.scorecards)
    for name in criteria_of(summary.scorecards, words.language):
        count = counts[name.id]
        numbers = [f"{count.passed}/{count.assessed}", *(str(count.outcomes[o]) for o in shown)]
        table.add_row(_text(name.title), *numbers, *([str(count.crashed)] if crashes else []))
    return table


def _calls(summary: BatchSummary, listed: int, words: Interface) -> Table:
    columns = ("call", "agent", "verdict", "score", "failed criteria")
    table = _table(*(words[column] for column in columns), right=(3,))
    worst_first = sorted(
        summary.scorecards,
        key=lambda card: (
            WORST_FIRST.index(card.verdict),
            card.score if card.score is not None else -1.0,
        ),
    )
    for card in worst_first[:listed]:
        failed = [result.title for result in card.results if result.outcome is Outcome.FAIL]
        context = card.context
        table.add_row(
            _text(card.call_id),
            _text(agent_label(context.get("agent_id", ""), context.get("agent_name", ""))),
            _verdict(card.verdict, words),
            formats.score(card.score),
            _text(", ".join(failed)),
        )
    return table
