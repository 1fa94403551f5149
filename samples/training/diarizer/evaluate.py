"""Calls of held-out voices with their truth, and how wrong a diarization of them is.

Used by `tests/benchmarks/diarizer.py`, which is the command to run, and by the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from qa.core.spans import Span, Timeline
from qa.speech.diarization import Diarization
from samples.training.diarizer.mixtures import Manners, mix
from samples.training.diarizer.telephone import FRAME_MS, runs
from samples.training.diarizer.voices import LANGUAGES, Speaker, Voice

if TYPE_CHECKING:
    from pyannote.core import Annotation

HELD_OUT_PAIRS = (("f4", "m7"), ("m3", "Michael"))
_SENTENCES = 16


@dataclass(frozen=True)
class HeldOutCall:
    """A mono call that no training has heard.

    `waveform` float32 (n,) at 16 kHz, with nothing above 4 kHz in it; `truth` one timeline a voice.
    """

    language: str
    voices: tuple[str, str]
    waveform: NDArray[np.float32]
    truth: tuple[Timeline, Timeline]

    @property
    def duration_ms(self) -> int:
        return len(self.waveform) // 16


@dataclass(frozen=True)
class CallOptions:
    """How many calls of each pair in each language, how long, and their seed."""

    calls_per_pair: int = 2
    duration_s: float = 120.0
    snr_db: tuple[float, float] = (12.0, 30.0)
    seed: int = 2024


def held_out_calls(
    options: CallOptions, languages: tuple[str, ...] = tuple(LANGUAGES)
) -> Iterator[HeldOutCall]:
    """Calls between voices that are not in the pool, each at its own pitch and speed."""
    rng = np.random.default_rng(options.seed)
    for language in languages:
        for names in HELD_OUT_PAIRS:
            first, second = (_record(language, name, rng) for name in names)
            for _ in range(options.calls_per_pair):
                mixture = mix(
                    (first, second), options.duration_s, Manners(), rng, snr_db=options.snr_db
                )
                waveform = resample_poly(mixture.samples, 2, 1).astype(np.float32)
                truth = (_timeline(mixture.speech[0]), _timeline(mixture.speech[1]))
                yield HeldOutCall(language, names, waveform, truth)


def _record(language: str, name: str, rng: np.random.Generator) -> Voice:
    speaker = Speaker(
        language, name, speed=int(rng.integers(155, 205)), pitch=int(rng.integers(40, 61))
    )
    return speaker.record(rng, _SENTENCES)


def _timeline(speech: NDArray[np.bool_]) -> Timeline:
    starts, ends = runs(speech)
    return Timeline.of(
        Span(int(start) * FRAME_MS, int(end) * FRAME_MS)
        for start, end in zip(starts, ends, strict=True)
    )


@dataclass(frozen=True)
class DiarizationErrors:
    """Seconds of speech missed, invented, and given to the wrong voice; adds up over calls.

    Overlapped speech counts once for each voice; no collar around the edges.
    """

    missed_s: float = 0.0
    false_s: float = 0.0
    confused_s: float = 0.0
    speech_s: float = 0.0

    def __add__(self, other: DiarizationErrors) -> DiarizationErrors:
        return DiarizationErrors(
            self.missed_s + other.missed_s,
            self.false_s + other.false_s,
            self.confused_s + other.confused_s,
            self.speech_s + other.speech_s,
        )

    @property
    def rate(self) -> float:
        """Diarization error rate: everything wrong over all speech."""
        return (self.missed_s + self.false_s + self.confused_s) / self.speech_s

    def __str__(self) -> str:
        missed, false, confused = (
            f"{100 * part / self.speech_s:.1f}"
            for part in (self.missed_s, self.false_s, self.confused_s)
        )
        return f"{100 * self.rate:5.1f} %  (missed {missed}, false {false}, confused {confused})"


def diarization_errors(call: HeldOutCall, found: Diarization) -> DiarizationErrors:
    """Compare with the truth under the best naming of the speakers, as pyannote.metrics does."""
    from pyannote.core import Segment
    from pyannote.core import Timeline as Extent
    from pyannote.metrics.diarization import DiarizationErrorRate

    reference = _annotation(dict(enumerate(call.truth)))
    hypothesis = _annotation({track.label: track.timeline for track in found.speakers})
    whole = Extent([Segment(0, call.duration_ms / 1000)])
    parts: dict[str, Any] = DiarizationErrorRate()(reference, hypothesis, uem=whole, detailed=True)
    return DiarizationErrors(
        missed_s=parts["missed detection"],
        false_s=parts["false alarm"],
        confused_s=parts["confusion"],
        speech_s=parts["total"],
    )


def _annotation(timelines: dict[Any, Timeline]) -> Annotation:
    from pyannote.core import Annotation, Segment

    annotation = Annotation()
    for label, timeline in timelines.items():
        for span in timeline:
            annotation[Segment(span.start_ms / 1000, span.end_ms / 1000), label] = str(label)
    return annotation
