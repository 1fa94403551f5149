import numpy as np
import pytest

from qa.core.spans import Span, Timeline
from qa.recording.audio import open_recording
from qa.recording.channels import listen, without_leaks
from qa.recording.levels import FRAME_MS, decibels, moving_average, power_per_frame
from qa.recording.music import music_like

from .sounds import RATE, fixture, noise, put, sine, speak, write


def power(*rows):
    """Mean squares from (dB, frames) runs, one list a channel."""
    return np.array(
        [np.concatenate([np.full(n, 10 ** (db / 10)) for db, n in row]) for row in rows],
        np.float32,
    )


def line(*spans):
    return Timeline.of(Span(*span) for span in spans)


@pytest.fixture(scope="module")
def dialogue(tmp_path_factory):
    """Two voices in turn, 16 s: the first speaks at 1 and 9 s, the second at 5 and 13 s."""
    folder = tmp_path_factory.mktemp("dialogue")
    agent = speak(folder, "good morning, how can I help you today")[: 3 * RATE]
    customer = speak(folder, "my order never arrived and I want it", "en-us+f3")[: 3 * RATE]
    sound = np.zeros((2, 16 * RATE), np.float32)
    for channel, at_s, voice in ((0, 1, agent), (1, 5, customer), (0, 9, agent), (1, 13, customer)):
        put(sound[channel], at_s, voice)
    return sound


def hear(tmp_path, sound, **kind):
    return listen(open_recording(write(tmp_path / "call.wav", sound, **kind)))


def leaking(dialogue, leak_db):
    leaked = dialogue + 10 ** (leak_db / 20) * np.roll(dialogue[::-1], 30, axis=1)
    return leaked + noise(16, -60, channels=2)


@pytest.mark.parametrize("leak_db", [-10, -15, -20])
def test_a_leak_is_taken_out_and_measured(tmp_path, dialogue, leak_db):
    clean = hear(tmp_path, dialogue + noise(16, -60, channels=2))
    leaky = hear(tmp_path, leaking(dialogue, leak_db))
    phantom = 0
    for before, after in zip(clean.by_channel, leaky.by_channel, strict=True):
        assert before.subtract(after).duration_ms < 0.1 * before.duration_ms
        phantom += after.subtract(before).duration_ms
    ungated = sum(
        after.subtract(before).duration_ms
        for before, after in zip(clean.ungated, leaky.ungated, strict=True)
    )
    assert ungated > 2000
    assert phantom < 0.2 * ungated
    [pair] = leaky.pairs
    assert pair.leak_into_first_db == pytest.approx(leak_db, abs=1.5)
    assert pair.leak_into_second_db == pytest.approx(leak_db, abs=1.5)
    assert clean.pairs[0].leak_into_first_db is None


def test_no_leak_no_loss_even_at_unequal_levels(tmp_path, dialogue):
    sound = dialogue * np.array([[1.0], [0.05]], np.float32)  # a customer 26 dB quieter
    heard = hear(tmp_path, sound + noise(16, -75, channels=2))
    assert all(found for found in heard.by_channel)
    for gated, ungated in zip(heard.by_channel, heard.ungated, strict=True):
        assert ungated.subtract(gated).duration_ms < 0.05 * ungated.duration_ms


def test_noise_on_the_other_channel_drowns_nobody_out():
    levels = power([(-10, 300)], [(-30, 300)])
    speech = [Timeline(), line((500, 2000))]
    assert without_leaks(speech, levels) == speech
    both = [line((0, 3000)), line((500, 2000))]
    assert without_leaks(both, levels) == [both[0], Timeline()]


def test_the_gate_leaves_talk_over_alone_and_repairs_what_it_cuts():
    speech = [line((0, 3000)), line((1000, 2000))]
    assert without_leaks(speech, power([(-20, 300)], [(-24, 300)])) == speech
    dip = power([(-20, 300)], [(-20, 150), (-40, 20), (-20, 130)])  # a 200 ms hole is filled
    assert without_leaks(speech, dip) == speech


def test_three_channels_are_gated_against_the_loudest():
    speech = [line((0, 3000))] * 3
    levels = power([(-20, 300)], [(-40, 300)], [(-22, 300)])
    assert without_leaks(speech, levels) == [speech[0], Timeline(), speech[2]]


