"""The batch on one page: totals, agents by criterion, and every call with a way to its scorecard.

All of it is in the HTML. The small script only sorts and filters the list of calls, and keeps what
was chosen in the address, so that a view can be sent to a colleague.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from qa.report import formats
from qa.report.call_list import call_list
from qa.report.markup import Safe, asset, element, joined, page
from qa.report.outcome_tables import by_agent, by_criterion
from qa.report.parts import column, part, table
from qa.report.summary import BatchSummary, criteria_of
from qa.report.texts import WORST_FIRST, Interface, interface


def index_html(batch: BatchSummary, *, page_stem: Callable[[str], str] = str) -> str:
    """The page that lies beside `scorecards/`. Write it as UTF-8.

    `page_stem` names a call's page without `.html`, from its call id.
    """
    words = interface(batch.page_language)
    criteria = criteria_of(batch.scorecards, words.language)
    script = asset("index.js")
    # The page trusts this one script by its digest, so nothing a manifest holds can ever run.
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    body = [
        _header(batch, words),
        element(
            "main",
            _failures(batch, words),
            by_criterion(batch, criteria, words),
            by_agent(batch, criteria, words),
            call_list(batch, page_stem, words),
        ),
        element("script", script),
    ]
    return page(
        language=words.html_code,
        title=batch.title,
        policy=f"script-src 'sha256-{digest}'",
        style=joined([asset("base.css"), asset("index.css")]),
        body=body,
    )


def _header(batch: BatchSummary, words: Interface) -> Safe:
    verdicts = batch.verdicts()
    rubrics = dict.fromkeys(f"{c.rubric.id} {c.rubric.version}" for c in batch.scorecards)
    about = [*rubrics]
    if batch.generated:
        about.append(f"{words['generated']} {formats.moment(batch.generated)}")
    total = len(batch.scorecards) + len(batch.failures)
    tiles = [
        _tile(words["calls n"], total, ""),
        *(_tile(words.verdict(v), verdicts[v], v.value) for v in reversed(WORST_FIRST)),
        _tile(words["not scored"], len(batch.failures), "unscored"),
    ]
    return element(
        "header",
        element("h1", batch.title),
        element("p", " · ".join(about), class_="quiet") if about else None,
        element("dl", tiles, class_="tiles", aria_label=words["totals"]),
    )


def _tile(name: str, count: int, kind: str) -> Safe:
    return element(
        "div", element("dt", name), element("dd", str(count)), class_=f"tile {kind}".strip()
    )


def _failures(batch: BatchSummary, words: Interface) -> Safe | None:
    if not batch.failures:
        return None
    rows = (
        element(
            "tr",
            element("th", failed.call_id, scope="row"),
            element("td", element("code", failed.code)),
            element("td", failed.message, dir="auto"),
        )
        for failed in batch.failures
    )
    head = (column(words["call"]), column(words["code"]), column(words["reason"]))
    return part("not-scored", words["not scored"], table(head, rows))
