"""What the training voices say: Mandarin contact-centre sentences from the files in `sentences/`.

Authored lines have `{slots}`; `spoken.txt` holds slot-free lines of a corpus written for this
project. From both come four kinds of utterance: a filled line, two lines in a row, clauses of
different lines, and plain word sequences (which teach the ear without teaching the memory).

Two hold-outs are decided by a hash, so that every program agrees on them without a list:
whole *lines* never trained in any form, and *fillings* of lines that are trained.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sentences"
AUTHORED_FILES = ("openings", "agent", "forbidden", "customer", "domains")
PUNCTUATION = "，。？"
DIGITS = "零一二三四五六七八九"
OTHER_DIGITS = "幺两"
MOBILE_SECOND_DIGITS = "35789"

HELD_OUT_VOICES = ("f4", "m5", "klatt2", "belinda", "max")
HELD_OUT_SPEEDS = (170, 200, 230)
# Not among them: rob, at whose widest pitch range espeak-ng 1.51 crashes.
# fmt: off
TRAINING_VOICES = (
    "m1", "m2", "m3", "m4", "m6", "m7", "m8", "f1", "f2", "f3", "f5", "klatt", "klatt3",
    "klatt4", "Andrea", "Alex", "Annie", "Denis", "Lee", "Michael", "linda", "adam", "john",
    "paul", "steph", "victor", "zac", "Hugo", "Marco", "anika", "miguel", "pedro",
    "caleb", "norbert",
)
HIGH_VOICES = (
    "f1", "f2", "f3", "f4", "f5", "Andrea", "Annie", "anika", "belinda", "linda", "steph",
)
# fmt: on


def pitches_of(voice: str) -> tuple[int, int]:
    """espeak-ng's lowest and highest pitch for a variant: about 130 to 270 Hz in any voice.

    Below that the harmonics of a voice run together in Whisper's 80 mel bands (their ripple is
    0.06 of the features' own unit at 90 Hz, 0.25 at 210 Hz), and with them the tones.
    """
    return (35, 70) if voice in HIGH_VOICES else (15, 40) if voice == "zac" else (84, 99)


SURNAME_SHARE = 0.25
"""Of the authored lines: names are many, so each would be rare otherwise."""

_SLOT = re.compile(r"\{(\w+)\}")
_CLAUSE_END = re.compile(f"(?<=[{PUNCTUATION}])")
_SENTENCE_END = re.compile("(?<=[。？！])")


@dataclass(frozen=True)
class Mixture:
    """Shares of the kinds of utterance (they add up to 1) and the size of the hold-outs."""

    authored: float = 0.48
    short: float = 0.07
    spoken: float = 0.15
    two_lines: float = 0.10
    clauses: float = 0.10
    words: float = 0.10
    held_out_one_in: int = 20
    longest_characters: int = 30
    """An utterance has to fit a window of 10 s at the slowest speed."""


@dataclass(frozen=True)
class Utterance:
    """One text to be spoken, and the lines it was made from."""

    text: str
    kind: str


@dataclass(frozen=True)
class Book:
    """All lines, fillings and characters."""

    authored: tuple[str, ...]
    short: tuple[str, ...]
    spoken: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    alphabet: str
    """Every character of the lines and fillings: all that the model can write."""
    words: tuple[str, ...] = field(repr=False)
    words_with: dict[str, tuple[str, ...]] = field(repr=False)
    """The words that hold a character, for every character."""


def hashed_out(text: str, one_in: int = Mixture.held_out_one_in) -> bool:
    """Whether the hash of `text` puts it on the held-out side (1 text in `one_in`)."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return int.from_bytes(digest[:4], "big") % one_in == 0


def clauses_of(text: str) -> list[str]:
    """The stretches between punctuation marks, without the marks."""
    return [part.strip(PUNCTUATION) for part in _CLAUSE_END.split(text) if part.strip(PUNCTUATION)]


def sentences_of(text: str) -> list[str]:
    """The stretches between sentence ends, without marks at the rim."""
    return [
        part.strip(PUNCTUATION) for part in _SENTENCE_END.split(text) if part.strip(PUNCTUATION)
    ]


