"""Text as it is matched: what two writings of the same words share, with the way back.

Folding removes what a recogniser or a keyboard may do differently without changing what was
said: width, case, traditional or simplified characters, spaces and punctuation. English keeps
one space between words, because without it `he` would be found inside `the`.

::

    original   您  貴  姓  ？  ＯＫ
    folded     您  贵  姓  o   k
    offsets    0   1   2   4   5      (each folded character knows what it came from)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_APOSTROPHES = "'’ʼ＇`´"
_SPACED_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Folded:
    """`starts[i]` and `ends[i]` bound, in the original text, what `text[i]` came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original text of the folded stretch `[start, end)`, not empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no folded stretch [{start}, {end}) in {len(self.text)} characters")
        return self.starts[start], self.ends[end - 1]


def keeps_spaces(language: str) -> bool:
    """Whether words of this language are matched whole, at spaces."""
    return language in _SPACED_LANGUAGES


@lru_cache(maxsize=4096)
def fold(text: str, language: str = "zh") -> Folded:
    """`text` folded for matching in `language`; folding the result again changes nothing."""
    spaced = keeps_spaces(language)
    plain = _plain(text, spaced)
    if plain is not None:
        return plain
    folded = _fold_once(text, spaced)
    while True:  # dropping a mark can bring two half characters together: until nothing moves
        again = _fold_once(folded.text, spaced)
        if again.text == folded.text:
            return folded
        spans = zip(again.starts, again.ends, strict=True)
        originals = [folded.original_span(start, end) for start, end in spans]
        folded = _folded(zip(again.text, originals, strict=True))


def _plain(text: str, spaced: bool) -> Folded | None:
    """The common case in one pass: each character becomes one, or none, and stays that."""
    simple = _SIMPLE[spaced]
    kept, starts = [], []
    last = " "
    for at, char in enumerate(text):
        becomes = simple[char]
        if becomes is None:
            return None
        if becomes and (becomes != " " or last != " "):
            kept.append(becomes)
            starts.append(at)
            last = becomes
    if kept and last == " ":
        kept.pop()
        starts.pop()
    return Folded("".join(kept), tuple(starts), tuple([start + 1 for start in starts]))


class _Simple(dict[str, str | None]):
    """Character -> what it is folded to; None where that hangs on its neighbours, or changes when
    it is folded again."""

    def __init__(self, spaced: bool) -> None:
        self._spaced = spaced

    def __missing__(self, char: str) -> str | None:
        becomes = _fold_cluster(char, self._spaced)
        again = _fold_cluster(becomes, self._spaced) if becomes else ""
        lone = not _joins_the_one_before(char) and len(becomes) <= 1 and again == becomes
        if lone and becomes and (_joins_the_one_before(becomes) or _takes_one_behind(becomes)):
            lone = False
        self[char] = becomes if lone else None
        return self[char]


_SIMPLE = {spaced: _Simple(spaced) for spaced in (False, True)}


def _takes_one_behind(char: str) -> bool:
    """Whether it may become one with what is behind it: Hangul letters that stand alone."""
    return "\u1100" <= char <= "\u11ff"


def _fold_once(text: str, spaced: bool) -> Folded:
    kept: list[tuple[str, tuple[int, int]]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _joins_the_one_before(text[end]):
            end += 1
        for char in _fold_cluster(text[start:end], spaced):
            if char != " " or (kept and kept[-1][0] != " "):
                kept.append((char, (start, end)))
        start = end
    if kept and kept[-1][0] == " ":
        kept.pop()
    return _folded(kept)


def _folded(kept: Iterable[tuple[str, tuple[int, int]]]) -> Folded:
    pairs = list(kept)
    return Folded(
        "".join(char for char, _ in pairs),
        tuple(span[0] for _, span in pairs),
        tuple(span[1] for _, span in pairs),
    )


def _joins_the_one_before(char: str) -> bool:
    if char < "\u0300":
        return False
    vowel_or_final_jamo = "\u1160" <= char <= "\u11ff"
    return vowel_or_final_jamo or unicodedata.category(char) in ("Mn", "Mc", "Me")


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str, spaced: bool) -> str:
    if cluster in _APOSTROPHES:
        return ""  # don't and dont are one word
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    simplified = (_to_simplified().get(char, char) for char in normal)
    rest = " " if spaced else ""
    return "".join(
        char if unicodedata.category(char)[0] in "LN" else rest
        for char in simplified
        if char not in _APOSTROPHES
    )


@lru_cache(maxsize=1)
def _to_simplified() -> dict[str, str]:
    """Traditional character -> simplified, from OpenCC's table; the first reading where several."""
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    first = {pair[0]: pair[1].split(" ")[0] for pair in pairs if len(pair) == 2}
    return {old: new for old, new in first.items() if old != new and len(new) == 1}
