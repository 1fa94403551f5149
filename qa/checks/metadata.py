"""Is what is known about the call from outside it as a rubric expects?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Literal

from qa.checks.base import Finding
from qa.checks.metadata_wording import SAY
from qa.core.call import Aspect, Call, CallContext
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconSet

Op = Literal[
    "equals",
    "not_equals",
    "in",
    "not_in",
    "contains",
    "at_least",
    "at_most",
    "present",
    "absent",
]
_NUMBER = re.compile(
    r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?"
)  # more digits are an account, not a number
_ONE_VALUE: frozenset[Op] = frozenset({"equals", "not_equals", "at_least", "at_most"})
_ORDERING: frozenset[Op] = frozenset({"at_least", "at_most"})
_NO_VALUE: frozenset[Op] = frozenset({"present", "absent"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """Passes when `field` stands in the relation `op` to `values`; made to be a condition.

    ::

        call_id, agent_id, team, direction, ...  |  the manifest's other columns
        field: direction   op: equals            values: [inbound]
        field: queue       op: in                values: [refunds, complaints]
        field: csat        op: at_most           values: ["2"]

    `field` is a field of the call's context or a column of the manifest; without a value the rule
    does not apply, unless `op` asks just that. Two values that both read as numbers are compared
    as numbers (2 is 2.0), others as text without regard to case and width; `at_least` and
    `at_most` then order them as written, which suits ISO dates. `contains` means any of `values`.
    """

    field: str
    op: Op
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.field.strip():
            raise ValueError("field is empty; expected a field of the call or a manifest column")
        count = len(self.values)
        if self.op in _NO_VALUE and count:
            raise ValueError(f"op {self.op} takes no values; got {count}")
        if self.op in _ONE_VALUE and count != 1:
            raise ValueError(f"op {self.op} takes one value; got {count}")
        if self.op not in _NO_VALUE and not all(value.strip() for value in self.values or ("",)):
            raise ValueError(f"op {self.op} takes values, none of them empty")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset()

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        known = _value(call.context, self.field)
        condition = say[self.op].format(field=self.field, values=say["or"].join(self.values))
        if self.op in _NO_VALUE:
            return self._finding((self.op == "present") == bool(known), known, condition, say)
        if not known:
            told = say["missing"].format(field=self.field, condition=condition)
            return Finding(Outcome.NOT_APPLICABLE, told)
        if self.op in _ORDERING and _reads_as_number(known) != _reads_as_number(self.values[0]):
            told = say["incomparable"].format(field=self.field, known=known, condition=condition)
            return Finding(
                Outcome.NOT_ASSESSED, told, evidence=self._evidence(known), words_may_tell=True
            )
        holds = any(_RELATIONS[self.op](known, value) for value in self.values)
        return self._finding(holds != self.op.startswith("not_"), known, condition, say)

    def _finding(self, holds: bool, known: str, condition: str, say: Mapping[str, str]) -> Finding:
        told = say["holds" if holds else "fails"].format(
            field=self.field, known=known or say["nothing"], condition=condition
        )
        return Finding(
            Outcome.PASS if holds else Outcome.FAIL,
            told,
            suggestion="" if holds else say["suggestion"].format(field=self.field),
            measured=_measured(known) if self.op in _ORDERING else {},
            evidence=self._evidence(known),
        )

    def _evidence(self, known: str) -> tuple[Evidence, ...]:
        return (Evidence(note=f"{self.field}: {known}"),) if known else ()


def _value(context: CallContext, field: str) -> str:
    """What is known under that name; empty where nothing is. Our own fields come first."""
    own = {item.name for item in fields(context)} - {"extra"}
    value = getattr(context, field) if field in own else context.extra.get(field)
    return (value or "").strip()


def _measured(known: str) -> dict[str, float]:
    return {"value": float(_plain(known))} if _reads_as_number(known) else {}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _reads_as_number(text: str) -> bool:
    return _NUMBER.fullmatch(_plain(text)) is not None


def _order(known: str, value: str) -> int:
    """Below, at or above zero as `known` is less than, equal to or more than `value`."""
    if _reads_as_number(known) and _reads_as_number(value):
        difference = float(_plain(known)) - float(_plain(value))
        return (difference > 0) - (difference < 0)
    left, right = _plain(known), _plain(value)
    return (left > right) - (left < right)


_RELATIONS: Mapping[Op, Callable[[str, str], bool]] = {
    "equals": lambda known, value: _order(known, value) == 0,
    "not_equals": lambda known, value: _order(known, value) == 0,
    "in": lambda known, value: _order(known, value) == 0,
    "not_in": lambda known, value: _order(known, value) == 0,
    "contains": lambda known, value: _plain(value) in _plain(known),
    "at_least": lambda known, value: _order(known, value) >= 0,
    "at_most": lambda known, value: _order(known, value) <= 0,
}