def test_copies_are_alike_whatever_noise_they_carry(tmp_path, dialogue):
    mixed = dialogue.sum(axis=0)
    copies = np.stack([mixed, 0.7 * mixed]) + noise(16, -55, channels=2)
    [pair] = hear(tmp_path, copies).pairs
    assert pair.envelope_correlation > 0.98
    assert pair.level_difference_db == pytest.approx(3.1, abs=0.3)
    [apart] = hear(tmp_path, dialogue + noise(16, -45, channels=2)).pairs
    assert apart.envelope_correlation < 0.2


@pytest.mark.parametrize(("name", "alike"), [("fw_jfk.flac", True), ("wd_test.opus", True)])
def test_real_copies_are_alike(name, alike):
    [pair] = listen(open_recording(fixture(name))).pairs
    assert (pair.envelope_correlation > 0.99) is alike


def test_real_parties_are_not_alike():
    [pair] = listen(open_recording(fixture("fw_stereo_diarization.wav"))).pairs
    assert pair.envelope_correlation < 0.5


def test_padding_invents_no_talk_over():
    heard = listen(open_recording(fixture("az_test_audio_stereo.wav")))
    first, second = heard.by_channel
    assert first
    assert second
    assert first.intersect(second).duration_ms == 0


def test_tones_are_not_speech(tmp_path, dialogue):
    sound = dialogue + noise(16, -60, channels=2)
    put(sound[0], 4.5, sine(450, 3.0, 0.3))
    heard = hear(tmp_path, sound)
    assert heard.tones[0].steady.duration_ms == pytest.approx(3000, abs=100)
    assert heard.by_channel[0].intersect(heard.tones[0].steady).duration_ms == 0
    assert not heard.tones[1].any()


def test_levels_are_decibels_of_full_scale(tmp_path):
    sound = np.stack([sine(1000, 4, 0.5), 0.1 * sine(1000, 4, 0.5)])
    heard = hear(tmp_path, sound)
    assert heard.levels_db.shape == (2, 400)
    assert heard.levels_db[0] == pytest.approx(-9.03, abs=0.05)
    assert [m.rms_db for m in heard.measures] == pytest.approx([-9.03, -29.03], abs=0.05)
    assert [m.peak_db for m in heard.measures] == pytest.approx([-6.02, -26.02], abs=0.05)


def test_clipping_is_counted_at_telephone_full_scale(tmp_path):
    loud = np.clip(sine(300, 4, 3.0, 8000), -1, 1)[None]
    clipped = hear(tmp_path, loud, codec="pcm_mulaw", rate=8000).measures[0]
    fine = hear(tmp_path, sine(300, 4, 0.9, 8000)[None], codec="pcm_mulaw", rate=8000).measures[0]
    assert clipped.clipped_share > 0.5
    assert fine.clipped_share == 0


def test_frames_average_over_what_there_is():
    levels, full = power_per_frame(np.ones((1, 160 + 40), np.float32))
    assert levels.tolist() == [[1.0, 1.0]]
    assert full.tolist() == [[160, 40]]
    assert decibels(np.zeros(1, np.float32)) == pytest.approx(-90)


@pytest.mark.parametrize("width", [1, 2, 20, 21])
def test_moving_average_is_centred(width):
    values = np.random.default_rng(0).random(100).astype(np.float32)
    expected = np.convolve(values.astype(np.float64), np.ones(width) / width, "full")
    start = width - 1 - width // 2
    assert moving_average(values, width) == pytest.approx(expected[start : start + 100])


def test_steady_music_is_told_from_syllables():
    frames = 30_000 // FRAME_MS
    steady = power([(-20, frames)])[0]
    syllables = power([(-20, 12), (-35, 8)] * 1, [(-20, 20)])[0]
    syllables = np.tile(syllables, frames // 20)
    assert music_like(line((0, 30_000)), steady) == line((0, 30_000))
    assert not music_like(line((0, 30_000)), syllables)
    assert not music_like(line((0, 19_000)), steady)


def test_anyone_is_the_union(tmp_path, dialogue):
    heard = hear(tmp_path, dialogue)
    assert heard.anyone() == heard.by_channel[0].union(heard.by_channel[1])
    assert heard.duration_ms == 16_000
