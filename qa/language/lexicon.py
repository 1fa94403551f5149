"""Named sets of phrases and patterns, and where they occur in a text.

A check names the lexicons it reads with dataclass fields typed `LexiconName`; `lexicon_names`
collects them, so that the rubric can load them all, in every language, before any call is judged.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import NewType

from qa.core.errors import RubricError
from qa.language.fold import Folded, fold, keeps_spaces
from qa.language.matcher import AnchorIndex, Matcher
from qa.language.pattern import Piece
from qa.language.sound import cuts_a_word, is_whole, sound, taken_for

LexiconName = NewType("LexiconName", str)

_REMEMBERED = 1024  # texts: several checks ask one lexicon about the turns of one call


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence. `start`, `end` are offsets in the original text and `quote` is that stretch.

    `entry` is the phrase or pattern as its file writes it. Of a hit `by_sound`, whose quote only
    sounds like it, `entry` is the words it was taken for. `kind` and `say_instead` are the entry's
    own, or empty.
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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one idea in one language; `title` is for people. True when it holds any."""

    name: str
    language: str
    entries: tuple[Entry, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    title: str = ""
    _written: AnchorIndex = field(init=False, repr=False)
    _heard: AnchorIndex = field(init=False, repr=False)
    _sounding: tuple[tuple[Entry, SoundAlike], ...] = field(init=False, repr=False)
    _known: dict[str, tuple[Hit, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        sounding = tuple((one, one.sound_alike) for one in self.entries if one.sound_alike)
        object.__setattr__(self, "_sounding", sounding)
        object.__setattr__(self, "_written", AnchorIndex([one.written for one in self.entries]))
        object.__setattr__(self, "_heard", AnchorIndex([like.matcher for _, like in sounding]))

    def __bool__(self) -> bool:
        return bool(self.entries)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every hit in `text`, in order; of those that overlap the longest stays, and one that is
        only heard never stays beside one that is written."""
        if text not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> tuple[Hit, ...]:
        folded = fold(text, self.language)
        found = _apart(self._as_written(folded.text))
        if self._sounding:
            found = _apart(self._by_sound(text, folded), beside=found)
        found.sort(key=lambda one: one.start)
        return tuple(self._hit(text, folded, one) for one in found)

    def covers(self, text: str) -> bool:
        """Whether `text` says nothing but entries of this lexicon: 嗯嗯，对。 and backchannels."""
        spoken = len(fold(text, self.language).text.replace(" ", ""))
        hits = self.find(text)
        said = sum(len(fold(hit.quote, self.language).text.replace(" ", "")) for hit in hits)
        return spoken > 0 and said == spoken

    def _as_written(self, folded: str) -> Iterator[_Found]:
        spaced = keeps_spaces(self.language)
        for number in self._written.possible(folded):
            entry = self.entries[number]
            for start, end in entry.written.occurrences(folded, spaced):
                yield _Found(start, end, entry)

    def _by_sound(self, text: str, folded: Folded) -> Iterator[_Found]:
        language, spaced = self.language, keeps_spaces(self.language)
        heard = sound(folded.text, language)
        for number in self._heard.possible(heard.text):
            entry, like = self._sounding[number]

            def words(start: int, end: int, entry: Entry = entry, like: SoundAlike = like) -> str:
                """What the stretch of the sound may be taken for, or nothing."""
                span = heard.original_span(start, end)
                if (
                    not is_whole(heard, start, end)
                    or entry.written.cancels(folded.text, *span, spaced)
                    or cuts_a_word(text, *folded.original_span(*span), language)
                ):
                    return ""
                return taken_for(like.pieces, heard, folded.text, start, end, language)

            for start, end in like.matcher.occurrences(heard.text, spaced, words):
                yield _Found(*heard.original_span(start, end), entry, words(start, end))

    def _hit(self, text: str, folded: Folded, found: _Found) -> Hit:
        first, last = folded.original_span(found.start, found.end)
        entry = found.entry
        say_instead = entry.say_instead
        if not say_instead and entry.kind in self.kinds:
            say_instead = self.kinds[entry.kind].say_instead
        return Hit(
            first,
            last,
            text[first:last],
            found.taken_for or entry.source,
            self.name,
            entry.kind,
            say_instead,
            bool(found.taken_for),
            self.language,
        )


def _apart(found: Iterable[_Found], beside: Iterable[_Found] = ()) -> list[_Found]:
    """`beside`, and the longest of what is found that neither overlaps it nor one another."""
    taken = list(beside)
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return taken


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
