"""Checks as a rubric file writes them: one by its name, or several under all, any, not and when.

::

    check: phrases_required            any:                       when: {check: metadata, params: …}
    params: {lexicons: [empathy]}        - {check: …}             check: silence_use
                                         - not: {check: …}
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from qa.checks.base import Check
from qa.checks.combined import AllOf, AnyOf, Not, When
from qa.checks.registry import CHECKS
from qa.language.lexicon import LexiconName
from qa.rubric.problems import Problems
from qa.rubric.strict_yaml import Location

WAYS = ("check", "all", "any", "not")


def build_check(item: Mapping[str, Any], at: Location, problems: Problems) -> Check | None:
    """The check of a criterion or of a part of one; None, and problems, where it is not one."""
    check = _without_condition(item, at, problems)
    if "when" not in item:
        return check
    condition = _part(item["when"], (*at, "when"), problems)
    return When(condition, check) if condition and check else None


def named_lexicons(item: Any, at: Location) -> Iterator[tuple[Location, str]]:
    """Every lexicon the checks of `item` read, as the file says or as they default to, with the
    place to blame when it is missing."""
    if not isinstance(item, Mapping):
        return
    check, params = CHECKS.get(str(item.get("check"))), item.get("params", {})
    if check is not None and isinstance(params, Mapping):
        yield from _lexicons_of(check, params, (*at, "params"))
    for key in ("not", "when"):
        yield from named_lexicons(item.get(key), (*at, key))
    for key in ("all", "any"):
        parts = item.get(key)
        for number, part in enumerate(parts if isinstance(parts, list) else []):
            yield from named_lexicons(part, (*at, key, number))


def _without_condition(item: Mapping[str, Any], at: Location, problems: Problems) -> Check | None:
    ways = [key for key in WAYS if key in item]
    if len(ways) != 1:
        got = f"got {', '.join(ways)}" if ways else "got none of them"
        problems.add(at, f"how it is judged is not clear; expected one of {', '.join(WAYS)}; {got}")
        return None
    (way,) = ways
    if way != "check":
        if "params" in item:
            problems.add((*at, "params"), f"belongs to a check; not allowed beside '{way}'")
        return _combined(way, item[way], (*at, way), problems)
    return _by_name(item["check"], item.get("params", {}), at, problems)


def _combined(way: str, written: Any, at: Location, problems: Problems) -> Check | None:
    if way == "not":
        part = _part(written, at, problems)
        return Not(part) if part else None
    if not isinstance(written, list):
        return None  # the shape of the file tells it
    built = [_part(part, (*at, number), problems) for number, part in enumerate(written)]
    parts = tuple(part for part in built if part)
    if len(parts) < len(built) or not parts:
        return None
    return AllOf(parts) if way == "all" else AnyOf(parts)


def _part(written: Any, at: Location, problems: Problems) -> Check | None:
    return build_check(written, at, problems) if isinstance(written, Mapping) else None


def _by_name(name: Any, params: Any, at: Location, problems: Problems) -> Check | None:
    from pydantic import ValidationError

    from qa.rubric.schema import params_model, read_params, troubles_in

    if not isinstance(name, str) or not isinstance(params, dict):
        return None
    if name not in CHECKS:
        problems.add((*at, "check"), f"unknown check '{name}'; allowed {', '.join(CHECKS)}")
        return None
    try:
        check: Check = read_params(CHECKS[name], params)
    except ValidationError as error:
        for inside, message in troubles_in(error, params_model(CHECKS[name]), params):
            problems.add((*at, "params", *inside), message)
        return None
    except ValueError as error:
        problems.add((*at, "params"), f"these do not go together: {error}")
        return None
    return check


def _lexicons_of(
    kind: type, params: Mapping[str, Any], at: Location
) -> Iterator[tuple[Location, str]]:
    hints = get_type_hints(kind)
    for item in fields(kind):
        default = None if item.default is MISSING else item.default
        value = params.get(item.name, default)
        yield from _lexicons_in(hints[item.name], value, (*at, item.name))


def _lexicons_in(hint: Any, value: Any, at: Location) -> Iterator[tuple[Location, str]]:
    if hint is LexiconName:
        if isinstance(value, str) and value:
            yield at, value
    elif isinstance(hint, type) and is_dataclass(hint):
        given = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
        if isinstance(given, Mapping):
            yield from _lexicons_of(hint, given, at)
    elif get_origin(hint) is tuple:
        for number, one in enumerate(value if isinstance(value, list | tuple) else ()):
            yield from _lexicons_in(get_args(hint)[0], one, (*at, number))
    elif get_origin(hint) in (Union, types.UnionType):
        for one in get_args(hint):
            yield from _lexicons_in(one, value, at)
