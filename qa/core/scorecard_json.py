"""A scorecard as the JSON file other programs read, and back.

Times are seconds in the file and milliseconds inside. `score` is rounded to one decimal in the
file; everything else survives the way there and back unchanged. `corrections` is written empty:
what people changed afterwards is kept and merged by the review.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NoReturn, TypeVar

from qa.core.call import Aspect, InspectionFinding, Role
from qa.core.scorecard import (
    SCHEMA_VERSION,
    CheckError,
    CriterionResult,
    Evidence,
    Outcome,
    RubricRef,
    Scorecard,
    Tally,
    Verdict,
)
from qa.core.spans import Span

Json = dict[str, Any]
T = TypeVar("T")
E = TypeVar("E", bound=Enum)


def scorecard_to_json(card: Scorecard) -> Json:
    """`card` as plain dicts, lists, strings and numbers, ready for `json.dumps`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "call_id": card.call_id,
        "language": card.language,
        "rubric": {
            "id": card.rubric.id,
            "version": card.rubric.version,
            "sha256": card.rubric.sha256,
        },
        "verdict": card.verdict.value,
        "verdict_reasons": list(card.verdict_reasons),
        "score": None if card.score is None else round(card.score, 1),
        "coverage": card.tally.coverage,
        "tally": {
            "earned": card.tally.earned,
            "assessed": card.tally.assessed,
            "possible": card.tally.possible,
        },
        "results": [_result_to_json(result) for result in card.results],
        "errors": [
            {"criterion": error.criterion, "kind": error.kind, "message": error.message}
            for error in card.errors
        ],
        "inspection": [
            {
                "code": finding.code,
                "detail": finding.detail,
                "affects": sorted(aspect.value for aspect in finding.affects),
            }
            for finding in card.inspection
        ],
        "metrics": dict(card.metrics),
        "context": dict(card.context),
        "source": dict(card.source),
        "corrections": [],
    }


def _result_to_json(result: CriterionResult) -> Json:
    return {
        "criterion": result.criterion,
        "section": result.section,
        "title": result.title,
        "outcome": result.outcome.value,
        "weight": result.weight,
        "earned": result.earned,
        "critical": result.critical,
        "bonus": result.bonus,
        "confidence": result.confidence,
        "explanation": result.explanation,
        "suggestion": result.suggestion,
        "measured": dict(result.measured),
        "params": dict(result.params),
        "evidence": [_evidence_to_json(evidence) for evidence in result.evidence],
    }


def _evidence_to_json(evidence: Evidence) -> Json:
    written: Json = {}
    if evidence.role is not None:
        written["role"] = evidence.role.value
    if evidence.turn is not None:
        written["turn"] = evidence.turn
    if evidence.span is not None:
        written["start_s"] = evidence.span.start_ms / 1000
        written["end_s"] = evidence.span.end_ms / 1000
    if evidence.chars is not None:
        written["chars"] = list(evidence.chars)
    return {**written, "quote": evidence.quote, "note": evidence.note}


def scorecard_from_json(data: object) -> Scorecard:
    """The scorecard a file holds. Raises `ValueError` naming the first key that is not ours."""
    file = _Node(data, "")
    version = file.key("schema_version").whole_number()
    if version != SCHEMA_VERSION:
        file.key("schema_version").refuse(f"{SCHEMA_VERSION}, the only version known here")
    rubric = file.key("rubric")
    return Scorecard(
        call_id=file.key("call_id").text(),
        language=file.key("language").text(),
        rubric=RubricRef(*(rubric.key(name).text() for name in ("id", "version", "sha256"))),
        verdict=file.key("verdict").one_of(Verdict),
        verdict_reasons=tuple(item.text() for item in file.key("verdict_reasons").items()),
        score=file.key("score").or_none(_Node.number),
        tally=_tally(file.key("tally")),
        results=tuple(_result(item) for item in file.key("results").items()),
        errors=tuple(
            CheckError(*(item.key(name).text() for name in ("criterion", "kind", "message")))
            for item in file.key("errors").items()
        ),
        inspection=tuple(
            InspectionFinding(
                code=item.key("code").text(),
                detail=item.key("detail").text(),
                affects=frozenset(aspect.one_of(Aspect) for aspect in item.key("affects").items()),
            )
            for item in file.key("inspection").items()
        ),
        metrics=file.key("metrics").mapping_of(_Node.number),
        context=file.key("context").mapping_of(_Node.text),
        source=file.key("source").mapping_of(_Node.text),
    )


