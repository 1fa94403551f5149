"""Speech or not, every 32 ms: the Silero detector that faster-whisper carries, streamed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.core.errors import ModelError
from qa.core.spans import Span, Timeline
from qa.recording.decoding import Sound

SOURCE = "silero-v6"

_WINDOW = 512  # samples the model judges at a time: 32 ms at 16 kHz
_CONTEXT = 64  # samples of the window before, which the model wants in front
_WINDOW_MS = 32
_MODEL_FILE = "silero_vad_v6.onnx"


@dataclass(frozen=True, slots=True)
class VadOptions:
    """How probabilities become spans; tuned for turn-taking, not for feeding a recogniser.

    - threshold: speech starts at this probability. 0.3 to 0.5 measured alike; the higher one
      hears less noise as speech.
    - release: speech ends below this one (hysteresis); Silero's own 0.15 under the threshold.
    - min_silence_ms: a shorter pause does not end a span. 250 ms bridges the closure of a
      consonant and keeps the gap between two turns; 2000 ms, usual for recognisers, gave 32.6 %
      diarization error where 250 ms gave 8.8 %.
    - min_speech_ms: a shorter sound is a click; the shortest "嗯" or "네" is longer.
    - pad_ms: added at both ends for the onset the 32 ms windows miss. 400 ms, usual for
      recognisers, invents talk-over.
    """

    threshold: float = 0.5
    release: float = 0.35
    min_silence_ms: int = 250
    min_speech_ms: int = 100
    pad_ms: int = 30

    def __post_init__(self) -> None:
        if not 0 < self.release <= self.threshold < 1:
            raise ValueError(f"0 < release <= threshold < 1 is needed; got {self}")
        if min(self.min_silence_ms, self.min_speech_ms, self.pad_ms) < 0:
            raise ValueError(f"milliseconds cannot be negative; got {self}")


DEFAULT_VAD = VadOptions()


class SpeechDetector:
    """One channel's detector. Feed it consecutive sound of any length; memory stays constant
    but for 4 bytes per 32 ms. The result does not depend on how the sound was cut."""

    def __init__(self, options: VadOptions = DEFAULT_VAD) -> None:
        self._options = options
        self._session = _session()
        self._waiting: Sound = np.zeros(0, np.float32)
        self._context: Sound = np.zeros(_CONTEXT, np.float32)
        self._hidden = np.zeros((1, 1, 128), np.float32)
        self._cell = np.zeros((1, 1, 128), np.float32)
        self._samples = 0
        self._probabilities: list[NDArray[np.float32]] = []

    def feed(self, sound: Sound) -> None:
        """`sound` is float32 mono at 16 kHz."""
        self._samples += sound.size
        sound = np.concatenate([self._waiting, sound])
        whole = sound.size - sound.size % _WINDOW
        self._waiting = sound[whole:].copy()
        if whole:
            self._judge(sound[:whole])

    def finish(self) -> Timeline:
        """The spans of speech in all that was fed; the last window is completed with zeros."""
        duration_ms = self._samples * 1000 // 16_000
        if self._waiting.size:
            self._judge(np.pad(self._waiting, (0, _WINDOW - self._waiting.size)))
            self._waiting = np.zeros(0, np.float32)
        return speech_spans(self.probabilities, duration_ms, self._options)

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """One probability of speech per 32 ms fed so far."""
        return np.concatenate([np.zeros(0, np.float32), *self._probabilities])

    def _judge(self, sound: Sound) -> None:
        windows = sound.reshape(-1, _WINDOW)
        contexts = np.vstack([self._context, windows[:-1, -_CONTEXT:]])
        self._context = windows[-1, -_CONTEXT:].copy()
        found, self._hidden, self._cell = self._session.run(
            None,
            {
                "input": np.hstack([contexts, windows]),
                "h": self._hidden,
                "c": self._cell,
            },
        )
        self._probabilities.append(np.asarray(found, np.float32).reshape(-1))


def speech_spans(
    probabilities: NDArray[np.float32], duration_ms: int, options: VadOptions = DEFAULT_VAD
) -> Timeline:
    """Spans from one probability per 32 ms: hysteresis, then gaps, islands and padding."""
    # 1 starts speech, 0 ends it, in between the last decision holds.
    decided = np.flatnonzero(
        (probabilities >= options.threshold) | (probabilities < options.release)
    )
    if not decided.size or duration_ms < 1:
        return Timeline()
    latest = np.searchsorted(decided, np.arange(probabilities.size), side="right") - 1
    is_speech = (latest >= 0) & (probabilities[decided[latest]] >= options.threshold)
    speech = frames_to_timeline(is_speech, _WINDOW_MS)
    speech = without_islands(without_gaps(speech, options.min_silence_ms), options.min_speech_ms)
    padded = (
        Span(max(0, span.start_ms - options.pad_ms), span.end_ms + options.pad_ms)
        for span in speech
    )
    return Timeline.of(padded).clip(Span(0, duration_ms))


def frames_to_timeline(is_on: NDArray[np.bool_], frame_ms: int) -> Timeline:
    """Runs of True, `frame_ms` each, as spans."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_on, [False]])))
    return Timeline(
        tuple(
            Span(int(start) * frame_ms, int(end) * frame_ms)
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        )
    )


def without_gaps(timeline: Timeline, shorter_than_ms: int) -> Timeline:
    """Spans closer than that are joined."""
    extent = timeline.extent
    if extent is None:
        return timeline
    short = (gap for gap in timeline.gaps(extent) if gap.duration_ms < shorter_than_ms)
    return Timeline.of((*timeline, *short))


def without_islands(timeline: Timeline, shorter_than_ms: int) -> Timeline:
    """Spans shorter than that are dropped."""
    return Timeline(tuple(span for span in timeline if span.duration_ms >= shorter_than_ms))


@lru_cache(maxsize=1)
def _loaded(process: int) -> Any:  # a session must not survive a fork
    import onnxruntime

    # Its Windows builds report their use to their maker unless told not to.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread a call: a batch runs calls side by side, and it is 500 times real time anyway.
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        str(_model_path()), providers=["CPUExecutionProvider"], sess_options=options
    )


def _session() -> Any:
    return _loaded(os.getpid())


def _model_path() -> Path:
    # Looked up, not imported: importing faster_whisper loads its whole engine.
    package = find_spec("faster_whisper")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / "assets" / _MODEL_FILE
        if path.is_file():
            return path
    raise ModelError(
        f"{_MODEL_FILE}: the speech detector that faster-whisper 1.2 carries is not there; "
        "install it again with: pip install --force-reinstall 'faster-whisper>=1.2,<2'"
    )
