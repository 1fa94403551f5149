"""HTML that cannot be broken by its contents: what is not `Safe` is escaped, always.

A transcript is whatever somebody said or a file held, so no page here is built by joining
strings; it is built by `element`, and there is no way to put raw text into one by accident.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from qa.report.formats import cleaned

_PLAIN = re.compile(r"[\t\n !#-%(-;=?-~\u00a0-\ud7ff\ue000-\ufffd]*")
VOID = frozenset({"meta", "br", "input"})


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"
Attribute: TypeAlias = str | int | float | bool | None


def escaped(text: str) -> Safe:
    """`text` as HTML text; also right inside a quoted attribute."""
    if isinstance(text, Safe):
        return text
    if _PLAIN.fullmatch(text):  # most of a page; the rest of this takes ten times as long
        return Safe(text)
    return Safe(html.escape(cleaned(text)).replace("\r", "&#13;"))


def element(tag: str, *children: Child, **attributes: Attribute) -> Safe:
    """`<tag ...>children</tag>`.

    Attribute names are Python's: `class_` is class, `aria_label` is aria-label; True is a bare
    attribute, None and False leave it out. Children that are None leave nothing.
    """
    opening = f"<{tag}{''.join(_attribute(name, value) for name, value in attributes.items())}>"
    return Safe(opening if tag in VOID else f"{opening}{joined(children)}</{tag}>")


def joined(children: Child) -> Safe:
    """Any nesting of texts and elements as one piece of HTML."""
    if children is None:
        return Safe("")
    if isinstance(children, str):
        return escaped(children)
    return Safe("".join(joined(child) for child in children))


@cache
def asset(name: str) -> Safe:
    """One of our own style sheets or scripts, to be written into a page."""
    return Safe((files("qa.report") / "assets" / name).read_text(encoding="utf-8"))


def page(*, language: str, title: str, policy: str, style: Safe, body: Child) -> str:
    """A whole document that needs nothing from outside, and may fetch nothing either.

    `policy` is the content security policy beyond "no network, our own inline style".
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element(
            "meta",
            http_equiv="Content-Security-Policy",
            content=f"default-src 'none'; style-src 'unsafe-inline'; {policy}".strip("; "),
        ),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", style),
    )
    return f"<!doctype html>\n{element('html', head, element('body', body), lang=language)}\n"


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return f" {_spelled(name)}"
    return f' {_spelled(name)}="{escaped(str(value))}"'


@cache
def _spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
