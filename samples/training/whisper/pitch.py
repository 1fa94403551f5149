"""The pitch of clean speech, frame by frame: a lesson for the encoder.

Mandarin tones are movements of the pitch, and the features hold it only as a faint ripple. Asked
for the pitch itself, the encoder finds that ripple; asked for the tone alone it guesses from the
words around.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samples.training.whisper.utterances import LINE_RATE, Floats

LOWEST_HZ, HIGHEST_HZ = 100.0, 400.0
STEPS_PER_OCTAVE = 12
CLASSES = int(np.log2(HIGHEST_HZ / LOWEST_HZ) * STEPS_PER_OCTAVE) + 2
"""Semitones from the lowest to the highest, and 0 for no pitch."""

_WINDOW = 400
_VOICED = 0.5  # of the frame's energy must repeat itself
_QUIET = 0.02


def pitch_classes(samples: Floats, hop_s: float) -> NDArray[np.int64]:
    """The class of every `hop_s` of `samples` (8 kHz, -1..1, one voice, no noise)."""
    hop = round(hop_s * LINE_RATE)
    count = len(samples) // hop
    padded = np.pad(samples, (_WINDOW // 2, _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[: count * hop : hop]
    frames = frames - frames.mean(1, keepdims=True)
    spectrum = np.fft.rfft(frames, 2 * _WINDOW)
    repeats = np.fft.irfft(np.abs(spectrum) ** 2)
    first, last = int(LINE_RATE / HIGHEST_HZ), int(LINE_RATE / LOWEST_HZ) + 1
    energy = repeats[:, 0] + 1e-9
    # a shift leaves less overlap, so longer ones are made up for
    shifts = np.arange(first, last + 1)
    likeness = repeats[:, first : last + 1] / energy[:, None] / (1 - shifts / _WINDOW)
    best = likeness.max(1)
    lag = shifts[(likeness >= 0.93 * best[:, None]).argmax(1)]  # the first, not its multiples
    octaves = np.log2(LINE_RATE / lag / LOWEST_HZ)
    classes = 1 + np.clip(np.round(octaves * STEPS_PER_OCTAVE), 0, CLASSES - 2)
    voiced = (best > _VOICED) & (np.abs(frames).max(1) > _QUIET)
    return np.where(voiced, classes, 0).astype(np.int64)
