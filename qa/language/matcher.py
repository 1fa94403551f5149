"""Compiled phrases and patterns, and where they occur in a text of their alphabet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

_GUARD_REACH = 40  # symbols a guard may look at: longer than any guard written so far


@dataclass(frozen=True, slots=True)
class Matcher:
    """One phrase or pattern, in the alphabet of folded text or in that of its sound.

    One of `anchors` is in every text it matches. A stretch that directly follows `not_after`, or
    is directly followed by `not_before`, is none.
    """

    anchors: tuple[str, ...]
    pattern: Any
    not_after: Any = None
    not_before: Any = None

    def occurrences(
        self, text: str, spaced: bool, admits: Callable[[int, int], object] | None = None
    ) -> Iterator[tuple[int, int]]:
        """Offsets of what no guard cancels and `admits` takes; words whole where `spaced`."""
        padded = f" {text} " if spaced else text
        edge = 1 if spaced else 0  # patterns of a spaced language end with the space after the hit
        position = edge
        while match := self.pattern.search(padded, position):
            start, end = match.span(1)
            first, last = start - edge, end - 2 * edge
            if (
                (not spaced or padded[start - 1] == " ")
                and not self._cancelled(padded, start, end)
                and (admits is None or admits(first, last))
            ):
                yield first, last
                position = end
            else:
                position = start + 1

    def cancels(self, text: str, start: int, end: int, spaced: bool) -> bool:
        """Whether a guard speaks against the stretch `[start, end)` of `text`."""
        if not spaced:
            return self._cancelled(text, start, end)
        return self._cancelled(f" {text} ", start + 1, end + 2)

    def _cancelled(self, text: str, start: int, end: int) -> bool:
        before, after = text[max(0, start - _GUARD_REACH) : start], text[end : end + _GUARD_REACH]
        return bool(
            (self.not_after and self.not_after.search(before))
            or (self.not_before and self.not_before.match(after))
        )


@dataclass(frozen=True, slots=True)
class AnchorIndex:
    """Which of many matchers may be in a text: one pass instead of one search each.

    Anchors are filed under their first two symbols, so that a text asks only for the pairs it
    holds: the cost hangs on the text, hardly on the number of anchors.
    """

    matchers: Sequence[Matcher]
    _by_pair: Mapping[str, tuple[tuple[str, int], ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_pair: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, matcher in enumerate(self.matchers):
            for anchor in matcher.anchors:
                by_pair[anchor[:2]].append((anchor, number))
        index = {pair: tuple(anchors) for pair, anchors in by_pair.items()}
        object.__setattr__(self, "_by_pair", index)

    def possible(self, text: str) -> list[int]:
        """Numbers of the matchers one of whose anchors is in `text`, in order."""
        pairs = {*text, *map("".join, pairwise(text))}
        return sorted(
            {
                number
                for pair in pairs & self._by_pair.keys()
                for anchor, number in self._by_pair[pair]
                if anchor in text
            }
        )
