"""Chinese surnames. Many are ordinary words too (于 in 于是, 高 in 高兴), so a hit needs its title,
a word boundary before it, and no longer word that swallows either."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.language.fold import Folded, fold
from qa.language.lexicon import Lexicon
from qa.language.segment import words
from qa.language.surname import Address, Named
from qa.language.tables import table

_TABLE = table("surname_zh")
SOUNDS: Mapping[str, str] = {
    **{name: sound for sound, names in _TABLE["sounds"].items() for name in names},
    **_TABLE["compound"],
}
_FUNCTION_WORDS = frozenset(_TABLE["function_words"])
_OFTEN_WORDS = frozenset(_TABLE["often_words"])
_NOT_CALLED = frozenset(_TABLE["not_after_called"])
_STAFF = frozenset(_TABLE["staff_titles"])
_NO_SURNAME = frozenset(_TABLE["not_after_surname_word"])
_SPELT: Mapping[str, str] = _TABLE["spelt"]


def _any_of(name: str) -> str:
    longest_first = sorted(_TABLE[name], key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"


_OWN = re.compile(
    r"(?P<cue>免贵[姓性幸兴]?|(?:我|本人|敝|鄙人|我是|我的|咱|俺|姓氏是|贵姓是)[就也的是]?姓|姓(?:的?是)?)"
)
_NOT_OWN_BEFORE = re.compile(_any_of("others_before") + "$")
_NOT_OWN_AFTER = re.compile(r"名|氏|什么|啥|甚|哪|是什么|呢|吗|字")
_OTHERS_AFTER = re.compile(r"的(?!$)|他|她|那|这")
_CALLED = re.compile(r"(?:我|本人|我的?名字|姓名|名字)就?(?:叫做|是叫|叫|是)")
_FILLER = re.compile(r"(?:[嗯呃哦啊诶唉喂哎额对好是]|那个|我|本人|免贵|姓|是|叫|名字|就是)*")
_THIRD_BEFORE = re.compile(_any_of("third_person_before") + "$")
_CALLING_BEFORE = re.compile(f"{_any_of('before_calling')}*")
_BESIDE = ("跟", "和", "请", "给", "问", "等", "让")  # 我给王女士查一下, 先给倪女士打电话
_THIRD_AFTER = re.compile(_any_of("third_person_after"))
_QUESTION_AFTER = re.compile(r"^(?:本人|吗|对吗|是吗|是吧|对吧|对不对)")


def normal(surname: str) -> str:
    return fold(surname, "zh").text


def readings(surname: str) -> tuple[str, ...]:
    return (normal(surname),)


def sound(surname: str) -> str:
    """The toneless syllables of a surname, "" where it is not in the table."""
    return SOUNDS.get(surname, "")


def surname_of(name: str) -> str:
    folded = normal(name)
    return next((folded[:size] for size in (2, 1) if folded[:size] in SOUNDS), folded[:1])


def own_surnames(text: str, asked: bool) -> tuple[Named, ...]:
    folded = fold(text, "zh")
    found = [
        *_said_with_surname_word(text, folded, asked),
        *_spelt_out(folded),
        *_called(text, folded),
    ]
    if asked and not found:
        found = _bare_answer(folded)
    first: dict[int, Named] = {}
    for named in sorted(found, key=lambda one: (one.start, -len(one.surname))):
        first.setdefault(named.start, named)
    return tuple(first.values())


def disowns(text: str, surname: str) -> bool:
    said = re.escape(normal(surname))
    ways = (
        rf"(?:不姓|不叫){said}",
        rf"不是姓?{said}(?:先生|女士|小姐)?[啊呀哈]?$",
        rf"不是.{{1,3}}的{said}[啊呀]?$",  # 不是颜色的颜
    )
    clauses = re.split(r"[，。！？；,.!?;、\s]+", text)
    return any(re.search(way, fold(clause, "zh").text) for clause in clauses for way in ways)


def _named(folded: Folded, surname: str, start: int, end: int) -> Named:
    return Named(surname, *folded.original_span(start, end))


def _said_with_surname_word(text: str, folded: Folded, asked: bool) -> list[Named]:
    own: list[Named] = []
    perhaps: list[Named] = []
    for match in _OWN.finditer(folded.text):
        before, rest = folded.text[: match.start()], folded.text[match.end() :]
        said_by_me = match["cue"][0] in "我本敝鄙咱俺免"
        spelt = _spelt_at(rest)
        surname = spelt[0] if spelt else _surname_at(rest)
        if not surname and said_by_me:
            surname = _rare_at(text, folded, match.end())
        denied = _clause_before(text, folded, match.start()).endswith("不")  # 我不姓王
        if not surname or _NOT_OWN_AFTER.match(rest) or denied:
            continue
        end = match.end() + (spelt[1] if spelt else len(surname))
        named = _named(folded, surname, match.start(), end)
        if said_by_me:
            own.append(named)
        elif not _NOT_OWN_BEFORE.search(before) and (
            asked or _names_oneself(text, folded, match.start(), end)
        ):
            perhaps.append(named)
    return own or perhaps  # 老公登记的，姓闵，我姓瞿


def _names_oneself(text: str, folded: Folded, start: int, end: int) -> bool:
    """Of 姓张 without 我: it stands at the head of a clause, and nothing behind makes it somebody
    else (姓覃的小伙子, 姓翁她想学)."""
    clause = _clause_before(text, folded, start)
    return _FILLER.fullmatch(clause) is not None and not _OTHERS_AFTER.match(folded.text[end:])


def _rare_at(text: str, folded: Folded, at: int) -> str:
    """Of 我姓 the next character, were it in no list of surnames, where the clause ends with it."""
    if at >= len(folded.text) or folded.text[at] in _NO_SURNAME:
        return ""
    rest = text[folded.ends[at] :].lstrip("啊呀哈哦呢吧嘛的")
    return folded.text[at] if not rest[:1].isalnum() else ""


def _spelt_at(rest: str) -> tuple[str, int] | None:
    """`弓长张…` -> (张, 3): a spelling, with the surname after it or alone."""
    for size in (4, 3, 2):
        surname = _SPELT.get(rest[:size])
        if surname and len(rest[:size]) == size:
            after = rest[size : size + 2].lstrip("的那个")
            if after.startswith(surname):
                return surname, rest.index(surname, size) + 1
            if after[:1] in SOUNDS:
                return after[0], rest.index(after[0], size) + 1  # 草头萧: what is said, counts
    return None


def _spelt_out(folded: Folded) -> list[Named]:
    found = []
    for start in range(len(folded.text) - 2):
        spelt = _spelt_at(folded.text[start:])
        if spelt and folded.text[start : start + spelt[1] - 1].rstrip("的那个") in _SPELT:
            surname, size = spelt
            if _SPELT[folded.text[start : start + size - 1].rstrip("的那个")] == surname:
                found.append(_named(folded, surname, start, start + size))
    return found


def _called(text: str, folded: Folded) -> list[Named]:
    """我叫张伟: the name runs to the end of the clause and is two to four characters long."""
    found = []
    for match in _CALLED.finditer(folded.text):
        rest = folded.text[match.end() :]
        surname = _surname_at(rest)
        if not surname or rest[0] in _NOT_CALLED:
            continue
        name = rest
        for offset in range(len(rest)):
            at = folded.ends[match.end() + offset]
            if at < len(text) and not text[at].isalnum():
                name = rest[: offset + 1]
                break
        title_after = re.match(r"(先生|女士|小姐)", rest[len(surname) :])
        if title_after or (len(surname) < len(name) <= 4 and len(words(name)[0]) <= 3):
            if len(name) > len(surname) and words(name)[0] == name and surname in _FUNCTION_WORDS:
                continue
            found.append(_named(folded, surname, match.start(), match.end() + len(surname)))
    return found


def _bare_answer(folded: Folded) -> list[Named]:
    filler = _FILLER.match(folded.text)
    start = filler.end() if filler else 0
    rest = folded.text[start:]
    surname = _surname_at(rest)
    if not surname:
        the_one = re.fullmatch(r".{1,4}的那?个?(?P<name>..?)", rest)  # 弓长的张, 文章的章
        surname = _surname_at(the_one["name"]) if the_one else ""
        if the_one and surname == the_one["name"]:
            return [_named(folded, surname, len(folded.text) - len(surname), len(folded.text))]
        return []
    first_word = words(rest)[0]
    ordinary = len(first_word) > len(surname) and surname in _OFTEN_WORDS
    of_itself = re.fullmatch(r".{1,3}的(?P<name>..?)", rest)  # 张三的张
    if of_itself and _surname_at(of_itself["name"]) == of_itself["name"]:
        surname = of_itself["name"]
    elif ordinary or len(rest) > 4:
        return []
    return [_named(folded, surname, start, start + len(rest))]


def _surname_at(text: str) -> str:
    return next((text[:size] for size in (2, 1) if text[:size] in SOUNDS), "")


def addresses(
    text: str, titles: Lexicon, known: frozenset[str] = frozenset()
) -> tuple[Address, ...]:
    hits = titles.find(text)
    if not hits:
        return ()
    folded = fold(text, "zh")
    starts, ends = _word_edges(folded.text)
    found = []
    by_original = {start: i for i, start in enumerate(folded.starts)}
    for hit in hits:
        title = fold(hit.quote, "zh").text
        at = by_original[hit.start]
        end = at + len(title)
        surname = _surname_before(folded.text, at, known)
        if not surname or _swallowed(folded.text, at, end, ends):
            continue
        start = at - len(surname)
        if title == "老" and not _goes_on_to_you(text, hit.end):
            continue  # 班老赵
        if start not in starts and not _joined(folded.text, start):
            continue
        clause = _clause_before(text, folded, start)
        third = _about_somebody_else(clause, folded.text[end:], title)
        sure = surname not in _FUNCTION_WORDS
        elsewhere = title in _STAFF and not _calls(clause, text, hit.end)
        beside = clause.endswith(_BESIDE) and not _goes_on_to_you(text, hit.end)
        asks = bool(_QUESTION_AFTER.match(folded.text[end:]))
        called = _CALLING_BEFORE.fullmatch(clause)
        described = clause.endswith("的") and not called  # 接电话的郜老师
        other = elsewhere or beside or asks or described
        span = folded.original_span(start, end)
        found.append(Address(surname, *span, third, sure, perhaps_other=other))
    return tuple(found)


def _clause_before(text: str, folded: Folded, start: int) -> str:
    """What stands before in the same clause, folded."""
    first = start
    while first > 0 and not text[folded.ends[first - 1] : folded.starts[first]].strip():
        first -= 1
    return folded.text[first:start]


def _calls(clause: str, text: str, end: int) -> bool:
    """Whether a title that colleagues have too calls the customer: it then stands at the head of a
    clause, or behind words such as 好的 and 谢谢, and the clause ends with it or goes on to you."""
    return bool(_CALLING_BEFORE.fullmatch(clause)) and _goes_on_to_you(text, end)


def _goes_on_to_you(text: str, end: int) -> bool:
    rest = text[end:].lstrip()
    return not rest or not rest[0].isalnum() or rest[0] in "您你"


def _surname_before(text: str, at: int, known: frozenset[str]) -> str:
    for size in (2, 1):
        before = text[max(0, at - size) : at]
        if len(before) == size and (before in SOUNDS or before in known):
            return before
    return ""


def _word_edges(text: str) -> tuple[set[int], set[int]]:
    starts, ends, position = set(), set(), 0
    for word in words(text):
        starts.add(position)
        position += len(word)
        ends.add(position)
    return starts, ends


def _swallowed(text: str, start: int, end: int, word_ends: set[int]) -> bool:
    """The title is only the head of a longer word: 总 in 总是, 工 in 工会."""
    return end not in word_ends and start + 1 == end


def _joined(text: str, start: int) -> bool:
    """The dictionary joins the surname to the word before, which the title undoes: 请安先生."""
    return text[start - 1 : start] in ("请", "问", "好", "您", "呢", "啊", "哦", "嗯")


def _about_somebody_else(before: str, after: str, title: str) -> bool:
    if _QUESTION_AFTER.match(after) and before.endswith("是"):
        return True  # asks who it is; right or wrong, it addresses nobody yet
    if title not in _STAFF and before.endswith(_BESIDE):
        return bool(_THIRD_AFTER.match(after))
    return bool(_THIRD_BEFORE.search(before) or (title in _STAFF and _THIRD_AFTER.match(after)))
