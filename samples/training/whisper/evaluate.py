"""Measure an exported recogniser on voices, speeds and sentences it never trained on.

Two kinds of sentence are kept apart: new *fillings* of known lines, and whole *lines* never
trained. Each voice's sentences are packed into windows of at most 10 s with silences of 0.3 s,
which is how the program hands speech to the model.
"""

from __future__ import annotations

import difflib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.training import espeak
from samples.training.whisper import sentences

MODEL_RATE = 16000
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class HeldOut:
    """What is spoken for the measurement."""

    utterances_per_voice: int = 40
    seed: int = 20
    packed_s: float = 10.0
    gap_s: float = 0.3
    level: float = 0.4


@dataclass(frozen=True)
class Spoken:
    """One held-out sentence at 16 kHz; `starts_s`: (index in the text, seconds)."""

    text: str
    voice: str
    samples: Floats
    starts_s: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Pack:
    """Sentences of one voice in one window; `characters`: (character, start in seconds)."""

    text: str
    voice: str
    samples: Floats
    characters: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Score:
    """Character errors against a reference, punctuation aside. Adds up with `+`."""

    errors: int = 0
    characters: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.errors + other.errors, self.characters + other.characters)

    @property
    def rate(self) -> float:
        return self.errors / self.characters if self.characters else float("nan")


@dataclass(frozen=True)
class Result:
    """Scores of one way of running the model."""

    overall: Score
    by_voice: dict[str, Score]
    start_errors_s: NDArray[np.float64] = field(repr=False)
    real_time_factor: float
    examples: tuple[tuple[str, str], ...] = ()


