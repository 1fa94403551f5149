"""All scorecards as one table, one row a call, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from qa.core.scorecard import Outcome, Scorecard
from qa.report.formats import cleaned
from qa.report.summary import FailedCall

CONTEXT_COLUMNS = ("agent_id", "agent_name", "team", "started_at", "direction")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def scorecards_csv(scorecards: Sequence[Scorecard], failures: Sequence[FailedCall] = ()) -> str:
    """The table as text with CRLF line ends. Write it with `encoding="utf-8-sig"`, byte for byte
    (`newline=""`): without the byte order mark Excel reads Chinese as something else.

    Column names are those of the scorecard JSON and do not depend on the language. A call without a
    scorecard has a row with `error_code` and `error`. Points are empty where none were counted.
    A text that a spreadsheet would run as a formula starts with an apostrophe.
    """
    criteria = _in_order(result.criterion for card in scorecards for result in card.results)
    metrics = _in_order(name for card in scorecards for name in card.metrics)
    columns = [
        "call_id",
        *CONTEXT_COLUMNS,
        "language",
        "rubric",
        "verdict",
        "score",
        "coverage",
        "verdict_reasons",
        *(f"{criterion}.{what}" for criterion in criteria for what in ("outcome", "points")),
        "findings",
        "crashed_checks",
        *(f"metric.{name}" for name in metrics),
        "error_code",
        "error",
    ]
    table = io.StringIO()
    writer = csv.DictWriter(table, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_row(card) for card in scorecards)
    writer.writerows(
        {
            "call_id": _text(failed.call_id),
            "error_code": _text(failed.code),
            "error": _text(failed.message),
        }
        for failed in failures
    )
    return table.getvalue()


def _row(card: Scorecard) -> dict[str, str]:
    row = {
        "call_id": _text(card.call_id),
        **{key: _text(card.context.get(key, "")) for key in CONTEXT_COLUMNS},
        "language": card.language,
        "rubric": f"{card.rubric.id} {card.rubric.version}",
        "verdict": card.verdict.value,
        "score": _number(card.score),
        "coverage": _number(card.tally.coverage),
        "verdict_reasons": _text("; ".join(card.verdict_reasons)),
        "findings": " ".join(finding.code for finding in card.inspection),
        "crashed_checks": " ".join(error.criterion for error in card.errors),
    }
    for result in card.results:
        counted = result.outcome in (Outcome.PASS, Outcome.FAIL)
        row[f"{result.criterion}.outcome"] = result.outcome.value
        row[f"{result.criterion}.points"] = _number(result.earned) if counted else ""
    row.update({f"metric.{name}": _number(value) for name, value in card.metrics.items()})
    return row


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _number(value: float | None) -> str:
    return "" if value is None else str(round(value, 4))


def _text(text: str) -> str:
    safe = cleaned(text)
    return f"'{safe}" if safe.startswith(_FORMULA_STARTS) else safe
