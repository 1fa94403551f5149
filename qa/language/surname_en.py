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
    r"\b(?:" + "|".join(_TABLE["third_person_before"]) + r")(?P<comma>\s*,)?\s+$", re.IGNORECASE
)
_AFTER_TITLE = re.compile(rf"\.?\s+(?P<name>{_NAME}(?:\s+{_NAME}){{0,4}})")
_CALLING_BEFORE = re.compile(
    r"(?:^|[^\w\s'’]|\b(?:" + "|".join(_TABLE["before_calling"]) + r"))\s*$", re.IGNORECASE
)
_SAID_OF_AFTER = re.compile(r"\s+(?:" + "|".join(_TABLE["said_of_after"]) + r")\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b")
_LEAD_IN = re.compile(
    r"^(?:(?:yes|yeah|sure|um|uh|it['’]s|it is|okay|ok|of course)[,.\s]+)+", re.IGNORECASE
)


def normal(surname: str) -> str:
    bare = unicodedata.normalize("NFKD", surname).casefold()
    return "".join(char for char in bare if char.isalpha())


def readings(surname: str) -> tuple[str, ...]:
    """The whole, then every run of its words that is more than particles."""
    words = re.split(r"[\s\-]+", surname.strip())
    size = len(words)
    runs = (words[i:j] for i in range(size) for j in range(i + 1, size + 1))
    parts = (" ".join(run) for run in runs if not _PARTICLES.issuperset(map(str.lower, run)))
    return normal(surname), *(normal(part) for part in parts)


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
        if run and _PARTICLES.issuperset(token.lower() for token in tokens):
            tokens = []  # Mc, and the line is gone
        if run and tokens and len(tokens) == len(run[0].split()):
            found.append(_at(text.index(run[0]), run[0], tokens))
    return tuple(found)


def disowns(text: str, surname: str) -> bool:
    name = r"(?:(?:mr|mrs|ms|miss|mx|dr)\.?\s+)?" + re.escape(surname) + r"\b(?!['’]s)"
    myself = r"(?:i['’]?m|i am|my name['’]?s|my name is|it['’]?s|that['’]?s)\s+not\s+"
    pattern = rf"\b{myself}{name}|\bnot\s+{name}\s*(?=$|[.,!?])"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _at(offset: int, run: str, tokens: list[str]) -> Named:
    surname = _last(tokens)
    start = offset + run.rindex(surname, 0, len(run)) if surname in run else offset
    return Named(surname, start, start + len(surname))


def addresses(
    text: str, titles: Lexicon, known: frozenset[str] = frozenset()
) -> tuple[Address, ...]:
    found = []
    for hit in titles.find(text):
        match = _AFTER_TITLE.match(text, hit.end)
        if not match:
            continue
        words = list(re.finditer(r"\S+", match["name"]))
        sizes = _name_sizes([word[0] for word in words])
        if not sizes:
            continue
        surname, run = (match["name"][: words[size - 1].end()] for size in sizes)
        end = match.start("name") + len(surname)
        third = _THIRD_BEFORE.search(text[: hit.start])
        # with a comma it may be either: "our driver, Mr Jones, ..." or "ask the driver, Mr Smith"
        comma = bool(third and third["comma"])
        found.append(
            Address(
                _POSSESSIVE.sub("", surname), hit.start, end,
                bool(third) and not comma, not comma, _POSSESSIVE.sub("", run),
                perhaps_other=not _calls(text, hit.start, end),
            )
        )  # fmt: skip
    return tuple(found)


def _calls(text: str, start: int, end: int) -> bool:
    """Whether what stands there calls somebody: set off from the sentence, as far as a transcript
    shows it, and not what the sentence is about (Dr Pettigrew has another wish)."""
    after = not _SAID_OF_AFTER.match(text[end:])
    return bool(_CALLING_BEFORE.search(text[:start])) and after


def _name_sizes(tokens: list[str]) -> tuple[int, int] | None:
    """How many of the tokens are surely the name, and how many may be; None where none is.

    Capitals tell. Without them it is the particles and one word surely, and two more perhaps.
    """
    first = next((n for n, token in enumerate(tokens) if token.lower() not in _PARTICLES), 0)
    capitals = tokens[first][0].isupper()
    size = 0
    for token in tokens if capitals else tokens[: first + 3]:
        particle = token.lower() in _PARTICLES
        word = re.split("['’]", token.lower())[0]  # I'll, we'll
        if not particle and (word in _NO_NAMES or (capitals and not token[0].isupper())):
            break
        size += 1
    while size > 1 and tokens[size - 1].lower() in _PARTICLES:
        size -= 1
    return (size if capitals else min(size, first + 1), size) if size else None
