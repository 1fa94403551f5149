"""The shape of a rubric file, and of the parameters of each check.

There is no default here: what a file leaves out is decided by the dataclass it becomes.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model

from qa.rubric.strict_yaml import Location

_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

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


class CriterionFile(BaseModel):
    model_config = _STRICT
    id: Id
    section: Id
    title: Titles
    check: Text
    weight: Annotated[float, Field(gt=0)]
    params: dict[str, Any] = {}
    critical: Literal["section", "card"] | None = None
    source: list[Text] = []


class RubricFile(BaseModel):
    model_config = _STRICT
    id: Id
    version: Text
    title: Titles
    pass_mark: Annotated[float, Field(ge=0, le=100)]
    min_coverage: Annotated[float, Field(ge=0, le=1)]
    review_below_confidence: float = Field(default_factory=_left_out, ge=0, le=1)
    hotwords: dict[Language, list[Text]] = {}
    sections: Annotated[list[SectionFile], Field(min_length=1)]
    criteria: Annotated[list[CriterionFile], Field(min_length=1)]


def params_model(check: type) -> type[BaseModel]:
    """The parameters of a check as a model: its dataclass fields; no number may be negative."""
    hints = get_type_hints(check)
    parameters: dict[str, Any] = {}
    for item in fields(check):
        hint = hints[item.name]
        if hint in (int, float):
            hint = Annotated[hint, Field(ge=0)]
        default = item.default if item.default is not MISSING else ...
        if item.default_factory is not MISSING:
            default = Field(default_factory=item.default_factory)
        parameters[item.name] = (hint, default)
    return create_model(check.__name__, __config__=_STRICT, **parameters)


def validate(model: type[BaseModel], data: object) -> BaseModel:
    """`data`, read as JSON would be: strict about kinds, yet a list may stand for a tuple.

    Raises pydantic's `ValidationError` with every problem.
    """
    return model.model_validate_json(json.dumps(data))


def troubles_in(error: ValidationError, model: type[BaseModel]) -> list[tuple[Location, str]]:
    """Each problem of a validation as its place and `problem; expected ...; got ...`."""
    found: list[tuple[Location, str]] = []
    for one in error.errors(include_url=False):
        at = tuple(step for step in one["loc"] if step != "[key]")
        got = f"got {json.dumps(one['input'], ensure_ascii=False)}"
        context = one.get("ctx", {})
        message = one["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
        if one["type"] == "extra_forbidden":
            said = f"unknown key; allowed {', '.join(_keys_at(model, at[:-1]))}"
        elif one["type"] == "missing":
            said = "missing; this key is required"
        elif one["type"] == "literal_error":
            said = f"not allowed; allowed {context['expected']}; {got}"
        elif one["type"] == "string_pattern_mismatch":
            said = f"wrong form; expected lower-case letters, digits and hyphens; {got}"
        elif one["type"] in ("too_short", "string_too_short"):
            said = "empty; expected at least one"
        else:
            said = f"wrong value; expected {message}; {got}"
        found.append((at, said))
    return found


def _keys_at(model: type[BaseModel], at: Location) -> list[str]:
    by_list: dict[str, type[BaseModel]] = {"sections": SectionFile, "criteria": CriterionFile}
    return list((by_list[str(at[0])] if at else model).model_fields)
