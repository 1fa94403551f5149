"""Lexicon files (YAML) into compiled lexicons; everything wrong in them is reported at once.

::

    title: 安抚客户的话                    (optional, for people)
    groups:                               named choices for patterns
      谁: [谁, 我, 我自己]
    not_after: [不, 没]                   guards for the whole file (patterns too)
    sound_alike: true                     what only sounds like an entry is a hit too; also of a
                                          kind or an entry (see `qa.language.sound`)
    kinds:                                entries that are told apart in the report
      understanding: {title: 理解, say_instead: …, not_after: […], entries: […]}
    entries:
      - 理解您的心情                       a phrase or a pattern (see `qa.language.pattern`)
      - {phrase: 总, not_before: [是, 共]}
      - {pattern: "换{谁}...{着急}", kind: same_feeling, say_instead: …}
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from qa.core.errors import RubricError
from qa.language.fold import fold
from qa.language.lexicon import Entry, Kind, Lexicon, LexiconSet, SoundAlike
from qa.language.matcher import Matcher
from qa.language.pattern import (
    PatternError,
    Piece,
    anchors,
    compile_guard,
    compile_pieces,
    is_pattern,
    parse,
)
from qa.language.sound import SYMBOLS_PER_CHARACTER, long_enough, sounding

_Pieces = tuple[Piece, ...]
_GUARDS = ("not_after", "not_before")
_FILE_KEYS = ("title", "groups", "kinds", "entries", "sound_alike", *_GUARDS)
_KIND_KEYS = ("title", "say_instead", "entries", "sound_alike", *_GUARDS)
_ENTRY_KEYS = ("phrase", "pattern", "kind", "say_instead", "sound_alike", *_GUARDS)


def load_lexicons(folders: Sequence[Path], language: str, names: Iterable[str]) -> LexiconSet:
    """The named lexicons from `<folder>/<language>/<name>.yaml`; the first folder that has one
    wins, so a user's folder before the shipped one replaces single files.

    Raises `RubricError` with every problem of every file.
    """
    problems: list[str] = []
    loaded: dict[str, Lexicon] = {}
    digest = hashlib.sha256()
    for name in sorted(set(names)):
        path = next((p for f in folders if (p := f / language / f"{name}.yaml").is_file()), None)
        if path is None:
            there = {p.stem for f in folders for p in (f / language).glob("*.yaml")}
            problems.append(
                f"{' or '.join(str(f / language) for f in folders)}: no lexicon '{name}' "
                f"for language {language}; allowed {', '.join(sorted(there)) or 'none'}"
            )
            continue
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
        reader = _Reader(path, name, language)
        lexicon = reader.read(content)
        problems += reader.problems
        if lexicon:
            loaded[name] = lexicon
    if problems:
        raise RubricError(problems)
    return LexiconSet(language, loaded, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class _Scope:
    """What stands around an entry and holds for it: guards, whether it is found by sound, and the
    kind it is listed under."""

    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    sound_alike: bool = False
    kind: str = ""
    say_instead: str = ""


@dataclass(slots=True)
class _Reader:
    path: Path
    name: str
    language: str
    problems: list[str] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
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
        title = self.text(parts.get("title"), "title")
        return Lexicon(self.name, self.language, tuple(self.entries), kinds, title)

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
        own = {key: tuple(self.texts(parts.get(key), f"{where}{key}")) for key in _GUARDS}
        return replace(
            outer,
            not_after=outer.not_after + own["not_after"],
            not_before=outer.not_before + own["not_before"],
            sound_alike=self.flag(parts.get("sound_alike"), f"{where}sound_alike", outer),
        )

    def flag(self, node: yaml.Node | None, where: str, outer: _Scope) -> bool:
        if node is None:
            return outer.sound_alike
        if node.tag != "tag:yaml.org,2002:bool":
            self.complain(node, where, "not a yes or no; allowed true, false")
            return False
        return bool(yaml.SafeLoader.bool_values[str(node.value).lower()])

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
        not_after, not_before = (
            self.guards(node, f"{place}.{key}", sources)
            for key, sources in zip(_GUARDS, (scope.not_after, scope.not_before), strict=True)
        )
        written = Matcher(
            anchors(pieces),
            compile_pieces(pieces, self.language),
            self.guard(not_after, at_end=True),
            self.guard(not_before, at_end=False),
        )
        alike = self.sound_alike(pieces, not_after, not_before) if scope.sound_alike else None
        self.entries.append(Entry(source, written, scope.kind, scope.say_instead, alike))

    def sound_alike(
        self, pieces: _Pieces, not_after: tuple[_Pieces, ...], not_before: tuple[_Pieces, ...]
    ) -> SoundAlike | None:
        """None where nothing of the entry is long enough to be told by its sound."""
        enough = long_enough(pieces, self.language)
        if not enough:
            return None
        heard, symbols = sounding(enough, self.language), SYMBOLS_PER_CHARACTER[self.language]
        guards = (
            self.guard(tuple(sounding(one, self.language) for one in guard), at_end, symbols)
            for guard, at_end in ((not_after, True), (not_before, False))
        )
        pattern = compile_pieces(heard, self.language, symbols)
        return SoundAlike(enough, Matcher(anchors(heard), pattern, *guards))

    def guards(self, node: yaml.Node, where: str, sources: Sequence[str]) -> tuple[_Pieces, ...]:
        try:
            return tuple(parse(source, self.groups, self.language) for source in sources)
        except PatternError as error:
            self.complain(node, where, str(error))
            return ()

    def guard(self, alternatives: tuple[_Pieces, ...], at_end: bool, symbols: int = 1) -> Any:
        """One pattern for all the guards, or None where there are none."""
        if not alternatives:
            return None
        return compile_guard(alternatives, self.language, at_end, symbols)
