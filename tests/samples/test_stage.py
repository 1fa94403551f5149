"""Placing spoken turns in time, with a voice that needs no synthesiser: 250 ms a character."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("scipy")

from samples.rendering import stage
from samples.rendering.script import CRITERIA, Party, Script, Utterance
from samples.training.espeak import SAMPLE_RATE, Speech

VOICE = Party(voice="any", speed=200, pitch=50, level_db=-20.0)
CHARACTER_S = 0.25


def steady_voice(text: str) -> Speech:
    times = np.arange(round(len(text) * CHARACTER_S * SAMPLE_RATE)) / SAMPLE_RATE
    tone = (12000 * np.sin(2 * np.pi * 700 * times)).astype(np.int16)
    return Speech(tone, tuple((index, index * CHARACTER_S) for index in range(len(text))))


def played(*turns: Utterance, end_s: float = 1.0) -> dict:
    script = Script(
        id="call",
        language="zh",
        about="",
        channels="stereo",
        codec="mulaw",
        agent=VOICE,
        customer=VOICE,
        direction="inbound",
        started_at="",
        turns=turns,
        end_s=end_s,
        intended=dict.fromkeys(CRITERIA, "pass"),
    )
    return stage.play(script, [steady_voice(turn.say) for turn in turns]).truth()


def times(facts: dict) -> list[tuple[float, float]]:
    return [(turn["start_s"], turn["end_s"]) for turn in facts["turns"]]


def about(*seconds: float):
    return pytest.approx(seconds, abs=0.03)


def test_a_turn_starts_after_everybody_has_stopped() -> None:
    facts = played(
        Utterance("customer", "一二三四五六七八", after_s=1.0),
        Utterance("agent", "嗯嗯", into_s=0.5),
        Utterance("agent", "好的好的", after_s=2.0),
    )
    assert times(facts) == [about(1.0, 3.0), about(1.5, 2.0), about(5.0, 6.0)]
    assert facts["duration_s"] == pytest.approx(7.0, abs=0.03)


def test_below_zero_cuts_in_before_the_end() -> None:
    facts = played(
        Utterance("customer", "一二三四五六七八", after_s=0.0),
        Utterance("agent", "您先听我说完吧", after_s=-1.5),
    )
    assert times(facts)[1][0] == pytest.approx(0.5, abs=0.03)
    (customer,), (agent,) = facts["activity"]["customer"], facts["activity"]["agent"]
    assert customer[1] - agent[0] == pytest.approx(1.5, abs=0.03)


def test_a_dead_line_ends_the_turn_and_its_words() -> None:
    facts = played(Utterance("agent", "一二三四五六七八", after_s=0.5, cut_s=1.1), end_s=0.0)
    assert times(facts) == [about(0.5, 1.6)]
    assert facts["turns"][0]["text"] == "一二三四"
    assert facts["duration_s"] == pytest.approx(1.6, abs=0.03)


def test_nobody_speaks_twice_at_once() -> None:
    with pytest.raises(ValueError, match="starts before its speaker is done"):
        played(
            Utterance("agent", "一二三四五六七八", after_s=0.0),
            Utterance("agent", "九十", after_s=-1.0),
        )


def test_there_must_be_somebody_to_cut_into() -> None:
    with pytest.raises(ValueError, match="the other party is not speaking"):
        played(
            Utterance("customer", "一二三四", after_s=0.0),
            Utterance("agent", "嗯", into_s=4.0),
        )
