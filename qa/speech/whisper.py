"""Speech recognition with faster-whisper: stretches of speech to words at their true place.

Only speech is decoded, several stretches to a window (`packing`), windows in batches, without
conditioning on earlier text and at temperature 0: the same sound gives the same words. There is
no random fallback; what fails is caught by `hallucination` and dropped with a remark.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from qa.core.call import LANGUAGES, Word
from qa.core.errors import ModelError, RecordingError
from qa.core.spans import Span
from qa.speech.hallucination import HeardStretch
from qa.speech.packing import SAMPLES_PER_MS, Cut, PackingOptions, Window, pack

_HUB_TIMEOUT_S = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WhisperOptions:
    """`model`: a faster-whisper name, a hub name of a CTranslate2 model, or its local folder.
    `compute_type`: any of CTranslate2's; `auto` is int8 on a CPU and float16 on a GPU.
    `language`: `auto` or one of `LANGUAGES`. `hotwords`: names and terms to expect, never
    phrases that earn points. `threads`: of the CPU, 0 for CTranslate2's own choice.
    `batch_size`: windows decoded together; 8 windows of 30 s are 15 MB of sound.
    `packing`: its window length gives way to the model's own."""

    model: str = "large-v3-turbo"
    device: str = "auto"
    compute_type: str = "auto"
    language: str = "auto"
    beam_size: int = 5
    hotwords: tuple[str, ...] = ()
    threads: int = 0
    batch_size: int = 8
    packing: PackingOptions = field(default_factory=PackingOptions)


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """`share`: how much of the model's belief in all languages it knows lies on this one;
    `probability`: how much of its belief in zh, ko and en does."""

    language: str
    probability: float
    share: float


class Recogniser:
    """One loaded model; loading waits for the first use, so options cost nothing."""

    def __init__(self, options: WhisperOptions | None = None) -> None:
        self.options = options or WhisperOptions()
        self._loaded: _Loaded | None = None
        self._has_decoded = False

    @property
    def name(self) -> str:
        """`whisper:<model>`, for a folder its last part."""
        folder = Path(self.options.model)
        return f"whisper:{folder.resolve().name if folder.is_dir() else self.options.model}"

    def find(self) -> Path:
        """The model's folder, fetched into the hub's cache if need be, not yet loaded.

        Raises ModelError, within seconds when there is no network, and where the device is not
        there.
        """
        _check_device(self.options)
        return _find(self.options.model)

    def load(self) -> None:
        """Load the model now. Raises ModelError."""
        self._model()

    @property
    def packing(self) -> PackingOptions:
        """How sound has to be cut for this model; loads it, for only it knows its window."""
        return replace(self.options.packing, window_ms=self._model().window_ms)

    def detect_language(self, speech: Iterable[Cut]) -> SpokenLanguage:
        """The language of the first window of this speech, among `LANGUAGES`.

        Raises what `transcribe` raises.
        """
        loaded = self._model()
        window = next(pack(speech, self.packing), None)
        if window is None:
            raise ValueError("no speech to detect a language in")
        if not loaded.whisper.model.is_multilingual:
            return SpokenLanguage("en", 1.0, 1.0)
        with self._decoding():
            _, _, beliefs = loaded.whisper.detect_language(audio=_long_enough(window))
        ours = {code: chance for code, chance in beliefs if code in LANGUAGES}
        best = max(LANGUAGES, key=lambda code: ours.get(code, 0.0))
        total = sum(ours.values())
        return SpokenLanguage(
            best, ours[best] / total if total else 0.0, float(ours.get(best, 0.0))
        )

    def transcribe(
        self, speech: Iterable[Cut], language: str, hotwords: Sequence[str] = ()
    ) -> Iterator[HeardStretch]:
        """What was said in each stretch, in order. Holds one batch of windows at a time.

        `language`: one of `LANGUAGES`. `hotwords` are added to those of the options.

        Raises ModelError where the model cannot decode at all, RecordingError (`out-of-memory`,
        `decoding-failed`) where it has decoded before and fails now.
        """
        windows = pack(speech, self.packing)
        terms = " ".join(dict.fromkeys((*self.options.hotwords, *hotwords)))
        while batch := list(islice(windows, self.options.batch_size)):
            yield from self._decode(batch, language, terms)

    def _decode(
        self, windows: list[Window], language: str, hotwords: str
    ) -> Iterator[HeardStretch]:
        loaded = self._model()
        stride = loaded.window_ms * SAMPLES_PER_MS
        sound = np.zeros(len(windows) * stride, np.float32)
        clips = []
        for number, window in enumerate(windows):
            sound[number * stride : number * stride + len(window.samples)] = window.samples
            first_s = number * loaded.window_ms / 1000
            length_ms = max(window.duration_ms, _SHORTEST_MS)
            clips.append({"start": first_s, "end": first_s + length_ms / 1000})
        with self._decoding():
            segments, _ = loaded.pipeline.transcribe(
                sound,
                language=language,
                beam_size=self.options.beam_size,
                temperature=0.0,
                condition_on_previous_text=False,
                without_timestamps=True,
                word_timestamps=True,
                vad_filter=False,
                clip_timestamps=clips,
                batch_size=self.options.batch_size,
                hotwords=hotwords or None,
            )
            decoded = list(segments)
        # `seek` is where the segment's window starts, in hundredths of a second.
        heard: dict[int, list[Any]] = {}
        for segment in decoded:
            heard.setdefault(round(segment.seek * 10 / loaded.window_ms), []).append(segment)
        for number, window in enumerate(windows):
            yield from _stretches(
                window, heard.get(number, []), number * loaded.window_ms, language
            )

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        """A missing CUDA library is only noticed at the first decoding; whatever fails after
        that concerns one call."""
        try:
            yield
        except (RuntimeError, MemoryError) as error:
            if not self._has_decoded:
                raise _device_error(self.options, error) from error
            raise _call_error(self.options, error) from error
        self._has_decoded = True

    def _model(self) -> _Loaded:
        if self._loaded is None:
            self._loaded = _load(self.options)
        return self._loaded


