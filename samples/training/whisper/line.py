"""A made-up telephone line, and the features that faster-whisper hears at its end."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.signal import butter, resample_poly, sosfilt

from samples.training.whisper.utterances import LINE_RATE, Floats, Mixing

_BAND = butter(4, (300, 3400), "bandpass", fs=LINE_RATE, output="sos")
_NO_RUMBLE = butter(2, 200, "highpass", fs=LINE_RATE, output="sos")


def mu_law(sound: Floats) -> Floats:
    """Through 8-bit mu-law and back (companding curve of ITU-T G.711)."""
    curve = np.sign(sound) * np.log1p(255 * np.abs(sound)) / np.log1p(255)
    coded = np.round(curve * 127) / 127
    return np.asarray(np.sign(coded) * (256 ** np.abs(coded) - 1) / 255, np.float32)


def telephone(sound: Floats, rng: random.Random, mixing: Mixing) -> Floats:
    """8 kHz sound as a 16 kHz recording: band, level, noise, companding, 16 bits."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    level = 10 ** (rng.uniform(*mixing.level_db) / 20)
    kind = rng.random()
    if kind < 0.6:
        sound = sosfilt(_BAND, sound)
    elif kind < 0.8:
        sound = sosfilt(_NO_RUMBLE, sound)
    sound = sound / (np.abs(sound).max() + 1e-6) * level
    if rng.random() < mixing.noise_share:
        amplitude = level * 0.25 * 10 ** (-rng.uniform(*mixing.noise_db) / 20)
        sound = sound + noise.standard_normal(len(sound)) * amplitude
    if rng.random() < mixing.mu_law:
        sound = mu_law(np.clip(sound, -1, 1))
    sound = np.round(np.clip(sound, -1, 1) * 32767) / 32768
    wide = resample_poly(sound, 2, 1).astype(np.float32)
    if rng.random() < 0.5:
        wide = wide + noise.standard_normal(len(wide)) * 10 ** (-rng.uniform(55, 100) / 20)
    return np.asarray(wide, np.float32)


@lru_cache(maxsize=1)
def _extractor() -> Any:
    from faster_whisper.feature_extractor import FeatureExtractor

    return FeatureExtractor(feature_size=80, chunk_length=10)


def log_mel(sound: Floats, frames: int, rng: random.Random) -> Floats:
    """faster-whisper's features, cut or zero-padded to `frames`, with bands and moments masked.

    The floor moves at random because it depends on the loudest moment of the *whole* recording.
    """
    mel = _extractor()(sound)
    mel = np.maximum(mel, mel.max() + rng.uniform(0, 0.2) - 2.0)[:, :frames]
    mel = np.pad(mel, ((0, 0), (0, frames - mel.shape[1])))
    mean = mel.mean()
    for _ in range(rng.randint(0, 2)):
        width = rng.randint(1, 8)
        band = rng.randint(0, 79 - width)
        mel[band : band + width] = mean
    for _ in range(rng.randint(0, 2)):
        width = rng.randint(2, 10)
        moment = rng.randint(0, frames - width - 1)
        mel[:, moment : moment + width] = mean
    return np.asarray(mel, np.float32)