def without_punctuation(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


def _lines(name: str) -> tuple[str, ...]:
    path = FOLDER / f"{name}.txt"
    stripped = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(dict.fromkeys(line for line in stripped if line and not line.startswith("#")))


@lru_cache(maxsize=1)
def load() -> Book:
    """Read the files in `sentences/`. Raises ValueError for a slot that has no fillings."""
    slots: dict[str, tuple[str, ...]] = {}
    for line in _lines("slots"):
        name, _, fillings = line.partition("=")
        slots[name.strip()] = tuple(fillings.split())
    authored = tuple(line for name in AUTHORED_FILES for line in _lines(name))
    for line in authored:
        for name in _SLOT.findall(line):
            if name not in slots and not name.startswith("digits"):
                raise ValueError(f"The line {line!r} uses the slot {name!r}, not in slots.txt.")
    short, spoken = _lines("short"), _lines("spoken")
    fillings = (filling for of_slot in slots.values() for filling in of_slot)
    written = "".join((*(_SLOT.sub("", line) for line in (*authored, *short)), *spoken, *fillings))
    alphabet = "".join(sorted({*written, *DIGITS, *OTHER_DIGITS} - {*PUNCTUATION})) + PUNCTUATION
    words = _words(authored, spoken, slots)
    words_with = {mark: tuple(word for word in words if mark in word) for mark in alphabet}
    return Book(authored, short, spoken, slots, alphabet, words, words_with)


def _words(
    authored: Iterable[str], spoken: Iterable[str], slots: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Words of every trained line and every filling, each once, in the order of first use."""
    import jieba

    jieba.setLogLevel(60)
    words: dict[str, None] = {}
    for fillings in slots.values():
        words.update(dict.fromkeys(fillings))
    for line in (*authored, *spoken):
        if hashed_out(line):
            continue
        for clause in clauses_of(_SLOT.sub("，", line)):
            words.update(dict.fromkeys(jieba.lcut(clause)))
    return tuple(words)


def spoken_digits(rng: random.Random, count: int) -> str:
    """`count` digits as they are said; 11 make a mobile number, 一 may become 幺."""
    digits = [rng.choice(DIGITS) for _ in range(count)]
    if count == 11:
        digits[:2] = ["一", DIGITS[int(rng.choice(MOBILE_SECOND_DIGITS))]]
    text = "".join(digits)
    return text.replace("一", "幺") if rng.random() < 0.3 else text


def fill(template: str, rng: random.Random, book: Book) -> str:
    """The template with every slot replaced by one of its fillings."""

    def replacement(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith("digits"):
            return spoken_digits(rng, int(name.removeprefix("digits")))
        return rng.choice(book.slots[name])

    return _SLOT.sub(replacement, template)


def texts_of_scripts(folder: Path) -> list[str]:
    """What is said in the YAML scripts of the sample calls (`turns: - say:`)."""
    import yaml

    return [
        str(turn["say"])
        for path in sorted(folder.glob("*.yaml"))
        for turn in yaml.safe_load(path.read_text(encoding="utf-8")).get("turns", [])
        if "say" in turn
    ]


def parts_of_scripts(
    folder: Path, longest_characters: int = Mixture.longest_characters
) -> list[str]:
    """What the sample calls say, as recordings cut at pauses hold it: turns, sentences, clauses."""
    parts: dict[str, None] = {}
    for text in texts_of_scripts(folder):
        whole = [text, *_SENTENCE_END.split(text), *_CLAUSE_END.split(text)]
        parts.update(dict.fromkeys(part for part in whole if without_punctuation(part)))
    return [part for part in parts if len(part) <= longest_characters]


def sample(rng: random.Random, book: Book, mixture: Mixture = Mixture()) -> Utterance:
    """One utterance for training: never a held-out line nor a held-out filling."""
    kinds = ("authored", "short", "spoken", "two_lines", "clauses", "words")
    while True:
        kind = rng.choices(kinds, [getattr(mixture, kind) for kind in kinds])[0]
        made = _compose(kind, rng, book)
        if made is None or len(made.text) > mixture.longest_characters:
            continue
        if not all(character in book.alphabet for character in made.text):
            continue
        if is_held_out_filling(made):
            continue
        return made


def sample_held_out_filling(
    rng: random.Random,
    book: Book,
    mixture: Mixture = Mixture(),
) -> Utterance:
    """A known line with new fillings, or a new pair of known lines."""
    while True:
        made = _compose(rng.choices(("authored", "two_lines"), (0.75, 0.25))[0], rng, book)
        if made and is_held_out_filling(made) and len(made.text) <= mixture.longest_characters:
            return made


def sample_held_out_line(
    rng: random.Random,
    book: Book,
    mixture: Mixture = Mixture(),
) -> Utterance:
    """A line that training never draws, neither whole nor in clauses (its words do occur)."""
    lines = [line for line in (*book.authored, *book.spoken) if hashed_out(line)]
    while True:
        text = fill(rng.choice(lines), rng, book)
        if len(text) <= mixture.longest_characters and set(text) <= set(book.alphabet):
            return Utterance(text, "held_out_line")


def is_held_out_filling(utterance: Utterance) -> bool:
    """Fillings and pairs are open sets, so one in twenty is kept back; fixed lines are not."""
    return utterance.kind in ("two_lines", "filled") and hashed_out(utterance.text)


def _compose(kind: str, rng: random.Random, book: Book) -> Utterance | None:
    if kind == "short":
        return Utterance(rng.choice(book.short), kind)
    if kind == "words":
        picked = [_word(rng, book) for _ in range(rng.randint(2, 7))]
        at = rng.randint(1, len(picked))
        text = "".join(picked[:at]) + ("，" if at < len(picked) else "") + "".join(picked[at:])
        return Utterance(text + rng.choice("。。？"), kind)
    if kind == "clauses":
        picked = [
            rng.choice(clauses_of(fill(_trained(rng, book.authored + book.spoken), rng, book)))
            for _ in range(rng.randint(2, 3))
        ]
        return Utterance("，".join(picked) + rng.choice("。。。？"), kind)
    if kind == "two_lines":
        first, second = (
            fill(_trained(rng, book.authored if rng.random() < 0.7 else book.short), rng, book)
            for _ in range(2)
        )
        return Utterance(first + second, kind)
    line = _trained(rng, book.authored if kind == "authored" else book.spoken)
    if kind == "authored" and rng.random() < SURNAME_SHARE:
        while "{surname}" not in line:
            line = _trained(rng, book.authored)
    return Utterance(fill(line, rng, book), "filled" if _SLOT.search(line) else kind)


def _word(rng: random.Random, book: Book) -> str:
    """Any word, or one with a character drawn evenly, so that rare characters are heard too."""
    if rng.random() < 0.4:
        return rng.choice(book.words)
    return rng.choice(book.words_with[rng.choice(book.alphabet)] or book.words)


def _trained(rng: random.Random, lines: tuple[str, ...]) -> str:
    while True:
        line = rng.choice(lines)
        if not hashed_out(line):
            return line
