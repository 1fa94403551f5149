"""The sample recordings, by ear: codec, length, and every party heard when the truth says so."""

from __future__ import annotations

import json

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from samples.rendering import wav
from samples.rendering.script import PARTIES, SCRIPTS, Script, read_all

SAMPLES = SCRIPTS.parent
CALLS = read_all()
RATE = 8000
FRAME = 80  # 10 ms
DECODERS = {"mulaw": "pcm_mulaw", "alaw": "pcm_alaw", "pcm16": "pcm_s16le"}


def decode(path) -> tuple[str, NDArray[np.float64]]:
    """The codec's name and the samples, (channels, n) in [-1, 1]."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.rate == RATE
        blocks = [
            frame.to_ndarray().reshape(-1, stream.channels).T for frame in container.decode(stream)
        ]
        return stream.codec_context.name, np.concatenate(blocks, axis=1) / 32768


def files(call: Script) -> list[str]:
    if call.channels == "pair":
        return [f"{call.id}-{party}.wav" for party in PARTIES]
    return [f"{call.id}.wav"]


def truth(call: Script) -> dict:
    return json.loads((SAMPLES / "truth" / f"{call.id}.json").read_text(encoding="utf-8"))


def speaking(call: Script, party: str) -> NDArray[np.bool_]:
    facts = truth(call)
    frames = np.zeros(round(facts["duration_s"] * 100), dtype=bool)
    for start, end in facts["activity"][party]:
        frames[round(start * 100) : round(end * 100)] = True
    return frames


def level_db(samples: NDArray[np.float64], frames: NDArray[np.bool_]) -> float:
    return float(10 * np.log10(np.mean(samples[np.repeat(frames, FRAME)] ** 2)))


def by_party(call: Script) -> dict[str, NDArray[np.float64]]:
    channels = [row for name in files(call) for row in decode(SAMPLES / call.folder / name)[1]]
    order = PARTIES if call.agent_side == "left" else PARTIES[::-1]
    return dict(zip(order, channels, strict=True))


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_codec_channels_and_length(call) -> None:
    for name in files(call):
        codec, samples = decode(SAMPLES / call.folder / name)
        assert codec == DECODERS[call.codec]
        assert len(samples) == (2 if call.channels in ("stereo", "dual-mono") else 1)
        assert samples.shape[1] / RATE == pytest.approx(truth(call)["duration_s"], abs=0.005)


@pytest.mark.parametrize(
    "call", [c for c in CALLS if c.channels in ("stereo", "pair")], ids=lambda call: call.id
)
def test_a_channel_carries_its_party_and_only_it(call) -> None:
    channels = by_party(call)
    agent, customer = (speaking(call, party) for party in PARTIES)
    for party, own, other in (
        ("agent", agent & ~customer, customer & ~agent),
        ("customer", customer & ~agent, agent & ~customer),
    ):
        quiet_db = level_db(channels[party], ~agent & ~customer)
        assert quiet_db < -50
        if own.any():
            assert -30 < level_db(channels[party], own) < -15
        if other.any() and call.crosstalk_db is None:
            assert level_db(channels[party], other) < -45


def test_agent_and_customer_differ_by_a_few_db() -> None:
    for call in CALLS:
        if call.channels == "stereo" and call.turns and call.crosstalk_db is None:
            channels = by_party(call)
            heard = {party: speaking(call, party) for party in PARTIES}
            if all(frames.any() for frames in heard.values()):
                agent, customer = (level_db(channels[party], heard[party]) for party in PARTIES)
                assert 2 < agent - customer < 8


def test_the_leaky_line_leaks_as_much_as_it_says() -> None:
    (call,) = (call for call in CALLS if call.crosstalk_db is not None)
    channels = by_party(call)
    customer_alone = speaking(call, "customer") & ~speaking(call, "agent")
    own = level_db(channels["customer"], customer_alone)
    leaked = level_db(channels["agent"], customer_alone)
    assert leaked - own == pytest.approx(call.crosstalk_db, abs=1.0)


def test_the_dual_mono_trap_is_one_sound_that_is_not_bit_equal() -> None:
    (call,) = (call for call in CALLS if call.channels == "dual-mono")
    _, (first, second) = decode(SAMPLES / f"{call.id}.wav")
    assert not np.array_equal(first, second)
    frames = len(first) // (2 * FRAME) * 2 * FRAME
    loudness = [
        np.log10((channel[:frames].reshape(-1, 2 * FRAME) ** 2).mean(axis=1) + 1e-9)
        for channel in (first, second)
    ]
    assert np.corrcoef(*loudness)[0, 1] > 0.97
    anyone = speaking(call, "agent") | speaking(call, "customer")
    assert level_db(first, anyone) - level_db(second, anyone) == pytest.approx(1.5, abs=0.3)


@pytest.mark.parametrize(("codec", "relative"), [("mulaw", 0.04), ("alaw", 0.04), ("pcm16", 1e-3)])
def test_what_is_written_is_what_any_reader_reads(tmp_path, codec, relative) -> None:
    ramp = np.stack([np.linspace(-0.99, 0.99, 4001), np.linspace(0.5, -0.5, 4001)], axis=1)
    wav.write(tmp_path / "ramp.wav", ramp, RATE, codec)
    name, heard = decode(tmp_path / "ramp.wav")
    assert name == DECODERS[codec]
    assert heard.shape == (2, 4001)
    allowed = np.maximum(np.abs(ramp.T) * relative, 5e-4)
    assert np.all(np.abs(heard - ramp.T) <= allowed)
