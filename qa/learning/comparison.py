"""The present model and the new one on the calls set aside, against what people decided there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.core.call import Call
from qa.learning.corrections import Correction
from qa.rubric import Rubric
from qa.scoring import score

FEW = 10  # below this one call more or less turns the answer round


@dataclass(frozen=True, slots=True)
class Judged:
    """A corrected verdict of a call set aside, with what each model makes of it."""

    call_id: str
    criterion: str
    wanted: str
    present: str
    new: str


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """One criterion: how many of the corrected verdicts each model gives right, and the calls that
    changed for better and for worse."""

    criterion: str
    corrected: int
    present_right: int
    new_right: int
    better: tuple[str, ...]
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`others` are verdicts of these calls that nobody corrected and that the two models give
    otherwise: (call, criterion, present, new)."""

    judged: tuple[Judged, ...]
    others: tuple[tuple[str, str, str, str], ...]

    @property
    def too_few(self) -> bool:
        return len(self.judged) < FEW

    @property
    def by_criterion(self) -> tuple[CriterionChange, ...]:
        """In the order of the rubric, those with a corrected verdict."""
        names = dict.fromkeys(one.criterion for one in self.judged)
        return tuple(
            _change(name, [one for one in self.judged if one.criterion == name]) for name in names
        )


def _change(criterion: str, judged: Sequence[Judged]) -> CriterionChange:
    was = {one.call_id for one in judged if one.present == one.wanted}
    now = {one.call_id for one in judged if one.new == one.wanted}
    return CriterionChange(
        criterion,
        len(judged),
        len(was),
        len(now),
        tuple(sorted(now - was)),
        tuple(sorted(was - now)),
    )


def compare(
    rows: Sequence[Correction], calls: Mapping[str, Call], present: Rubric, new: Rubric
) -> Comparison:
    """Both judge every call of the rows. The rubrics differ in their models only."""
    wanted = {(row.call_id, row.criterion): row.verdict for row in rows}
    order = [one.id for one in present.criteria]
    judged: list[Judged] = []
    others: list[tuple[str, str, str, str]] = []
    for call_id in dict.fromkeys(row.call_id for row in rows):
        was, now = _outcomes(calls[call_id], present), _outcomes(calls[call_id], new)
        for name in order:
            if (call_id, name) in wanted:
                given = wanted[call_id, name]
                judged.append(Judged(call_id, name, given, was[name], now[name]))
            elif was[name] != now[name]:
                others.append((call_id, name, was[name], now[name]))
    judged.sort(key=lambda one: (order.index(one.criterion), one.call_id))
    return Comparison(tuple(judged), tuple(others))


def _outcomes(call: Call, rubric: Rubric) -> dict[str, str]:
    return {one.criterion: one.outcome.value for one in score(call, rubric).results}


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Plain data for `json.dumps`."""
    return {
        "corrected": len(comparison.judged),
        "too_few_to_tell": comparison.too_few,
        "criteria": [
            {
                "criterion": one.criterion,
                "corrected": one.corrected,
                "present_right": one.present_right,
                "new_right": one.new_right,
                "better": list(one.better),
                "worse": list(one.worse),
            }
            for one in comparison.by_criterion
        ],
        "verdicts": [
            {
                "call_id": one.call_id,
                "criterion": one.criterion,
                "wanted": one.wanted,
                "present": one.present,
                "new": one.new,
            }
            for one in comparison.judged
        ],
        "other_changes": [
            {"call_id": call_id, "criterion": name, "present": was, "new": now}
            for call_id, name, was, now in comparison.others
        ],
    }
