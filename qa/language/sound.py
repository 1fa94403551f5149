"""How a text sounds: what two writings share that a recogniser cannot tell apart.

::

    folded   不 归 我 关          chinese: a symbol a character, its toneless syllable
    sound    b  g  w  g   (one private-use symbol each)
    folded   책 이                korean: the jamo as they are pronounced
    sound    ㅊㅔㄱ ㅣ
    folded   their write          english: a key a word (Metaphone)
    sound    0R    RT

`Sound` is folded text folded once more: its offsets point into the folded text, so phrases and
patterns are found in it by the same engine. Every language's own rules are in `sound_<language>`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from qa.language import sound_en, sound_ko, sound_zh
from qa.language.fold import Folded, keeps_spaces
from qa.language.pattern import Piece, compile_each

_SOUNDS = {"zh": sound_zh.sound, "ko": sound_ko.sound, "en": sound_en.sound}
_SPELLINGS = {"zh": sound_zh.spellings, "ko": sound_ko.spellings, "en": sound_en.spellings}

# What has to be said for a likeness to mean anything. Two syllables sound like something else in
# every other sentence (不行, 步行); one English word has too few consonants left in its key.
MINIMUM = {"zh": {"syllables": 3}, "ko": {"syllables": 3}, "en": {"words": 2, "letters": 6}}
# A recogniser errs on a tenth of the characters, seldom twice in a word: where less than this share
# of a piece is written as the entry has it, the likeness is chance (时才五十 for 是财务事). So a
# Chinese piece of one syllable, which sounds like anything, has to be written as it is.
LIKENESS = 0.5
SYMBOLS_PER_CHARACTER = {"zh": 1, "ko": 3, "en": 1}


@lru_cache(maxsize=4096)
def sound(folded: str, language: str) -> Folded:
    """The sound of a folded text; `starts`, `ends` are offsets into `folded`."""
    return _SOUNDS[language](folded)


@lru_cache(maxsize=16384)
def spellings(folded: str, language: str) -> tuple[str, ...]:
    """Every way `sound` may write this folded phrase, whatever stands around it in a text."""
    return _SPELLINGS[language](folded)


def sounding(pieces: Sequence[Piece], language: str) -> tuple[Piece, ...]:
    """The same pieces in the alphabet of `sound`."""
    return tuple(_sounding(piece, language) for piece in pieces)


def _sounding(piece: Piece, language: str) -> Piece:
    heard = {spelling for choice in piece.choices for spelling in spellings(choice, language)}
    longest_first = sorted(heard, key=lambda spelling: (-len(spelling), spelling))
    return Piece(tuple(longest_first), piece.optional)


def is_whole(heard: Folded, start: int, end: int) -> bool:
    """Whether the stretch of a sound begins and ends where characters do."""
    starts = heard.starts
    begins = start == 0 or starts[start] != starts[start - 1]
    return begins and (end == len(starts) or starts[end] != starts[end - 1])


def cuts_a_word(text: str, start: int, end: int, language: str) -> bool:
    """Whether `text[start:end]` takes a part of a Chinese word and leaves the rest: what is heard
    right goes on beyond it, so it was not misheard (寄回来，我们 is not 赖我们)."""
    return language == "zh" and not {start, end} <= sound_zh.word_edges(text)


def taken_for(
    pieces: tuple[Piece, ...], heard: Folded, folded: str, start: int, end: int, language: str
) -> str:
    """The words of `pieces` that the stretch `[start, end)` of `heard`, the sound of `folded`, may
    be taken for; empty where too little of a piece is written as they are (see `LIKENESS`)."""
    space = " " if keeps_spaces(language) else ""
    symbols = SYMBOLS_PER_CHARACTER[language]
    each = compile_each(sounding(pieces, language), language, symbols)
    match = each.engine.fullmatch(heard.text[start:end] + space)
    said: list[str] = []
    for number, piece in enumerate(pieces, start=1):
        first, last = match.span(number)
        last -= len(space)
        if first >= last:
            continue
        if piece.is_gap:
            said.append("…")
            continue
        begin, stop = heard.original_span(start + first, start + last)
        words = _likest(
            piece, heard.text[start + first : start + last], folded[begin:stop], language
        )
        if _share(words, folded[begin:stop]) < LIKENESS:
            return ""
        said.append(words)
    return space.join(said)


def _likest(piece: Piece, heard: str, written: str, language: str) -> str:
    options = [choice for choice in piece.choices if heard in spellings(choice, language)]
    return max(options, key=lambda choice: _share(choice, written))


def _share(words: str, written: str) -> float:
    """The share of `words` that is `written`, in order; of a syllable in Hangul, of its letters."""
    left, right = (unicodedata.normalize("NFD", text) for text in (words, written))
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(left)


def long_enough(pieces: Sequence[Piece], language: str) -> tuple[Piece, ...]:
    """The pieces without the choices that make the whole shorter than `MINIMUM`; empty where
    nothing is left. A choice stays when it is long enough beside the shortest of the others."""
    kept = list(pieces)
    for number, piece in enumerate(pieces):
        if piece.choices and not piece.optional:
            others = [other for other in kept[:number] + kept[number + 1 :] if not other.optional]
            enough = tuple(c for c in piece.choices if _is_enough(c, others, language))
            if not enough:
                return ()
            kept[number] = Piece(enough)
    return tuple(kept)


def _is_enough(choice: str, others: Sequence[Piece], language: str) -> bool:
    for unit, minimum in MINIMUM[language].items():
        beside = sum(
            min(_count(c, unit) for c in other.choices) for other in others if other.choices
        )
        if _count(choice, unit) + beside < minimum:
            return False
    return True


def _count(choice: str, unit: str) -> int:
    words = choice.split(" ")
    return len(words) if unit == "words" else sum(map(len, words))
