"""What a speech rate counts: characters in Chinese, syllables in Korean, words in English."""

from __future__ import annotations

import re

_LATIN_WORD = r"[^\W\d_\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]+"
_PATTERNS = {
    "zh": re.compile(rf"[\u3400-\u9fff]|\d|{_LATIN_WORD}"),
    "ko": re.compile(rf"[\uac00-\ud7a3]|\d|{_LATIN_WORD}"),
    "en": re.compile(r"[^\W_]+(?:['’-][^\W_]+)*"),
}
UNIT_NAMES = {"zh": "characters", "ko": "syllables", "en": "words"}


def spoken_units(text: str, language: str) -> int:
    """Han characters (zh), Hangul syllables (ko), each with digits and Latin words counted one
    apiece; words (en)."""
    return len(_PATTERNS[language].findall(text))
