"""The shape of a rubric file, and of the parameters of each check.

There is no default here: what a file leaves out is decided by the dataclass it becomes.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model

from qa.language.lexicon import LexiconName
from qa.rubric.strict_yaml import Location

_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

Made = TypeVar("Made")
Language = Literal["zh", "ko", "en"]
Text = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Titles = Annotated[dict[Language, Text], Field(min_length=1)]


def _left_out() -> Any:
    """For a key that may be missing, yet may not be null."""
    return None


class SectionFile(BaseModel):
    model_config = _STRICT
    id: Id
    title: Titles


class CheckFile(BaseModel):
    """How something is judged. Exactly one of check, all, any and not; the loader sees to it."""

    model_config = _STRICT
    check: Text = Field(default_factory=_left_out)
    params: dict[str, Any] = {}
    all_: Annotated[list[CheckFile], Field(alias="all", min_length=1, default_factory=_left_out)]
    any_: Annotated[list[CheckFile], Field(alias="any", min_length=1, default_factory=_left_out)]
    not_: Annotated[CheckFile, Field(alias="not", default_factory=_left_out)]
    when: CheckFile = Field(default_factory=_left_out)


class _Named(BaseModel):
    id: Id
    section: Id
    title: Titles


class JudgeFile(BaseModel):
    """A question a language model is asked about the call, where one is configured; a yes is a
    pass. `ask` doubt: only where the check is in doubt. `ask` always: the model decides."""

    model_config = _STRICT
    question: Titles
    ask: Literal["doubt", "always"] = Field(default_factory=_left_out)


class CriterionFile(CheckFile, _Named):
    """`weight` in a weighted rubric, `deduct` in a deducting one, or `bonus` in either."""

    weight: float = Field(default_factory=_left_out, gt=0)
    deduct: float = Field(default_factory=_left_out, gt=0)
    per: Literal["fault", "call"] = Field(default_factory=_left_out)
    at_most: float = Field(default_factory=_left_out, gt=0)
    bonus: float = Field(default_factory=_left_out, gt=0)
    critical: Literal["section", "card"] | None = None
    source: list[Text] = []
    suggestion: Titles = Field(default_factory=_left_out)
    judge: JudgeFile = Field(default_factory=_left_out)
    examples: Any = Field(default_factory=_left_out)
    learned: bool = Field(default_factory=_left_out)


class RubricFile(BaseModel):
    model_config = _STRICT
    id: Id
    version: Text
    title: Titles
    pass_mark: Annotated[float, Field(ge=0, le=100)]
    min_coverage: Annotated[float, Field(ge=0, le=1)]
    review_below_confidence: float = Field(default_factory=_left_out, ge=0, le=1)
    mode: Literal["weighted", "deduction"] = Field(default_factory=_left_out)
    floor: float = Field(default_factory=_left_out, ge=0, le=100)
    hotwords: dict[Language, list[Text]] = {}
    sections: Annotated[list[SectionFile], Field(min_length=1)]
    criteria: Annotated[list[CriterionFile], Field(min_length=1)]


def params_model(kind: Any) -> type[BaseModel]:
    """The parameters of a check as a model: its dataclass fields; no number may be negative."""
    return _params_model(kind)


@cache
def _params_model(kind: Any) -> type[BaseModel]:
    hints = get_type_hints(kind)
    parameters: dict[str, Any] = {}
    for item in fields(kind):
        default = item.default if item.default is not MISSING else ...
        if item.default_factory is not MISSING:
            default = Field(default_factory=item.default_factory)
        may_be_empty = hints[item.name] is LexiconName and item.default == ""
        shape = LexiconName if may_be_empty else _shape(hints[item.name])
        parameters[item.name] = (shape, default)
    return create_model(kind.__name__, __config__=_STRICT, __doc__=kind.__doc__, **parameters)


def read_params(kind: type[Made], params: Mapping[str, Any]) -> Made:
    """A check (or a part of its parameters) from what the file says.

    Raises pydantic's `ValidationError` with every problem, ValueError where values that are right
    one by one do not go together.
    """
    validate(params_model(kind), params)
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in params.items()})


def validate(model: type[BaseModel], data: object) -> BaseModel:
    """`data`, read as JSON would be: strict about kinds, yet a list may stand for a tuple.

    Raises pydantic's `ValidationError` with every problem.
    """
    return model.model_validate_json(json.dumps(data))


def _shape(hint: Any) -> Any:
    """The type of a parameter as pydantic has to see it."""
    if hint in (int, float):
        return Annotated[hint, Field(ge=0)]
    if hint is LexiconName:
        return Text
    if isinstance(hint, type) and is_dataclass(hint):
        return params_model(hint)
    arguments = tuple(_shape(one) for one in get_args(hint))
    made: Any = {tuple: tuple, Union: Union, types.UnionType: Union, Mapping: dict}.get(
        get_origin(hint)
    )
    return hint if made is None else made[arguments]


def _value(hint: Any, value: Any) -> Any:
    """A validated value as the dataclass wants it."""
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, Mapping):
        return read_params(hint, value)
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if get_origin(hint) in (Union, types.UnionType):
        fitting = (_value(one, value) for one in get_args(hint) if one is not type(None))
        return next((made for made in fitting if made is not value), value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value


def troubles_in(
    error: ValidationError, model: type[BaseModel], data: Any
) -> list[tuple[Location, str]]:
    """Each problem of a validation of `data` as its place and `problem; expected ...; got ...`."""
    found: dict[tuple[Location, str], None] = {}
    for one in error.errors(include_url=False):
        at = tuple(_steps_in(data, [step for step in one["loc"] if step != "[key]"]))
        got = f"got {json.dumps(one['input'], ensure_ascii=False)}"
        context = one.get("ctx", {})
        message = one["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
        if one["type"] == "extra_forbidden":
            said = f"unknown key; allowed {', '.join(_keys_at(model, at[:-1]))}"
        elif one["type"] == "missing":
            at = (*at, one["loc"][-1]) if at[-1:] != one["loc"][-1:] else at
            said = "missing; this key is required"
        elif one["type"] == "literal_error":
            said = f"not allowed; allowed {context['expected']}; {got}"
        elif one["type"] == "string_pattern_mismatch":
            said = f"wrong form; expected lower-case letters, digits and hyphens; {got}"
        elif one["type"] in ("too_short", "string_too_short"):
            said = "empty; expected at least one"
        else:
            said = f"wrong value; expected {message}; {got}"
        found[(at, said)] = None
    return list(found)


def _steps_in(data: Any, steps: Sequence[str | int]) -> Iterator[str | int]:
    """The steps that lead somewhere in the file: pydantic also names the branch of a union."""
    for step in steps:
        if isinstance(data, Mapping) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            continue
        yield step


def _keys_at(model: type[BaseModel], at: Location) -> list[str]:
    """The keys allowed at a place."""
    for step in at:
        if isinstance(step, int):
            continue
        by_name = {item.alias or name: item for name, item in model.model_fields.items()}
        inner = _model_in(by_name[step].annotation) if step in by_name else None
        if inner is not None:
            model = inner
    return [item.alias or name for name, item in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(one) for one in get_args(annotation))
    return next((model for model in found if model is not None), None)
