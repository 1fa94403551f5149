import shutil
from dataclasses import replace

import numpy as np
import pytest

from qa.core.call import Aspect
from qa.core.spans import Span, Timeline
from qa.recording.audio import open_recording
from qa.recording.channels import Soundings, listen
from qa.recording.decoding import DecodingReport
from qa.recording.inspection import SAME_SOUND, has_same_sound, inspect
from qa.recording.levels import ChannelMeasures, ChannelPair
from qa.recording.tones import Tones

from .sounds import fixture, noise, sine, write

QUIET = ChannelMeasures(-30, -57, None, -57, 0.0)
SPEAKING = ChannelMeasures(-6, -25, -20, -57, 0.0)
NOTHING = Tones(Timeline(), Timeline())


def line(*spans):
    return Timeline.of(Span(*span) for span in spans)


def soundings(*speech, measures=None, pair=None, **more):
    """A 60 s call with the given speech a channel and nothing wrong with it."""
    count = len(speech)
    fine = Soundings(
        duration_ms=60_000,
        by_channel=speech,
        ungated=speech,
        measures=measures or (SPEAKING,) * count,
        tones=(NOTHING,) * count,
        music=(Timeline(),) * count,
        pairs=(pair or ChannelPair(1, 2, -0.4, 1.0),) if count == 2 else (),
        reports=(DecodingReport(decoded_ms=60_000),),
        levels_db=np.zeros((count, 6000), np.float32),
    )
    return replace(fine, **more)


@pytest.fixture
def recording(tmp_path):
    return open_recording(write(tmp_path / "call.wav", noise(60, -60, channels=2)))


AGENT, CUSTOMER = line((0, 25_000)), line((26_000, 50_000))


def codes(recording, heard):
    return {finding.code: finding for finding in inspect(recording, heard)}


def test_a_good_call_has_no_finding(recording):
    assert inspect(recording, soundings(AGENT, CUSTOMER)) == ()


def test_copies_cannot_show_talk_over(recording):
    for difference, same in ((0.0, True), (-11.0, True), (20.0, False)):
        heard = soundings(AGENT, AGENT, pair=ChannelPair(1, 2, 0.97, difference))
        found = codes(recording, heard)
        assert (SAME_SOUND in found) is has_same_sound(heard) is same
    found = codes(recording, soundings(AGENT, AGENT, pair=ChannelPair(1, 2, 0.97, 0.0)))
    assert found[SAME_SOUND].affects == {Aspect.TALK_OVER}
    assert "0.97" in found[SAME_SOUND].detail
    assert "crosstalk" not in found


@pytest.mark.parametrize("copied", [(1, 3), (2, 3)])
def test_a_copy_on_a_third_channel_is_a_remark(recording, copied):
    pairs = (ChannelPair(1, 2, -0.4, 1.0), ChannelPair(*copied, 0.99, 0.0))
    heard = soundings(AGENT, CUSTOMER, AGENT, pairs=pairs)
    found = codes(recording, heard)
    assert not has_same_sound(heard)
    assert found[SAME_SOUND].affects == frozenset()
    assert f"channels {copied[0]} and 3" in found[SAME_SOUND].detail


@pytest.mark.parametrize(
    ("pair", "affects"),
    [
        (ChannelPair(1, 2, 0.2, 1.0, None, -18.0), frozenset()),
        (ChannelPair(1, 2, 0.7, 1.0, -10.0, -10.0), frozenset()),
        (ChannelPair(1, 2, 0.9, 1.0), {Aspect.TALK_OVER}),  # both always seem to speak
        (ChannelPair(1, 2, 0.6, 1.0, -5.0, None), {Aspect.TALK_OVER}),
    ],
)
def test_crosstalk_takes_talk_over_away_only_beyond_the_gate(recording, pair, affects):
    finding = codes(recording, soundings(AGENT, CUSTOMER, pair=pair))["crosstalk"]
    assert finding.affects == affects
    faint = ChannelPair(1, 2, 0.2, 1.0, -45.0, None)
    assert inspect(recording, soundings(AGENT, CUSTOMER, pair=faint)) == ()


