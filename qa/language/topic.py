"""What a sentence is about: the words that an answer to it is likely to say again."""

from __future__ import annotations

import re

from qa.language.fold import fold
from qa.language.segment import words

_TOKEN = re.compile(r"[\w'’]+")

# Words of asking and telling, which any sentence may hold whatever it is about.
_ZH = """
什么 怎么 怎样 为什么 哪里 哪儿 哪个 多少 几个 是不是 有没有 能不能 可不可以 可以
需要 知道 还有 另外 顺便 一下 一个 一件 这个 那个 这样 那样 问题 事情 时候 现在
今天 我们 你们 您们 他们 自己 就是 不是 没有 然后 已经 想问 请问 麻烦 帮忙 谢谢
咨询 了解 东西 因为 所以 但是 如果 应该 觉得 那么 这么 还是 或者 而且 出来 起来
下来 过来 一直 刚才 之前 以后
"""
_KO = """
그리 그런 그래 하나 어떻 언제 어디 얼마 무엇 누가 혹시 제가 저는 저희 고객 문의
질문 궁금 알려 알고 싶은 싶어 있나 있는 있어 없는 없나 되나 되는 돼요 해야 하는
하면 주세 그냥 지금 오늘 이거 저거 그거 이게 그게 또한 추가
"""
_EN = """
about after again also another anything because been before being call called could does
doing don't else from further have having help hello here how's into just know like make
more much need other please question really should some something sorry tell than thank
thanks that that's their them then there there's these they thing think this those want
wanted well were what what's when where which while will with would your you're yeah
okay quickly
"""
_EVERYDAY = {
    language: frozenset(listed.split())
    for language, listed in (("zh", _ZH), ("ko", _KO), ("en", _EN))
}


def topic_words(text: str, language: str) -> frozenset[str]:
    """Words of two characters and more (zh), stems of two syllables (ko), words of four letters
    and more without a plural's s (en); everyday words left out."""
    tokens = [fold(token, language).text for token in _TOKEN.findall(text)]
    if language == "zh":
        found = {word for token in tokens for word in words(token) if len(word) > 1}
    elif language == "ko":
        found = {token[:2] for token in tokens if len(token) > 1}
    else:
        found = {token.removesuffix("s") for token in tokens if len(token) > 3}
    return frozenset(found - _EVERYDAY[language])
