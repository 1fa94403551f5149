"""Each criterion's answer: the outcome in words, why, where in the call, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from qa.core.scorecard import CriterionResult, Outcome, Scorecard
from qa.report import formats
from qa.report.citation import Citation, when
from qa.report.markup import Safe, element
from qa.report.parts import badge
from qa.report.texts import Interface


def criteria_section(card: Scorecard, cited: Sequence[Citation], words: Interface) -> Safe:
    """The criteria under their section's heading, in the rubric's order."""
    numbered = list(enumerate(card.results, start=1))
    groups = groupby(numbered, key=lambda pair: pair[1].section)
    return element(
        "div",
        _overview(numbered, words),
        [_section(name, list(group), cited, words) for name, group in groups],
    )


def outcome_badge(result: CriterionResult, words: Interface) -> Safe:
    return badge(words.outcome(result.outcome), result.outcome.value)


def chip(number: int, result: CriterionResult, words: Interface) -> Safe:
    """A short link to a criterion."""
    return element(
        "a",
        f"{number} {result.title}",
        href=f"#criterion-{number}",
        class_=f"chip {result.outcome.value}",
        title=words.outcome(result.outcome),
    )


def _overview(numbered: Sequence[tuple[int, CriterionResult]], words: Interface) -> Safe:
    """What failed, what could not be told, and so on, before any detail."""
    lines = []
    for outcome in (Outcome.FAIL, Outcome.NOT_ASSESSED, Outcome.PASS, Outcome.NOT_APPLICABLE):
        chips = [chip(number, r, words) for number, r in numbered if r.outcome is outcome]
        if chips:
            told = badge(f"{words.outcome(outcome)} {len(chips)}", outcome.value)
            lines.append(element("li", told, *chips))
    return element("ul", lines, class_="overview")


def _section(
    name: str,
    numbered: Sequence[tuple[int, CriterionResult]],
    cited: Sequence[Citation],
    words: Interface,
) -> Safe:
    return element(
        "section",
        element("h3", name) if name else None,
        [
            _criterion(number, result, [c for c in cited if c.number == number], words)
            for number, result in numbered
        ],
    )


def _criterion(
    number: int, result: CriterionResult, cited: Sequence[Citation], words: Interface
) -> Safe:
    return element(
        "article",
        element(
            "header",
            element(
                "h4",
                element("span", str(number), class_="number"),
                " ",
                element("span", result.title, title=result.criterion),
            ),
            " ",
            badge(words["critical"], "critical") if result.critical else None,
            " ",
            outcome_badge(result, words),
            element("span", words.points(result), class_="points"),
        ),
        element("p", result.explanation, dir="auto"),
        _evidence(cited, words),
        _suggestion(result.suggestion, words),
        _how(result, words),
        id=f"criterion-{number}",
        class_=f"criterion {result.outcome.value}",
    )


def _evidence(cited: Sequence[Citation], words: Interface) -> Safe | None:
    if not cited:
        return None
    return element(
        "ul",
        [element("li", _citation(citation, words)) for citation in cited],
        class_="evidence",
        aria_label=words["evidence"],
    )


def _citation(citation: Citation, words: Interface) -> list[Safe]:
    evidence = citation.evidence
    party = words.role(citation.role) if citation.role else ""
    place = element(
        "a" if citation.turn else "span",
        " ".join(part for part in (when(citation, words), party) if part),
        href=f"#turn-{citation.turn.index}" if citation.turn else None,
        class_="when",
    )
    shown = [place]
    if evidence.quote:
        shown += [Safe(" "), element("q", evidence.quote, dir="auto")]
    if evidence.note:
        shown += [Safe(" "), element("span", evidence.note, class_="note", dir="auto")]
    return shown


def _suggestion(text: str, words: Interface) -> Safe | None:
    if not text:
        return None
    label = element("b", words["suggestion"])
    return element("p", label, " ", element("span", text, dir="auto"), class_="suggestion")


def _how(result: CriterionResult, words: Interface) -> Safe | None:
    """What it was decided on. Confidence is told only where something was decided."""
    decided = result.outcome in (Outcome.PASS, Outcome.FAIL)
    told = words["confidence"].format(share=formats.percent(result.confidence)) if decided else ""
    if not result.measured and not result.params:
        return element("p", told, class_="quiet") if told else None
    note = element("span", f" · {told}", class_="quiet") if told else None
    return element(
        "details",
        element("summary", words["how measured"], note),
        _numbers(words["measured"], result.measured, words),
        _numbers(words["limits"], result.params, words),
    )


def _numbers(caption: str, values: Mapping[str, Any], words: Interface) -> Safe | None:
    if not values:
        return None
    rows = [
        element(
            "tr",
            element("th", words.known("measured", name), scope="row"),
            element("td", formats.quantity(name, value, words["seconds"])),
        )
        for name, value in values.items()
    ]
    head = element(
        "tr",
        element("th", words["name"], scope="col"),
        element("th", words["value"], scope="col"),
    )
    return element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", rows),
        class_="numbers",
    )
