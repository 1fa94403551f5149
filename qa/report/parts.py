"""Pieces of HTML that both pages are made of."""

from __future__ import annotations

from collections.abc import Iterable

from qa.report.markup import Child, Safe, element


def part(anchor: str, heading: str, *children: Child) -> Safe:
    """A landmark with a heading."""
    return element(
        "section",
        element("h2", heading, id=f"{anchor}-heading"),
        *children,
        id=anchor,
        class_="part",
        aria_labelledby=f"{anchor}-heading",
    )


def badge(text: str, kind: str) -> Safe:
    """An outcome or a verdict in words; `kind` gives it its colour."""
    return element("span", text, class_=f"badge {kind}")


def facts(pairs: Iterable[tuple[str, str]]) -> Safe:
    """Names with their values."""
    return element(
        "dl",
        [
            element("div", element("dt", name), element("dd", value, dir="auto"))
            for name, value in pairs
        ],
        class_="facts",
    )


def table(head: Iterable[Safe], rows: Iterable[Safe], **attributes: str) -> Safe:
    """A table that scrolls sideways where the screen is narrower."""
    filled = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *rows),
        **attributes,
    )
    return element("div", filled, class_="wide")


def column(text: str, **attributes: str | None) -> Safe:
    """A column's heading."""
    return element("th", text, scope="col", **attributes)
