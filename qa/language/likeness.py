"""How alike two sentences are, by the pairs of characters they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.language.fold import fold


@dataclass(frozen=True, slots=True)
class Print:
    """A sentence for comparing: its folded text, its character pairs, its numbers in order."""

    text: str
    pairs: Counter[str]
    numbers: str


def print_of(sentence: str, language: str) -> Print:
    text = fold(sentence, language).text
    pairs = Counter(first + second for first, second in pairwise(text))
    return Print(text, pairs, "".join(char for char in text if char.isnumeric()))


def likeness(one: Print, other: Print) -> float:
    """Dice's coefficient of the character pairs, 0..1; sentences that name other numbers say
    other things, and are not alike at all."""
    if one.numbers != other.numbers:
        return 0.0
    if one.text == other.text:
        return 1.0
    return 2 * sum((one.pairs & other.pairs).values()) / max(1, len(one.text) + len(other.text) - 2)


def largest_group(prints: Sequence[Print], at_least: float) -> tuple[int, ...]:
    """Positions of the largest group in which every sentence is `at_least` as alike to the first.

    Sentences whose lengths alone keep them apart are never compared.
    """
    by_length: dict[int, list[int]] = {}
    for position, one in enumerate(prints):
        by_length.setdefault(len(one.text), []).append(position)
    best: tuple[int, ...] = ()
    for position, one in enumerate(prints):
        length = len(one.text)
        near = (
            other
            for size, places in by_length.items()
            if 2 * min(size, length) >= at_least * (size + length) - 2
            for other in places
            if other >= position
        )
        group = tuple(sorted(o for o in near if likeness(one, prints[o]) >= at_least))
        best = max(best, group, key=len)
    return best
