"""The pool of training voices: espeak-ng speakers as a telephone would carry them.

    python -m samples.training.diarizer.voices POOL.npz

Every voice is one espeak-ng variant at one pitch, speed and vocal-tract length; the last is a
resampling, which moves formants and pitch together. Four variants are held out: no training voice
is built from them, and every evaluation uses only them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from samples.training.diarizer.sentences import BACKCHANNELS, SENTENCES
from samples.training.diarizer.telephone import SAMPLE_RATE, Band, speech_frames, through_telephone
from samples.training.espeak import speak

LANGUAGES = {"zh": "cmn", "en": "en-us", "ko": "ko"}
LANGUAGE_SHARES = {"zh": 0.60, "en": 0.25, "ko": 0.15}
HELD_OUT = ("f4", "m7", "m3", "Michael")
# Human-sounding variants; whispers, croaks and robots have no pitch to tell them apart by.
_VARIANT_NAMES = """
    f1 f2 f3 f5 m1 m2 m4 m5 m6 m8 Alex Alicia Andrea Andy Annie Denis Diogo Gene Gene2 Henrique
    Hugo Jacky Lee Marco Mario Mike Mr Nguyen RicishayMax Storm Tweaky adam anika antonio aunty
    belinda benjamin boris caleb david ed edward grandma grandpa gustave iven john kaukovalta
    klatt2 klatt4 linda marcelo max michel miguel norbert pablo paul pedro quincy rob robert sandro
    shelby steph steph2 travis victor zac
"""
VARIANTS = tuple(_VARIANT_NAMES.split())
_SHORTEST_SENTENCE_S = 0.25
_SHORTEST_BACKCHANNEL_S = 0.10

ClipKind = Literal["sentence", "backchannel"]


@dataclass(frozen=True)
class Clip:
    """Something one voice says.

    `samples`: int16, shape (n,), 8 kHz. `speech`: bool, shape (n // 80,), one per 10 ms.
    """

    samples: NDArray[np.int16]
    speech: NDArray[np.bool_]

    @property
    def duration_s(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True)
class Voice:
    """One speaker of one language and all that is recorded of them."""

    language: str
    variant: str
    sentences: tuple[Clip, ...]
    backchannels: tuple[Clip, ...]


@dataclass(frozen=True)
class Speaker:
    """How to make one voice. `speed` in words a minute, `pitch` 0-99, `tract` a length ratio."""

    language: str
    variant: str
    speed: int = 175
    pitch: int = 50
    tract: float = 1.0
    band: Band = field(default_factory=Band)

    @classmethod
    def random(cls, variant: str, rng: np.random.Generator, language: str) -> Speaker:
        return cls(
            language=language,
            variant=variant,
            speed=int(rng.integers(145, 215)),
            pitch=int(rng.integers(20, 80)),
            tract=float(rng.uniform(0.86, 1.16)),
            band=Band.random(rng),
        )

    def clips(
        self, texts: list[str], shortest_s: float, rng: np.random.Generator
    ) -> Iterator[Clip]:
        """The texts as this speaker says them, with a human's wobble in pitch and speed."""
        for text in texts:
            spoken = speak(
                text,
                voice=f"{LANGUAGES[self.language]}+{self.variant}",
                speed=self.speed + int(rng.integers(-10, 11)),
                pitch=int(np.clip(self.pitch + rng.integers(-6, 7), 0, 99)),
            )
            if spoken.duration_s < shortest_s:
                continue
            heard = through_telephone(spoken.samples, self.tract, self.band)
            yield Clip(np.round(heard * 32767).astype(np.int16), speech_frames(heard))

    def record(self, rng: np.random.Generator, sentences: int) -> Voice:
        """Have the speaker say `sentences` different sentences and a few backchannels."""
        texts, fillers = SENTENCES[self.language], BACKCHANNELS[self.language]
        chosen = rng.choice(texts, min(sentences, len(texts)), replace=False)
        return Voice(
            language=self.language,
            variant=self.variant,
            sentences=tuple(self.clips([str(text) for text in chosen], _SHORTEST_SENTENCE_S, rng)),
            backchannels=tuple(self.clips(list(fillers), _SHORTEST_BACKCHANNEL_S, rng)),
        )


@dataclass(frozen=True)
class PoolOptions:
    """How many voices, how much each says, and the seed that makes the pool repeatable."""

    voices: int = 280
    sentences_per_voice: int = 16
    seed: int = 0


def make_pool(options: PoolOptions) -> list[Voice]:
    """Training voices: variants in turn, languages by their share, the rest at random."""
    rng = np.random.default_rng(options.seed)
    names, shares = list(LANGUAGE_SHARES), list(LANGUAGE_SHARES.values())
    return [
        Speaker.random(
            VARIANTS[index % len(VARIANTS)], rng, str(rng.choice(names, p=shares))
        ).record(rng, options.sentences_per_voice)
        for index in range(options.voices)
    ]


def save_pool(voices: list[Voice], path: Path) -> None:
    """Write a pool as one .npz: all samples end to end, and where each clip starts."""
    clips = [
        (index, kind, clip)
        for index, voice in enumerate(voices)
        for kind, spoken in (("sentence", voice.sentences), ("backchannel", voice.backchannels))
        for clip in spoken
    ]
    np.savez(
        path,
        language=[voice.language for voice in voices],
        variant=[voice.variant for voice in voices],
        clip_voice=[index for index, _, _ in clips],
        clip_kind=[kind for _, kind, _ in clips],
        clip_length=[len(clip.samples) for _, _, clip in clips],
        samples=np.concatenate([clip.samples for _, _, clip in clips]),
    )


def load_pool(path: Path) -> list[Voice]:
    """Read a pool back; the speech frames are worked out again from the samples."""
    with np.load(path) as stored:
        fields = {name: stored[name] for name in stored.files}
    pieces = np.split(fields["samples"], np.cumsum(fields["clip_length"])[:-1])
    said: dict[tuple[int, str], list[Clip]] = {}
    for owner, kind, samples in zip(fields["clip_voice"], fields["clip_kind"], pieces, strict=True):
        clip = Clip(samples, speech_frames(samples.astype(np.float32) / 32768))
        said.setdefault((int(owner), str(kind)), []).append(clip)
    return [
        Voice(
            language=str(language),
            variant=str(variant),
            sentences=tuple(said.get((index, "sentence"), ())),
            backchannels=tuple(said.get((index, "backchannel"), ())),
        )
        for index, (language, variant) in enumerate(
            zip(fields["language"], fields["variant"], strict=True)
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Record the pool of training voices.")
    parser.add_argument("pool", type=Path, help="the .npz file to write (about 180 MB)")
    parser.add_argument("--voices", type=int, default=PoolOptions.voices)
    parser.add_argument("--seed", type=int, default=PoolOptions.seed)
    arguments = parser.parse_args()
    voices = make_pool(PoolOptions(voices=arguments.voices, seed=arguments.seed))
    save_pool(voices, arguments.pool)
    hours = sum(clip.duration_s for voice in voices for clip in voice.sentences) / 3600
    print(f"{len(voices)} voices, {hours:.1f} h of sentences -> {arguments.pool}")


if __name__ == "__main__":
    main()
