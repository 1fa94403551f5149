"""Words to turns: who had the floor, backchannels kept apart, no word lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.call import Role, Word
from qa.core.spans import Span, Timeline
from qa.speech.turns import Party, TurnOptions, join_words, take_turns


def party(role: Role, *said: tuple[int, int, str]) -> Party:
    """Stretches of speech `(start_ms, end_ms, text)`; one word a character, evenly spread."""
    words = []
    for start, end, text in said:
        step = (end - start) // max(1, len(text))
        words += [
            Word(char, Span(start + i * step, start + (i + 1) * step))
            for i, char in enumerate(text)
        ]
    channel = 1 if role is Role.AGENT else 2
    activity = Timeline.of(Span(start, end) for start, end, _ in said)
    return Party(tuple(words), activity, role, channel)


def shape(*parties: Party, options: TurnOptions | None = None) -> list[tuple[str, str]]:
    return [(turn.role.value, turn.text) for turn in take_turns(parties, "zh", options)]


def test_turns_alternate_in_the_order_in_which_they_began() -> None:
    agent = party(Role.AGENT, (0, 1000, "请问您贵姓"), (3000, 4000, "张先生您好"))
    customer = party(Role.CUSTOMER, (1500, 2500, "我姓张"))
    turns = take_turns([agent, customer], "zh")
    assert [turn.text for turn in turns] == ["请问您贵姓", "我姓张", "张先生您好"]
    assert [turn.index for turn in turns] == [0, 1, 2]
    assert [turn.channel for turn in turns] == [1, 2, 1]
    assert turns[1].span == Span(1500, 2500)


def test_a_backchannel_is_a_turn_of_its_own_and_does_not_split_the_other() -> None:
    customer = party(Role.CUSTOMER, (0, 2000, "我昨天买的手机"), (2250, 4000, "今天就坏了"))
    agent = party(Role.AGENT, (1900, 2300, "嗯"))
    assert shape(agent, customer) == [
        ("customer", "我昨天买的手机今天就坏了"),
        ("agent", "嗯"),
    ]


def test_an_answer_between_two_questions_splits_them() -> None:
    agent = party(Role.AGENT, (0, 1000, "是您本人吗"), (1700, 2500, "电话多少"))
    customer = party(Role.CUSTOMER, (1200, 1500, "对"))
    assert shape(agent, customer) == [
        ("agent", "是您本人吗"),
        ("customer", "对"),
        ("agent", "电话多少"),
    ]


def test_a_long_pause_ends_a_turn_and_a_short_one_does_not() -> None:
    said = party(Role.AGENT, (0, 1000, "您好"), (2400, 3000, "请讲"), (4500, 5000, "在吗"))
    assert shape(said) == [("agent", "您好请讲"), ("agent", "在吗")]
    assert shape(said, options=TurnOptions(pause_ms=1400)) == [
        ("agent", "您好"),
        ("agent", "请讲"),
        ("agent", "在吗"),
    ]


def test_a_turn_ends_where_its_sound_ends_not_where_its_last_word_was_placed() -> None:
    spoken = Party((Word("您好", Span(300, 400)),), Timeline.of([Span(250, 900)]))
    (turn,) = take_turns([spoken], "zh")
    assert turn.span == Span(250, 900)


def test_a_word_placed_in_a_gap_joins_the_nearest_sound() -> None:
    activity = Timeline.of([Span(0, 1000), Span(5000, 6000)])
    spoken = Party((Word("好", Span(4800, 4900)), Word("的", Span(5100, 5200))), activity)
    (turn,) = take_turns([spoken], "zh")
    assert (turn.text, turn.span) == ("好的", Span(5000, 6000))


def test_sound_without_words_makes_no_turn() -> None:
    silent = Party((), Timeline.of([Span(0, 1000)]))
    assert take_turns([silent], "zh") == ()


@pytest.mark.parametrize(
    ("language", "words", "text"),
    [
        ("zh", ["您好", "，", "请问", "贵姓", "？"], "您好，请问贵姓？"),
        ("zh", ["您", "的", " iPhone", " Pro", "坏了"], "您的iPhone Pro坏了"),
        ("zh", ["订单", " 2583"], "订单2583"),
        ("en", [" Thank", " you", " for", " calling", "."], "Thank you for calling."),
        ("en", ["It", "costs", "$5", "(net)"], "It costs $5 (net)"),
        ("ko", [" 성함이", " 어떻게", " 되세요?"], "성함이 어떻게 되세요?"),
        ("en", [], ""),
    ],
)
def test_words_are_joined_as_the_language_writes(
    language: str, words: list[str], text: str
) -> None:
    assert join_words([Word(word) for word in words], language) == text


@st.composite
def spoken(draw: st.DrawFn) -> Party:
    said, at = [], 0
    for gap, length, count in draw(
        st.lists(
            st.tuples(st.integers(1, 3000), st.integers(50, 3000), st.integers(0, 5)), max_size=6
        )
    ):
        said.append((at + gap, at + gap + length, "字" * count))
        at += gap + length
    return party(draw(st.sampled_from([Role.AGENT, Role.CUSTOMER])), *said)


@settings(deadline=None)
@given(st.lists(spoken(), max_size=3))
def test_every_word_is_in_one_turn_in_order_and_turns_are_speech(parties: list[Party]) -> None:
    turns = take_turns(parties, "zh")
    assert sum(len(turn.words) for turn in turns) == sum(len(party.words) for party in parties)
    assert [turn.index for turn in turns] == list(range(len(turns)))
    starts = [turn.span.start_ms for turn in turns if turn.span]
    assert starts == sorted(starts)
    assert len(starts) == len(turns)
    for turn in turns:
        assert turn.words
        assert "".join(word.text for word in turn.words) == turn.text
        assert turn.span
        assert all(word.span and word.span.start_ms >= turn.span.start_ms for word in turn.words)
