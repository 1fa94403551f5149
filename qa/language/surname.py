"""Surnames in talk: the customer's own, and those the agent addresses the customer by.

What a surname looks like is decided per language (`surname_zh`, `surname_ko`, `surname_en`);
this module holds the words they share and picks the language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import ModuleType

from qa.language.lexicon import Lexicon


class Likeness(str, Enum):
    """How two surnames compare. `SOUND`: spelt apart, heard the same (张 and 章)."""

    SAME = "same"
    SOUND = "sound"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Named:
    """A surname that a speaker gives as their own; offsets into the original text."""

    surname: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Address:
    """A surname with a title. `third_person`: said about somebody else (您找的李经理).

    `sure` is False where the words could also mean something else and only a known surname tells.
    `run`: all that may belong to the name where its end is open (mr john smith); else the surname.
    `perhaps_other`: where it stands it need not call anybody (我排祁老师, 연 코치님한테, I'll send
    Mr Smith up), so it counts only where the surname is known for the customer's.
    """

    surname: str
    start: int
    end: int
    third_person: bool = False
    sure: bool = True
    run: str = ""
    perhaps_other: bool = False


def own_surnames(text: str, language: str, asked: bool = False) -> tuple[Named, ...]:
    """Surnames the speaker gives as their own, in order.

    `asked`: the other party has just asked for the name, so that a bare 张 or 김철수 is one.
    """
    found: tuple[Named, ...] = _in(language).own_surnames(text, asked)
    return found


def addresses(
    text: str, titles: Lexicon, known: frozenset[str] = frozenset()
) -> tuple[Address, ...]:
    """Every surname with one of `titles` in a text, in the lexicon's language. `known` surnames are
    found even if they are in no list of surnames."""
    found: tuple[Address, ...] = _in(titles.language).addresses(text, titles, known)
    return found


def likeness(one: str, other: str, language: str) -> Likeness:
    """Whether two surnames are the same, only sound so, or differ.

    One that is a part of the other is the same: Garcia and Garcia Lopez, John Smith and Smith.
    """
    module = _in(language)
    left, right = module.readings(one), module.readings(other)
    pairs = [*((left[0], part) for part in right), *((part, right[0]) for part in left)]
    if any(a == b for a, b in pairs):
        return Likeness.SAME
    same_sound = any(module.sound(a) == module.sound(b) != "" for a, b in pairs)
    return Likeness.SOUND if same_sound else Likeness.DIFFERENT


def disowns(text: str, surname: str, language: str) -> bool:
    """Whether the speaker says that this is not their surname: 我不姓李, 저 편 씨 아니에요."""
    found: bool = _in(language).disowns(text, surname)
    return found


def surname_of(name: str, language: str) -> str:
    """The surname in a manifest's name: 张伟 -> 张, 김철수 -> 김, Mary O'Brien -> O'Brien."""
    found: str = _in(language).surname_of(name)
    return found


def _in(language: str) -> ModuleType:
    from qa.language import surname_en, surname_ko, surname_zh

    return {"ko": surname_ko, "en": surname_en}.get(language, surname_zh)
