"""Words are laid onto the speech they belong to, whatever the recogniser's clock says."""

from dataclasses import replace

import pytest

from qa.checks.stretches import sentences, stretches, utterances
from qa.core.call import Call, Role, SpeechActivity, Turn, Word
from qa.core.spans import Span, Timeline
from tests.checks.heard import heard


def said(call: Call, role: Role = Role.AGENT, pause_ms: int = 500) -> list[tuple[int, str]]:
    return [(s.span.start_ms, s.text) for s in stretches(call, role, pause_ms)]


def with_turns(call: Call, *turns: Turn) -> Call:
    return replace(call, transcript=replace(call.transcript, turns=turns))


@pytest.mark.parametrize(("pause_ms", "count"), [(399, 3), (400, 2), (1000, 1)])
def test_a_pause_up_to_the_limit_does_not_end_an_utterance(pause_ms: int, count: int) -> None:
    activity = Timeline.of([Span(0, 1000), Span(1400, 2000), Span(3000, 4000)])
    assert len(utterances(activity, pause_ms)) == count


def test_each_run_of_speech_has_its_words() -> None:
    call = heard("agent 0-2: 您好", "customer 2-5: 我要退货", "agent 5-6: 好的")
    assert said(call) == [(0, "您好"), (5000, "好的")]
    assert said(call, Role.CUSTOMER) == [(2000, "我要退货")]


def test_a_turn_around_a_hold_is_cut_where_its_words_are() -> None:
    sound = heard("agent 0-2:", "agent 60-62:")
    words = (
        Word("请稍等", Span(0, 1900)),
        Word("感谢等待", Span(60_000, 62_000)),
    )
    turn = Turn(0, Role.AGENT, "请稍等。感谢等待。", Span(0, 62_000), words)
    assert said(with_turns(sound, turn)) == [(0, "请稍等。"), (60_000, "感谢等待。")]


def test_a_turn_without_word_times_is_spread_over_speech_not_over_silence() -> None:
    sound = heard("agent 0-2:", "agent 60-62:")
    turn = Turn(0, Role.AGENT, "请您稍等。感谢等待。", Span(0, 62_000))
    assert said(with_turns(sound, turn)) == [(0, "请您稍等。"), (60_000, "感谢等待。")]


def test_a_word_that_the_recogniser_put_into_silence_goes_to_the_nearest_speech() -> None:
    sound = heard("agent 0-2:", "agent 20-22:")
    turn = Turn(0, Role.AGENT, "好了", Span(15_000, 22_000), (Word("好了", Span(15_000, 16_000)),))
    assert said(with_turns(sound, turn)) == [(0, ""), (20_000, "好了")]


def test_speech_without_words_has_empty_text_and_no_turn() -> None:
    (run,) = stretches(heard("agent 0-2:"), Role.AGENT, 500)
    assert (run.text, run.turn) == ("", None)


def test_an_untimed_turn_belongs_to_no_run() -> None:
    assert said(heard("agent 0-2:", "agent: 您好")) == [(0, "")]


def test_without_sound_there_is_no_stretch() -> None:
    assert said(heard("agent 0-2: 您好", silent=True)) == []
    empty = SpeechActivity({}, 1000, "test")
    assert said(replace(heard("agent: 您好"), activity=empty)) == []


def test_sentences_keep_their_marks() -> None:
    assert sentences("您好。请问贵姓？好的") == ["您好。", "请问贵姓？", "好的"]
    assert sentences(" 。") == []
