"""Telephone tones: keypad (DTMF), ringing, busy, beeps. Not speech, though detectors may think so.

A tone is told from a voice by two things together: nearly all its energy lies in one or two
spectral lines, and neither its pitch nor its level moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa.core.spans import Span, Timeline
from qa.recording.decoding import Sound

_WINDOW, _HOP = 1024, 512  # 64 ms (lines 15.6 Hz apart), every 32 ms
_HOP_MS = 32
_HZ = 16_000 / _WINDOW
# Telephone tones lie between 350 Hz (dial tone) and 2500 Hz; a voice's pitch lies below.
_LOWEST, _HIGHEST = round(330 / _HZ), round(2600 / _HZ)
_REACH = 2  # a tapered line's energy lies in its peak and two bins on either side
_PURITY = 0.95  # of the energy in two lines; the rest, at most -13 dB, cannot be a voice heard
_FAINTEST = 1e-6  # mean square, -60 dB: fainter tones are hum nobody hears
# From window to window. A hummed, flat "嗯" of a synthetic voice drifts by 0.4 to 2.5 Hz.
_DRIFT_HZ, _DRIFT_DB = 1.5, 0.7
_MIN_WINDOWS = 5  # 192 ms; the shortest busy tone lasts 250 ms
# Overtones of one voice stand in these ratios; the pairs telephone networks use do not.
_VOICE_RATIOS = np.array([1 / 3, 1 / 2, 2 / 3, 3 / 4])
_VOICE_TOLERANCE = 0.012
_SECOND_LINE = 0.03  # a weaker second line is a trace of the first or of noise
_KEYPAD_MIN_WINDOWS = 2  # keys held for 80 ms or longer; faster automatic dialling is missed
_KEYPAD_ROWS = np.array([697.0, 770.0, 852.0, 941.0])
_KEYPAD_COLUMNS = np.array([1209.0, 1336.0, 1477.0, 1633.0])
_KEYPAD_TOLERANCE = 0.018  # ITU-T Q.24: accept within 1.5 %, reject beyond 3.5 %
_KEYPAD_TWIST = 10.0  # ITU-T Q.24: the two lines differ by at most 6 to 10 dB

_TAPER = np.hanning(_WINDOW).astype(np.float32)
# Mean square of a sine from the energy of its tapered lines (Parseval, one-sided spectrum).
_TO_MEAN_SQUARE = 2.0 / (_WINDOW * float(np.sum(_TAPER**2)))


@dataclass(frozen=True, slots=True)
class Tones:
    """`steady`: every telephone tone of 0.2 s or more. `keypad`: keys pressed, however short."""

    steady: Timeline
    keypad: Timeline

    def any(self) -> Timeline:
        return self.steady.union(self.keypad)


@dataclass
class ToneDetector:
    """One channel's detector, streamed; keeps 3 numbers per 32 ms."""

    _waiting: Sound = field(default_factory=lambda: np.zeros(0, np.float32))
    _level_db: list[NDArray[np.float64]] = field(default_factory=list)
    _pitch_hz: list[NDArray[np.float64]] = field(default_factory=list)  # NaN: not a pure sound
    _key: list[NDArray[np.int8]] = field(default_factory=list)  # -1: none

    def feed(self, sound: Sound) -> None:
        """`sound` is float32 mono at 16 kHz, consecutive."""
        sound = np.concatenate([self._waiting, sound])
        count = (sound.size - _WINDOW) // _HOP + 1 if sound.size >= _WINDOW else 0
        if count:
            windows = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP][:count]
            self._look(windows)
        self._waiting = sound[count * _HOP :].copy()

    def finish(self, duration_ms: int) -> Tones:
        """The tones in all that was fed, cut off at `duration_ms`."""
        level = np.concatenate([np.zeros(0), *self._level_db])
        pitch = np.concatenate([np.zeros(0), *self._pitch_hz])
        key = np.concatenate([np.zeros(0, np.int8), *self._key])
        with np.errstate(invalid="ignore"):
            goes_on = (np.abs(np.diff(pitch)) <= _DRIFT_HZ) & (np.abs(np.diff(level)) <= _DRIFT_DB)
        if not level.size:
            return Tones(Timeline(), Timeline())
        whole = Span(0, duration_ms)
        return Tones(
            steady=_runs(~np.isnan(pitch), goes_on, _MIN_WINDOWS).clip(whole),
            keypad=_runs(key >= 0, key[1:] == key[:-1], _KEYPAD_MIN_WINDOWS).clip(whole),
        )

    def _look(self, windows: Sound) -> None:
        spectrum = np.fft.rfft(windows * _TAPER, axis=1)
        power = spectrum.real**2 + spectrum.imag**2
        total = power.sum(axis=1)
        band = power[:, _LOWEST - _REACH : _HIGHEST + _REACH].copy()
        first, first_energy = _take_line(band)
        second, second_energy = _take_line(band)
        is_pure = (first_energy + second_energy >= _PURITY * total) & (
            total * _TO_MEAN_SQUARE >= _FAINTEST
        )
        low, high = np.minimum(first, second), np.maximum(first, second)
        off = np.abs((low / high)[:, None] / _VOICE_RATIOS - 1).min(axis=1)
        is_voice = (off <= _VOICE_TOLERANCE) & (second_energy >= _SECOND_LINE * first_energy)
        self._level_db.append(10 * np.log10(total + 1e-30))
        pitch = (first * first_energy + second * second_energy) / (
            first_energy + second_energy + 1e-30
        )
        self._pitch_hz.append(np.where(is_pure & ~is_voice, pitch, np.nan))

        row, column = _nearest(low, _KEYPAD_ROWS), _nearest(high, _KEYPAD_COLUMNS)
        is_key = is_pure & (row >= 0) & (column >= 0)
        is_key &= first_energy <= _KEYPAD_TWIST * second_energy
        self._key.append(np.where(is_key, row * 4 + column, -1).astype(np.int8))


def _take_line(band: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The strongest line of each spectrum, in Hz, and its energy; takes it out of `band`."""
    rows = np.arange(len(band))[:, None]
    peak = np.argmax(band[:, _REACH:-_REACH], axis=1) + _REACH
    steps = np.arange(-_REACH, _REACH + 1)
    around = band[rows, peak[:, None] + steps].astype(np.float64)
    energy = around.sum(axis=1)
    offset = (around @ steps) / (energy + 1e-30)
    band[rows, peak[:, None] + steps] = 0
    return (peak + offset + _LOWEST - _REACH) * _HZ, energy


def _nearest(hz: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.int64]:
    off = np.abs(hz[:, None] / wanted - 1)
    nearest = np.argmin(off, axis=1)
    return np.where(off[np.arange(len(hz)), nearest] <= _KEYPAD_TOLERANCE, nearest, -1)


def _runs(is_on: NDArray[np.bool_], goes_on: NDArray[np.bool_], at_least: int) -> Timeline:
    """Runs of at least so many windows that are on and each go on from the one before."""
    if not is_on.any():
        return Timeline()
    run_id = np.cumsum(np.concatenate([[True], ~(goes_on & is_on[1:] & is_on[:-1])]))
    found: list[Span] = []
    starts = np.flatnonzero(np.diff(run_id, prepend=0))
    ends = np.append(starts[1:], run_id.size)
    for start, end in zip(starts, ends, strict=True):
        if is_on[start] and end - start >= at_least:
            found.append(Span(int(start) * _HOP_MS, (int(end) + 1) * _HOP_MS))
    return Timeline.of(found)
