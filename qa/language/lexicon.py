"""Named sets of phrases and patterns, and where they occur in a text.

A check names the lexicons it reads with dataclass fields typed `LexiconName`; `lexicon_names`
collects them, so that the rubric can load them all, in every language, before any call is judged.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import NewType, Protocol

from qa.core.errors import RubricError
from qa.language.fold import fold, keeps_spaces
from qa.language.matcher import Matcher, MatcherIndex
from qa.language.pattern import Piece
from qa.language.sound import cuts_a_word, is_whole, sound, taken_for

LexiconName = NewType("LexiconName", str)

DISPUTED = 0.5
_REMEMBERED = 1024  # texts: several checks ask one lexicon about the turns of one call


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence. `start`, `end` are offsets in the original text and `quote` is that stretch.

    `entry` is the phrase or pattern as its file writes it. Of a hit `by_sound`, whose quote only
    sounds like it, `entry` is the words it was taken for. `kind` and `say_instead` are the entry's
    own, or empty. `always`: it counts whatever the model of speech acts makes of it. `probability`
    is below 1 where that model has a say; of a hit `by_meaning`, which it alone tells, `entry` is
    the act.
    """

    start: int
    end: int
    quote: str
    entry: str
    lexicon: str
    kind: str = ""
    say_instead: str = ""
    by_sound: bool = False
    language: str = ""
    always: bool = False
    probability: float = 1.0
    by_meaning: bool = False


@dataclass(frozen=True, slots=True)
class SoundAlike:
    """How an entry is found by its sound: `pieces` are its words, `matcher` reads `sound`."""

    pieces: tuple[Piece, ...]
    matcher: Matcher


@dataclass(frozen=True, slots=True)
class Entry:
    """One compiled phrase or pattern; without `sound_alike` it is found as written only."""

    source: str
    written: Matcher
    kind: str = ""
    say_instead: str = ""
    sound_alike: SoundAlike | None = None
    always: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of entries that is reported by its own title and correction."""

    title: str
    say_instead: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit in the folded text."""

    start: int
    end: int
    entry: Entry
    taken_for: str = ""


class Learned(Protocol):
    """What a model of speech acts makes of one call, as its lexicons ask for it."""

    def fused(self, lexicon: Lexicon, text: str, written: tuple[Hit, ...]) -> tuple[Hit, ...]: ...

    def likeliest(self, lexicon: Lexicon, text: str) -> float: ...

    def knows(self, lexicon: Lexicon) -> bool: ...


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one idea in one language; `title` is for people. True when it holds any."""

    name: str
    language: str
    entries: tuple[Entry, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    title: str = ""
    never: tuple[Matcher, ...] = ()
    reads_acts: bool = True
    _learned: Learned | None = field(init=False, repr=False, compare=False, default=None)
    _sounding: tuple[tuple[Entry, SoundAlike], ...] = field(init=False, repr=False)
    _index: LexiconIndex = field(init=False, repr=False, compare=False)
    _group: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        sounding = tuple((one, one.sound_alike) for one in self.entries if one.sound_alike)
        object.__setattr__(self, "_sounding", sounding)
        object.__setattr__(self, "_index", LexiconIndex((self,)))

    def share(self, index: LexiconIndex, group: int) -> None:
        """Look texts up in `index`, where this lexicon is number `group`, and not in its own."""
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_group", group)

    def forget(self) -> None:
        """As if no text had been seen, by it and those that share its index."""
        self._index.forget()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every hit in `text`, in order; of those that overlap the longest stays, and one that is
        only heard never stays beside one that is written."""
        written = self._written(text)
        return self._learned.fused(self, text, written) if self._learned else written

    def _written(self, text: str) -> tuple[Hit, ...]:
        said = self._index.said(text)
        return said.hits(self) if self._group in said.groups else ()

    @property
    def is_learned(self) -> bool:
        """Whether a model of speech acts stands behind the phrases."""
        return self._learned is not None and self._learned.knows(self)

    def likeliest(self, text: str) -> float:
        """How probable a model of speech acts holds what the lexicon is about; 0 without one.

        At least `DISPUTED` where a phrase says so: where the two differ nobody is sure.
        """
        if self._learned is None:
            return 0.0
        probable = self._learned.likeliest(self, text)
        return max(probable, DISPUTED) if self._written(text) else probable

    def learned_by(self, learned: Learned) -> Lexicon:
        """This lexicon with that behind its phrases."""
        own = copy(self)
        object.__setattr__(own, "_learned", learned)
        return own

    def never_in(self, text: str) -> list[tuple[int, int]]:
        """Where the text holds what the file says is never meant."""
        if not self.never:
            return []
        folded = fold(text, self.language)
        return [
            folded.original_span(start, end)
            for matcher in self.never
            for start, end in matcher.occurrences(folded.text, keeps_spaces(self.language))
        ]

    def _find(self, said: Said) -> tuple[Hit, ...]:
        found = _apart(self._as_written(said))
        if said.heard.get(self._group):
            found = _apart(self._by_sound(said, found), beside=found)
        found.sort(key=lambda one: one.start)
        return tuple(self._hit(said, one) for one in found)

    def covers(self, text: str) -> bool:
        """Whether `text` says nothing but entries of this lexicon: 嗯嗯，对。 and backchannels."""
        spoken = len(fold(text, self.language).text.replace(" ", ""))
        hits = self.find(text)
        said = sum(len(fold(hit.quote, self.language).text.replace(" ", "")) for hit in hits)
        return spoken > 0 and said == spoken

    def _as_written(self, said: Said) -> Iterator[_Found]:
        spaced = keeps_spaces(self.language)
        for number in said.written.get(self._group, ()):
            entry = self.entries[number]
            for start, end in entry.written.occurrences(said.folded.text, spaced):
                yield _Found(start, end, entry)

    def _by_sound(self, said: Said, written: Sequence[_Found]) -> Iterator[_Found]:
        language, spaced = self.language, keeps_spaces(self.language)
        text, folded, heard = said.text, said.folded, said.sound
        for number in said.heard[self._group]:
            entry, like = self._sounding[number]

            def words(start: int, end: int, entry: Entry = entry, like: SoundAlike = like) -> str:
                """What the stretch of the sound may be taken for, or nothing."""
                first, last = heard.original_span(start, end)
                if (
                    any(first < one.end and one.start < last for one in written)
                    or not is_whole(heard, start, end)
                    or entry.written.cancels(folded.text, first, last, spaced)
                    or cuts_a_word(text, *folded.original_span(first, last), language)
                ):
                    return ""
                return taken_for(like.pieces, heard, folded.text, start, end, language)

            for start, end in like.matcher.occurrences(heard.text, spaced, words):
                yield _Found(*heard.original_span(start, end), entry, words(start, end))

    def _hit(self, said: Said, found: _Found) -> Hit:
        first, last = said.folded.original_span(found.start, found.end)
        entry = found.entry
        say_instead = entry.say_instead
        if not say_instead and entry.kind in self.kinds:
            say_instead = self.kinds[entry.kind].say_instead
        return Hit(
            first,
            last,
            said.text[first:last],
            found.taken_for or entry.source,
            self.name,
            entry.kind,
            say_instead,
            bool(found.taken_for),
            self.language,
            entry.always,
        )


