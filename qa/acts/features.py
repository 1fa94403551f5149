"""What of a segment, and of what it answers, the model looks at: numbers of hashed features.

::

    before   那得等几天？                 said just before it by the other party
    segment  换我早急了                   characters 换 换我 换我早 …; sounds, which homophones of a
                                          recogniser share; words; length and shape
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from qa.language.fold import fold
from qa.language.question import is_question
from qa.language.segment import words
from qa.language.sound import sound

BUCKETS = 1 << 20
_GRAMS = {"zh": (1, 2, 3, 4), "ko": (1, 2, 3, 4), "en": (3, 4, 5)}
_SOUND_GRAMS = {"zh": (2, 3), "ko": (4, 6), "en": ()}
_BEFORE_REACH = 60  # characters of the other party's turn, counted from its end


@dataclass(frozen=True, slots=True)
class Feature:
    """`start` and `end` bound, in the segment's text, what it was seen in; nothing for context."""

    number: int
    start: int = 0
    end: int = 0


def features(text: str, before: str, language: str) -> list[Feature]:
    """Every feature once, at its first place."""
    found: dict[int, Feature] = {}
    for name, start, end in _of_segment(text, language):
        number = _number(name)
        if number not in found:
            found[number] = Feature(number, start, end)
    for name in _of_before(before[-_BEFORE_REACH:], language):
        number = _number(name)
        found.setdefault(number, Feature(number))
    return list(found.values())


def numbers_named(text: str, before: str, language: str, initials: str) -> frozenset[int]:
    """Of those features the ones whose names begin with one of `initials`: what to learn without.

    c characters, s sounds, w words and pairs of them, k words with one between, n length,
    ? question; of what came before: b words, d pairs of characters.
    """
    segment = (name for name, _, _ in _of_segment(text, language))
    names = (*segment, *_of_before(before[-_BEFORE_REACH:], language))
    return frozenset(_number(name) for name in names if name[0] in initials)


def _number(name: str) -> int:
    return crc32(name.encode("utf-8")) % BUCKETS


def _of_segment(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    folded = fold(text, language)
    padded = f"^{folded.text}$"
    starts = (0, *folded.starts, len(text))
    ends = (0, *folded.ends, len(text))
    for size in _GRAMS[language]:
        for at in range(len(padded) - size + 1):
            yield f"c{padded[at : at + size]}", starts[at], ends[at + size - 1]
    if _SOUND_GRAMS[language]:
        heard = sound(folded.text, language)
        for size in _SOUND_GRAMS[language]:
            for at in range(len(heard.text) - size + 1):
                first, last = heard.original_span(at, at + size)
                yield f"s{heard.text[at : at + size]}", folded.starts[first], folded.ends[last - 1]
    yield from _words(tokens(folded.text, language), folded.starts, folded.ends)
    yield f"n{min(len(folded.text) // _SHORT[language], 6)}", 0, 0
    if is_question(text, language):
        yield "?", 0, len(text)


_SHORT = {"zh": 4, "ko": 5, "en": 15}  # characters a step of the feature that tells the length


def _words(
    said: Sequence[tuple[str, int]], starts: Sequence[int], ends: Sequence[int]
) -> Iterator[tuple[str, int, int]]:
    last, since = "^", 0
    for word, at in said:
        first, stop = starts[at], ends[at + len(word) - 1]
        yield f"w{word}", first, stop
        yield f"w{last}_{word}", since if last != "^" else first, stop
        last, since = word, first
    skipping = zip(said, said[2:], strict=False)
    for (word, at), (other, there) in skipping:
        yield f"k{word}_{other}", starts[at], ends[there + len(other) - 1]


@lru_cache(maxsize=4096)
def tokens(folded: str, language: str) -> tuple[tuple[str, int], ...]:
    """Words with their places in the folded text; in Korean the stems that spaces would part are
    not known any more, so syllable pairs stand for them."""
    if language == "zh":
        found, at = [], 0
        for word in words(folded):
            found.append((word, at))
            at += len(word)
        return tuple(found)
    if language == "ko":
        return tuple((folded[at : at + 2], at) for at in range(0, max(0, len(folded) - 1)))
    return tuple((match.group(), match.start()) for match in re.finditer(r"[^ ]+", folded))


def _of_before(before: str, language: str) -> Iterator[str]:
    if not before.strip():
        yield "b-"
        return
    folded = fold(before, language).text
    for word, _ in tokens(folded, language):
        yield f"b{word}"
    if language != "en":
        for at in range(len(folded) - 1):
            yield f"d{folded[at : at + 2]}"
    if is_question(before, language):
        yield "b?"
