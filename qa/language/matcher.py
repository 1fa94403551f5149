"""Compiled phrases and patterns, and where they occur in a text of their alphabet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.language.pattern import Compiled

_GUARD_REACH = 40  # symbols a guard may look at: longer than any guard written so far
_EVERYDAY = frozenset((*"您你我他的了不是没就能说还在有", "我们", "you", "i", "we", "it", "the"))
_ANY: frozenset[int] = frozenset()  # nothing more is required
_Rest = tuple[int, int, tuple[frozenset[int], ...]]  # group, number, and what else it requires


@dataclass(frozen=True, slots=True)
class Matcher:
    """One phrase or pattern, in the alphabet of folded text or in that of its sound.

    Of each piece of `required` one choice is in every text it matches. A stretch that directly
    follows `not_after`, or is directly followed by `not_before`, is none.
    """

    required: tuple[tuple[str, ...], ...]
    pattern: Compiled
    not_after: Compiled | None = None
    not_before: Compiled | None = None

    def occurrences(
        self, text: str, spaced: bool, admits: Callable[[int, int], object] | None = None
    ) -> Iterator[tuple[int, int]]:
        """Offsets of what no guard cancels and `admits` takes; words whole where `spaced`."""
        padded = f" {text} " if spaced else text
        edge = 1 if spaced else 0  # patterns of a spaced language end with the space after the hit
        position = edge
        search = self.pattern.engine.search
        while match := search(padded, position):
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
            (self.not_after and self.not_after.engine.search(before))
            or (self.not_before and self.not_before.engine.match(after))
        )


class MatcherIndex:
    """Which of many matchers may be in a text: one pass for all of them, and for all the groups
    (lexicons) they come in.

    One automaton (Aho-Corasick) finds every choice of every required piece; a matcher is possible
    when each of its pieces has been found. The cost hangs on the text, hardly on the number of
    matchers.
    """

    def __init__(self, groups: Sequence[Sequence[Matcher]], spaced: bool) -> None:
        self._edge = " " if spaced else ""
        ids: dict[str, int] = {}
        tree: dict[int, dict[frozenset[int], list[_Rest]]] = {}
        for group, matchers in enumerate(groups):
            for number, matcher in enumerate(matchers):
                rarest, *others = sorted(matcher.required, key=_commonness)
                second, *rest = [frozenset(_numbered(piece, ids)) for piece in others] or [_ANY]
                for anchor in _numbered(rarest, ids):
                    leaves = tree.setdefault(anchor, {}).setdefault(second, [])
                    leaves.append((group, number, tuple(rest)))
        # As a list, since a text goes through all of an anchor's.
        self._by_anchor = {anchor: list(under.items()) for anchor, under in tree.items()}
        self._automaton = self._built(ids) if ids else None

    def _built(self, ids: Mapping[str, int]) -> Any:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for choice, number in ids.items():
            automaton.add_word(f"{self._edge}{choice}{self._edge}", number)
        automaton.make_automaton()
        return automaton

    def possible(self, text: str) -> Mapping[int, list[int]]:
        """Group -> numbers of its matchers that may be in `text`, in order."""
        if self._automaton is None:
            return {}
        padded = f"{self._edge}{text}{self._edge}"
        said = {number for _, number in self._automaton.iter(padded)}
        found: dict[int, set[int]] = {}
        for anchor in said & self._by_anchor.keys():
            for second, leaves in self._by_anchor[anchor]:
                if second and said.isdisjoint(second):
                    continue
                for group, number, rest in leaves:
                    if rest and any(said.isdisjoint(piece) for piece in rest):
                        continue
                    found.setdefault(group, set()).add(number)
        return {group: sorted(numbers) for group, numbers in found.items()}


def _numbered(choices: Iterable[str], ids: dict[str, int]) -> list[int]:
    return [ids.setdefault(choice, len(ids)) for choice in choices]


def _commonness(choices: Iterable[str]) -> float:
    """How often one of them is likely to be said, to no scale: each symbol makes it rarer."""
    return sum(1.0 if choice in _EVERYDAY else 10.0 ** -len(choice) for choice in choices)
