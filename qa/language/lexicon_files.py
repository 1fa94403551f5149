"""Lexicon files into compiled lexicons; everything wrong in them is reported at once.

What stands in a file is told in `qa.language.lexicon_reader`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.core.errors import RubricError
from qa.language.lexicon import Lexicon, LexiconIndex, LexiconSet
from qa.language.lexicon_reader import (
    Guard,
    Guarded,
    LexiconExample,
    LexiconReader,
    with_guards,
)


def load_lexicons(folders: Sequence[Path], language: str, names: Iterable[str]) -> LexiconSet:
    """The named lexicons from `<folder>/<language>/<name>.yaml`; the first folder that has one
    wins, so a user's folder before the shipped one replaces single files.

    Raises `RubricError` with every problem of every file.
    """
    problems: list[str] = []
    loaded: dict[str, Lexicon] = {}
    digest = hashlib.sha256()
    for name in sorted(set(names)):
        path = lexicon_path(folders, language, name)
        if path is None:
            there = {p.stem for f in folders for p in (f / language).glob("*.yaml")}
            problems.append(
                f"{' or '.join(str(f / language) for f in folders)}: no lexicon '{name}' "
                f"for language {language}; allowed {', '.join(sorted(there)) or 'none'}"
            )
            continue
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
        reader = LexiconReader(path, name, language)
        lexicon = reader.read(content)
        problems += reader.problems
        if lexicon is not None:
            loaded[name] = lexicon
    if problems:
        raise RubricError(problems)
    together = LexiconIndex(tuple(loaded.values()))
    for group, lexicon in enumerate(loaded.values()):
        lexicon.share(together, group)
    return LexiconSet(language, loaded, digest.hexdigest())


def load_all_lexicons(folder: Path, language: str) -> LexiconSet:
    """Every lexicon of one folder. Raises `RubricError` as `load_lexicons` does."""
    return load_lexicons(
        [folder], language, [path.stem for path in (folder / language).glob("*.yaml")]
    )


def lexicon_path(folders: Sequence[Path], language: str, name: str) -> Path | None:
    """The file of that lexicon; None where no folder has one."""
    return next((p for f in folders if (p := f / language / f"{name}.yaml").is_file()), None)


@dataclass(frozen=True, slots=True)
class LexiconSource:
    """A lexicon with what only its test needs: its guards, and the examples of its file."""

    path: Path
    lexicon: Lexicon
    guards: tuple[Guard, ...]
    examples: tuple[LexiconExample, ...]
    _entries: tuple[Guarded, ...]

    def without(self, guard: Guard) -> Lexicon:
        """The lexicon as it would be had that guard not been written."""
        language = self.lexicon.language
        entries = tuple(
            with_guards(one.entry, [g for g in one.guards if g != guard], language)
            if guard in one.guards
            else one.entry
            for one in self._entries
        )
        return replace(self.lexicon, entries=entries)


def lexicon_source(path: Path, language: str) -> LexiconSource:
    """The lexicon file at `path`. Raises `RubricError` with every problem of it."""
    reader = LexiconReader(path, path.stem, language)
    lexicon = reader.read(path.read_bytes())
    if lexicon is None or reader.problems:
        raise RubricError(reader.problems)
    return LexiconSource(
        path, lexicon, tuple(reader.guards), tuple(reader.examples), tuple(reader.entries)
    )
