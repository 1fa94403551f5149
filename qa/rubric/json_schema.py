"""The shape of a rubric file as a JSON Schema, for editors: completion, and mistakes underlined.

It is made from what reads the files, so it allows what they allow. What no schema can say is left
to the loader: that ids are unique, that lexicons exist, that titles come in the same languages.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from qa.checks.registry import CHECKS
from qa.core.scorecard import Outcome
from qa.rubric.examples import CALL_KEYS, CONTEXT_KEYS, KNOWN_MISS, LINE
from qa.rubric.schema import RubricFile, params_model

Json = dict[str, Any]

_CRITERIA = ("CheckFile", "CriterionFile")
_WAYS = ("check", "all", "any", "not")


def rubric_schema() -> Json:
    """JSON Schema (draft 2020-12) of a rubric file."""
    models: dict[str, type[BaseModel]] = {n: params_model(kind) for n, kind in CHECKS.items()}
    everything: list[type[BaseModel]] = [RubricFile, *models.values()]
    mode: JsonSchemaMode = "validation"
    references, made = models_json_schema([(model, mode) for model in everything])
    definitions: Json = made["$defs"]
    by_check = [
        _params_of(name, references[model, "validation"], _has_required(model))
        for name, model in models.items()
    ]
    for name in _CRITERIA:
        shape = definitions[name]
        shape["properties"]["check"]["enum"] = list(CHECKS)
        shape["oneOf"] = [{"required": [way]} for way in _WAYS]
        shape["allOf"] = by_check
        shape["properties"]["params"] = {"type": "object"}
    definitions["CriterionFile"]["properties"]["examples"] = _examples()
    definitions |= {"Line": _line(), "Lines": _lines(), "Call": _call(), "Example": _example()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rubric",
        **references[RubricFile, "validation"],
        "$defs": definitions,
    }


def _params_of(check: str, reference: Json, required: bool) -> Json:
    then: Json = {"properties": {"params": reference}}
    if required:
        then["required"] = ["params"]
    return {"if": {"properties": {"check": {"const": check}}, "required": ["check"]}, "then": then}


def _has_required(model: Any) -> bool:
    return any(item.is_required() for item in model.model_fields.values())


def _examples() -> Json:
    lists: Json = {outcome.value: {"type": "array", "items": _to("Example")} for outcome in Outcome}
    wanted = _call()
    wanted["properties"]["want"] = {"enum": [outcome.value for outcome in Outcome]}
    wanted["required"] = ["want", "call"]
    lists[KNOWN_MISS] = {
        "type": "array",
        "items": wanted,
        "description": "Calls it is known to get wrong; one that comes right is to be moved.",
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": lists,
        "description": "Small calls under the outcome they have to get, for `qa rubric test`.",
    }


def _example() -> Json:
    return {"anyOf": [_to("Lines"), _to("Call")]}


def _call() -> Json:
    texts: Json = {"type": "object", "additionalProperties": {"type": "string"}}
    properties: Json = {
        "language": {"enum": ["zh", "ko", "en"], "description": "Default: the title's first."},
        "surname": {"type": "string", "minLength": 1, "description": "The customer's, if known."},
        "context": {**texts, "propertyNames": {"enum": list(CONTEXT_KEYS)}},
        "extra": {**texts, "description": "Other columns of the manifest."},
        "call": _to("Lines"),
    }
    assert tuple(properties) == CALL_KEYS
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": ["call"],
    }


def _lines() -> Json:
    return {"type": "array", "minItems": 1, "items": _to("Line")}


def _line() -> Json:
    pattern = LINE.pattern.replace("?P<role>", "").replace("?P<start>", "").replace("?P<end>", "")
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "patternProperties": {f"^{pattern}$": {"type": ["string", "null"]}},
        "description": "role: text, or role@START-END: text with seconds.",
    }


def _to(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}
