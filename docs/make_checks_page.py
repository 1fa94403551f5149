"""Writes docs/checks.md: every check with its drawing and its parameters, from the code itself.

python docs/make_checks_page.py
"""

from __future__ import annotations

import inspect
import sys
import typing
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

from qa.checks.events import Anchor, Within
from qa.checks.registry import CHECKS
from qa.checks.sequence import Step

PAGE = Path(__file__).with_name("checks.md")
HEAD = """\
# The checks

Made from the code by `python docs/make_checks_page.py`; change it there. A criterion names one of
these under `check` and, where its defaults do not suit, its `params`. How a rubric file is
written: [rubric.md](rubric.md). A check of your own: [adding-a-check.md](adding-a-check.md).
"""
PARTS = (Within, Anchor, Step)


def page() -> str:
    sections = [_section(f"`{name}`", check, _module_text(check)) for name, check in CHECKS.items()]
    parts = [_section(f"`{part.__name__}`", part, "") for part in PARTS]
    told = "## Parts of parameters\n\nWhat `within`, `after`, `before` and `steps` are made of.\n"
    return "\n".join([HEAD, *sections, told, *(part.replace("## ", "### ", 1) for part in parts)])


def _section(title: str, kind: type[Any], before: str) -> str:
    text = "\n\n".join(part for part in (before, inspect.getdoc(kind) or "") if part)
    return f"## {title}\n\n{_fenced(text)}\n\n{_table(kind)}\n"


def _module_text(check: type[Any]) -> str:
    return inspect.cleandoc(sys.modules[check.__module__].__doc__ or "")


def _fenced(text: str) -> str:
    """reStructuredText's literal blocks (`::`) as Markdown's."""
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.endswith("::"):
            lines += [line.removesuffix(":"), ""] if line.strip() != "::" else []
            lines.append("```text")
            inside = True
        elif inside and line and not line.startswith(" "):
            while lines[-1] == "":
                lines.pop()
            lines += ["```", "", line]
            inside = False
        elif not (inside and lines[-1] == "```text" and not line):
            lines.append(line)
    return "\n".join([*lines, "```"] if inside else lines)


def _table(kind: type[Any]) -> str:
    hints = typing.get_type_hints(kind)
    rows = [
        f"| `{item.name}` | {_type(hints[item.name])} | {_default(item)} |" for item in fields(kind)
    ]
    return "\n".join(["| parameter | what | default |", "|---|---|---|", *rows])


def _type(hint: Any) -> str:
    arguments = typing.get_args(hint)
    name = getattr(hint, "__name__", str(hint))
    if typing.get_origin(hint) is typing.Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if typing.get_origin(hint) is tuple:
        return f"list of {_type(arguments[0])}"
    if arguments and name not in ("Mapping", "dict"):
        return " or ".join(_type(one) for one in arguments if one is not type(None))
    plain = {
        "LexiconName": "lexicon", "str": "text", "int": "whole number", "float": "number",
        "bool": "true or false", "Mapping": "number by language",
    }  # fmt: skip
    return f"`{name}`" if is_dataclass(hint) else plain.get(name, name)


def _default(item: Any) -> str:
    if item.default is MISSING:
        return "must be given" if item.default_factory is MISSING else "none"
    value = item.default
    if value is None or value in ((), ""):
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
