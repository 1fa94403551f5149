"""The small language lexicon entries are written in, compiled so that time stays linear.

::

    换{谁}都会{着急}        {name}   one member of that group of the file
    {搁|换}(了)我           {a|b}    one of these;  (a|b) the same, or nothing;
                                     an option that is a group's name stands for its members
    让您...{跑|等}          ...      anything, as far as GAP_CHARACTERS allow, within the turn
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qa.language.fold import fold, keeps_spaces

GAP_CHARACTERS = {"zh": 8, "ko": 8, "en": 24}
_MOST_WAYS = 2_000  # two gaps, with some choice beside them

_TOKEN = re.compile(r"\{(?P<group>[^{}()]*)\}|\((?P<optional>[^{}()]*)\)|(?P<gap>\.{3}|…+)")
_SYNTAX = re.compile(r"[{}()]")


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says what about it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of a pattern: a choice of folded strings, or a gap (no choices)."""

    choices: tuple[str, ...] = ()
    optional: bool = False

    @property
    def is_gap(self) -> bool:
        return not self.choices


def is_pattern(source: str) -> bool:
    return bool(_TOKEN.search(source))


def parse(source: str, groups: Mapping[str, Sequence[str]], language: str) -> tuple[Piece, ...]:
    """The steps of a pattern. Raises `PatternError` for what cannot match anything sensible."""
    pieces: list[Piece] = []
    cursor = 0
    for token in _TOKEN.finditer(source):
        pieces += _literal(source[cursor : token.start()], language)
        cursor = token.end()
        if token["gap"]:
            pieces.append(Piece())
            continue
        optional = token["optional"] is not None
        inside = token["optional"] if optional else token["group"]
        options = inside.split("|")
        if len(options) == 1 and not optional and inside not in groups:
            allowed = ", ".join(sorted(groups)) or "none: this file has no groups"
            raise PatternError(f"no group named '{inside}'; allowed {allowed}")
        members = (member for option in options for member in groups.get(option, [option]))
        choices = {fold(member, language).text for member in members}
        if "" in choices:
            raise PatternError(f"'{token[0]}' has an empty choice; write (a|b) for what may miss")
        longest_first = sorted(choices, key=lambda choice: (-len(choice), choice))
        pieces.append(Piece(tuple(longest_first), optional))
    pieces += _literal(source[cursor:], language)
    if not any(piece.choices and not piece.optional for piece in pieces):
        raise PatternError("nothing in it has to be said; allowed a phrase with at least one word")
    for end in (pieces[0], pieces[-1]):
        if end.is_gap or end.optional:
            what = f"({'|'.join(end.choices)})" if end.optional else "..."
            raise PatternError(
                f"begins or ends with {what}, which changes nothing; allowed {{a|b}} or a phrase"
            )
    return tuple(pieces)


def _literal(text: str, language: str) -> list[Piece]:
    if _SYNTAX.search(text):
        raise PatternError(f"brackets do not close in '{text}'; allowed {{name}}, {{a|b}}, (a|b)")
    folded = fold(text, language).text
    return [Piece((folded,))] if folded else []


def required(pieces: Sequence[Piece]) -> tuple[tuple[str, ...], ...]:
    """Choices of which every text that the pattern matches holds one each."""
    return tuple(piece.choices for piece in pieces if piece.choices and not piece.optional)


class Compiled:
    """A regular expression that is compiled when it is first asked, for most never are.

    What a user writes may not hang a batch. `ways` bounds how many ways there are to read on from
    one place of a text; few, and Python's own engine answers fastest; else RE2 does, whose time
    does not hang on them.
    """

    __slots__ = ("_engine", "source", "ways")

    def __init__(self, source: str, ways: int) -> None:
        self.source, self.ways = source, ways
        self._engine: Any = None

    @property
    def engine(self) -> Any:
        """With `search`, `match` and `fullmatch`."""
        if self._engine is None:
            self._engine = self._compile()
        return self._engine

    def _compile(self) -> Any:
        if self.ways <= _MOST_WAYS:
            return re.compile(self.source)
        import re2

        options = re2.Options()
        options.log_errors = False
        return re2.compile(self.source, options)


def compile_pieces(pieces: Sequence[Piece], language: str, symbols: int = 1) -> Compiled:
    """A pattern whose group 1 is the hit. See `_source` for spaced languages.

    `symbols`: how many symbols of the pieces' alphabet one character comes to, for the gaps.
    """
    return Compiled(f"({_source(pieces, language, symbols)})", _ways(pieces, language, symbols))


@lru_cache(maxsize=256)
def compile_each(pieces: tuple[Piece, ...], language: str, symbols: int = 1) -> Compiled:
    """A pattern with a group a piece, for a stretch that `compile_pieces` found."""
    source = "".join(f"({_source((piece,), language, symbols)})" for piece in pieces)
    return Compiled(source, _ways(pieces, language, symbols))


@lru_cache(maxsize=1024)
def compile_guard(
    alternatives: tuple[tuple[Piece, ...], ...], language: str, at_end: bool, symbols: int = 1
) -> Compiled:
    """A pattern for any of them, at the end of the text or, not `at_end`, to be `match`ed."""
    one_of = "|".join(_source(pieces, language, symbols) for pieces in alternatives)
    edge = "(?:^| )" if keeps_spaces(language) and at_end else ""
    ways = sum(_ways(pieces, language, symbols) for pieces in alternatives)
    return Compiled(f"{edge}(?:{one_of})" + ("$" if at_end else ""), ways)


def _ways(pieces: Sequence[Piece], language: str, symbols: int) -> int:
    """At most so many ways lead through the pieces from one place of a text: a gap ends anywhere in
    its reach, and of the choices only those that begin one another can all be there."""
    ways = 1
    for piece in pieces:
        if piece.is_gap:
            ways *= GAP_CHARACTERS[language] * symbols + 2
        else:
            choices = frozenset(piece.choices)
            nested = (
                sum(choice[:end] in choices for end in range(1, len(choice) + 1))
                for choice in choices
            )
            ways *= max(nested) + piece.optional
    return ways


def _source(pieces: Sequence[Piece], language: str, symbols: int) -> str:
    """Every part of a spaced language takes the space behind it, so that words match whole."""
    space = " " if keeps_spaces(language) else ""
    gap = f"(?:.{{0,{GAP_CHARACTERS[language] * symbols}}}?{space})??"
    source = ""
    for piece in pieces:
        one_of = "(?:" + "|".join(re.escape(choice) for choice in piece.choices) + ")" + space
        source += gap if piece.is_gap else f"(?:{one_of})?" if piece.optional else one_of
    return source
