"""Two voices on one line: random calls with pauses, overlap, backchannels, holds and noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.training.diarizer.telephone import (
    FRAME_SAMPLES,
    NOISE_KINDS,
    SAMPLE_RATE,
    Samples,
    mu_law,
    noise,
)
from samples.training.diarizer.voices import Clip, Voice


@dataclass(frozen=True)
class Manners:
    """How two people talk. Times in seconds, levels in dB, the rest probabilities.

    The gap from one speaker's end to the other's start is normal; below 0 it is an overlap.
    """

    gap_mean_s: float = 0.25
    gap_deviation_s: float = 0.45
    backchannel: float = 0.25
    brief_answer: float = 0.15
    second_clip: float = 0.35
    third_clip: float = 0.12
    pause: float = 0.12
    longest_pause_s: float = 3.0
    hold: float = 0.02
    longest_hold_s: float = 30.0
    barge_in: float = 0.05
    level_spread_db: float = 4.0


@dataclass(frozen=True)
class Mixture:
    """A mono call. `samples`: float32 (n,) at 8 kHz. `speech`: bool (2, n // 80), 10 ms frames."""

    samples: Samples
    speech: NDArray[np.bool_]


class _Line:
    """Two channels being filled, with when each voice was last heard."""

    def __init__(self, duration_s: float) -> None:
        frames = round(duration_s * SAMPLE_RATE) // FRAME_SAMPLES
        self.samples = np.zeros((2, frames * FRAME_SAMPLES), np.float32)
        self.speech = np.zeros((2, frames), dtype=bool)
        self.ends_s = [-np.inf, -np.inf]

    def put(self, voice: int, clip: Clip, at_s: float, gain: float) -> float:
        """Say the part of a clip that lies within the call; returns when the clip ends."""
        self.ends_s[voice] = at_s + clip.duration_s
        offset = round(at_s * SAMPLE_RATE / FRAME_SAMPLES)
        first, skipped = max(0, offset), max(0, -offset)
        frames = clip.speech[skipped:][: max(0, self.speech.shape[1] - first)]
        self.speech[voice, first : first + len(frames)] |= frames
        start = first * FRAME_SAMPLES
        heard = clip.samples[skipped * FRAME_SAMPLES :][: max(0, self.samples.shape[1] - start)]
        self.samples[voice, start : start + len(heard)] += heard.astype(np.float32) / 32768 * gain
        return self.ends_s[voice]


def converse(
    pair: tuple[Voice, Voice],
    duration_s: float,
    manners: Manners,
    rng: np.random.Generator,
    *,
    from_the_middle: bool = False,
) -> tuple[Samples, NDArray[np.bool_]]:
    """A clean two-channel call and who speaks in each 10 ms frame.

    `from_the_middle` starts it in the middle of somebody's sentence, as a cut window would.

    Returns float32 (2, n) at 8 kHz and bool (2, n // 80).
    """
    line = _Line(duration_s)
    spread = manners.level_spread_db
    gains = 10 ** (rng.uniform(-spread, spread, size=2) / 20)
    now_s = float(rng.uniform(-5.0, 1.0) if from_the_middle else rng.uniform(0.1, 1.0))
    turn = int(rng.integers(2))
    while now_s < duration_s:
        clips = 1 + int(rng.random() < manners.second_clip) + int(rng.random() < manners.third_clip)
        for _ in range(clips):
            clip = _something_to_say(pair[turn], manners, rng)
            now_s = max(now_s, line.ends_s[turn] + 0.05)
            if now_s >= duration_s:
                break
            _maybe_backchannel(line, pair, turn, (now_s, clip), manners, gains, rng)
            now_s = line.put(turn, clip, now_s, gains[turn]) + float(rng.uniform(0.05, 0.4))
        now_s = line.ends_s[turn] + float(rng.normal(manners.gap_mean_s, manners.gap_deviation_s))
        if rng.random() < manners.pause:
            now_s += float(rng.uniform(0.5, manners.longest_pause_s))
        if rng.random() < manners.hold:
            now_s += float(rng.uniform(5.0, manners.longest_hold_s))
        if rng.random() < manners.barge_in:
            now_s -= float(rng.uniform(0.5, 1.5))
        turn = 1 - turn
    return line.samples, line.speech


def _something_to_say(voice: Voice, manners: Manners, rng: np.random.Generator) -> Clip:
    brief = voice.backchannels and rng.random() < manners.brief_answer
    clips = voice.backchannels if brief else voice.sentences
    return clips[rng.integers(len(clips))]


def _maybe_backchannel(
    line: _Line,
    pair: tuple[Voice, Voice],
    turn: int,
    spoken: tuple[float, Clip],
    manners: Manners,
    gains: NDArray[np.floating],
    rng: np.random.Generator,
) -> None:
    """The listener's short yes, somewhere inside the sentence `spoken` (start in s, clip)."""
    start_s, clip = spoken
    listener = 1 - turn
    fillers = pair[listener].backchannels
    if clip.duration_s < 1.5 or not fillers or rng.random() >= manners.backchannel:
        return
    at_s = start_s + float(rng.uniform(0.3, 0.9)) * clip.duration_s
    if at_s > line.ends_s[listener]:
        line.put(listener, fillers[rng.integers(len(fillers))], at_s, gains[listener])


def to_mono(
    channels: Samples, rng: np.random.Generator, snr_db: tuple[float, float] = (8.0, 35.0)
) -> Samples:
    """Both channels on one line, with noise, a random level and, mostly, a second mu-law pass."""
    mixed = channels.sum(axis=0)
    kind = NOISE_KINDS[rng.integers(len(NOISE_KINDS))]
    loudness = float(mixed[mixed != 0].std()) if mixed.any() else 0.05
    hiss = noise(len(mixed), kind, rng) * np.float32(loudness * 10 ** (-rng.uniform(*snr_db) / 20))
    mixed = mixed + hiss
    mixed *= np.float32(10 ** (rng.uniform(-18, -3) / 20) / (np.abs(mixed).max() + 1e-6))
    return mu_law(mixed) if rng.random() < 0.7 else mixed


def mix(
    pair: tuple[Voice, Voice],
    duration_s: float,
    manners: Manners,
    rng: np.random.Generator,
    *,
    from_the_middle: bool = False,
    snr_db: tuple[float, float] = (8.0, 35.0),
) -> Mixture:
    """A mono call of two voices."""
    channels, speech = converse(pair, duration_s, manners, rng, from_the_middle=from_the_middle)
    return Mixture(to_mono(channels, rng, snr_db), speech)
