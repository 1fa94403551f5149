"""One pass over a text for all phrases: it may take too much into account, never too little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.matcher import Matcher, MatcherIndex
from qa.language.pattern import Compiled, PatternError, compile_pieces, parse, required

ALPHABET = "甲乙丙"
words = st.text(ALPHABET, min_size=1, max_size=3)
steps = st.one_of(
    words,
    st.lists(words, min_size=1, max_size=3).map(lambda them: "{" + "|".join(them) + "|丁}"),
    st.lists(words, min_size=2, max_size=3).map(lambda them: "(" + "|".join(them) + ")"),
    st.just("..."),
)
sources = st.lists(steps, min_size=1, max_size=4).map("".join)
texts = st.text(ALPHABET + "丁", max_size=24)


def matcher_of(source: str) -> Matcher | None:
    try:
        pieces = parse(source, {}, "zh")
    except PatternError:
        return None
    return Matcher(required(pieces), compile_pieces(pieces, "zh"))


@given(st.lists(st.lists(sources, max_size=3), max_size=3), texts)
def test_what_occurs_is_possible(groups: list[list[str]], text: str) -> None:
    compiled = [[m for source in group if (m := matcher_of(source))] for group in groups]
    possible = MatcherIndex(compiled, spaced=False).possible(text)
    for group, matchers in enumerate(compiled):
        for number, matcher in enumerate(matchers):
            if list(matcher.occurrences(text, spaced=False)):
                assert number in possible.get(group, ())


def test_what_lacks_a_required_piece_is_not_possible() -> None:
    index = MatcherIndex([[matcher_of("换{我|谁}...{急|气}")]], spaced=False)
    assert index.possible("换我早急了") == {0: [0]}
    assert index.possible("换我早走了") == {}


def test_words_of_a_spaced_language_are_whole() -> None:
    pieces = parse("{he|she} will", {}, "en")
    matcher = Matcher(required(pieces), compile_pieces(pieces, "en"))
    index = MatcherIndex([[matcher]], spaced=True)
    assert index.possible("the will") == {}
    assert index.possible("he will") == {0: [0]}


@given(sources, texts)
def test_either_engine_finds_the_same(source: str, text: str) -> None:
    matcher = matcher_of(source)
    if matcher is None:
        return
    few, many = (Compiled(matcher.pattern.source, ways).engine for ways in (1, 10**9))
    assert type(few) is not type(many)
    one, other = few.search(text), many.search(text)
    assert (one and one.span(1)) == (other and other.span(1))


@pytest.mark.parametrize(
    ("source", "ways"),
    [("不可能", 1), ("{a|aa|aaa}b", 3), ("{a|b|c}", 1), ("a...b", 10), ("a(b|bc)d", 3)],
)
def test_ways_through_a_pattern_are_counted(source: str, ways: int) -> None:
    matcher = matcher_of(source)
    assert matcher and matcher.pattern.ways == ways