def telephone_line(samples: NDArray[np.int16], level: float) -> Floats:
    """espeak-ng's 22,050 Hz as a 16 kHz recording of a line: 300-3400 Hz, 8-bit mu-law."""
    seconds = len(samples) / espeak.SAMPLE_RATE
    spectrum = np.fft.rfft(samples.astype(np.float64))
    hertz = np.arange(len(spectrum)) / seconds
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    length = round(seconds * MODEL_RATE)
    sound = np.fft.irfft(spectrum[: length // 2 + 1], length)
    sound = sound / (np.abs(sound).max() + 1e-9) * level
    curve = np.sign(sound) * np.log1p(255 * np.abs(sound)) / np.log1p(255)
    coded = np.round(curve * 127) / 127
    return np.asarray(np.sign(coded) * (256 ** np.abs(coded) - 1) / 255, np.float32)


def speak(text: str, voice: str, speed: int, pitch: int, level: float) -> Spoken:
    """Speak a sentence over the line, silence cut off at both ends."""
    speech = espeak.speak(text, voice, speed, pitch)
    loud = np.nonzero(np.abs(speech.samples) > 300)[0]
    first, last = max(0, loud[0] - 200), loud[-1] + 600
    offset_s = first / espeak.SAMPLE_RATE
    starts = tuple((index, start - offset_s) for index, start in speech.marks)
    return Spoken(text, voice, telephone_line(speech.samples[first:last], level), starts)


def speak_held_out(
    draw: Callable[[random.Random, sentences.Book], sentences.Utterance], options: HeldOut
) -> list[Spoken]:
    """`utterances_per_voice` sentences from `draw` by each held-out voice."""
    rng = random.Random(options.seed)
    book = sentences.load()
    return [
        speak(
            draw(rng, book).text,
            f"cmn+{voice}",
            rng.choice(sentences.HELD_OUT_SPEEDS),
            rng.randint(*sentences.pitches_of(voice)),
            options.level,
        )
        for voice in sentences.HELD_OUT_VOICES
        for _ in range(options.utterances_per_voice)
    ]


def pack(spoken: Iterable[Spoken], options: HeldOut) -> Iterator[Pack]:
    """Sentences of one voice in a row, as many as fit `packed_s`."""
    gap = np.zeros(int(options.gap_s * MODEL_RATE), np.float32)
    held: list[Spoken] = []
    length_s = options.gap_s
    for one in spoken:
        seconds = len(one.samples) / MODEL_RATE + options.gap_s
        if held and (length_s + seconds > options.packed_s or one.voice != held[0].voice):
            yield _join(held, gap)
            held, length_s = [], options.gap_s
        held.append(one)
        length_s += seconds
    if held:
        yield _join(held, gap)


def _join(spoken: Sequence[Spoken], gap: Floats) -> Pack:
    pieces: list[Floats] = [gap]
    characters: list[tuple[str, float]] = []
    at_s = len(gap) / MODEL_RATE
    for one in spoken:
        characters += [(one.text[index], at_s + start) for index, start in one.starts_s]
        pieces += [one.samples, gap]
        at_s += (len(one.samples) + len(gap)) / MODEL_RATE
    text = "".join(one.text for one in spoken)
    return Pack(text, spoken[0].voice, np.concatenate(pieces), tuple(characters))


def score(reference: str, heard: str) -> Score:
    """Levenshtein distance on characters without punctuation and spaces."""
    reference = sentences.without_punctuation(reference)
    heard = sentences.without_punctuation(heard)
    row = list(range(len(heard) + 1))
    for number, wanted in enumerate(reference, 1):
        before, row[0] = row[0], number
        for index, got in enumerate(heard, 1):
            above = row[index]
            row[index] = min(above + 1, row[index - 1] + 1, before + (wanted != got))
            before = above
    return Score(row[-1], len(reference))


def start_errors(
    reference: Sequence[tuple[str, float]], heard: Sequence[tuple[str, float]]
) -> list[float]:
    """Seconds by which each rightly heard character starts too late (negative: too early)."""
    matcher = difflib.SequenceMatcher(
        None, [c for c, _ in reference], [c for c, _ in heard], autojunk=False
    )
    return [
        heard[block.b + step][1] - reference[block.a + step][1]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def packed(model: Any, packs: Sequence[Pack]) -> Result:
    """Each window by itself, as the program does: no conditioning, word times, beam 5."""

    def hear(samples: Floats) -> Any:
        segments, _ = model.transcribe(
            samples,
            language="zh",
            beam_size=5,
            temperature=0,
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        return list(segments)

    return _measure(packs, hear)


def batched(model: Any, packs: Sequence[Pack]) -> Result:
    """All windows of a voice in one recording, cut by `clip_timestamps`."""
    from faster_whisper import BatchedInferencePipeline

    pipeline = BatchedInferencePipeline(model)
    joined: list[Pack] = []
    clips: dict[str, list[dict[str, float]]] = {}
    for voice in dict.fromkeys(one.voice for one in packs):
        mine = [one for one in packs if one.voice == voice]
        at_s, characters, spans = 0.0, [], []
        for one in mine:
            characters += [(character, at_s + start) for character, start in one.characters]
            end_s = at_s + len(one.samples) / MODEL_RATE
            spans.append({"start": at_s, "end": end_s})
            at_s = end_s
        samples = np.concatenate([one.samples for one in mine])
        text = "".join(one.text for one in mine)
        clips[voice] = spans
        joined.append(Pack(text, voice, samples, tuple(characters)))
    voices = iter(clips.values())

    def hear(samples: Floats) -> Any:
        segments, _ = pipeline.transcribe(
            samples,
            language="zh",
            beam_size=5,
            temperature=0,
            word_timestamps=True,
            clip_timestamps=next(voices),
            batch_size=8,
        )
        return list(segments)

    return _measure(joined, hear)


def _measure(packs: Sequence[Pack], hear: Callable[[Floats], Any]) -> Result:
    by_voice: dict[str, Score] = {}
    late: list[float] = []
    examples: list[tuple[str, str]] = []
    seconds = 0.0
    started = time.process_time()
    for one in packs:
        segments = hear(one.samples)
        text = "".join(segment.text for segment in segments)
        scored = score(one.text, text)
        by_voice[one.voice] = by_voice.get(one.voice, Score()) + scored
        words = [
            (word.word.strip(sentences.PUNCTUATION), word.start)
            for segment in segments
            for word in segment.words
        ]
        late += start_errors(one.characters, words)
        seconds += len(one.samples) / MODEL_RATE
        if scored.errors:
            examples.append((one.text, text))
    used_s = time.process_time() - started
    overall = sum(by_voice.values(), Score())
    return Result(overall, by_voice, np.array(late), used_s / seconds, tuple(examples))


def report(folder: Path, options: HeldOut, show: int = 0) -> str:
    """All figures of a model folder as text; `show`: how many misheard windows to print."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
    lines = []
    for title, draw in (
        ("(a) new fillings of known lines", sentences.sample_held_out_filling),
        ("(b) lines never trained", sentences.sample_held_out_line),
    ):
        packs = list(pack(speak_held_out(draw, options), options))
        for name, run in (("packed windows", packed), ("batched pipeline", batched)):
            result = run(model, packs)
            voices = ", ".join(
                f"{voice.removeprefix('cmn+')} {100 * one.rate:.1f}"
                for voice, one in result.by_voice.items()
            )
            early, typical, most = _quantiles(result.start_errors_s)
            lines += [
                f"{title}, {name}: character error rate {100 * result.overall.rate:.2f} % "
                f"({result.overall.errors} of {result.overall.characters})",
                f"    by voice, %: {voices}",
                f"    character starts: median {early:+.3f} s, half within {typical:.3f} s, "
                f"90 % within {most:.3f} s; CPU {result.real_time_factor:.3f} x real time",
            ]
            if run is packed:
                for wanted, heard in result.examples[:show]:
                    lines += [f"    said  {wanted}", f"    heard {heard}"]
    for name, sound in _nothing_said().items():
        segments, _ = model.transcribe(sound, language="zh", temperature=0)
        lines.append(f"{name}: {''.join(segment.text for segment in segments)!r}")
    return "\n".join(lines)


def _quantiles(errors_s: NDArray[np.float64]) -> tuple[float, float, float]:
    if not len(errors_s):
        return (float("nan"),) * 3
    size = np.abs(errors_s)
    return (float(np.median(errors_s)), float(np.median(size)), float(np.quantile(size, 0.9)))


def _nothing_said() -> dict[str, Floats]:
    noise = np.random.default_rng(0).standard_normal(10 * MODEL_RATE)
    return {
        "silence": np.zeros(10 * MODEL_RATE, np.float32),
        "noise at -40 dB": (noise * 0.01).astype(np.float32),
    }
