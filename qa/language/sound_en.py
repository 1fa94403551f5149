"""English: a Metaphone key a word, as jellyfish computes it (their/there, write/right).

Words stay apart, so a phrase heard with its words cut elsewhere (an aim / a name) is not found.
"""

from __future__ import annotations

from functools import lru_cache

from qa.language.fold import Folded


def sound(folded: str) -> Folded:
    """Every symbol of a word's key stands for the whole word."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for number, word in enumerate(folded.split(" ")):
        if number:
            text.append(" ")
            starts.append(at - 1)
            ends.append(at)
        key = _key(word)
        text.append(key)
        starts += [at] * len(key)
        ends += [at + len(word)] * len(key)
        at += len(word) + 1
    return Folded("".join(text), tuple(starts), tuple(ends))


def spellings(folded: str) -> tuple[str, ...]:
    return (sound(folded).text,)


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    """Upper case, or the word itself (lower case, digits) where Metaphone has no key for it."""
    if not (word.isascii() and word.isalpha()):
        return word
    from jellyfish import metaphone

    return metaphone(word).replace("0", "Θ") or word  # 0 is its th, and a digit in a text
