import struct
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.errors import RecordingError
from qa.core.spans import Span
from qa.recording.audio import open_recording
from qa.recording.decoding import in_blocks

from .sounds import RATE, fixture, noise, sine, write


def whole(recording, block_ms: int = 30_000) -> np.ndarray:
    return np.concatenate(list(recording.blocks(block_ms)), axis=1)


def tail_cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


@pytest.mark.parametrize(
    ("codec", "container", "suffix", "rate", "channels", "sample_format"),
    [
        ("pcm_u8", "wav", "wav", 8000, 1, None),
        ("pcm_s16le", "wav", "wav", 16000, 2, None),
        ("pcm_s24le", "wav", "wav", 8000, 2, None),
        ("pcm_f32le", "wav", "wav", 16000, 2, None),
        ("pcm_mulaw", "wav", "wav", 8000, 2, None),
        ("pcm_alaw", "wav", "wav", 8000, 2, None),
        ("pcm_s16le", "wav", "wav", 8000, 3, None),
        ("libmp3lame", "mp3", "mp3", 16000, 2, None),
        ("aac", "ipod", "m4a", 16000, 2, None),
        ("aac", "mp4", "mp4", 48000, 1, None),
        ("libopus", "ogg", "ogg", 48000, 2, None),
        ("libopus", "webm", "webm", 48000, 1, None),
        ("flac", "flac", "flac", 44100, 2, "s16"),
        ("libopencore_amrnb", "amr", "amr", 8000, 1, None),
        ("wmav2", "asf", "wma", 44100, 2, None),
    ],
)
def test_every_format_gives_the_same_tone(
    tmp_path, codec, container, suffix, rate, channels, sample_format
):
    tones = np.stack([sine(400 + 200 * c, 2, 0.3, rate) for c in range(channels)])
    path = write(tmp_path / f"a.{suffix}", tones, codec, container, rate, sample_format)
    recording = open_recording(path)
    sound = whole(recording)
    assert recording.channels == channels
    assert sound.dtype == np.float32
    assert sound.shape[1] == pytest.approx(2 * RATE, abs=0.15 * RATE)  # encoders add a packet
    for c, channel in enumerate(sound[:, RATE // 2 : RATE // 2 + RATE]):
        spectrum = np.abs(np.fft.rfft(channel))
        if (suffix, c) != ("amr", 1):
            assert abs(int(spectrum.argmax()) - (400 + 200 * c)) <= 1
        assert np.sqrt(np.mean(channel**2)) == pytest.approx(0.3 / np.sqrt(2), rel=0.2)


def test_upsampling_keeps_time(tmp_path):
    click = np.zeros((1, 8000), np.float32)
    click[0, 4000] = 0.9
    sound = whole(open_recording(write(tmp_path / "a.wav", click, "pcm_s16le", rate=8000)))
    assert sound.shape == (1, RATE)
    assert abs(int(np.abs(sound[0]).argmax()) - 8000) <= 1


def test_blocks_do_not_depend_on_their_length(tmp_path):
    path = write(tmp_path / "a.mp3", noise(3, -20, channels=2), "libmp3lame", "mp3")
    recording = open_recording(path)
    expected = whole(recording)
    for block_ms in (1, 37, 1000, 2999, 100_000):
        blocks = list(recording.blocks(block_ms))
        assert np.array_equal(np.concatenate(blocks, axis=1), expected)
        assert {block.shape[1] for block in blocks[:-1]} <= {block_ms * 16}
        assert 0 < blocks[-1].shape[1] <= block_ms * 16


@given(sizes=st.lists(st.integers(0, 50), max_size=20), samples=st.integers(1, 60))
def test_in_blocks_keeps_every_sample(sizes, samples):
    sound = np.linspace(-1, 1, sum(sizes), dtype=np.float32)[None]
    edges = np.cumsum(sizes)[:-1] if sizes else []
    blocks = list(in_blocks(np.split(sound, edges, axis=1), samples))
    assert all(block.shape[1] == samples for block in blocks[:-1])
    joined = np.concatenate([np.zeros((1, 0), np.float32), *blocks], axis=1)
    assert np.array_equal(joined, sound)


@pytest.fixture(scope="module")
def two_channels(tmp_path_factory):
    path = tmp_path_factory.mktemp("cut") / "a.wav"
    return open_recording(write(path, noise(65, -20, channels=2)))


@settings(max_examples=10, deadline=None)
@given(
    channel=st.integers(0, 2),
    starts=st.lists(st.integers(0, 70_000), max_size=6),
    length=st.integers(1, 40_000),
)
def test_cut_equals_slicing(two_channels, channel, starts, length):
    sound = whole(two_channels)
    mono = sound[channel - 1] if channel else sound.mean(axis=0, dtype=np.float32)
    spans = [Span(start, start + length) for start in sorted(starts)]
    pieces = list(two_channels.cut(channel, spans))
    assert [span for span, _ in pieces] == spans
    for span, piece in pieces:
        assert np.array_equal(piece, mono[span.start_ms * 16 : span.end_ms * 16])


def test_cut_refuses_what_it_cannot_stream(two_channels):
    with pytest.raises(ValueError, match=r"0\.\.2"):
        two_channels.cut(3, [])
    with pytest.raises(ValueError, match="sorted"):
        list(two_channels.cut(1, [Span(500, 900), Span(100, 200)]))


def test_mono_is_the_mean(two_channels):
    assert np.array_equal(two_channels.mono(), whole(two_channels).mean(axis=0, dtype=np.float32))


def test_a_pair_is_two_channels_filled_up_with_silence(tmp_path):
    agent = write(tmp_path / "agent.wav", sine(400, 1)[None])
    customer = write(tmp_path / "customer.wav", sine(600, 31.5)[None])
    recording = open_recording(agent, customer)
    sound = whole(recording, 700)
    assert recording.channels == 2
    assert sound.shape == (2, round(31.5 * RATE))
    assert np.array_equal(sound[0, :RATE], whole(open_recording(agent))[0])
    assert not sound[0, RATE:].any()
    assert np.array_equal(sound[1], whole(open_recording(customer))[0])


def test_nan_and_infinity_are_silence_and_full_scale(tmp_path):
    path = write(tmp_path / "a.wav", sine(400, 1)[None], "pcm_f32le", rate=RATE)
    data = bytearray(path.read_bytes())
    start = data.index(b"data") + 8
    for sample, value in ((100, np.nan), (200, np.inf), (300, -np.inf), (400, 7.0)):
        struct.pack_into("<f", data, start + 4 * sample, value)
    path.write_bytes(data)
    sound = whole(open_recording(path))[0]
    assert [float(sound[i]) for i in (100, 200, 300, 400)] == [0.0, 1.0, -1.0, 1.0]


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("empty.wav", b"", "empty-file", r"empty\.wav: is empty .*export"),
        (
            "text.wav",
            "客服：您好".encode() * 50,
            "not-audio",
            r"text\.wav: is not a recording.*WAV",
        ),
        ("raw.wav", bytes(range(256)) * 100, "not-audio", "ffmpeg -f mulaw"),
        ("list.wav", b"#EXTM3U\n#EXTINF:1,\n/etc/hostname\n", "not-audio", "not a recording"),
        ("head.m4a", b"\0\0\0\x1cftypM4A " + bytes(40), "undecodable", "export the call again"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path, name, content, code, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=message) as caught:
        open_recording(path)
    assert caught.value.code == code


def test_missing_silent_header_only_and_stereo_pair_are_refused(tmp_path):
    with pytest.raises(RecordingError, match="no such file") as caught:
        open_recording(tmp_path / "none.wav")
    assert caught.value.code == "missing-file"
    with pytest.raises(RecordingError, match="not a file"):
        open_recording(tmp_path)
    header = write(tmp_path / "header.wav", sine(400, 1)[None])
    data = header.read_bytes()
    start = data.index(b"data")
    header.write_bytes(data[:start] + b"data\0\0\0\0")
    with pytest.raises(RecordingError, match="nothing can be decoded") as caught:
        open_recording(header)
    assert caught.value.code == "no-sound"
    mono = write(tmp_path / "mono.wav", sine(400, 1)[None])
    stereo = write(tmp_path / "stereo.wav", noise(1, -20, channels=2))
    with pytest.raises(RecordingError, match=r"stereo\.wav: .* 2 channels") as caught:
        open_recording(mono, stereo)
    assert caught.value.code == "not-a-pair"


def test_a_missing_header_is_reported_not_guessed():
    with pytest.raises(RecordingError, match="not a recording"):
        open_recording(fixture("az_missing_wav_header.wav"))


@pytest.mark.parametrize(
    ("codec", "container", "suffix"),
    [
        ("pcm_s16le", "wav", "wav"),
        ("pcm_mulaw", "wav", "wav"),
        ("libmp3lame", "mp3", "mp3"),
        ("flac", "flac", "flac"),
    ],
)
def test_a_cut_file_is_heard_as_far_as_it_goes(tmp_path, codec, container, suffix):
    sample_format = "s16" if codec == "flac" else None
    path = tmp_path / f"a.{suffix}"
    write(path, noise(10, -20, channels=2), codec, container, sample_format=sample_format)
    full = whole(open_recording(path))
    recording = open_recording(tail_cut(path, 0.6))
    stream = recording.stream()
    sound = np.concatenate(list(stream), axis=1)
    assert recording.info[0].duration_ms == pytest.approx(10_000, abs=100)
    assert 5_000 < stream.reports[0].decoded_ms < 6_500
    assert np.array_equal(sound[:, : 4 * RATE], full[:, : 4 * RATE])


@pytest.mark.parametrize("placeholder", [0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000])
def test_a_streamed_wav_header_promises_nothing(tmp_path, placeholder):
    path = write(tmp_path / "a.wav", noise(2, -20))
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"data") + 4, placeholder)
    path.write_bytes(data)
    recording = open_recording(path)
    stream = recording.stream()
    assert sum(block.shape[1] for block in stream) == 2 * RATE
    assert (recording.info[0].duration_ms or 2000) <= 2000


def test_reading_leaves_the_file_alone(tmp_path):
    path = write(tmp_path / "录音 1.wav", noise(1, -20))
    before = path.read_bytes(), path.stat().st_mtime_ns
    open_recording(path).mono()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_file_that_goes_away_after_it_was_opened(tmp_path):
    path = write(tmp_path / "call.wav", noise(2, -20))
    recording = open_recording(path)
    path.unlink()
    with pytest.raises(RecordingError, match=r"call\.wav: could not be read to its end") as caught:
        recording.mono()
    assert caught.value.code == "unreadable"


def test_a_file_that_goes_away_while_it_is_opened(tmp_path, monkeypatch):
    path = write(tmp_path / "call.wav", noise(2, -20))

    def gone(*_):
        path.unlink()
        raise av.error.InvalidDataError(1, "Invalid data")

    monkeypatch.setattr("qa.recording.files.open_container", gone)
    with pytest.raises(RecordingError, match="check the share and run again") as caught:
        open_recording(path)
    assert caught.value.code == "unreadable"
