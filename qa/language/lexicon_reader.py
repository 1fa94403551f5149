"""One lexicon file (YAML) read: its entries compiled, and what is said around them.

::

    title: 安抚客户的话                    (optional, for people)
    groups:                               named choices for patterns
      谁: [谁, 我, 我自己]
    not_after: [不, 没]                   guards for the whole file (patterns too)
    sound_alike: true                     what only sounds like an entry is a hit too; also of a
                                          kind or an entry (see `qa.language.sound`)
    kinds:                                entries that are told apart in the report
      understanding: {title: 理解, say_instead: …, not_after: […], entries: […]}
    always: true                          counts whatever the model of speech acts makes of it; also
                                          of a kind or an entry
    never: [理解您的意思]                  what that model never may take for one
    learned: false                        the model has no part in this file: phrases alone count
    entries:
      - 理解您的心情                       a phrase or a pattern (see `qa.language.pattern`)
      - {phrase: 总, not_before: [是, 共]}
      - {pattern: "换{谁}...{着急}", kind: same_feeling, say_instead: …}
    examples:                             what holds of this file, for its own test only
      hit: [换谁都会着急]
      no_hit: [不理解您的心情]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import yaml

from qa.language.fold import fold
from qa.language.lexicon import Entry, Kind, Lexicon, SoundAlike
from qa.language.matcher import Matcher
from qa.language.pattern import (
    Compiled,
    PatternError,
    Piece,
    compile_guard,
    compile_pieces,
    is_pattern,
    parse,
    required,
)
from qa.language.sound import SYMBOLS_PER_CHARACTER, long_enough, sounding

_Pieces = tuple[Piece, ...]
_Side = Literal["not_after", "not_before"]
_GUARDS: tuple[_Side, ...] = ("not_after", "not_before")
_FILE_KEYS = (
    "title",
    "groups",
    "kinds",
    "entries",
    "sound_alike",
    "always",
    "never",
    "learned",
    "examples",
    *_GUARDS,
)
_KIND_KEYS = ("title", "say_instead", "entries", "sound_alike", "always", *_GUARDS)
_ENTRY_KEYS = ("phrase", "pattern", "kind", "say_instead", "sound_alike", "always", *_GUARDS)
_EXAMPLE_KEYS = ("hit", "no_hit")


@dataclass(frozen=True, slots=True)
class Guard:
    """One item of a `not_after` or `not_before`; `place` is where in its file it stands."""

    text: str
    side: _Side
    place: str
    line: int
    pieces: _Pieces = field(repr=False)


@dataclass(frozen=True, slots=True)
class LexiconExample:
    """A text in which the lexicon has to find something, or must not find anything."""

    text: str
    hit: bool
    line: int


@dataclass(frozen=True, slots=True)
class Guarded:
    """An entry and the guards it was compiled with."""

    entry: Entry
    guards: tuple[Guard, ...] = ()


def with_guards(entry: Entry, guards: Sequence[Guard], language: str) -> Entry:
    """`entry`, cancelled by these guards and no others."""
    after, before = (
        tuple(guard.pieces for guard in guards if guard.side == side) for side in _GUARDS
    )
    written = replace(
        entry.written,
        not_after=_guard(after, language, at_end=True),
        not_before=_guard(before, language, at_end=False),
    )
    alike = entry.sound_alike
    if alike:
        heard_after, heard_before = (
            tuple(sounding(pieces, language) for pieces in side) for side in (after, before)
        )
        symbols = SYMBOLS_PER_CHARACTER[language]
        matcher = replace(
            alike.matcher,
            not_after=_guard(heard_after, language, True, symbols),
            not_before=_guard(heard_before, language, False, symbols),
        )
        alike = replace(alike, matcher=matcher)
    return replace(entry, written=written, sound_alike=alike)


def _guard(
    alternatives: tuple[_Pieces, ...], language: str, at_end: bool, symbols: int = 1
) -> Compiled | None:
    """One pattern for all the guards, or None where there are none."""
    return compile_guard(alternatives, language, at_end, symbols) if alternatives else None


@dataclass(frozen=True, slots=True)
class _Scope:
    """What stands around an entry and holds for it: guards, whether it is found by sound, and the
    kind it is listed under."""

    guards: tuple[Guard, ...] = ()
    sound_alike: bool = False
    always: bool = False
    kind: str = ""
    say_instead: str = ""


@dataclass(slots=True)
class LexiconReader:
    """Reads one file. `problems` are its mistakes; without any, `entries`, with their guards, and
    `examples` are what is in it."""

    path: Path
    name: str
    language: str
    problems: list[str] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    entries: list[Guarded] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    examples: list[LexiconExample] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def read(self, content: bytes) -> Lexicon | None:
        try:
            root = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
        except UnicodeDecodeError:
            self.problems.append(f"{self.path}:1: {self.name}: not UTF-8; save the file as UTF-8")
            return None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(f"{self.path}:{line}: {self.name}: {error.problem}; not YAML")
            return None
        if root is None:
            return Lexicon(self.name, self.language)
        parts = self.mapping(root, "", _FILE_KEYS)
        self.read_groups(parts.get("groups"))
        scope = self.scope(parts, "", _Scope())
        kinds = self.read_kinds(parts.get("kinds"), scope)
        self.read_entries(parts.get("entries"), "entries", scope, kinds)
        self.read_examples(parts.get("examples"))
        title = self.text(parts.get("title"), "title")
        entries = tuple(one.entry for one in self.entries)
        never = self.read_never(parts.get("never"))
        reads_acts = self.flag(parts, "", "learned", True)
        return Lexicon(self.name, self.language, entries, kinds, title, never, reads_acts)

    def complain(self, node: yaml.Node, where: str, problem: str) -> None:
        place = f"{self.name}.{where}" if where else self.name
        self.problems.append(f"{self.path}:{node.start_mark.line + 1}: {place}: {problem}")

    def mapping(
        self, node: yaml.Node | None, where: str, allowed: Sequence[str] | None = None
    ) -> dict[str, yaml.Node]:
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            what = f"a mapping with {', '.join(allowed)}" if allowed else "a mapping of names"
            self.complain(node, where, f"not a mapping; allowed {what}")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            place = f"{where}.{name}" if where else name
            if allowed is not None and name not in allowed:
                self.complain(key, place, f"unknown key; allowed {', '.join(allowed)}")
            elif name in found:
                first = found[name].start_mark.line + 1
                self.complain(key, place, f"given twice; allowed once (first on line {first})")
            else:
                found[name] = value
        return found

    def sequence(self, node: yaml.Node | None, where: str) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, where, "not a list; allowed a list of phrases")
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None, where: str) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            self.complain(node, where, "not a text; allowed a phrase")
            return ""
        return str(node.value)

    def texts(self, node: yaml.Node | None, where: str) -> list[str]:
        found = (self.text(item, where) for item in self.sequence(node, where))
        return [text for text in found if text]

    def scope(self, parts: dict[str, yaml.Node], where: str, outer: _Scope) -> _Scope:
        own = [guard for side in _GUARDS for guard in self.read_guards(parts, where, side)]
        self.guards += own
        return replace(
            outer,
            guards=(*outer.guards, *own),
            sound_alike=self.flag(parts, where, "sound_alike", outer.sound_alike),
            always=self.flag(parts, where, "always", outer.always),
        )

    def read_guards(self, parts: dict[str, yaml.Node], where: str, side: _Side) -> list[Guard]:
        return [
            Guard(str(node.value), side, place, node.start_mark.line + 1, pieces)
            for node, place, pieces in self.parsed(parts.get(side), where + side)
        ]

    def parsed(
        self, node: yaml.Node | None, where: str
    ) -> Iterator[tuple[yaml.Node, str, _Pieces]]:
        """The phrases and patterns of a list, each with its place."""
        for number, item in enumerate(self.sequence(node, where), start=1):
            place = f"{where}[{number}]"
            text = self.text(item, place)
            try:
                pieces = parse(text, self.groups, self.language) if text else ()
            except PatternError as error:
                self.complain(item, place, f"'{text}': {error}")
                continue
            if pieces:
                yield item, place, pieces

    def read_examples(self, node: yaml.Node | None) -> None:
        for key, texts in self.mapping(node, "examples", _EXAMPLE_KEYS).items():
            for number, item in enumerate(self.sequence(texts, f"examples.{key}"), start=1):
                text = self.text(item, f"examples.{key}[{number}]")
                if text:
                    line = item.start_mark.line + 1
                    self.examples.append(LexiconExample(text, key == "hit", line))

    def flag(self, parts: dict[str, yaml.Node], where: str, key: str, outer: bool) -> bool:
        node = parts.get(key)
        if node is None:
            return outer
        if node.tag != "tag:yaml.org,2002:bool":
            self.complain(node, where + key, "not a yes or no; allowed true, false")
            return False
        return bool(yaml.SafeLoader.bool_values[str(node.value).lower()])

    def read_never(self, node: yaml.Node | None) -> tuple[Matcher, ...]:
        return tuple(self.matcher(pieces) for _, _, pieces in self.parsed(node, "never"))

    def matcher(self, pieces: _Pieces) -> Matcher:
        return Matcher(required(pieces), compile_pieces(pieces, self.language))

    def read_groups(self, node: yaml.Node | None) -> None:
        for name, members in self.mapping(node, "groups").items():
            self.groups[name] = self.texts(members, f"groups.{name}")
            if not self.groups[name]:
                self.complain(members, f"groups.{name}", "empty; allowed a list of phrases")

    def read_kinds(self, node: yaml.Node | None, outer: _Scope) -> dict[str, Kind]:
        bodies = {
            name: self.mapping(body, f"kinds.{name}", _KIND_KEYS)
            for name, body in self.mapping(node, "kinds").items()
        }
        kinds = {}
        for name, parts in bodies.items():
            title, say_instead = (
                self.text(parts.get(key), f"kinds.{name}.{key}") for key in ("title", "say_instead")
            )
            kinds[name] = Kind(title or name, say_instead)
        for name, parts in bodies.items():  # after all kinds are known: an entry may name any
            where = f"kinds.{name}."
            scope = replace(self.scope(parts, where, outer), kind=name)
            self.read_entries(parts.get("entries"), where + "entries", scope, kinds)
        return kinds

    def read_entries(
        self, node: yaml.Node | None, where: str, outer: _Scope, kinds: dict[str, Kind]
    ) -> None:
        for number, item in enumerate(self.sequence(node, where), start=1):
            place = f"{where}[{number}]"
            if isinstance(item, yaml.ScalarNode):
                self.add(item, place, self.text(item, place), outer)
                continue
            parts = self.mapping(item, place, _ENTRY_KEYS)
            written = [key for key in ("phrase", "pattern") if key in parts]
            if len(written) != 1:
                self.complain(item, place, "needs what to find; allowed one of phrase, pattern")
                continue
            source = self.text(parts[written[0]], f"{place}.{written[0]}")
            scope = replace(
                self.scope(parts, place + ".", outer),
                kind=self.text(parts.get("kind"), f"{place}.kind") or outer.kind,
                say_instead=self.text(parts.get("say_instead"), f"{place}.say_instead"),
            )
            if scope.kind and scope.kind not in kinds:
                allowed = ", ".join(kinds) or "none: this file has no kinds"
                self.complain(item, place, f"unknown kind '{scope.kind}'; allowed {allowed}")
            self.add(item, place, source, scope)

    def add(self, node: yaml.Node, place: str, source: str, scope: _Scope) -> None:
        if not source:
            return
        line = node.start_mark.line + 1
        key = source if is_pattern(source) else fold(source, self.language).text
        if key in self.seen:
            self.complain(node, place, f"'{source}' is already on line {self.seen[key]}; keep one")
            return
        self.seen[key] = line
        try:
            pieces = parse(source, self.groups, self.language)
        except PatternError as error:
            self.complain(node, place, f"'{source}': {error}")
            return
        written = self.matcher(pieces)
        alike = self.sound_alike(pieces) if scope.sound_alike else None
        entry = Entry(source, written, scope.kind, scope.say_instead, alike, scope.always)
        entry = with_guards(entry, scope.guards, self.language)
        self.entries.append(Guarded(entry, scope.guards))

    def sound_alike(self, pieces: _Pieces) -> SoundAlike | None:
        """None where nothing of the entry is long enough to be told by its sound."""
        enough = long_enough(pieces, self.language)
        if not enough:
            return None
        heard = sounding(enough, self.language)
        pattern = compile_pieces(heard, self.language, SYMBOLS_PER_CHARACTER[self.language])
        return SoundAlike(enough, Matcher(required(heard), pattern))
