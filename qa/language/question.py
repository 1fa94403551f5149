"""Whether words ask something, by their form; recognisers often leave the question mark out."""

from __future__ import annotations

import re

_ENDING = {
    "zh": re.compile(
        r"(?:吗|呢|么|嘛|(?:[了过到完好]|清楚|明白)没有|是不是|对不对|行不行|好不好"
        r"|是多少|是什么|在哪里?)$"
    ),
    "ko": re.compile(r"(?:까|까요|나요|가요|을지요|는지요|래요|죠)$"),
    "en": re.compile(
        r"(?:^|[.!,;] )(?:so |and |okay |right )?(?:who|what|when|where|which|why|how|is|are|was|"
        r"do|does|did|can|could|may|shall|should|will|would|have|has)(?:n't)? [^.!]*$"
    ),
}
_OPENING = {
    "zh": re.compile(r"请问|您贵姓|什么时候|哪一?(?:个|天|位|种)|几(?:点|号|位)|多少"),
    "ko": re.compile(r"(?:어떻게|어떤|무엇|언제|어디|몇|얼마)\S*.*(?:세요|시겠어요|습니까|나요)$"),
    "en": re.compile(r"$^"),
}
_TRAILING = re.compile(r"[\s。.，,！!…~、]+$")


def is_question(sentence: str, language: str) -> bool:
    """True when one sentence, as said, asks for an answer."""
    said = _TRAILING.sub("", sentence.strip())
    if said.endswith(("?", "？")):
        return True
    said = said.lower()
    return bool(_ENDING[language].search(said) or _OPENING[language].search(said))
