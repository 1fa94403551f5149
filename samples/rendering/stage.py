"""Plays a script: every spoken turn put at its time, and what is true about the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.rendering.script import PARTIES, Party, Script, Utterance
from samples.training.diarizer.telephone import (
    FRAME_MS,
    FRAME_SAMPLES,
    SAMPLE_RATE,
    Band,
    Samples,
    runs,
    speech_frames,
    through_telephone,
    tidy,
)
from samples.training.espeak import Speech

_BANDS = {"agent": Band(tilt=0.3), "customer": Band(tilt=0.5)}
_FADE_SAMPLES = SAMPLE_RATE * 20 // 1000


@dataclass(frozen=True)
class Clip:
    """One spoken turn without the silence around it. `speech`: bool per 10 ms."""

    samples: Samples
    speech: NDArray[np.bool_]
    text: str

    @property
    def frames(self) -> int:
        return len(self.speech)


@dataclass(frozen=True)
class Placed:
    """A clip in the call; the frames it lies on are half-open, 10 ms each."""

    by: str
    clip: Clip
    start: int

    @property
    def end(self) -> int:
        return self.start + self.clip.frames


@dataclass(frozen=True)
class Scene:
    """A call with nothing of the recording in it: each party alone and clean, and the truth.

    `voices`: float32 (n,) at 8 kHz a party, n = 80 * `frames`.
    """

    script: Script
    voices: dict[str, Samples]
    placed: tuple[Placed, ...]
    frames: int

    def truth(self) -> dict[str, Any]:
        """A Call JSON: turns in the order of their starts, and when each party made sounds."""
        return {
            "schema_version": 1,
            "call_id": self.script.id,
            "language": self.script.language,
            "duration_s": _seconds(self.frames),
            "turns": [
                {
                    "role": item.by,
                    "start_s": _seconds(item.start),
                    "end_s": _seconds(item.end),
                    "text": item.clip.text,
                }
                for item in sorted(self.placed, key=lambda item: (item.start, item.end))
            ],
            "activity": {name: self._activity(name) for name in PARTIES},
        }

    def _activity(self, name: str) -> list[list[float]]:
        speech = np.zeros(self.frames, dtype=bool)
        for item in self.placed:
            if item.by == name:
                speech[item.start : item.end] |= item.clip.speech
        return [
            [_seconds(int(start)), _seconds(int(end))]
            for start, end in zip(*runs(tidy(speech)), strict=True)
        ]


def play(script: Script, spoken: Sequence[Speech]) -> Scene:
    """Put every turn, as it was spoken, where the script says."""
    placed: list[Placed] = []
    for turn, speech in zip(script.turns, spoken, strict=True):
        clip = _clip(turn, script.party(turn.by), speech)
        placed.append(Placed(turn.by, clip, _start(turn, placed)))
    for earlier, later in pairwise(sorted(placed, key=lambda item: (item.by, item.start))):
        if earlier.by == later.by and earlier.end > later.start:
            raise ValueError(f"{script.id}: {later.clip.text!r} starts before its speaker is done")
    frames = max(item.end for item in placed) + _frames(script.end_s)
    voices = {name: np.zeros(frames * FRAME_SAMPLES, np.float32) for name in PARTIES}
    for item in placed:
        voices[item.by][item.start * FRAME_SAMPLES : item.end * FRAME_SAMPLES] += item.clip.samples
    return Scene(script, voices, tuple(placed), frames)


def _start(turn: Utterance, placed: list[Placed]) -> int:
    if turn.after_s is not None:
        return max((item.end for item in placed), default=0) + _frames(turn.after_s)
    other = [item for item in placed if item.by != turn.by]
    assert turn.into_s is not None
    if not other or _frames(turn.into_s) >= other[-1].clip.frames:
        raise ValueError(f"{turn.say!r}: the other party is not speaking {turn.into_s} s on")
    return other[-1].start + _frames(turn.into_s)


def _clip(turn: Utterance, party: Party, spoken: Speech) -> Clip:
    samples = through_telephone(spoken.samples, 1.0, _BANDS[turn.by])
    speech = speech_frames(samples)
    if not speech.any():
        raise ValueError(f"{party.voice} has no sound for {turn.say!r}")
    first, last = int(np.argmax(speech)), len(speech) - int(np.argmax(speech[::-1]))
    text = turn.say
    if turn.cut_s is not None:
        last = min(last, first + _frames(turn.cut_s))
        text = _heard(turn.say, spoken.marks, _seconds(last))
    samples = samples[first * FRAME_SAMPLES : last * FRAME_SAMPLES].copy()
    speech = speech[first:last]
    loudness = np.sqrt(np.mean(samples[np.repeat(speech, FRAME_SAMPLES)] ** 2))
    samples *= 10 ** (party.level_db / 20) / loudness
    fade = np.linspace(0.0, 1.0, _FADE_SAMPLES, dtype=np.float32)
    samples[:_FADE_SAMPLES] *= fade
    samples[-_FADE_SAMPLES:] *= fade[::-1]
    return Clip(np.clip(samples, -0.98, 0.98), speech, text)


def _heard(text: str, marks: tuple[tuple[int, float], ...], until_s: float) -> str:
    """The text up to the last character that was spoken whole before `until_s`."""
    whole = [index for (index, _), (_, ends) in pairwise(marks) if ends <= until_s]
    return text[: whole[-1] + 1] if whole else ""


def _frames(seconds: float) -> int:
    return round(seconds * 1000 / FRAME_MS)


def _seconds(frames: int) -> float:
    return round(frames * FRAME_MS / 1000, 2)
