"""Calls as a recogniser and a diarizer would have spoiled them, the same for the same seed.

Chinese: a character becomes another of the same toneless syllable, as often as each is written in
the lines of the corpus. Korean: one jamo of a syllable becomes a neighbour that sounds alike.
English: a word becomes a homophone, or is spelt as it was half heard.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pypinyin import lazy_pinyin

from qa.core.call import Call, Role, SpeechActivity, Turn
from qa.core.spans import Span, Timeline

_HANGUL, _LAST_HANGUL = 0xAC00, 0xD7A3
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_NEAR = (
    ("ㄱㅋㄲ", "ㄷㅌㄸ", "ㅂㅍㅃ", "ㅈㅊㅉ", "ㅅㅆ", "ㄴㄹ", "ㅇㅎ"),
    ("ㅐㅔ", "ㅒㅖ", "ㅓㅗ", "ㅕㅛ", "ㅙㅚㅞ", "ㅡㅜ", "ㅢㅣ", "ㅝㅓ", "ㅘㅏ"),
    ("ㄱㅋㄲ", "ㄷㅅㅆㅈㅊㅌ", "ㅂㅍ", "ㄴㅇㅁ", " ㅎ", "ㄹㄴ"),
)
_HOMOPHONES = (
    *("their there they're", "your you're", "its it's", "to two too", "for four", "know no"),
    *("write right", "hear here", "wait weight", "week weak", "wear where", "were we're"),
    *("by buy bye", "one won", "our are hour", "than then", "whole hole", "new knew"),
    *("would wood", "which witch", "mail male", "check cheque", "bill build", "through threw"),
    *("son sun", "sea see", "be bee", "I eye", "so sew", "sorry sari", "don't dont", "can can't"),
    *("accept except", "affect effect", "past passed", "piece peace", "plain plane", "sent cent"),
    *("sir sur", "hold holed", "fair fare", "seems seams", "aloud allowed", "waste waist"),
    *(
        "been bin",
        "might mite",
        "way weigh",
        "guess guest",
        "issue tissue",
        "and an",
        "that's thats",
    ),
    *(
        "you'll yule",
        "he'll heel",
        "I'll aisle",
        "we'll wheel",
        "what's watts",
        "have of",
        "do due",
    ),
)
_ENGLISH_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
# What of a word a recogniser loses or takes for something else; the first that fits is done.
_HALF_HEARD = (
    *((r"ing\b", "in"), (r"ed\b", ""), (r"(?<=[a-z]{2})s\b", ""), (r"ght", "t"), (r"ph", "f")),
    *((r"ck", "k"), (r"([bdfglmnprt])\1", r"\1"), (r"ea|ee|ie", "i"), (r"ou|oo", "u")),
    *((r"th", "d"), (r"e(?=[a-z])", "a"), (r"a", "e"), (r"i", "e"), (r"o", "u"), (r"u", "o")),
)
_SENTENCE = re.compile(r"[^。！？!?.…\n]+[。！？!?.…]*\s*")


class Mishearing:
    """Spoils the words of calls. `usual` are texts that tell how often a character is written."""

    def __init__(self, language: str, usual: Iterable[str], seed: int = 0) -> None:
        self._language, self._seed = language, seed
        self._heard_as: Mapping[str, Counter[str]] = _homophones(usual) if language == "zh" else {}

    def misheard(self, call: Call, share: float) -> Call:
        """`share` of the characters (Chinese), syllables (Korean) or words (English) are others;
        nobody speaks at another time."""
        dice = random.Random(f"{self._seed} {call.context.call_id} {share}")
        spoil = {"zh": self._chinese, "ko": _korean, "en": _english}[self._language]
        turns = tuple(
            replace(turn, text=spoil(turn.text, share, dice)) for turn in call.transcript.turns
        )
        return replace(call, transcript=replace(call.transcript, turns=turns))

    def _chinese(self, text: str, share: float, dice: random.Random) -> str:
        syllables = lazy_pinyin(text, errors=list)
        said = []
        for char, syllable in zip(text, syllables, strict=True):
            heard = self._heard_as.get(syllable, {}) if char != syllable else {}
            others = {one: count for one, count in heard.items() if one != char}
            wrong = dice.random() < share and others
            said.append(dice.choices(list(others), list(others.values()))[0] if wrong else char)
        return "".join(said)


def _homophones(texts: Iterable[str]) -> Mapping[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for char, syllable in zip(text, lazy_pinyin(text, errors=list), strict=True):
            if char != syllable:
                found[syllable][char] += 1
    return found


def _korean(text: str, share: float, dice: random.Random) -> str:
    return "".join(
        _near_syllable(char, dice)
        if _HANGUL <= ord(char) <= _LAST_HANGUL and dice.random() < share
        else char
        for char in text
    )


def _near_syllable(char: str, dice: random.Random) -> str:
    """The syllable with one jamo changed; itself where none of its three has a neighbour."""
    code = ord(char) - _HANGUL
    parts = [_INITIALS[code // 588], _VOWELS[code % 588 // 28], _FINALS[code % 28]]
    choices = [
        (place, other)
        for place, alike in enumerate(_NEAR)
        for group in alike
        if parts[place] in group and parts[place] != " "
        for other in group
        if other != parts[place]
    ]
    if not choices:
        return char
    place, other = dice.choice(choices)
    parts[place] = other
    initial, vowel, final = (
        alphabet.index(part)
        for alphabet, part in zip((_INITIALS, _VOWELS, _FINALS), parts, strict=True)
    )
    return chr(_HANGUL + initial * 588 + vowel * 28 + final)


_SOUNDS_LIKE = {
    word.lower(): [other for other in group.split() if other != word]
    for group in _HOMOPHONES
    for word in group.split()
}


def _english(text: str, share: float, dice: random.Random) -> str:
    def heard(match: re.Match[str]) -> str:
        word = match.group()
        if dice.random() >= share:
            return word
        others = _SOUNDS_LIKE.get(word.lower())
        if others:
            other = dice.choice(others)
            return other.capitalize() if word[0].isupper() else other
        for pattern, instead in _HALF_HEARD:
            spelt = re.sub(pattern, instead, word, count=1)
            if spelt not in (word, ""):
                return spelt
        return word

    return _ENGLISH_WORD.sub(heard, text.replace("’", "'"))


def slipped(call: Call, share: float, seed: int = 0) -> Call:
    """`share` of the sentences go to the other party, their time and speech activity with them."""
    dice = random.Random(f"{seed} {call.context.call_id} slips")
    turns: list[Turn] = []
    for turn in call.transcript.turns:
        for role, text, span in _parts(turn, share, dice):
            turns.append(replace(turn, index=len(turns), role=role, text=text, span=span))
    activity = {
        role: Timeline.of(turn.span for turn in turns if turn.role is role and turn.span)
        for role in (Role.AGENT, Role.CUSTOMER)
    }
    return replace(
        call,
        transcript=replace(call.transcript, turns=tuple(turns)),
        activity=SpeechActivity(activity, call.duration_ms or 0, "staged"),
    )


def _parts(
    turn: Turn, share: float, dice: random.Random
) -> Sequence[tuple[Role, str, Span | None]]:
    """The turn in as few parts as its slips leave; sentences take time by their length."""
    found: list[tuple[Role, int, int]] = []
    other = Role.CUSTOMER if turn.role is Role.AGENT else Role.AGENT
    for match in _SENTENCE.finditer(turn.text):
        role = other if dice.random() < share else turn.role
        if found and found[-1][0] is role:
            found[-1] = (role, found[-1][1], match.end())
        else:
            found.append((role, match.start(), match.end()))
    if len(found) < 2:
        role = found[0][0] if found else turn.role
        return [(role, turn.text, turn.span)]
    return [
        (role, turn.text[start:end].strip(), _share_of(turn, start, end))
        for role, start, end in found
    ]


def _share_of(turn: Turn, start: int, end: int) -> Span | None:
    if turn.span is None:
        return None
    a_character = (turn.span.end_ms - turn.span.start_ms) / len(turn.text)
    begin = turn.span.start_ms
    return Span(begin + round(a_character * start), begin + round(a_character * end))
