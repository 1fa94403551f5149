"""Named sets of phrases and patterns, and where they occur in a text.

A check names the lexicons it reads with dataclass fields typed `LexiconName`; `lexicon_names`
collects them, so that the rubric can load them all, in every language, before any call is judged.
"""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NewType

from qa.core.errors import RubricError
from qa.language.fold import Folded, fold, keeps_spaces

LexiconName = NewType("LexiconName", str)

_GUARD_REACH = 40  # folded characters a guard may look at: longer than any guard written so far


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence. `start`, `end` are offsets in the original text and `quote` is that stretch.

    `entry` is the phrase or pattern as its file writes it; `kind` and `say_instead` are its own,
    or empty.
    """

    start: int
    end: int
    quote: str
    entry: str
    lexicon: str
    kind: str = ""
    say_instead: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One compiled phrase or pattern.

    A hit that directly follows `not_after`, or is directly followed by `not_before`, is none.
    """

    source: str
    anchors: tuple[str, ...]
    pattern: Any
    not_after: Any = None
    not_before: Any = None
    kind: str = ""
    say_instead: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of entries that is reported by its own title and correction."""

    title: str
    say_instead: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one idea in one language. True when it holds any."""

    name: str
    language: str
    entries: tuple[Entry, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    _by_first: Mapping[str, tuple[tuple[str, int], ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_first: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for anchor in entry.anchors:
                by_first[anchor[0]].append((anchor, number))
        index = {first: tuple(anchors) for first, anchors in by_first.items()}
        object.__setattr__(self, "_by_first", index)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every hit in `text`, in order; of those that overlap the longest stays."""
        folded = fold(text, self.language)
        found = [
            (start, end, entry)
            for entry in self._possible(folded.text)
            for start, end in _occurrences(entry, folded.text, keeps_spaces(self.language))
        ]
        found.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
        taken: list[tuple[int, int, Entry]] = []
        for start, end, entry in found:
            if all(end <= other[0] or other[1] <= start for other in taken):
                taken.append((start, end, entry))
        taken.sort(key=lambda hit: hit[0])
        return tuple(self._hit(text, folded, *hit) for hit in taken)

    def covers(self, text: str) -> bool:
        """Whether `text` says nothing but entries of this lexicon: 嗯嗯，对。 and backchannels."""
        spoken = len(fold(text, self.language).text.replace(" ", ""))
        hits = self.find(text)
        said = sum(len(fold(hit.quote, self.language).text.replace(" ", "")) for hit in hits)
        return spoken > 0 and said == spoken

    def _possible(self, folded: str) -> Iterator[Entry]:
        """Entries whose anchor is in the text; one pass instead of one search an entry."""
        numbers = {
            number
            for first in set(folded)
            for anchor, number in self._by_first.get(first, ())
            if anchor in folded
        }
        return (self.entries[number] for number in sorted(numbers))

    def _hit(self, text: str, folded: Folded, start: int, end: int, entry: Entry) -> Hit:
        first, last = folded.original_span(start, end)
        say_instead = entry.say_instead
        if not say_instead and entry.kind in self.kinds:
            say_instead = self.kinds[entry.kind].say_instead
        return Hit(first, last, text[first:last], entry.source, self.name, entry.kind, say_instead)


def _occurrences(entry: Entry, folded: str, spaced: bool) -> Iterator[tuple[int, int]]:
    """Folded offsets of the entry's hits that no guard cancels; words whole where `spaced`."""
    text = f" {folded} " if spaced else folded
    edge = 1 if spaced else 0  # patterns of a spaced language end with the space after the hit
    position = edge
    while match := entry.pattern.search(text, position):
        start, end = match.span(1)
        at_word = not spaced or text[start - 1] == " "
        if at_word and not _cancelled(entry, text, start, end):
            yield start - edge, end - 2 * edge
            position = end
        else:
            position = start + 1


def _cancelled(entry: Entry, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _GUARD_REACH) : start], text[end : end + _GUARD_REACH]
    return bool(
        (entry.not_after and entry.not_after.search(before))
        or (entry.not_before and entry.not_before.match(after))
    )


@dataclass(frozen=True, slots=True)
class LexiconSet:
    """Every lexicon a rubric uses, in one language. `digest` is the sha256 of their files."""

    language: str
    lexicons: Mapping[str, Lexicon]
    digest: str = ""

    def get(self, name: str) -> Lexicon:
        """The lexicon of that name. A rubric that loaded knows all the names it uses."""
        try:
            return self.lexicons[name]
        except KeyError:
            known = ", ".join(sorted(self.lexicons)) or "none"
            raise RubricError(
                [f"lexicon '{name}' was not loaded for {self.language}; loaded {known}"]
            ) from None


def lexicon_names(check: object) -> tuple[str, ...]:
    """The lexicons a check reads: the values of its fields typed `LexiconName`, empty ones left."""
    types = typing.get_type_hints(type(check))
    values = (
        getattr(check, item.name)
        for item in fields(check)  # type: ignore[arg-type]
        if types[item.name] is LexiconName
    )
    return tuple(dict.fromkeys(value for value in values if value))