@dataclass(frozen=True)
class _Loaded:
    whisper: Any
    pipeline: Any
    window_ms: int


_SHORTEST_MS = 100  # faster-whisper's spectrum needs 25 ms and fails below


def _long_enough(window: Window) -> Any:
    missing = _SHORTEST_MS * SAMPLES_PER_MS - len(window.samples)
    return np.pad(window.samples, (0, max(0, missing)))


def _stretches(
    window: Window, segments: Sequence[Any], offset_ms: int, language: str
) -> Iterator[HeardStretch]:
    words: list[list[Word]] = [[] for _ in window.pieces]
    at_piece, at_ms = 0, 0
    recognised = [word for segment in segments for word in segment.words or ()]
    texts = _simplified([word.word for word in recognised], language)
    for word, text in zip(recognised, texts, strict=True):
        if not text.strip():
            continue
        start_ms = max(0, round(word.start * 1000) - offset_ms)
        index, span = window.locate(start_ms, round(word.end * 1000) - offset_ms)
        if index < at_piece or (index == at_piece and span.start_ms < at_ms):
            index, span = at_piece, _not_before(window.pieces[at_piece].span, at_ms, span)
        at_piece, at_ms = index, span.start_ms
        confidence = min(1.0, max(0.0, float(word.probability)))
        words[index].append(Word(text, span, round(confidence, 3)))
    doubts = [(segment.no_speech_prob, segment.avg_logprob) for segment in segments]
    no_speech, logprob = doubts[0] if doubts else (0.0, 0.0)
    for piece, said in zip(window.pieces, words, strict=True):
        if said:
            yield HeardStretch(piece.span, tuple(said), float(no_speech), float(logprob))


def _not_before(piece: Span, at_ms: int, span: Span) -> Span:
    """Words keep their order even where the aligner steps back a little."""
    start = min(max(at_ms, span.start_ms), piece.end_ms - 1)
    return Span(start, min(max(span.end_ms, start + 1), piece.end_ms))


def _simplified(texts: list[str], language: str) -> list[str]:
    """Chinese in simplified characters; by whole text, for some characters depend on others."""
    if language != "zh":
        return texts
    whole = "".join(texts)
    converted = _to_simplified().convert(whole)
    if len(converted) != len(whole):
        return [_to_simplified().convert(text) for text in texts]
    rest = iter(converted)
    return ["".join(islice(rest, len(text))) for text in texts]


@lru_cache(maxsize=1)
def _to_simplified() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _call_error(options: WhisperOptions, error: Exception) -> RecordingError:
    tried = f"the speech model {options.model!r} decoded other sound before and failed on this call"
    if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        return RecordingError(
            "out-of-memory",
            f"{tried}: out of memory ({_first_line(error)}); end other programs that use the "
            "device's memory, or take a smaller --model, and run again",
        )
    return RecordingError(
        "decoding-failed",
        f"{tried}: {_first_line(error)}; run again, and export the recording again if that "
        "changes nothing",
    )


