"""One file to 16 kHz sound, piece by piece, however damaged it is. The only user of PyAV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import av

SAMPLE_RATE = 16_000
Sound = NDArray[np.float32]

# Only these demuxers may open a file: a playlist named .wav must not reach other files or hosts.
_FORMATS = (
    "wav,w64,rf64,mp3,mov,mp4,m4a,3gp,3g2,mj2,ogg,flac,amr,amrnb,amrwb,asf,aac,matroska,webm,"
    "aiff,au,caf"
)
# A lost packet or a muted stretch of a live recording shows as a jump of the file's own clock.
# Shorter ones are rounding; longer than an hour means a broken clock, not a pause.
_SMALLEST_GAP_S, _LARGEST_GAP_S = 0.1, 3600.0


@dataclass
class DecodingReport:
    """What went wrong while one file was decoded; complete once its sound has been read through.

    `filled_ms` is silence put where the file's own clock jumps, so that later times stay true.
    """

    decoded_ms: int = 0
    bad_packets: int = 0
    filled_ms: int = 0
    broke_off: bool = False


def open_container(path: Path) -> av.container.InputContainer:
    """Opens for reading only. Raises av.error.FFmpegError or OSError."""
    import av

    # Packets of a WAV file hold 32 ms unless told otherwise; 64 KB make reading twice as fast.
    options = {"format_whitelist": _FORMATS, "max_size": "65536"}
    # Tags of Chinese and Korean recorders are often not UTF-8; nothing here reads them.
    return av.open(str(path.resolve()), options=options, metadata_errors="ignore")


def decode(path: Path, channels: int, report: DecodingReport) -> Iterator[Sound]:
    """Consecutive float32 pieces (channels, n) of any length at 16 kHz.

    Resampling and lossy codecs overshoot -1..1 a little; `in_blocks` cuts that off.

    A packet that cannot be decoded is counted and left out; a file that breaks off ends early.
    """
    import av

    def heard() -> Iterator[Any]:
        try:
            for packet in container.demux(stream):
                try:
                    yield from packet.decode()
                except av.error.FFmpegError:
                    report.bad_packets += 1
        except av.error.FFmpegError:
            report.broke_off = True

    with open_container(path) as container:
        stream = container.streams.audio[0]
        samples = 0
        for piece in _resampled(heard(), channels, report):
            samples += piece.shape[1]
            report.decoded_ms = samples * 1000 // SAMPLE_RATE
            yield piece


def _resampled(frames: Iterable[Any], channels: int, report: DecodingReport) -> Iterator[Sound]:
    import av

    resampler, shape = None, None
    first_s, position_s = None, 0.0
    for frame in frames:
        if not frame.samples:
            continue
        if first_s is None:
            first_s = frame.time or 0.0
        gap_s = 0.0 if frame.time is None else frame.time - first_s - position_s
        is_gap = _SMALLEST_GAP_S < gap_s < _LARGEST_GAP_S
        this_shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or is_gap or this_shape != shape:
            if resampler is not None:
                yield from _sound(resampler.resample(None), channels)
            resampler = av.AudioResampler(format="fltp", layout=None, rate=SAMPLE_RATE)
            shape = this_shape
        if is_gap:
            report.filled_ms += round(gap_s * 1000)
            position_s += gap_s
            yield np.zeros((channels, round(gap_s * SAMPLE_RATE)), np.float32)
        position_s += frame.samples / frame.sample_rate
        _make_finite(frame)
        yield from _sound(resampler.resample(frame), channels)
    if resampler is not None:
        yield from _sound(resampler.resample(None), channels)


def _make_finite(frame: Any) -> None:
    """NaN and infinity in a float file, in place, before the resampler smears them."""
    kind = {"flt": np.float32, "fltp": np.float32, "dbl": np.float64, "dblp": np.float64}
    dtype = kind.get(frame.format.name)
    if dtype is None:
        return
    for plane in frame.planes:
        values = np.frombuffer(plane, dtype)
        if not np.isfinite(values).all():
            values[:] = np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=-1.0)


def _sound(frames: Iterable[Any], channels: int) -> Iterator[Sound]:
    for frame in frames:
        sound = frame.to_ndarray()
        # A stream may change its number of channels midway; the recording keeps the first one.
        if sound.shape[0] == 1 < channels:
            sound = np.repeat(sound, channels, axis=0)
        elif sound.shape[0] < channels:
            sound = np.pad(sound, ((0, channels - sound.shape[0]), (0, 0)))
        yield sound[:channels]


def in_blocks(pieces: Iterable[Sound], samples: int) -> Iterator[Sound]:
    """The same sound in -1..1, in blocks of `samples`; the last may be shorter, never empty."""
    waiting: list[Sound] = []
    held = 0
    for piece in pieces:
        waiting.append(piece)
        held += piece.shape[1]
        if held < samples:
            continue
        joined = np.clip(np.concatenate(waiting, axis=1), -1.0, 1.0)
        whole = held - held % samples
        for start in range(0, whole, samples):
            yield joined[:, start : start + samples]
        waiting, held = [joined[:, whole:].copy()], held - whole
    if held:
        yield np.clip(np.concatenate(waiting, axis=1), -1.0, 1.0)
