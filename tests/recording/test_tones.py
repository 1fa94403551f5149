import numpy as np
import pytest

from qa.recording.tones import ToneDetector

from .sounds import RATE, noise, put, sine, speak


def tones(sound, pieces=1):
    detector = ToneDetector()
    for piece in np.array_split(sound, pieces):
        detector.feed(piece)
    return detector.finish(sound.size // 16)


def pattern(hertz, on_s, off_s, count):
    sound = noise(count * (on_s + off_s), -50)[0]
    for k in range(count):
        put(sound, k * (on_s + off_s), sum(sine(hz, on_s) for hz in hertz))
    return sound


@pytest.mark.parametrize(
    ("hertz", "on_s", "off_s"),
    [
        ((450,), 1.0, 4.0),  # ringing, China
        ((450,), 0.35, 0.35),  # busy, China
        ((440, 480), 1.0, 2.0),  # ringing, Korea
        ((480, 620), 0.25, 0.25),  # all lines busy
        ((350, 440), 1.0, 1.0),  # dial tone
        ((1400,), 0.3, 5.0),  # "this call is recorded"
    ],
)
def test_telephone_tones_are_found_one_by_one(hertz, on_s, off_s):
    found = tones(pattern(hertz, on_s, off_s, 3), pieces=7)
    assert len(found.steady) == 3
    for k, span in enumerate(found.steady):
        assert span.start_ms == pytest.approx(1000 * k * (on_s + off_s), abs=64)
        assert span.duration_ms == pytest.approx(1000 * on_s, abs=100)


@pytest.mark.parametrize("length_s", [0.1, 0.2])
def test_every_key_pressed_is_counted(length_s):
    sound = noise(4, -45)[0]
    keys = [(r, c) for r in (697, 770, 852, 941) for c in (1209, 1336, 1477)]
    for k, (row, column) in enumerate(keys):
        put(sound, 0.1 + 0.307 * k, sine(row, length_s) + 0.7 * sine(column, length_s))
    assert len(tones(sound).keypad) == len(keys)


@pytest.mark.parametrize("hertz", [(165, 330, 495), (330, 495), (400, 800), (600, 800)])
def test_overtones_of_a_voice_are_no_tone(hertz):
    assert not tones(pattern(hertz, 1.0, 0.5, 2)).any()


def test_speech_and_noise_are_no_tone(tmp_path):
    assert not tones(noise(20, -20)[0]).any()
    assert not tones(speak(tmp_path, "hmm, yes, oooh, I see what you mean, mmm, aaah")).any()
    assert not tones(np.zeros(RATE, np.float32)).any()
    assert not tones(np.zeros(10, np.float32)).any()
