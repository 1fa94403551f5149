"""What a rubric says and can never come true: points out of reach, a veto that cannot be cast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from qa.language.lexicon import LexiconSet
from qa.rubric.building import named_lexicons
from qa.rubric.problems import Problems


def check_points_in_reach(
    data: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]], problems: Problems
) -> None:
    """Every number of points can come about, and the pass mark can be reached and missed."""
    for number, item in enumerate(criteria):
        deduct, most = item.get("deduct"), item.get("at_most")
        if _number(deduct) and _number(most) and most < deduct:
            problems.add(
                ("criteria", number, "at_most"),
                f"one fault costs {deduct:g}, so that can never be deducted; expected at_most "
                f"{deduct:g} or more; got {most:g}",
            )
    if criteria and all("bonus" in item for item in criteria):
        problems.add(("criteria",), "every criterion is a bonus, so no call has points to earn")
    if data.get("mode") != "deduction" or not _number(data.get("pass_mark")):
        return
    pass_mark, floor = data["pass_mark"], data.get("floor", 0)
    if _number(floor) and floor >= pass_mark > 0:
        problems.add(
            ("floor",),
            f"the score never falls below it, so no call can miss the pass mark {pass_mark:g}; "
            f"expected less than {pass_mark:g}; got {floor:g}",
        )
    costs = [_most_deducted(item) for item in criteria if "bonus" not in item]
    lowest = 100 - sum(costs)
    vetoes = any(item.get("critical") == "card" for item in criteria)
    if costs and lowest >= pass_mark > 0 and not vetoes:
        problems.add(
            ("pass_mark",),
            f"every fault together deducts {sum(costs):g}, so a call keeps at least {lowest:g} and "
            f"none can miss it; expected more than {lowest:g}; got {pass_mark:g}",
        )


def check_critical_in_reach(
    criteria: Sequence[Mapping[str, Any]],
    lexicons: Mapping[str, LexiconSet],
    problems: Problems,
) -> None:
    """Every critical criterion finds something to judge by, in each language of the rubric."""
    for number, item in enumerate(criteria):
        if not item.get("critical"):
            continue
        for at, name in named_lexicons(item, ("criteria", number)):
            empty = [one.language for one in lexicons.values() if name in _empty(one)]
            if empty:
                problems.add(
                    at,
                    f"the criterion is critical and lexicon '{name}' has no entries for "
                    f"{', '.join(empty)}, so it could never be assessed there; "
                    "expected entries in each language of the rubric",
                )


def _empty(lexicons: LexiconSet) -> set[str]:
    return {name for name, lexicon in lexicons.lexicons.items() if not lexicon}


def _most_deducted(item: Mapping[str, Any]) -> float:
    deduct, most = item.get("deduct"), item.get("at_most")
    if item.get("per") == "fault":
        return float(most) if _number(most) else 100.0
    return float(deduct) if _number(deduct) else 100.0


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
