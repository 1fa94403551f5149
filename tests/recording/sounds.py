"""Sound made up for these tests, and files of it."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

RATE = 16_000
FIXTURES = Path(__file__).parents[2].parent / "shared" / "fixtures" / "audio"


def fixture(name: str) -> Path:
    path = FIXTURES / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return path


def noise(seconds: float, db: float, seed: int = 0, channels: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    sound = rng.standard_normal((channels, round(seconds * RATE))) * 10 ** (db / 20)
    return sound.astype(np.float32)


def sine(hz: float, seconds: float, amplitude: float = 0.1, rate: int = RATE) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)).astype(
        np.float32
    )


def put(into: np.ndarray, at_s: float, sound: np.ndarray) -> None:
    start = round(at_s * RATE)
    into[start : start + sound.size] += sound


def write(
    path: Path,
    sound: np.ndarray,
    codec: str = "pcm_s16le",
    container: str = "wav",
    rate: int = RATE,
    sample_format: str | None = None,
) -> Path:
    """Encodes (channels, samples) at `rate`; skips where this PyAV has no such encoder."""
    import av

    layout = {1: "mono", 2: "stereo", 3: "2.1"}[len(sound)]
    if codec not in av.codecs_available:
        pytest.skip(f"no encoder for {codec}")
    try:
        av.Codec(codec, "w")
    except ValueError:
        pytest.skip(f"no encoder for {codec}")
    with av.open(str(path), "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout=layout)
        if codec.startswith("wma"):
            stream.bit_rate = 64_000
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound, np.float32), format="fltp", layout=layout
        )
        frame.sample_rate = rate
        frame.pts = 0
        resampler = av.AudioResampler(sample_format or stream.format.name, layout, rate)
        queue = av.AudioFifo()
        for converted in [*resampler.resample(frame), *resampler.resample(None)]:
            queue.write(converted)
        size = stream.codec_context.frame_size or 1024
        while queue.samples:
            output.mux(stream.encode(queue.read(min(size, queue.samples))))
        output.mux(stream.encode(None))
    return path


def speak(folder: Path, text: str, voice: str = "en-us") -> np.ndarray:
    """A synthetic voice at 16 kHz, peak 0.3."""
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("espeak-ng is not installed")
    path = folder / "voice.wav"
    subprocess.run([program, "-v", voice, "-s", "150", "-w", str(path), text], check=True)
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32)
    at = np.arange(0, raw.size - 1, rate / RATE)
    sound = np.interp(at, np.arange(raw.size), raw)
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32)
