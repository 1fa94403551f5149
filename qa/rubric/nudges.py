"""A check changed in one place: what its examples have to notice.

::

    min_overlap_s: 0.8        0.64, 1.0                 a number, to both sides
    max_events: 0             1                         a count, by one
    role: agent               customer, anyone          a choice, each of the others
    steps: [a, b, c]          [b, c], [a, c], [a, b]    a list, without each of its items
    within: {last_turns: 3}   (none), {last_turns: 2}…  a part, left out and changed itself
    trouble (a lexicon)       a lexicon with nothing in it
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from qa.checks.base import Check
from qa.checks.combined import AllOf, AnyOf, Not, When
from qa.language.lexicon import Lexicon, LexiconName, LexiconSet

NOTHING = LexiconName("(nothing)")

_LEFT_OUT = "left out"
_UNWRITTEN = object()
_Change = tuple[tuple[str, ...], str, Any]  # where, what was done, what came of it


@dataclass(frozen=True, slots=True)
class Nudge:
    """`param` as the rubric file reaches it (`after.within_turns`), `change` for people."""

    param: str
    change: str
    check: Check


def nudges(check: Check, item: Mapping[str, Any], every: bool = False) -> Iterator[Nudge]:
    """`check` with one thing changed at a time; `item` is the criterion as its file writes it.

    Changed are the parameters the file writes and every lexicon; with `every`, also the
    parameters that keep the check's own default. Changes that the check refuses are left out, and
    so are parameters that it calls `undecisive`: no example could notice them.
    """
    for where, change, changed in _of_item(check, item, every):
        yield Nudge(".".join(where), change, changed)


def with_nothing(lexicons: LexiconSet) -> LexiconSet:
    """`lexicons` and the empty one that nudged checks name."""
    nothing = Lexicon(NOTHING, lexicons.language)
    return replace(lexicons, lexicons={**lexicons.lexicons, NOTHING: nothing})


def _of_item(check: Any, item: Mapping[str, Any], every: bool) -> Iterator[_Change]:
    if isinstance(check, When):
        yield ("when",), _LEFT_OUT, check.check
        for where, change, changed in _of_item(check.condition, item["when"], every):
            yield ("when", *where), change, replace(check, condition=changed)
        rest = {key: value for key, value in item.items() if key != "when"}
        for where, change, changed in _of_item(check.check, rest, every):
            yield where, change, replace(check, check=changed)
    elif isinstance(check, AllOf | AnyOf):
        key = "all" if isinstance(check, AllOf) else "any"
        for number, part in enumerate(check.parts):
            if len(check.parts) > 1:
                yield (
                    (key, str(number)),
                    _LEFT_OUT,
                    replace(check, parts=_without(check.parts, number)),
                )
            for where, change, changed in _of_item(part, item[key][number], every):
                parts = _with(check.parts, number, changed)
                yield (key, str(number), *where), change, replace(check, parts=parts)
    elif isinstance(check, Not):
        yield ("not",), _LEFT_OUT, check.part
        for where, change, changed in _of_item(check.part, item["not"], every):
            yield ("not", *where), change, replace(check, part=changed)
    else:
        yield from _of_fields(check, item.get("params", {}), every)


def _of_fields(made: Any, written: Mapping[str, Any], every: bool) -> Iterator[_Change]:
    hints = get_type_hints(type(made))
    undecisive: frozenset[str] = getattr(made, "undecisive", frozenset())
    for item in fields(made):
        if item.name in undecisive:
            continue
        value, own = getattr(made, item.name), written.get(item.name, _UNWRITTEN)
        for where, change, changed in _changes(hints[item.name], value, own, every):
            try:
                yield (item.name, *where), change, replace(made, **{item.name: changed})
            except ValueError:
                continue  # no value this check allows


def _changes(hint: Any, value: Any, written: Any, every: bool) -> Iterator[_Change]:
    """Other values for one that is typed `hint`."""
    counts = every or written is not _UNWRITTEN
    if get_origin(hint) in (Union, types.UnionType):
        if value is None:
            return
        if counts and type(None) in get_args(hint):
            yield (), _LEFT_OUT, None
        fitting = next((one for one in get_args(hint) if _fits(one, value)), None)
        yield from _changes(fitting, value, written, every)
    elif hint is LexiconName:
        if value:
            yield (), f"{value} with nothing in it", NOTHING
    elif is_dataclass(value):
        yield from _of_fields(value, written if isinstance(written, Mapping) else {}, every)
    elif get_origin(hint) is tuple:
        yield from _of_items(get_args(hint)[0], value, written, every)
    elif isinstance(value, Mapping):
        yield from _of_entries(get_args(hint)[1], value, written, every)
    elif counts:
        for other in _other_values(hint, value):
            yield (), f"{_shown(value)} made {_shown(other)}", other


def _of_items(hint: Any, items: tuple[Any, ...], written: Any, every: bool) -> Iterator[_Change]:
    lines = written if isinstance(written, list) else []
    for number, item in enumerate(items):
        place = str(number)
        if every or lines or hint is LexiconName:
            yield (place,), _LEFT_OUT, _without(items, number)
        own = lines[number] if number < len(lines) else _UNWRITTEN
        for where, change, changed in _changes(hint, item, own, every):
            yield (place, *where), change, _with(items, number, changed)


def _of_entries(
    hint: Any, entries: Mapping[str, Any], written: Any, every: bool
) -> Iterator[_Change]:
    lines = written if isinstance(written, Mapping) else {}
    for key, value in entries.items():
        if every or key in lines:
            yield (key,), _LEFT_OUT, {name: one for name, one in entries.items() if name != key}
        own = lines.get(key, _UNWRITTEN)
        for where, change, changed in _changes(hint, value, own, every):
            yield (key, *where), change, {**entries, key: changed}


def _other_values(hint: Any, value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if get_origin(hint) is Literal:
        return [one for one in get_args(hint) if one != value]
    if isinstance(value, Enum):
        return [one for one in type(value) if one is not value]
    if isinstance(value, str):
        return [f"{value}?"]
    if hint is int:
        return [value - 1, value + 1] if value else [1]
    return [round(value * 0.8, 6), round(value * 1.25, 6)] if value else [0.5]


def _fits(hint: Any, value: Any) -> bool:
    origin = get_origin(hint)
    if origin is Literal:
        return value in get_args(hint)
    if hint is LexiconName or hint is str:
        return isinstance(value, str)
    kind = origin or hint
    if kind in (int, float):
        return isinstance(value, int | kind) and not isinstance(value, bool)
    return isinstance(kind, type) and isinstance(value, kind)


def _shown(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def _without(items: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    return items[:number] + items[number + 1 :]


def _with(items: tuple[Any, ...], number: int, item: Any) -> tuple[Any, ...]:
    return (*items[:number], item, *items[number + 1 :])
