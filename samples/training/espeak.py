"""Mandarin (or any) speech from libespeak-ng, with the time at which each character starts.

The library is called through ctypes, so no Python binding has to be installed: Debian's
`libespeak-ng1`, Homebrew's `espeak-ng` and the Windows installer all bring it. Synthesis is
deterministic: the same text, voice and settings give the same samples on the same version.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 22050
"""Hertz. What every espeak-ng voice built into the library produces."""

_RETRIEVAL_OUTPUT = 1
_UTF8_CHARACTERS = 1
_EVENT_END = 0
_EVENT_WORD = 1
_PARAMETER_RATE, _PARAMETER_PITCH, _PARAMETER_RANGE = 1, 3, 4
_LIBRARY_NAMES = (
    "libespeak-ng.so.1",
    "libespeak-ng.dylib",
    "/opt/homebrew/lib/libespeak-ng.dylib",
    "libespeak-ng.dll",
    r"C:\Program Files\eSpeak NG\libespeak-ng.dll",
)

_LANGUAGES = {"cmn": "cmn-latn-pinyin"}
"""espeak-ng 1.51's own `cmn` looks characters up as pinyin and then reads that as English, tone
number included (好 as "hay-oh three"); its sister voice takes pinyin for pinyin."""

_PITCH_RANGE = {"cmn": 99}
"""At espeak-ng's usual 50 the four tones of Mandarin lie within two semitones, and 麻 and 马 sound
alike; at 99 they span six, still less than people use."""

_lock = threading.Lock()  # the library keeps one global state


class EspeakError(RuntimeError):
    """libespeak-ng is missing, or it refused a voice or a text."""


@dataclass(frozen=True)
class Speech:
    """One spoken text.

    `samples`: int16, shape (n,), at `SAMPLE_RATE`.
    `marks`: (index of the character in the text, seconds from the first sample), in order. In
    Mandarin nearly every Chinese character has one; punctuation has none.
    """

    samples: NDArray[np.int16]
    marks: tuple[tuple[int, float], ...]

    @property
    def duration_s(self) -> float:
        return len(self.samples) / SAMPLE_RATE


class _EventId(ctypes.Union):
    _fields_ = (
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    )


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # counted from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class _Library:
    """The loaded library and what its callback has handed over since the last text."""

    def __init__(self) -> None:
        self._native = _load_native()
        rate = self._native.espeak_Initialize(_RETRIEVAL_OUTPUT, 0, None, 0)
        if rate != SAMPLE_RATE:
            raise EspeakError(
                f"espeak-ng started with sample rate {rate}, expected {SAMPLE_RATE}. "
                "Is the espeak-ng-data package installed?"
            )
        self._chunks: list[NDArray[np.int16]] = []
        self._marks: list[tuple[int, float]] = []
        self._voice: str | None = None
        self._callback = _Callback(self._receive)  # kept alive: C holds only its address
        self._native.espeak_SetSynthCallback(self._callback)
        self._native.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._native.espeak_TextToPhonemes.argtypes = (
            ctypes.POINTER(ctypes.c_char_p),
            ctypes.c_int,
            ctypes.c_int,
        )
        self._native.espeak_Synth.argtypes = (
            ctypes.c_void_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        )

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type != _EVENT_END:
            event = events[index]
            if event.type == _EVENT_WORD:
                self._marks.append((event.text_position - 1, event.audio_position / 1000))
            index += 1
        return 0

    def _select(self, voice: str) -> None:
        language, plus, variant = voice.partition("+")
        voice = _LANGUAGES.get(language, language) + plus + variant
        if self._voice != voice:
            if self._native.espeak_SetVoiceByName(voice.encode("utf-8")) != 0:
                self._voice = None
                raise EspeakError(
                    f"espeak-ng has no voice {voice!r}; `espeak-ng --voices=cmn` and "
                    "`espeak-ng --voices=variant` list them (variants are added as cmn+f2)."
                )
            self._voice = voice

    def phonemes(self, text: str, voice: str) -> str:
        self._select(voice)
        rest = ctypes.c_char_p(text.encode("utf-8"))
        parts: list[bytes] = []
        while rest.value:  # a clause at a time; the call moves the pointer on
            parts.append(
                self._native.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8_CHARACTERS, 0) or b""
            )
        return " ".join(part.decode("utf-8") for part in parts)

    def speak(self, text: str, voice: str, speed: int, pitch: int, pitch_range: int) -> Speech:
        self._select(voice)
        for parameter, value in (
            (_PARAMETER_RATE, speed),
            (_PARAMETER_PITCH, pitch),
            (_PARAMETER_RANGE, pitch_range),
        ):
            self._native.espeak_SetParameter(parameter, value, 0)
        self._chunks.clear()
        self._marks.clear()
        encoded = text.encode("utf-8") + b"\0"
        status = self._native.espeak_Synth(
            encoded, len(encoded), 0, 0, 0, _UTF8_CHARACTERS, None, None
        )
        if status != 0:
            raise EspeakError(f"espeak-ng could not speak {text!r} (status {status}).")
        self._native.espeak_Synchronize()
        samples = np.concatenate(self._chunks) if self._chunks else np.zeros(0, np.int16)
        return Speech(samples, spoken_marks(text, self._marks))


def spoken_marks(text: str, marks: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    """The marks of letters, digits and characters of `text`.

    espeak-ng also reports marks of punctuation, at the wrong place or before the text's start.
    """
    return tuple(
        (index, start_s)
        for index, start_s in marks
        if 0 <= index < len(text) and text[index].isalnum()
    )


def _load_native() -> ctypes.CDLL:
    found = ctypes.util.find_library("espeak-ng")
    for name in (os.environ.get("ESPEAK_NG_LIBRARY"), found, *_LIBRARY_NAMES):
        if not name:
            continue
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise EspeakError(
        "libespeak-ng was not found. Install espeak-ng (Debian: libespeak-ng1), or name the "
        "library file in the environment variable ESPEAK_NG_LIBRARY."
    )


@lru_cache(maxsize=1)
def _library() -> _Library:
    return _Library()


def speak(
    text: str, voice: str, speed: int = 190, pitch: int = 50, pitch_range: int | None = None
) -> Speech:
    """Speak one text.

    `voice`: a language with an optional variant, such as `cmn`, `cmn+f2` or `cmn+klatt2`.
    `speed`: words a minute, 80-450; for Mandarin 180-230 sounds natural.
    `pitch`, `pitch_range`: 0-100, 50 is the voice's own; a language may be given its own range.

    Raises EspeakError when the library is missing or does not know the voice.
    """
    if pitch_range is None:
        pitch_range = _PITCH_RANGE.get(voice.partition("+")[0], 50)
    with _lock:
        return _library().speak(text, voice, speed, pitch, pitch_range)


def phonemes(text: str, voice: str) -> str:
    """espeak-ng's own phoneme names for a text: words apart by spaces, tones as contours (35)."""
    with _lock:
        return _library().phonemes(text, voice)
