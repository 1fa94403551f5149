"""YAML as its writer meant it: plain data with the line of every key, and no silent surprises.

Refused instead of guessed: duplicate keys (plain YAML keeps the last), `on`, `off`, `yes`, `no`
(which become booleans), `1:30` (which becomes 90), `010` (8), dates, infinities, aliases and tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

Location = tuple[str | int, ...]

_CORE = "tag:yaml.org,2002:"
_PLAIN_NUMBER = re.compile(r"\d+\.?\d*(?:e[+-]\d+)?|\.\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One problem at one place of the file; `line` counts from 1."""

    line: int
    at: Location
    message: str


@dataclass(slots=True)
class Document:
    """`lines` has an entry for every key and list item that `data` holds.

    A value that is `unreadable` stands as None in `data`, and a trouble tells why.
    """

    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    unreadable: set[Location] = field(default_factory=set)

    def line_of(self, at: Location) -> int:
        """The line of that place, or of the nearest place around it that was written."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


class _NoAliases(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias = self.get_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "aliases are not supported; write the value out", alias.start_mark
            )
        return super().compose_node(parent, index)


def read_yaml(text: str) -> Document:
    """Everything in `text`, with every trouble found on the way."""
    document = Document()
    try:
        root = yaml.compose(text, Loader=_NoAliases)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        document.troubles.append(Trouble(line, (), f"not YAML: {error.problem}"))
        return document
    except RecursionError:
        document.troubles.append(Trouble(1, (), "nested too deep to be a rubric"))
        return document
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        document.troubles.append(Trouble(line, (), f"not YAML: {error.reason}"))
        return document
    if root is not None:
        document.data = _value(root, (), document)
    return document


def _value(node: yaml.Node, at: Location, document: Document) -> Any:
    document.lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, document)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*at, i), document) for i, item in enumerate(node.value)]
    return _scalar(node, at, document)


def _mapping(node: yaml.MappingNode, at: Location, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "(a list or mapping)"
        place = (*at, name)
        if key.tag != _CORE + "str":
            document.troubles.append(
                Trouble(line, place, f"this key is no text to YAML; expected '{name}' in quotes")
            )
        elif name in found:
            first = document.lines[place]
            document.troubles.append(
                Trouble(line, place, f"given twice; allowed once (first on line {first})")
            )
        else:
            document.lines[place] = line
            found[name] = _value(value, place, document)
    return found


def _scalar(node: yaml.Node, at: Location, document: Document) -> Any:
    written, tag = str(node.value), node.tag.removeprefix(_CORE)
    trap = _trap(written, tag)
    if trap:
        document.troubles.append(Trouble(node.start_mark.line + 1, at, trap))
        document.unreadable.add(at)
    if trap or tag == "null":
        return None
    if tag == "bool":
        return written.lower() == "true"
    if tag == "int":
        return int(written)
    if tag == "float":
        return float(written)
    return written


def _trap(written: str, tag: str) -> str | None:
    """What YAML would silently make of this plain scalar, if that is not what it looks like."""
    number, digits = tag in ("int", "float"), written.lstrip("+-")
    reads = f"YAML reads {written} as"
    traps = (
        (
            tag == "bool" and written.lower() not in ("true", "false"),
            f"{reads} a truth value; expected true, false or '{written}' quoted",
        ),
        (number and ":" in written, f"{reads} a count of sixties; expected plain seconds as 90.0"),
        (
            tag == "int" and digits.isdigit() and len(digits) > 1 and digits.startswith("0"),
            f"{reads} octal; expected no leading zero, or '{written}' quoted",
        ),
        (number and len(digits) > 15, "this number is too long to be meant; expected fewer digits"),
        (
            number and not _PLAIN_NUMBER.fullmatch(digits),
            f"{written} is not a plain number; expected digits, with at most one point",
        ),
        (tag == "timestamp", f"{reads} a date; expected '{written}' in quotes"),
        (
            tag not in ("bool", "int", "float", "null", "str", "timestamp"),
            f"the tag {tag} is not supported; expected plain text or a number",
        ),
    )
    return next((message for trapped, message in traps if trapped), None)
