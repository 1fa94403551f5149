"""Korean surnames. Nearly all are one syllable and many are also words (이 고객님: this customer),
so a name must start a word, and a single syllable must be none that is a word of its own."""

from __future__ import annotations

import re

from qa.language.fold import fold
from qa.language.lexicon import Lexicon
from qa.language.surname import Address, Named
from qa.language.tables import table

_TABLE = table("surname_ko")
_SURNAMES = frozenset(_TABLE["surnames"])
_WORDS_TOO = frozenset(_TABLE["words_too"])
_NOT_NAMES: tuple[str, ...] = tuple(_TABLE["not_names"])
_STAFF: tuple[str, ...] = tuple(_TABLE["staff"])
_ENDINGS = "(?:이?라고 ?[합해하]|입니다|이에요|이예요|예요|에요|인데요|이요|이?고요|이?라는|가 성)"
_FORMAL = ("라고", "이라고", "입니다", "인데요")  # 채팅창에요 is no name
_CUE = (
    r"(?:제 ?이름은|제 ?성함은|이름[은이]|성함은|저는|전|저|본인은|예약자는|예약자명은|가입자는|"
    r"명의는)\s*"
)
_OWN = re.compile(rf"(?<![가-힣])(?P<cue>{_CUE})?(?P<name>[가-힣]{{2,4}}?)\s?{_ENDINGS}")
_FAMILY = re.compile(
    r"(?:성은|성이|성씨는)(?P<name>[가-힣])(?:입니다|이에요|예요|씨|가|요|이고|고)?"
)
_THIRD_BEFORE = re.compile("(?:" + "|".join(_TABLE["third_person_before"]) + ")$")
# Joined to a title these speak of somebody: 연 코치님한테, 도유나 대리가.
_SAID_OF = re.compile(
    r"(?:이|가|은|는|을|를|께서?|한테|에게|의|과|와|이?랑|으?로|도|만|네)(?![가-힣]*세요)|\s?성[이을\s]"
)
_DIGITS = frozenset("일이삼사오육칠팔구공영십백천")
_NO_NAME = re.compile(r"[^\w\s]")
_THIRD_AFTER = re.compile("|".join(_TABLE["third_person_after"]))


def normal(surname: str) -> str:
    name = fold(surname, "ko").text
    return {"리": "이", "로": "노", "림": "임", "류": "유", "라": "나", "량": "양"}.get(name, name)


def readings(surname: str) -> tuple[str, ...]:
    return (normal(surname),)


def sound(surname: str) -> str:
    """The surname itself: Korean is spelt as heard, and `normal` joins what is spelt two ways."""
    return surname


def surname_of(name: str) -> str:
    folded = fold(name, "ko").text
    return folded[:2] if len(folded) > 1 and folded[:2] in _SURNAMES else folded[:1]


def own_surnames(text: str, asked: bool) -> tuple[Named, ...]:
    folded = fold(text, "ko")
    found: dict[int, Named] = {}
    for match in _FAMILY.finditer(folded.text):
        if match["name"] in _SURNAMES:
            span = folded.original_span(match.start("name"), match.end("name"))
            found[span[0]] = Named(match["name"], *span)
    for match in _OWN.finditer(text):
        start, end = match.span("name")
        sure = bool(match["cue"]) or asked
        formal = text[end:].lstrip().startswith(_FORMAL)
        if (sure or formal) and _is_name(match["name"], sure):
            found.setdefault(start, Named(surname_of(match["name"]), start, end))
    if asked and not found:
        bare = re.sub(r"^(?:네|예|음|어|아|저는|저)+", "", folded.text)
        name = re.sub(r"(?:요|이요|입니다|이에요|예요|씨)$", "", bare)
        if _is_name(name, sure=True) and 2 <= len(name) <= 4:
            start = folded.text.rindex(name)
            span = folded.original_span(start, start + len(name))
            found[span[0]] = Named(surname_of(name), *span)
    return tuple(found[start] for start in sorted(found))


def disowns(text: str, surname: str) -> bool:
    said = re.escape(surname)
    pattern = rf"(?<![가-힣]){said}\s?(?:씨|가|[가-힣]{{0,3}}님)[가-힣]?\s?(?:는|은|가|이)?\s?아니"
    return re.search(pattern, text) is not None


def _is_name(name: str, sure: bool) -> bool:
    """A surname and a given name; unsure ones need the usual three syllables."""
    if surname_of(name) not in _SURNAMES or name.startswith(_NOT_NAMES):
        return False
    if _DIGITS.issuperset(name) and (len(name) > 3 or not sure):
        return False  # 이이공칠, two two oh seven
    return len(name) in (2, 3, 4) if sure else len(name) == 3


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def addresses(
    text: str, titles: Lexicon, known: frozenset[str] = frozenset()
) -> tuple[Address, ...]:
    folded = fold(text, "ko")
    at_original = {start: i for i, start in enumerate(folded.starts)}
    found, title_end = [], 0
    for hit in titles.find(text):
        floor, title_end = title_end, hit.end
        at = at_original[hit.start]
        end = at + len(fold(hit.quote, "ko").text)
        for size in (4, 3, 2, 1):
            name = folded.text[max(0, at - size) : at]
            if len(name) != size or not _starts_word(text, folded.starts[at - size]):
                continue
            start = folded.starts[at - size]
            if start < floor or _NO_NAME.search(text[start : hit.start]):
                continue  # a name runs over no title and no punctuation
            surname = surname_of(name)
            alone = size == 1 or name in _SURNAMES
            if surname not in _SURNAMES | known or name.startswith(_NOT_NAMES):
                continue
            before, after = folded.text[: at - size], folded.text[end:]
            staff = any(word in hit.quote for word in _STAFF)
            third = bool(_THIRD_BEFORE.search(before)) or (
                staff and bool(_THIRD_AFTER.match(after))
            )
            sure = not alone or name not in _WORDS_TOO
            if size in (2, 4) and not alone:
                sure = False  # two syllables before a title are more often a word than a name
            span = folded.original_span(at - size, end)
            other = bool(_SAID_OF.match(text, hit.end))
            found.append(Address(surname, *span, third, sure, perhaps_other=other))
            break
    return tuple(found)
