"""One call's scorecard as one HTML page: no script, no network, nothing beside it needed."""

from __future__ import annotations

from collections.abc import Iterable

from qa.core.call import Call
from qa.core.scorecard import Scorecard
from qa.report import formats
from qa.report.citation import citations
from qa.report.criteria_section import criteria_section
from qa.report.markup import Safe, asset, element, joined, page
from qa.report.parts import badge, facts, part
from qa.report.summary import agent_label
from qa.report.texts import Interface, interface
from qa.report.timeline_figure import timeline_figure
from qa.report.transcript_section import transcript_section

SHORT_SHA = 12


def scorecard_html(call: Call, card: Scorecard, *, index_href: str | None = None) -> str:
    """The page, in the call's language. Write it as UTF-8.

    `index_href` is a link back to the batch's index, where there is one.
    """
    words = interface(card.language)
    cited = citations(call, card)
    body = [
        element("a", words["skip"], href="#transcript", class_="skip"),
        _header(call, card, words, index_href),
        element(
            "main",
            _inspection(card, words),
            _check_errors(card, words),
            part("time-line", words["time line"], timeline_figure(call, cited, words)),
            element(
                "div",
                part("criteria", words["criteria"], criteria_section(card, cited, words)),
                part("transcript", words["transcript"], transcript_section(call, cited, words)),
                class_="columns",
            ),
        ),
        element("footer", _metrics(card, words), _provenance(call, card, words)),
    ]
    return page(
        language=words.html_code,
        title=f"{card.call_id} · {words.verdict(card.verdict)} · {words['scorecard']}",
        policy="",
        style=joined([asset("base.css"), asset("scorecard.css")]),
        body=body,
    )


def _header(call: Call, card: Scorecard, words: Interface, index_href: str | None) -> Safe:
    verdict = words.verdict(card.verdict)
    back = element("a", words["all calls"], href=index_href) if index_href else None
    return element(
        "header",
        element(
            "div",
            element(
                "p",
                back,
                " · " if back else None,
                words["scorecard"],
                class_="quiet",
            ),
            element("h1", card.call_id),
            facts(_about(call, card, words)),
            class_="identity",
        ),
        element(
            "div",
            element("p", badge(verdict, card.verdict.value), class_="verdict"),
            facts(
                [
                    (words["score"], formats.score(card.score)),
                    (words["coverage"], formats.percent(card.tally.coverage)),
                ]
            ),
            element(
                "ul",
                [element("li", reason, dir="auto") for reason in card.verdict_reasons],
                class_="reasons",
                aria_label=words["why"],
            )
            if card.verdict_reasons
            else None,
            class_=f"judgement {card.verdict.value}",
        ),
        class_="top",
    )


def _about(call: Call, card: Scorecard, words: Interface) -> Iterable[tuple[str, str]]:
    """What is known about the call; the manifest's own columns follow under their own names."""
    context = call.context
    agent = agent_label(context.agent_id or "", context.agent_name or "")
    direction = words.known("direction", context.direction) if context.direction else ""
    started = formats.moment(context.started_at) if context.started_at else ""
    duration = formats.clock(call.duration_ms) if call.duration_ms else ""
    known = [
        (words["agent"], agent),
        (words["team"], context.team or ""),
        (words["started"], started),
        (words["duration"], duration),
        (words["language"], words.known("language", card.language)),
        (words["direction"], direction),
        (words["customer"], context.customer_surname or ""),
        *context.extra.items(),
    ]
    return [(name, value) for name, value in known if value]


def _inspection(card: Scorecard, words: Interface) -> Safe | None:
    if not card.inspection:
        return None
    items = []
    for finding in card.inspection:
        affected = ", ".join(words.aspect(a) for a in sorted(finding.affects, key=str))
        told = words["cannot tell"] + affected if affected else words["remark only"]
        items.append(
            element(
                "li",
                element("span", words.finding(finding), title=finding.code, dir="auto"),
                " ",
                element("b" if affected else "span", told, class_="effect"),
            )
        )
    affecting = any(finding.affects for finding in card.inspection)
    style = "limits" if affecting else None
    return part("inspection", words["inspection"], element("ul", items, class_=style))


def _check_errors(card: Scorecard, words: Interface) -> Safe | None:
    if not card.errors:
        return None
    items = [
        element("li", element("b", error.criterion), f" {error.kind}: {error.message}")
        for error in card.errors
    ]
    note = element("p", words["check errors note"], class_="quiet")
    return part("check-errors", words["check errors"], note, element("ul", items))


def _metrics(card: Scorecard, words: Interface) -> Safe | None:
    if not card.metrics:
        return None
    numbers = [
        (words.known("metric", name), formats.quantity(name, value, words["seconds"]))
        for name, value in card.metrics.items()
    ]
    return part("metrics", words["metrics"], facts(numbers))


def _provenance(call: Call, card: Scorecard, words: Interface) -> Safe:
    """`card.source` names audio, models and program; the transcript's own words fill its gaps."""
    source = dict(card.source)
    if "acts" in source:
        source["acts"] = f"sha256 {source['acts'][:SHORT_SHA]}"
    source.setdefault("transcript", call.transcript.source)
    if call.activity:
        source.setdefault("activity", call.activity.source)
    rubric = f"{card.rubric.id} {card.rubric.version} (sha256 {card.rubric.sha256[:SHORT_SHA]})"
    names = {
        "transcript": words["transcript source"],
        "activity": words["activity source"],
        "acts": words["acts"],
        "judge": words["judge"],
        "judge_unanswered": words["judge unanswered"],
    }
    sources = [(names.get(key, key), value) for key, value in source.items()]
    return part("provenance", words["provenance"], facts([(words["rubric"], rubric), *sources]))
