"""Speak training sentences with many espeak-ng voices and keep them with their character times.

    python -m samples.training.whisper.synthesise FOLDER --shards 12 --count 3000

writes shards, each a `speech-NN.npy` (int16 at 8 kHz, its utterances in a row) and a
`speech-NN.jsonl` (one object an utterance: text, voice, first and last sample, character times).
Training may start as soon as the first shard is there.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from samples.training import espeak
from samples.training.whisper import sentences
from samples.training.whisper.syllables import syllables_of

SAMPLE_RATE = 8000
"""Hertz: a telephone line carries no more."""

SCRIPTS = Path(__file__).parents[2] / "scripts"
_QUIET = 200  # of 32768: espeak-ng's lead-in and tail-out lie below
_PEAK = 30000


@dataclass(frozen=True)
class SpeakerRange:
    """Whose voices, and how far their settings go (espeak-ng's own units)."""

    voices: tuple[str, ...]
    slowest: int = 150
    fastest: int = 270
    barred_speeds: tuple[int, ...] = ()
    pitch_range: tuple[int, int] = (90, 99)
    plain_share: float = 0.06
    """Share of utterances with the plain voice, without a variant."""


TRAINING_SPEAKERS = SpeakerRange(
    sentences.TRAINING_VOICES,
    barred_speeds=tuple(
        speed + offset for speed in sentences.HELD_OUT_SPEEDS for offset in (-2, -1, 0, 1, 2)
    ),
)


@dataclass(frozen=True)
class Recorded:
    """One spoken text at 8 kHz, silence cut off.

    `character_s`: (index in the text, start in seconds from the first sample).
    """

    text: str
    voice: str
    samples: NDArray[np.int16]
    character_s: tuple[tuple[int, float], ...]


def record(text: str, voice: str, speed: int, pitch: int, pitch_range: int) -> Recorded | None:
    """Speak, go down to 8 kHz, cut the silence at both ends, scale to a common peak.

    None when espeak-ng made no sound.
    """
    speech = espeak.speak(text, voice, speed, pitch, pitch_range)
    samples = resample_poly(speech.samples.astype(np.float32), 160, 441)
    loud = np.nonzero(np.abs(samples) > _QUIET)[0]
    if not len(loud):
        return None
    first, last = max(0, loud[0] - 80), min(len(samples), loud[-1] + 240)
    samples = samples[first:last]
    scaled = (samples / np.abs(samples).max() * _PEAK).astype(np.int16)
    offset_s = first / SAMPLE_RATE
    times = tuple((index, round(start - offset_s, 3)) for index, start in speech.marks)
    return Recorded(text, voice, scaled, times)


def record_as(text: str, speakers: SpeakerRange, rng: random.Random) -> Recorded | None:
    """Record with a random voice and random settings of the range."""
    variant = "" if rng.random() < speakers.plain_share else rng.choice(speakers.voices)
    voice = f"cmn+{variant}" if variant else "cmn"
    speed = rng.randint(speakers.slowest, speakers.fastest)
    while speed in speakers.barred_speeds:
        speed = rng.randint(speakers.slowest, speakers.fastest)
    pitch = rng.randint(*sentences.pitches_of(variant))
    return record(text, voice, speed, pitch, rng.randint(*speakers.pitch_range))


def write(
    stem: Path,
    count: int,
    next_text: Callable[[], str],
    speakers: SpeakerRange,
    rng: random.Random,
    longest_s: float = 9.5,
) -> None:
    """Record `count` texts into `stem`.npy and `stem`.jsonl, none longer than `longest_s`."""
    pieces: list[NDArray[np.int16]] = []
    rows: list[str] = []
    position = 0
    started = time.monotonic()
    while len(pieces) < count:
        spoken = record_as(next_text(), speakers, rng)
        if spoken is None or len(spoken.samples) > longest_s * SAMPLE_RATE:
            continue
        syllables = syllables_of(spoken.text)
        if syllables is None:
            continue
        end = position + len(spoken.samples)
        row = {
            "text": spoken.text,
            "voice": spoken.voice,
            "span": (position, end),
            "character_s": spoken.character_s,
            "syllables": syllables,
        }
        rows.append(json.dumps(row, ensure_ascii=False))
        pieces.append(spoken.samples)
        position = end
    np.save(stem.with_suffix(".npy"), np.concatenate(pieces))
    stem.with_suffix(".jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    hours = position / SAMPLE_RATE / 3600
    print(f"{count} utterances, {hours:.1f} h, in {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shards", type=int, default=12)
    parser.add_argument("--count", type=int, default=3000, help="utterances in a shard")
    parser.add_argument("--seed", type=int, default=1, help="also the first shard's number")
    parser.add_argument(
        "--scripts", action="store_true", help="what the sample calls say, by the training voices"
    )
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    book = sentences.load()
    scripts = [
        part for part in sentences.parts_of_scripts(SCRIPTS) if set(part) <= set(book.alphabet)
    ]

    for number in range(options.seed, options.seed + options.shards):
        rng = random.Random(number)

        def next_text(rng: random.Random = rng) -> str:
            return rng.choice(scripts) if options.scripts else sentences.sample(rng, book).text

        stem = options.folder / f"speech-{number:02d}"
        write(stem, options.count, next_text, TRAINING_SPEAKERS, rng)


if __name__ == "__main__":
    main()
