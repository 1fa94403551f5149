"""English surnames: open-ended, so they are known by where they stand and not by a list."""

from __future__ import annotations

import re
import unicodedata

from qa.language.lexicon import Lexicon
from qa.language.surname import Address, Named
from qa.language.tables import table

_TABLE = table("surname_en")
_PARTICLES = frozenset(_TABLE["particles"])
_NO_NAMES = frozenset(_TABLE["no_names"])
_NAME = r"[^\W\d_](?:[^\W\d_]|['’\-])*"
_SURNAME_CUE = re.compile(
    r"\b(?:last name|surname|family name|second name)(?:\s+is|['’]s|,|:)?\s+(?:it['’]s\s+)?"
    rf"(?P<name>{_NAME}(?:\s+{_NAME})?)",
    re.IGNORECASE,
)
_FULL_CUE = re.compile(
    r"\b(?:(?P<strong>my (?:full )?name(?:\s+is|['’]s)|the name(?:\s+is|['’]s)|name(?:\s+is|['’]s))"
    r"|this is|i['’]m|i am|it['’]s|call me|speaking with)\s+"
    r"(?:(?P<title>mr|mrs|ms|miss|mx|dr|doctor|mister)\.?\s+)?"
    rf"(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}})",
    re.IGNORECASE,
)
_THIRD_BEFORE = re.compile(
    r"\b(?:" + "|".join(_TABLE["third_person_before"]) + r")\s+$", re.IGNORECASE
)
_LEAD_IN = re.compile(
    r"^(?:(?:yes|yeah|sure|um|uh|it['’]s|it is|okay|ok|of course)[,.\s]+)+", re.IGNORECASE
)


def normal(surname: str) -> str:
    bare = unicodedata.normalize("NFKD", surname).casefold()
    return "".join(char for char in bare if char.isalpha())


def sound(surname: str) -> str:
    """A short phonetic key: first letter, then consonant classes (the idea of Soundex)."""
    classes = {
        **dict.fromkeys("bfpv", "1"), **dict.fromkeys("cgjkqsxz", "2"), **dict.fromkeys("dt", "3"),
        "l": "4", **dict.fromkeys("mn", "5"), "r": "6",
    }  # fmt: skip
    key, last = surname[:1], classes.get(surname[:1], "")
    for char in surname[1:]:
        code = classes.get(char, "")
        if code and code != last:
            key += code
        if char not in "hw":
            last = code
    return key


def surname_of(name: str) -> str:
    return _last(name.split())


def _last(tokens: list[str]) -> str:
    start = len(tokens) - 1
    while start > 1 and tokens[start - 1].lower().rstrip("'’") in _PARTICLES:
        start -= 1
    return " ".join(tokens[start:])


def _name_tokens(run: str, capitals: bool) -> list[str]:
    tokens: list[str] = []
    for token in run.split():
        if token.lower() in _NO_NAMES or (
            capitals and not token[0].isupper() and token not in _PARTICLES
        ):
            break
        tokens.append(token)
    return tokens


def own_surnames(text: str, asked: bool) -> tuple[Named, ...]:
    capitals = any(word[0].isupper() for word in re.findall(_NAME, text)[1:] if word != "I")
    found: list[Named] = []
    for match in _SURNAME_CUE.finditer(text):
        tokens = _name_tokens(match["name"], capitals)[:1]
        if tokens:
            start = match.start("name")
            found.append(Named(tokens[0], start, start + len(tokens[0])))
    for match in _FULL_CUE.finditer(text):
        strong = bool(match["strong"]) or asked
        tokens = _name_tokens(match["name"], capitals)
        if match["title"] and tokens:
            found.append(_at(match.start("name"), match["name"], tokens[:1]))
        elif len(tokens) >= 2 and (
            strong or (capitals and all(t[0].isupper() for t in tokens[:2]))
        ):
            found.append(_at(match.start("name"), match["name"], tokens))
    if asked and not found:
        body = _LEAD_IN.sub("", text.strip())
        run = re.match(rf"{_NAME}(?:\s+{_NAME}){{0,2}}(?=$|[,.!])", body)
        tokens = _name_tokens(run[0], capitals) if run else []
        if run and len(tokens) == len(run[0].split()):
            found.append(_at(text.index(run[0]), run[0], tokens))
    return tuple(found)


def _at(offset: int, run: str, tokens: list[str]) -> Named:
    surname = _last(tokens)
    start = offset + run.rindex(surname, 0, len(run)) if surname in run else offset
    return Named(surname, start, start + len(surname))


def addresses(text: str, titles: Lexicon) -> tuple[Address, ...]:
    found = []
    for hit in titles.find(text):
        match = re.match(rf"\.?\s+(?P<name>{_NAME}(?:\s+{_NAME})?)", text[hit.end :])
        if not match:
            continue
        tokens = match["name"].split()
        particle = tokens[0].lower() in _PARTICLES and len(tokens) > 1
        surname = " ".join(tokens[:2]) if particle else tokens[0]
        if surname.lower() in _NO_NAMES:
            continue
        start = hit.end + match.start("name")
        end = start + len(surname)
        surname = re.sub(r"['’]s$", "", surname)
        third = bool(_THIRD_BEFORE.search(text[: hit.start]))
        found.append(Address(surname, hit.start, end, third))
    return tuple(found)
