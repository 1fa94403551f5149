"""Open or closed: whether a question invites a story or a yes.

::

    closed   您是昨天买的吗   有没有重启   亮不亮   주문하셨나요   did you …   you have it?
    open     怎么回事   什么时候   请您说说   어떻게   말씀해 주시겠어요   what …   tell me
"""

from __future__ import annotations

import re
from enum import Enum

from qa.language.question import is_question


class QuestionKind(str, Enum):
    OPEN = "open"
    CLOSED = "closed"


_CLAUSES = {  # English clauses lean on each other: `if it is, did you …`
    "zh": re.compile(r"[，,；;]"),
    "ko": re.compile(r"[,，;]"),
    "en": re.compile(r";"),
}
# An invitation to tell is open whatever its form: 能跟我说说吗, could you tell me
_INVITES = {
    "zh": re.compile(
        r"(?:请|麻烦)(?:您|你)?(?:先|再|跟我|和我|给我|详细|具体|简单|慢慢|把)*.{0,6}?(?:说说|讲讲|说一下|讲一下"
        r"|描述|介绍一下|谈谈|聊聊|慢慢说|慢慢讲|说明一下)|(?:能|能否|可以|可否|方便|愿意).{0,8}?"
        r"(?:说说|讲讲|说一下|讲一下|描述|谈谈|介绍一下|说明一下|告诉我.{0,6}(?:什么|怎么|哪|为什么|情况|经过))"
        r"|(?:您|你)(?:先|再)?(?:具体|详细|慢慢)?(?:说说|讲讲|谈谈)"
    ),
    "ko": re.compile(
        r"(?:말씀|설명|이야기|얘기|알려)(?:을|를)?\s*(?:해\s*)?(?:주시겠|주실\s*수|주실래|주세요|주십시오|주시면|들려)"
        r"|들려\s*주시"
    ),
    "en": re.compile(
        r"\b(?:can|could|would|will|please|may i ask you to)\b(?: you)?(?: please| just| kindly)*"
        r" (?:tell|explain|describe|walk me|talk me|share|give me (?:an idea|a bit more|some more))"
        r"|^(?:so |and |okay |please )*(?:tell me|(?:walk|talk) me through|describe|explain)\b"
        r"|\bdo you (?:know|remember|recall) (?:what|why|how|when|where|who|which)\b"
        r"|\b(?:can|could|may) i ask (?:you )?(?:what|why|how|when|where|who|which)\b"
    ),
}
# 有没有什么问题, 是不是哪里坏了: the yes or no is asked, whatever else stands in it
_CLOSED = {
    "zh": re.compile(
        r"(?:吗|么|(?<!怎)没有|吧|没|不)$|是不是|有没有|是否|有无|能否|可否|(\w)不\1|(\w)没\2|\w+还是\w+"
    ),
    "ko": re.compile(r"$^"),
    "en": re.compile(
        r"^(?:(?:so|and|okay|ok|right|well|now|but|then|or|oh|alright|great|thanks|sorry)[ ,]+)*"
        r"(?:is|are|was|were|am|do|does|did|can|could|may|shall|should|will|would|have|has|had)"
        r"(?:n't|nt)?\b"
    ),
}
_OPEN = {
    "zh": re.compile(
        r"什么|啥|怎么|怎样|咋|为何|为什么|哪|多少|多久|多大|多长|几(?:点|号|天|次|个|位|岁|年|月|楼)|谁|如何"
    ),
    "ko": re.compile(r"무엇|무슨|뭐|뭘|어떻게|어떤|어떠|어느|왜|언제|어디|누구|누가|얼마|몇|어떡"),
    "en": re.compile(r"\b(?:who|whom|whose|what|what's|when|where|which|why|how|how's)\b"),
}
# Asked without a mark and without 吗: recognisers leave both out
_UNMARKED = {
    "zh": re.compile(
        r"(?:您|你|这|那|现在|当时).{0,12}?(?:是不是|有没有|是否|能不能|会不会|要不要|(\w)不\1|(\w)没\2)"
        r"|(?:什么|怎么回事|什么情况|哪里|哪儿|多久|几天|为什么|怎么样|什么样|谁)(?:呢|呀|啊|的|了)?$"
    ),
    "ko": re.compile(
        r"(?:신가요|나요|습니까|ㅂ니까|십니까|ㄹ까요|을까요|드릴까요|까요|시죠|셨죠|세요|셨어요|시겠어요)$"
    ),
    "en": re.compile(r"$^"),
}
# 我看看是不是…, 不知道为什么: a question told of, not asked
_TOLD_OF = {
    "zh": re.compile(
        r"(?:我|我们|帮您|给您|为您|让我|系统|这边).{0,6}?(?:看|查|核实|确认|了解|问|判断|检查).{0,8}?"
        r"(?:是不是|有没有|是否|能不能|会不会|为什么|什么|怎么|哪|多久|谁)"
        r"|不知道|不清楚|取决于|无论|不管|不论|告诉(?:您|你)|说明(?:了)?(?:为什么|是什么)"
    ),
    "ko": re.compile(r"^(?:안녕히|감사|죄송|잠시|기다려|걱정).*(?:세요|십시오)$"),
    "en": re.compile(r"$^"),
}
_TRAILING = re.compile(r"[\s。.，,！!…~、?？]+$")
_KO_ASKS_POLITELY = re.compile(r"(?:세요|셨어요|시죠|셨죠)$")


def question_kinds(sentence: str, language: str) -> tuple[QuestionKind, ...]:
    """What one sentence asks, question by question: 昨天买的吗，在哪买的 asks two. Empty where it
    asks nothing."""
    clauses = [clause for clause in _CLAUSES[language].split(sentence) if clause.strip()]
    found = tuple(kind for clause in clauses if (kind := _kind(clause.strip(), language)))
    whole = _kind(sentence.strip(), language)
    return found or ((whole,) if whole else ())


def _kind(clause: str, language: str) -> QuestionKind | None:
    said = _TRAILING.sub("", clause).lower()
    if _INVITES[language].search(said):
        return QuestionKind.OPEN
    open_word = bool(_OPEN[language].search(said))
    if not said or not _asks(clause, said, language, open_word):
        return None
    closed = _CLOSED[language].search(said) or not open_word
    return QuestionKind.CLOSED if closed else QuestionKind.OPEN


def _asks(clause: str, said: str, language: str, open_word: bool) -> bool:
    if clause.endswith(("?", "？")):
        return True
    if _TOLD_OF[language].search(said):
        return False
    if is_question(clause, language):
        return True
    # 하세요 asks with a question word only; without one it is a request
    request = language == "ko" and _KO_ASKS_POLITELY.search(said) and not open_word
    return bool(_UNMARKED[language].search(said)) and not request
