"""What a telephone does to a voice, and where in the result there is speech.

Everything here is mono float32 at 8 kHz, shape (n,), within [-1, 1].
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, resample_poly, sosfilt

from samples.training.espeak import SAMPLE_RATE as VOICE_RATE

SAMPLE_RATE = 8000
FRAME_MS = 10
FRAME_SAMPLES = SAMPLE_RATE * FRAME_MS // 1000

_MU = 255
_MU_LAW_LEVELS = (np.expm1(np.arange(128) / 127 * np.log1p(_MU)) / _MU).astype(np.float32)
_SPEECH_RANGE_DB = 35  # below a voice's own loud frames; quieter is the decay of a word
_JOIN_FRAMES = 25  # pauses within a phrase are not silence between turns
_DROP_FRAMES = 10
_RATIO_GRID = 50  # resampling factors stay small enough for a polyphase filter

Samples = NDArray[np.float32]
NoiseKind = Literal["white", "rumble", "hum"]
NOISE_KINDS: tuple[NoiseKind, ...] = ("white", "rumble", "hum")


@dataclass(frozen=True)
class Band:
    """What a handset lets through: edges in Hz, and a pre-emphasis of 0 (none) to 0.9 (thin)."""

    low_hz: float = 300.0
    high_hz: float = 3400.0
    tilt: float = 0.4

    @classmethod
    def random(cls, rng: np.random.Generator) -> Band:
        return cls(
            low_hz=float(rng.uniform(90, 330)),
            high_hz=float(rng.uniform(3200, 3850)),
            tilt=float(rng.uniform(0.0, 0.9)),
        )


def through_telephone(voice: NDArray[np.int16], tract: float, band: Band) -> Samples:
    """A 22,050 Hz voice as the far end hears it at 8 kHz, its loudest sample at half scale.

    `tract` above 1 shortens the voice and raises pitch and formants together, like a smaller
    speaker; below 1 the opposite.
    """
    down = round(VOICE_RATE * tract / _RATIO_GRID) * _RATIO_GRID
    common = gcd(SAMPLE_RATE, down)
    narrow = resample_poly(voice.astype(np.float64), SAMPLE_RATE // common, down // common)
    edges = butter(4, [band.low_hz, band.high_hz], "bandpass", fs=SAMPLE_RATE, output="sos")
    heard = sosfilt(edges, lfilter([1.0, -band.tilt], [1.0], narrow))
    return mu_law(0.5 * heard / (np.abs(heard).max() + 1e-6))


def mu_law(samples: NDArray[np.floating]) -> Samples:
    """Eight-bit companding and back (G.711 mu-law): quantisation noise that follows the level."""
    size = np.minimum(np.abs(samples.astype(np.float32)), np.float32(1))
    steps = np.log1p(_MU * size) * np.float32(127 / np.log1p(_MU))
    decoded = _MU_LAW_LEVELS[np.rint(steps).astype(np.intp)]
    return np.copysign(decoded, samples).astype(np.float32)


def noise(length: int, kind: NoiseKind, rng: np.random.Generator) -> Samples:
    """Noise of unit deviation: hiss, low rumble, or mains hum under a hiss."""
    hiss = rng.standard_normal(length, dtype=np.float32)
    if kind == "rumble":
        hiss = lfilter([1.0], [1.0, -0.95], hiss).astype(np.float32)
    elif kind == "hum":
        phase = np.float32(2 * np.pi / SAMPLE_RATE) * np.arange(length, dtype=np.float32)
        hiss = np.float32(0.3) * hiss + np.sin(50 * phase) + np.float32(0.5) * np.sin(150 * phase)
    return hiss / (hiss.std() + np.float32(1e-9))


def speech_frames(clean: Samples) -> NDArray[np.bool_]:
    """Where a clean, single voice speaks: bool per 10 ms, shape (n // 80,)."""
    frames = len(clean) // FRAME_SAMPLES
    if frames == 0:
        return np.zeros(0, dtype=bool)
    power = (clean[: frames * FRAME_SAMPLES].reshape(frames, -1) ** 2).mean(axis=1)
    level_db = 10 * np.log10(power + 1e-10)
    return tidy(level_db > np.percentile(level_db, 95) - _SPEECH_RANGE_DB)


def tidy(active: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Fill holes under 250 ms inside speech, then drop what is left under 100 ms."""
    result = active.copy()
    for start, end in zip(*runs(~result), strict=True):
        if start > 0 and end < len(result) and end - start < _JOIN_FRAMES:
            result[start:end] = True
    for start, end in zip(*runs(result), strict=True):
        if end - start < _DROP_FRAMES:
            result[start:end] = False
    return result


def runs(active: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends (half-open) of every stretch of True."""
    steps = np.diff(np.concatenate([[0], active.astype(np.int8), [0]]))
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