def _apart(found: Iterable[_Found], beside: Iterable[_Found] = ()) -> list[_Found]:
    """`beside`, and the longest of what is found that neither overlaps it nor one another."""
    taken = list(beside)
    found = list(found)
    if not found:
        return taken
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return taken


class Said:
    """A text as the lexicons of an index look at it: which of their entries may be in it, as
    written and as heard, and the hits of those that have been asked."""

    __slots__ = ("_hits", "folded", "groups", "heard", "sound", "text", "written")

    def __init__(self, text: str, language: str, index: LexiconIndex) -> None:
        self.text = text
        self.folded = fold(text, language)
        self.written = index.written.possible(self.folded.text)
        self.sound = sound(self.folded.text, language) if index.heard else self.folded
        self.heard = index.heard.possible(self.sound.text) if index.heard else {}
        self.groups = self.written.keys() | self.heard.keys()
        self._hits: dict[int, tuple[Hit, ...]] = {}

    def hits(self, lexicon: Lexicon) -> tuple[Hit, ...]:
        group = lexicon._group
        if group not in self._hits:
            self._hits[group] = lexicon._find(self)
        return self._hits[group]


class LexiconIndex:
    """Where the entries of several lexicons of one language are looked up together."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._lexicons = lexicons
        self._language = lexicons[0].language if lexicons else ""
        self._said: dict[str, Said] = {}

    def said(self, text: str) -> Said:
        """What may be in `text`; remembered, since several checks ask about the turns of a call."""
        known = self._said.get(text)
        if known is None:
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            known = self._said[text] = Said(text, self._language, self)
        return known

    def forget(self) -> None:
        """As if no text had been seen."""
        self._said.clear()

    @cached_property
    def written(self) -> MatcherIndex:
        groups = [[one.written for one in lexicon.entries] for lexicon in self._lexicons]
        return MatcherIndex(groups, keeps_spaces(self._language))

    @cached_property
    def heard(self) -> MatcherIndex | None:
        """None where nothing is found by its sound."""
        groups = [[like.matcher for _, like in one._sounding] for one in self._lexicons]
        return MatcherIndex(groups, keeps_spaces(self._language)) if any(groups) else None


@dataclass(frozen=True, slots=True)
class LexiconSet:
    """Every lexicon a rubric uses, in one language. `digest` is the sha256 of their files."""

    language: str
    lexicons: Mapping[str, Lexicon]
    digest: str = ""

    def learned_by(self, learned: Learned) -> LexiconSet:
        """The same lexicons with that behind their phrases."""
        lexicons = {name: one.learned_by(learned) for name, one in self.lexicons.items()}
        return LexiconSet(self.language, lexicons, self.digest)

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
