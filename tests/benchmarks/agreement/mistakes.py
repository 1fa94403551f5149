"""The results that are wrong and that the program is surest of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qa.learning.corpus import Judgement
from tests.benchmarks.agreement.judged import CORE, Judged, Said, Split


@dataclass(frozen=True, slots=True)
class Mistake:
    """`second` is the second reader's judgement, where the call was read twice."""

    call: str
    criterion: str
    truth: Judgement
    second: Judgement | None
    said: Said


def mistakes(split: Split, said: Judged) -> list[Mistake]:
    """Surest first; among equals the core six first, and first those both readers judge alike."""
    found = [
        Mistake(
            call.id,
            criterion,
            call.verdicts[criterion],
            split.second.get(call.id, {}).get(criterion),
            one,
        )
        for call in split.calls
        for criterion, one in said[call.id].items()
        if one.outcome != call.verdicts[criterion].outcome
    ]
    return sorted(found, key=_rank)


def _rank(one: Mistake) -> tuple[float, bool, bool, str, str]:
    doubted = one.second is not None and one.second.outcome != one.truth.outcome
    return (
        -round(one.said.result.confidence, 3),
        one.criterion not in CORE,
        doubted,
        one.call,
        one.criterion,
    )


def worst(
    found: list[Mistake], most: int = 20, of_a_kind: int = 2, of_a_call: int = 3
) -> list[Mistake]:
    """The first of them, and no more than `of_a_kind` of one criterion and mix-up, nor than
    `of_a_call`: what goes wrong everywhere for one reason is told a few times."""
    kinds: Counter[tuple[str, str, str]] = Counter()
    calls: Counter[str] = Counter()
    kept = []
    for one in found:
        if kinds[_kind(one)] < of_a_kind and calls[one.call] < of_a_call:
            kinds[_kind(one)] += 1
            calls[one.call] += 1
            kept.append(one)
    return kept[:most]


def _kind(one: Mistake) -> tuple[str, str, str]:
    return one.criterion, one.truth.outcome, one.said.outcome


def mistakes_text(split: Split, found: list[Mistake]) -> str:
    turns = {call.id: call.turns for call in split.calls}
    kinds = Counter(map(_kind, found))
    parts = [f"{len(found)} results are wrong. The most common kinds (truth → program):"]
    parts.append(
        "\n".join(
            f"- {criterion}: {truth} → {told}, {count} times"
            for (criterion, truth, told), count in kinds.most_common(15)
        )
    )
    parts.append(
        "The twenty that the program is surest of, two of a kind and three of a call at most:"
    )
    for place, one in enumerate(worst(found), start=1):
        result = one.said.result
        rows = [
            f"{place}. **{one.call}, {one.criterion}**: {one.truth.outcome} → {one.said.outcome} "
            f"(confidence {result.confidence:.2f}, {_as_often(kinds[_kind(one)])})",
            f"   - author: {one.truth.reason or '–'} {_numbers(one.truth.turns)}",
        ]
        if one.second:
            second = f"{one.second.outcome}, {one.second.reason} {_numbers(one.second.turns)}"
            rows.append(f"   - second reader: {second}")
        rows.append(f"   - program: {result.explanation}")
        rows += [
            f"   - program quotes: “{evidence.quote}” {_number(evidence.turn)}"
            for evidence in result.evidence[:3]
            if evidence.quote
        ]
        rows += [
            f"   - turn {number}: “{turns[one.call][number - 1].text}”"
            for number in one.truth.turns[:2]
        ]
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _as_often(times: int) -> str:
    return "the only one of its kind" if times == 1 else f"one of {times} of its kind"


def _numbers(turns: tuple[int, ...]) -> str:
    return f"(turns {', '.join(map(str, turns))})" if turns else ""


def _number(turn: int | None) -> str:
    return f"(turn {turn + 1})" if turn is not None else ""
