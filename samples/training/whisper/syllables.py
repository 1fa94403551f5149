"""Mandarin syllables in parts (onset, rime, tone), as espeak-ng says them.

While training, the encoder names the parts of the syllable under every frame. A few dozen parts
are learnt from far less sound than a thousand characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samples.training import espeak

_SYLLABLE = re.compile(r"([^'\s]*)'([^'\s\d]*)(\d*)([^'\s\d]*?)_?\|?(?=[\s']|$)")


def syllables_of(text: str) -> list[str] | None:
    """`onset rime tone` of every character that is no punctuation, or None if they do not match
    one to one (a Latin letter, a word that espeak-ng contracts)."""
    words = [
        "{} {} {}".format(*parts)
        for word in espeak.phonemes(text, "cmn").split()
        for parts in _parts(word)
    ]
    return words if len(words) == sum(character.isalnum() for character in text) else None


def _parts(word: str) -> list[tuple[str, str, str]]:
    """(onset, rime, tone) of each syllable of a word such as `tS;h'i214N_|`."""
    word = word.strip("_|")
    return [
        (match[1].strip("_|"), match[2] + match[4].strip("_|"), match[3])
        for match in _SYLLABLE.finditer(word)
    ]


@dataclass(frozen=True)
class Inventory:
    """The onsets, rimes and tones of an alphabet; index 0 of each is silence or unheard of."""

    onsets: tuple[str, ...]
    rimes: tuple[str, ...]
    tones: tuple[str, ...]

    @property
    def sizes(self) -> tuple[int, int, int]:
        return len(self.onsets) + 1, len(self.rimes) + 1, len(self.tones) + 1

    def encode(self, syllable: str) -> tuple[int, int, int]:
        onset, rime, tone = syllable.split(" ")
        return (
            self.onsets.index(onset) + 1 if onset in self.onsets else 0,
            self.rimes.index(rime) + 1 if rime in self.rimes else 0,
            self.tones.index(tone) + 1 if tone in self.tones else 0,
        )


def inventory_of(alphabet: str) -> Inventory:
    """All parts that single characters of the alphabet are said with."""
    found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for character in alphabet:
        for syllable in syllables_of(character) or []:
            for part, known in zip(syllable.split(" "), found, strict=True):
                known.add(part)
    onsets, rimes, tones = (tuple(sorted(known)) for known in found)
    return Inventory(onsets, rimes, tones)
