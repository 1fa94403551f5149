"""Korean: Hangul into jamo as they are pronounced, with the spellings merged that sound the same.

::

    책이, 채기          ㅊㅔㄱㅣ    a final moves to the silent ㅇ behind it
    됐다, 됬다, 돼따     ㄷㅚㄷㅏ    ㅅ ㅈ ㅊ ㅌ ㅎ are ㄷ at the end; a tense onset swallows it
    부탁, 부탁합니다     ㅂㅜㅌㅏㄱ, ㅂㅜㅌㅏㅋㅏㅁㄴㅣㄷㅏ
                                   ㅎ aspirates its neighbour, finals are nasal before ㄴ ㅁ

Merged: ㅐ/ㅔ, ㅚ/ㅙ/ㅞ, ㅖ/ㅒ/ㅔ behind a consonant, tense/plain (tense ones arise unwritten behind
a final). Aspirated ones stay apart: they are heard, and written as heard.
"""

from __future__ import annotations

from functools import lru_cache

from qa.language.fold import Folded

_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PLAIN = str.maketrans("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ")
_VOWEL_LIKE = str.maketrans("ㅐㅙㅞ", "ㅔㅚㅚ")
_GLIDE_LOST = str.maketrans("ㅒㅖ", "ㅔㅔ")
_TWO = "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ"
_BOTH = dict(
    zip(_TWO, zip("ㄱㄴㄴㄹㄹㄹㄹㄹㄹㄹㅂ", "ㅅㅈㅎㄱㅁㅂㅅㅌㅍㅎㅅ", strict=True), strict=True)
)
_ONE = dict(zip(_TWO, "ㄱㄴㄴㄱㅁㄹㄹㄹㅂㄹㅂ", strict=True))
_NEUTRAL = str.maketrans("ㅋㅍㅅㅈㅊㅌㅎ", "ㄱㅂㄷㄷㄷㄷㄷ")
_NASAL = str.maketrans("ㄱㄷㅂ", "ㅇㄴㅁ")
_ASPIRATED = dict(zip("ㄱㄷㅂㅈㅅㅊㅋㅌㅍ", "ㅋㅌㅍㅊㅌㅌㅋㅌㅍ", strict=True))
# Syllables that may stand before a phrase and change how its first onset sounds, and behind it and
# change how its last final does.
_BEFORE = {
    **dict.fromkeys("ㄱㄷㅈ", ("", "낳")),
    **dict.fromkeys("ㄴㄹ", ("", "안", "알")),
    "ㅎ": ("", "악", "앋", "압", "앚", "안"),
}
_BEHIND = ("", "아", "가", "나", "다", "라", "바", "사", "하")


def sound(folded: str) -> Folded:
    if not folded:
        return Folded("", (), ())
    text: list[str] = []
    starts: list[int] = []
    behind = [*folded[1:], ""]
    onset = _junction("", folded[:1])[1]
    for at, (char, following) in enumerate(zip(folded, behind, strict=True)):
        coda, next_onset = _junction(char, following)
        symbols = onset + _middle(char) + coda
        text.append(symbols)
        starts += [at] * len(symbols)
        onset = next_onset
    return Folded("".join(text), tuple(starts), tuple(start + 1 for start in starts))


def spellings(folded: str) -> tuple[str, ...]:
    first, last = _parts(folded[0]), _parts(folded[-1])
    found = set()
    for before in _BEFORE.get(first[0], ("",)) if first else ("",):
        for behind in _BEHIND if last and last[2] != " " else ("",):
            whole = sound(before + folded + behind)
            begin = whole.starts.index(len(before))
            end = whole.starts.index(len(before) + len(folded)) if behind else len(whole.text)
            found.add(whole.text[begin:end])
    return tuple(sorted(found))


def _parts(char: str) -> tuple[str, str, str] | None:
    """Onset, vowel and coda of a syllable; None of anything else."""
    if not "가" <= char <= "힣":
        return None
    number = ord(char) - ord("가")
    onset, rest = divmod(number, len(_VOWELS) * len(_CODAS))
    vowel, coda = divmod(rest, len(_CODAS))
    return _ONSETS[onset].translate(_PLAIN), _VOWELS[vowel], _CODAS[coda].translate(_PLAIN)


@lru_cache(maxsize=16384)
def _middle(char: str) -> str:
    parts = _parts(char)
    if parts is None:
        return char
    onset, vowel, _ = parts
    return (vowel if onset == "ㅇ" else vowel.translate(_GLIDE_LOST)).translate(_VOWEL_LIKE)


@lru_cache(maxsize=65536)
def _junction(left: str, right: str) -> tuple[str, str]:
    """What is heard of the final of `left` and of the onset of `right`."""
    before, behind = _parts(left), _parts(right)
    coda = before[2].strip() if before else ""
    onset = behind[0] if behind else ""
    if not coda:
        return "", "" if onset == "ㅇ" else onset
    letters = "".join(_BOTH.get(coda, coda))
    if onset == "ㅇ":
        return letters.replace("ㅎ", ""), ""
    if onset == "ㅎ":  # 전화 is said 저놔
        aspirated = _ASPIRATED.get(letters[-1])
        return (letters[:-1], aspirated) if aspirated else (letters, "")
    if letters[-1] == "ㅎ" and onset in ("ㄱ", "ㄷ", "ㅈ"):
        return letters[:-1], _ASPIRATED[onset]
    return _assimilated(_ONE.get(coda, coda).translate(_NEUTRAL), onset)


def _assimilated(coda: str, onset: str) -> tuple[str, str]:
    if (coda, onset) in (("ㄴ", "ㄹ"), ("ㄹ", "ㄴ")):
        return "ㄹ", "ㄹ"
    if coda + onset in ("ㄱㄱ", "ㄷㄷ", "ㅂㅂ", "ㄷㅅ", "ㄷㅈ"):
        return "", onset  # only the tense onset is heard: 됐다, 돼따
    return (coda.translate(_NASAL) if onset in ("ㄴ", "ㅁ") else coda), onset
