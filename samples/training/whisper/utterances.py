"""The recorded utterances of `synthesise.py`, and ways to make one sound like another speaker.

Everything random comes from one `random.Random`, so a seed fixes the stream.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from samples.training.espeak import spoken_marks

LINE_RATE = 8000
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Mixing:
    """How often windows get what (shares of 1) and how far disturbances go.

    Timestamps and prompts are decided for a whole batch, because the longest row sets the cost.
    """

    timestamps: float = 0.1
    silence: float = 0.04
    excerpt: float = 0.08
    """Utterances whose head or tail is cut away between two characters."""
    ends_early: float = 0.35
    """Windows whose sound stops before the window does."""
    hotwords: float = 0.12
    previous_text: float = 0.04
    resampled: float = 0.4
    resampling: tuple[float, float] = (0.92, 1.08)
    noise_share: float = 0.75
    noise_db: tuple[float, float] = (16, 45)
    mu_law: float = 0.5
    level_db: tuple[float, float] = (-26, -1)
    terms: tuple[str, ...] = field(default=(), repr=False)
    """Names and words from which hotword lists are made."""


@dataclass(frozen=True)
class Utterance:
    """`samples`: float in -1..1 at 8 kHz; `starts_s`: (index in text, seconds), in order."""

    text: str
    samples: Floats
    starts_s: tuple[tuple[int, float], ...]
    syllables: tuple[str, ...]
    """One for each of `starts_s`."""

    @property
    def duration_s(self) -> float:
        return len(self.samples) / LINE_RATE


class Shards:
    """The utterances of `synthesise.py`; `refresh` takes in shards written since."""

    def __init__(self, folder: Path, keep: Callable[[str], bool] = lambda _: True) -> None:
        self._folder = folder
        self._keep = keep
        self._known: set[Path] = set()
        self._rows: list[tuple[NDArray[np.int16], dict[str, Any]]] = []
        self.refresh()

    def __len__(self) -> int:
        return len(self._rows)

    def refresh(self) -> None:
        for path in sorted(self._folder.glob("*.jsonl")):
            if path in self._known:
                continue
            self._known.add(path)
            samples = np.load(path.with_suffix(".npy"), mmap_mode="r")
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if row["character_s"] and self._keep(row["text"]):
                    self._rows.append((samples, row))

    def pick(self, rng: random.Random) -> Utterance:
        samples, row = rng.choice(self._rows)
        first, last = row["span"]
        sound = samples[first:last].astype(np.float32) / 32768
        text = row["text"]
        spoken = [index for index, character in enumerate(text) if character.isalnum()]
        said_as = dict(zip(spoken, row["syllables"], strict=True))
        starts = spoken_marks(text, row["character_s"])
        return Utterance(text, sound, starts, tuple(said_as[index] for index, _ in starts))


def excerpt(utterance: Utterance, rng: random.Random) -> Utterance:
    """The head or the tail of an utterance, cut where a character starts."""
    if len(utterance.starts_s) < 4:
        return utterance
    number = rng.randint(2, len(utterance.starts_s) - 2)
    index, start_s = utterance.starts_s[number]
    at = int(start_s * LINE_RATE)
    if rng.random() < 0.5:
        return Utterance(
            utterance.text[:index],
            utterance.samples[:at],
            utterance.starts_s[:number],
            utterance.syllables[:number],
        )
    return Utterance(
        utterance.text[index:],
        utterance.samples[at:],
        tuple((i - index, s - start_s) for i, s in utterance.starts_s[number:]),
        utterance.syllables[number:],
    )


def disguise(utterance: Utterance, rng: random.Random, mixing: Mixing) -> Utterance:
    """Another speaker: play faster or slower (pitch goes along), tilt the spectrum."""
    samples, starts = utterance.samples, utterance.starts_s
    if rng.random() < mixing.resampled:
        factor = rng.uniform(*mixing.resampling)
        grid = np.arange(int(len(samples) / factor)) * factor
        samples = np.interp(grid, np.arange(len(samples)), samples).astype(np.float32)
        starts = tuple((index, start / factor) for index, start in starts)
    if rng.random() < 0.6:
        samples = lfilter([1, rng.uniform(-0.5, 0.5)], [1], samples).astype(np.float32)
    samples = samples / (np.abs(samples).max() + 1e-6)
    return replace(utterance, samples=samples, starts_s=starts)
