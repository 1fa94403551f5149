"""Mandarin: characters into toneless syllables, with the finals and initials merged that speakers
of many regions, and so recognisers, do not keep apart.

A text is read character by character, each by its commonest reading: where words are misheard,
the words around a character are no help to pick its reading. A phrase of a lexicon is written
right, so it is read as a phrase too (退不了: `liao`), and both readings count.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, product

from qa.language.fold import Folded
from qa.language.segment import words

# Merged by ear: n/l (southern and southwestern speech), zh/z, ch/c, sh/s, f/hu (发 and 花: the h is
# rounded, so 放 is like 慌 and not like 航), and the finals that differ in n/ng. r/l is left out:
# few regions confuse 热 and 乐.
_INITIAL_LIKE = {"n": "l", "zh": "z", "ch": "c", "sh": "s"}
_ROUNDED = {"a": "ua", "an": "uan", "ang": "uang", "ei": "ui", "en": "un", "eng": "ong", "o": "uo"}
_FINAL_LIKE = {"ing": "in", "eng": "en", "ang": "an", "iang": "ian", "uang": "uan"}
_INITIALS = (
    *("b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x"),
    *("zh", "ch", "sh", "r", "z", "c", "s", "y", "w"),
)
_FINALS = (
    *("a", "o", "e", "ai", "ei", "ao", "ou", "an", "ang", "en", "eng", "ong", "er"),
    *("i", "ia", "ie", "iao", "iu", "ian", "iang", "in", "ing", "io", "iong"),
    *("u", "ua", "uo", "uai", "ui", "uan", "uang", "un", "ue", "v", "van", "ve", "vn"),
)
_FIRST_SYMBOL = 0xE000  # private use: no text holds these, and no phrase is written with them
_MOST_READINGS = 4  # characters of a phrase read in two ways: 2^4 spellings are compiled at most


def sound(folded: str) -> Folded:
    offsets = range(len(folded))
    ends = range(1, len(folded) + 1)
    return Folded(folded.translate(_SYMBOLS), tuple(offsets), tuple(ends))


def spellings(folded: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    alone = [_SYMBOLS[ord(char)] for char in folded]
    # What has no reading stays, one by one: documented, and not in pypinyin's type.
    in_phrase = lazy_pinyin(folded, errors=list)  # type: ignore[arg-type]
    if len(in_phrase) != len(folded):
        return ("".join(alone),)
    ways, twice = [], 0
    for char, symbol, syllable in zip(folded, alone, in_phrase, strict=True):
        other = _symbol(syllable) or char
        twice += other != symbol
        ways.append({symbol} if other == symbol or twice > _MOST_READINGS else {symbol, other})
    return tuple(sorted({"".join(way) for way in product(*ways)}))


@lru_cache(maxsize=1024)
def word_edges(text: str) -> frozenset[int]:
    """Offsets where words of the text begin or end."""
    return frozenset(accumulate(map(len, words(text)), initial=0))


class _Symbols(dict[int, str]):
    """Code point -> symbol of its commonest reading, looked up once a character."""

    def __missing__(self, code: int) -> str:
        from pypinyin import lazy_pinyin

        char = chr(code)
        self[code] = _symbol(lazy_pinyin(char)[0]) or char
        return self[code]


_SYMBOLS = _Symbols()


@lru_cache(maxsize=1024)
def _symbol(syllable: str) -> str | None:
    """One private-use character a merged syllable; None for what is none (嗯 reads `n`)."""
    initial = next((i for i in (syllable[:2], syllable[:1]) if i in _INITIALS), "")
    final = syllable[len(initial) :]
    if final not in _FINALS:
        return None
    if initial == "f":
        initial, final = "h", _ROUNDED.get(final, final)
    column = _FINALS.index(_FINAL_LIKE.get(final, final))
    row = 1 + _INITIALS.index(_INITIAL_LIKE.get(initial, initial)) if initial else 0
    return chr(_FIRST_SYMBOL + row * len(_FINALS) + column)