def _check_device(options: WhisperOptions) -> None:
    if options.device != "cuda":
        return
    import ctranslate2

    if not ctranslate2.get_cuda_device_count():
        raise ModelError(
            "device is cuda, and CTranslate2 sees no GPU; use --device cpu or auto, or install "
            "the NVIDIA driver"
        )


def _device_error(options: WhisperOptions, error: Exception) -> ModelError:
    return ModelError(
        f"the speech model {options.model!r} does not run on device {options.device!r} with "
        f"compute type {options.compute_type!r}: {error}; try --device cpu"
    )


def _load(options: WhisperOptions) -> _Loaded:
    import ctranslate2
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    folder = _find(options.model)
    device = options.device
    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    compute_type = options.compute_type
    if compute_type == "auto":
        compute_type = "float16" if device == "cuda" else "int8"
    _log.info("loading %s on %s as %s", folder, device, compute_type)
    try:
        whisper = WhisperModel(
            str(folder), device=device, compute_type=compute_type, cpu_threads=options.threads
        )
    except (ValueError, RuntimeError) as error:
        raise _device_error(replace(options, device=device), error) from error
    window_ms = round(whisper.feature_extractor.chunk_length * 1000)
    return _Loaded(whisper, BatchedInferencePipeline(whisper), window_ms)


def _find(model: str) -> Path:
    """The folder of a model: given, in the hub's cache, or fetched into it."""
    given = Path(model).expanduser()
    if given.is_dir():
        missing = missing_files(given)
        if missing:
            raise ModelError(
                f"{given} is not a CTranslate2 Whisper model: it has no {', no '.join(missing)}; "
                "convert a model with `ct2-transformers-converter --model openai/whisper-... "
                "--copy_files tokenizer.json preprocessor_config.json`, or name another folder"
            )
        return given
    if given.exists() or _looks_like_a_path(model):
        raise ModelError(
            f"no model folder {given}; --model takes a folder with a CTranslate2 Whisper model "
            "(model.bin, config.json, tokenizer.json, ...) or the name of one on the hub"
        )
    return _from_hub(model)


def missing_files(folder: Path) -> list[str]:
    """What a folder lacks to be a Whisper model that loads without a network."""
    needed = ["model.bin", "config.json", "tokenizer.json"]
    missing = [name for name in needed if not (folder / name).is_file()]
    if not any(folder.glob("vocabulary.*")):
        missing.append("vocabulary.json")
    if not missing and not _is_whisper(folder):
        missing.append("alignment_heads in its config.json")
    return missing


def _is_whisper(folder: Path) -> bool:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except ValueError:
        return False
    return isinstance(config, dict) and "alignment_heads" in config


def _looks_like_a_path(model: str) -> bool:
    return (
        model.startswith((".", "~"))
        or Path(model).is_absolute()
        or ("\\" in model or model.count("/") > 1 or model.endswith("/"))
    )


def _from_hub(model: str) -> Path:
    from faster_whisper.utils import _MODELS, download_model
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import LocalEntryNotFoundError

    constants.HF_HUB_DISABLE_TELEMETRY = True
    repository = model if "/" in model else _MODELS.get(model)
    if repository is None:
        raise ModelError(
            f"no speech model is called {model!r}; known names: {', '.join(sorted(_MODELS))}; "
            "or give a hub name (owner/name) or a local folder"
        )
    try:
        cached = Path(download_model(repository, local_files_only=True))
        if not missing_files(cached):
            return cached
    except LocalEntryNotFoundError:
        pass
    try:
        HfApi().model_info(repository, timeout=_HUB_TIMEOUT_S)  # says no within seconds
        _log.info("fetching %s from %s", repository, constants.ENDPOINT)
        fetched = Path(download_model(repository))
    except Exception as error:
        # The hub raises its client library's errors, and which library depends on its version.
        raise ModelError(
            f"the speech model {model!r} is not on this machine and could not be fetched from "
            f"{constants.ENDPOINT} ({_first_line(error)}); run once with a network, or give "
            "--model a local folder with a CTranslate2 Whisper model"
        ) from error
    missing = missing_files(fetched)
    if missing:
        raise ModelError(
            f"{repository} on {constants.ENDPOINT} is not a CTranslate2 Whisper model: it has "
            f"no {', no '.join(missing)}"
        )
    return fetched


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