def test_a_dead_a_quiet_and_a_loud_unheard_line_differ(recording):
    dead = replace(QUIET, rms_db=-80.0)
    loud = replace(QUIET, rms_db=-24.0)
    both = {Aspect.TALK_OVER, Aspect.SILENCE}
    for measures, code, affects in (
        (dead, "silent-channel", both),
        (QUIET, "one-party-only", set()),
        (loud, "one-party-only", both),
    ):
        heard = soundings(AGENT, Timeline(), measures=(SPEAKING, measures))
        [finding] = inspect(recording, heard)
        assert (finding.code, set(finding.affects)) == (code, affects)
        assert "channel 2" in finding.detail


def test_a_quiet_third_channel_takes_nothing_away(tmp_path):
    three = open_recording(write(tmp_path / "three.wav", noise(2, -60, channels=3)))
    dead = replace(QUIET, rms_db=-90.0)
    heard = soundings(AGENT, CUSTOMER, Timeline(), measures=(SPEAKING, SPEAKING, dead))
    found = codes(three, heard)
    assert set(found) == {"more-than-two-channels", "silent-channel"}
    assert not any(finding.affects for finding in found.values())


def test_a_call_without_speech_can_tell_nothing(recording):
    found = codes(recording, soundings(Timeline(), Timeline(), measures=(QUIET, QUIET)))
    assert set(found) == {"no-speech"}
    assert found["no-speech"].affects == set(Aspect)


def test_remarks_take_nothing_away(recording):
    tones = Tones(line((1000, 3000)), line((5000, 5200)))
    heard = soundings(
        AGENT,
        CUSTOMER,
        measures=(replace(SPEAKING, clipped_share=0.02), SPEAKING),
        tones=(NOTHING, tones),
        reports=(DecodingReport(decoded_ms=60_000, bad_packets=4, filled_ms=1500),),
    )
    found = codes(recording, heard)
    assert set(found) == {"clipping", "tones", "damaged"}
    assert "2.0%" in found["clipping"].detail
    assert "channel 2" in found["tones"].detail
    assert "0:01" in found["tones"].detail
    assert "1.5 s" in found["damaged"].detail
    assert not any(finding.affects for finding in found.values())


def test_music_taken_for_speech_spoils_timing(recording):
    heard = soundings(AGENT, CUSTOMER, music=(Timeline(), line((26_000, 50_000))))
    finding = codes(recording, heard)["music-like"]
    assert finding.affects == {Aspect.TALK_OVER, Aspect.SILENCE}
    assert "24.0 s" in finding.detail


def test_truncation_is_measured_against_the_stated_length(recording):
    for decoded_ms, broke_off, is_cut in (
        (59_500, False, False),
        (58_000, False, True),
        (59_500, True, True),
    ):
        report = DecodingReport(decoded_ms=decoded_ms, broke_off=broke_off)
        found = codes(recording, soundings(AGENT, CUSTOMER, reports=(report,)))
        assert set(found) == ({"truncated"} if is_cut else set())


def test_a_cut_recording_says_so_from_end_to_end(tmp_path):
    path = write(tmp_path / "a.wav", noise(10, -20, channels=2), "pcm_s24le")
    path.write_bytes(path.read_bytes()[:300_000])
    recording = open_recording(path)
    found = codes(recording, listen(recording))
    assert "should last 10.0 s and breaks off after 3.1 s" in found["truncated"].detail


def test_a_wrong_suffix_and_unequal_files_are_remarked(tmp_path):
    mp3 = write(tmp_path / "a.mp3", sine(400, 6)[None], "libmp3lame", "mp3")
    named = tmp_path / "a.wav"
    shutil.copyfile(mp3, named)
    other = write(tmp_path / "b.wav", sine(400, 9)[None])
    recording = open_recording(named, other)
    found = codes(recording, listen(recording))
    assert "named .wav and holds mp3" in found["mislabelled"].detail
    assert "6.0 s and 9.0 s" in found["unequal-pair"].detail


@pytest.mark.parametrize("name", ["fw_jfk.flac", "wd_test.opus"])
def test_real_copies_are_found(name):
    recording = open_recording(fixture(name))
    heard = listen(recording)
    assert has_same_sound(heard)
    assert SAME_SOUND in codes(recording, heard)


def test_loud_noise_is_not_speech():
    recording = open_recording(fixture("py_empty.wav"))
    found = codes(recording, listen(recording))
    assert {"no-speech", "too-short"} <= set(found)
