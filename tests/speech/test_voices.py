"""Words of a mix to its voices: one by one, split where the voice changes, doubted under two."""

from __future__ import annotations

import pytest

from qa.core.call import Word
from qa.core.spans import Span, Timeline
from qa.speech.diarization import SpeakerTrack
from qa.speech.turns import take_turns
from qa.speech.voices import OVERLAP_CONFIDENCE, parties_by_voice


def track(label: str, *spans: tuple[int, int]) -> SpeakerTrack:
    timeline = Timeline.of(Span(*span) for span in spans)
    return SpeakerTrack(label, timeline, None)


A = track("A", (0, 1000), (2000, 3000))
B = track("B", (1100, 1900), (2600, 3500))


def word(text: str, start: int, end: int) -> Word:
    return Word(text, Span(start, end), 0.9)


def test_words_are_split_where_the_voice_changes() -> None:
    words = [word("贵姓", 700, 950), word("我姓", 1150, 1400), word("张", 1500, 1700)]
    first, second = parties_by_voice(words, [A, B])
    assert [w.text for w in first.words] == ["贵姓"]
    assert [w.text for w in second.words] == ["我姓", "张"]
    assert [turn.text for turn in take_turns([first, second], "zh")] == ["贵姓", "我姓张"]


def test_a_word_across_a_change_goes_to_the_voice_that_has_most_of_it() -> None:
    first, second = parties_by_voice([word("嗯", 900, 1400)], [A, B])
    assert (len(first.words), len(second.words)) == (0, 1)


def test_a_word_between_voices_goes_to_the_nearest() -> None:
    first, second = parties_by_voice([word("嗯", 1910, 1950)], [A, B])
    assert (len(first.words), len(second.words)) == (0, 1)


def test_words_under_two_voices_are_doubted() -> None:
    words = [word("好", 2100, 2300), word("的", 2650, 2900)]
    first, _ = parties_by_voice(words, [A, B])
    assert [w.confidence for w in first.words] == [0.9, OVERLAP_CONFIDENCE]
    unsure = Word("的", Span(2650, 2900), 0.1)
    assert parties_by_voice([unsure], [A, B])[0].words[0].confidence == 0.1


def test_the_pipelines_own_attribution_is_followed_where_it_gives_one() -> None:
    alone = SpeakerTrack("A", A.timeline, Timeline.of([Span(0, 1000)]))
    other = SpeakerTrack("B", B.timeline, Timeline.of([Span(1100, 1900), Span(2000, 3500)]))
    first, second = parties_by_voice([word("的", 2650, 2900)], [alone, other])
    assert (len(first.words), len(second.words)) == (0, 1)
    assert first.activity == A.timeline  # speech at the same time stays visible


def test_no_voices_and_no_times_are_refused() -> None:
    with pytest.raises(ValueError, match="no voice was found"):
        parties_by_voice([], [])
    with pytest.raises(ValueError, match="without time"):
        parties_by_voice([Word("好")], [A])