def _tally(node: _Node) -> Tally:
    earned, assessed, possible = (
        node.key(name).number() for name in ("earned", "assessed", "possible")
    )
    return node.checked(lambda: Tally(earned, assessed, possible))


def _result(node: _Node) -> CriterionResult:
    return CriterionResult(
        criterion=node.key("criterion").text(),
        section=node.key("section").text(),
        title=node.key("title").text(),
        outcome=node.key("outcome").one_of(Outcome),
        weight=node.key("weight").number(),
        earned=node.key("earned").number(),
        critical=node.key("critical").truth(),
        confidence=node.key("confidence").number(),
        explanation=node.key("explanation").text(),
        suggestion=node.key("suggestion").text(),
        measured=node.key("measured").mapping_of(_Node.number),
        params=node.key("params").mapping_of(lambda value: value.data),
        evidence=tuple(_evidence(item) for item in node.key("evidence").items()),
        bonus=node.optional("bonus", _Node.truth) or False,
    )


def _evidence(node: _Node) -> Evidence:
    chars = node.optional("chars", lambda pair: [item.whole_number() for item in pair.items()])
    if chars is not None and len(chars) != 2:
        node.key("chars").refuse("two offsets")
    start = node.optional("start_s", _Node.milliseconds)
    span = None
    if start is not None:
        end = node.key("end_s").milliseconds()
        span = node.key("end_s").checked(lambda: Span(start, end))
    return Evidence(
        quote=node.key("quote").text(),
        note=node.key("note").text(),
        role=node.optional("role", lambda role: role.one_of(Role)),
        turn=node.optional("turn", _Node.whole_number),
        span=span,
        chars=(chars[0], chars[1]) if chars else None,
    )


class _Node:
    """A place in the file: its value, and its path for the message when it is not ours."""

    def __init__(self, data: object, path: str) -> None:
        self.data = data
        self.path = path

    def refuse(self, expected: str) -> NoReturn:
        got = "nothing" if self.data is _MISSING else repr(self.data)
        shown = got if len(got) <= 60 else got[:57] + "..."
        raise ValueError(
            f"not a scorecard of this program: {self.path or 'the file'}: "
            f"expected {expected}; got {shown}"
        )

    def key(self, name: str) -> _Node:
        if not isinstance(self.data, Mapping):
            self.refuse("an object")
        path = f"{self.path}.{name}" if self.path else name
        return _Node(self.data.get(name, _MISSING), path)

    def optional(self, name: str, read: Callable[[_Node], T]) -> T | None:
        node = self.key(name)
        return None if node.data is _MISSING else read(node)

    def or_none(self, read: Callable[[_Node], T]) -> T | None:
        return None if self.data is None else read(self)

    def items(self) -> list[_Node]:
        if not isinstance(self.data, list):
            self.refuse("a list")
        return [_Node(item, f"{self.path}[{i}]") for i, item in enumerate(self.data)]

    def mapping_of(self, read: Callable[[_Node], T]) -> dict[str, T]:
        if not isinstance(self.data, Mapping):
            self.refuse("an object")
        return {str(name): read(self.key(name)) for name in self.data}

    def checked(self, build: Callable[[], T]) -> T:
        """`build()`, its own refusal of the values told with this path."""
        try:
            return build()
        except ValueError as error:
            self.refuse(str(error))

    def text(self) -> str:
        if not isinstance(self.data, str):
            self.refuse("text")
        return self.data

    def truth(self) -> bool:
        if not isinstance(self.data, bool):
            self.refuse("true or false")
        return self.data

    def number(self) -> float:
        if isinstance(self.data, bool) or not isinstance(self.data, int | float):
            self.refuse("a number")
        if not math.isfinite(self.data):
            self.refuse("a finite number")
        return self.data

    def whole_number(self) -> int:
        if isinstance(self.data, bool) or not isinstance(self.data, int):
            self.refuse("a whole number")
        return self.data

    def milliseconds(self) -> int:
        return round(self.number() * 1000)

    def one_of(self, kind: type[E]) -> E:
        found = next((member for member in kind if member.value == self.data), None)
        if found is None:
            self.refuse("one of " + ", ".join(str(member.value) for member in kind))
        return found


_MISSING = object()
