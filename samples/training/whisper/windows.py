"""Training windows: several utterances in a row on one telephone line.

A window is what faster-whisper will hand to the model: up to 10 s of one channel as log-mel from
its own FeatureExtractor.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.training.whisper.line import log_mel, telephone
from samples.training.whisper.pitch import pitch_classes
from samples.training.whisper.syllables import Inventory
from samples.training.whisper.utterances import LINE_RATE, Floats, Mixing, Utterance, disguise

POSITION_S = 0.02
_LONGEST_CHARACTER_S = 0.6


@dataclass(frozen=True)
class Placed:
    """An utterance's text inside a window; `spans_s` maps text indices to (start, end)."""

    start_s: float
    end_s: float
    text: str
    spans_s: dict[int, tuple[float, float]]


@dataclass(frozen=True)
class Window:
    """`mel`: (80, frames of 10 ms). `frame_labels`: (4, positions of 20 ms), the onset, rime, tone
    and pitch heard there, 0 for silence.
    `cut_at_s`: start of an utterance that the window's end cuts off."""

    mel: Floats
    frame_labels: NDArray[np.int64]
    placed: tuple[Placed, ...]
    cut_at_s: float | None = None
    cut_off: Placed | None = None


def _place(utterance: Utterance, at_s: float) -> Placed:
    starts = [at_s + start for _, start in utterance.starts_s]
    ends = [*starts, at_s + utterance.duration_s][1:]
    spans = {
        index: (start, min(end, start + _LONGEST_CHARACTER_S))
        for (index, _), start, end in zip(utterance.starts_s, starts, ends, strict=True)
    }
    return Placed(at_s, at_s + utterance.duration_s, utterance.text, spans)


def mix(
    next_utterance: Callable[[], Utterance],
    positions: int,
    inventory: Inventory,
    rng: random.Random,
    mixing: Mixing,
) -> Window:
    """Fill a window of `positions` x 20 ms with utterances and short silences."""
    length_s = positions * POSITION_S
    line = np.zeros(int(length_s * LINE_RATE), np.float32)
    labels = np.zeros((4, positions), np.int64)
    early = rng.random() < mixing.ends_early
    limit_s = rng.uniform(1.0, length_s) if early else length_s
    at_s = rng.choice([0.0, rng.uniform(0, 0.3), rng.uniform(0, 1.5)])
    placed: list[Placed] = []
    cut_off: Placed | None = None
    while at_s < limit_s - 0.4 and cut_off is None:
        utterance = disguise(next_utterance(), rng, mixing)
        fits = at_s + utterance.duration_s <= (limit_s if placed else length_s) - 0.05
        if not fits and early:
            if placed:
                break
            at_s = 0.0
            if utterance.duration_s > length_s - 0.1:
                continue
            fits = True
        first = int(at_s * LINE_RATE)
        sound = utterance.samples[: len(line) - first]
        line[first : first + len(sound)] += sound * 10 ** (rng.uniform(-10, 0) / 20)
        here = _place(utterance, at_s)
        for (start, end), syllable in zip(here.spans_s.values(), utterance.syllables, strict=True):
            rows = slice(max(0, round(start / POSITION_S)), max(0, round(end / POSITION_S)))
            labels[:3, rows] = np.array(inventory.encode(syllable))[:, None]
        heights = pitch_classes(utterance.samples, POSITION_S)
        at = round(at_s / POSITION_S)
        labels[3, at : at + len(heights)] = heights[: positions - at]
        if fits:
            placed.append(here)
            at_s = here.end_s + rng.choice([0.15, 0.3, 0.3, 0.3, rng.uniform(0.1, 1.5)])
        else:
            cut_off = here
    stop_s = length_s
    if early and placed:
        stop_s = min(length_s, placed[-1].end_s + rng.uniform(0.05, 0.6))
    sound = telephone(line[: int(stop_s * LINE_RATE)], rng, mixing)
    # the wide kernels look two positions ahead
    labels = np.concatenate([labels[:, 2:], labels[:, -1:], labels[:, -1:]], 1)
    mel = log_mel(sound, 2 * positions, rng)
    return Window(mel, labels, tuple(placed), cut_off.start_s if cut_off else None, cut_off)


def silent(positions: int, rng: random.Random, mixing: Mixing) -> Window:
    """Silence, line noise or plain noise: nothing to transcribe."""
    count = int(positions * POSITION_S * LINE_RATE)
    if rng.random() < 0.3:
        sound = telephone(np.full(count, 1e-9, np.float32), rng, mixing)
    else:
        noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(2 * count)
        sound = (noise * 10 ** (-rng.uniform(20, 80) / 20)).astype(np.float32)
    labels = np.zeros((4, positions), np.int64)
    return Window(log_mel(sound, 2 * positions, rng), labels, ())
