"""How loud each channel is, and how alike two channels are. Levels are dB of full scale (<= 0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.core.spans import Timeline
from qa.recording.decoding import SAMPLE_RATE, Sound

Power = NDArray[np.float32]  # mean square of each 10 ms, (channels, frames) or (frames,)

FRAME_MS = 10
_FRAME = SAMPLE_RATE * FRAME_MS // 1000
_FLOOR = 1e-9  # mean square, -90 dB: what lies below is silence, however far below
# G.711 tops out at 0.980 (mu-law) and 0.984 (A-law) of full scale.
_FULL_SCALE = 0.975
# Less than that is too little for a correlation to mean anything.
_ENOUGH_FRAMES = 2000 // FRAME_MS
# A leak is told from the channel's own noise by rising and falling with its source, and by
# doubling what the channel holds when nobody speaks.
_LEAK_CORRELATION = 0.5
_LEAK_OVER_NOISE = 2.0
_BREATH_FRAMES = 30  # sound dies away for 300 ms after speech; noise is measured outside


@dataclass(frozen=True, slots=True)
class ChannelMeasures:
    """One channel in numbers.

    - peak_db, rms_db: over the whole call.
    - speech_db: mean level while it speaks; None where it does not.
    - noise_db: median level while no channel speaks; None where that is under 2 s.
    - clipped_share: share of its speech (of everything, where there is none) at full scale, 0..1.
    """

    peak_db: float
    rms_db: float
    speech_db: float | None
    noise_db: float | None
    clipped_share: float


@dataclass(frozen=True, slots=True)
class ChannelPair:
    """Channels `first` and `second` (counted from 1) beside each other, while anyone speaks.

    - envelope_correlation: of the 20 ms log energies at zero lag, -1..1. Two copies of one sound
      reach 0.99 even where re-encoding brings their samples' correlation down to 0.23.
    - level_difference_db: median of first minus second.
    - leak_into_first_db, leak_into_second_db: how far below its source the other channel's voice
      is heard there while the source speaks alone; None where none rises above the noise.

    All None where there is under 2 s to measure on.
    """

    first: int
    second: int
    envelope_correlation: float | None = None
    level_difference_db: float | None = None
    leak_into_first_db: float | None = None
    leak_into_second_db: float | None = None


def power_per_frame(block: Sound) -> tuple[Power, NDArray[np.uint8]]:
    """(mean square, samples at full scale) of each 10 ms of a block (channels, samples).

    A last frame that is not whole is averaged over what there is.
    """
    short = -block.shape[1] % _FRAME
    framed = np.pad(block, ((0, 0), (0, short))) if short else block
    framed = framed.reshape(block.shape[0], -1, _FRAME)
    power = np.einsum("cfs,cfs->cf", framed, framed) / np.float32(_FRAME)
    if short:
        power[:, -1] *= _FRAME / (_FRAME - short)
    full = np.count_nonzero(np.abs(framed) >= _FULL_SCALE, axis=2)
    return power.astype(np.float32), full.astype(np.uint8)


def decibels(power: NDArray[np.floating]) -> NDArray[np.float64]:
    level: NDArray[np.float64] = 10 * np.log10(power.astype(np.float64) + _FLOOR)
    return level


def moving_average(power: Power, width: int) -> NDArray[np.float64]:
    """Centred mean over `width` frames; zeros are assumed beyond both ends."""
    before = width // 2
    padded = np.pad(power.astype(np.float64), (before, width - 1 - before))
    sums = np.cumsum(np.concatenate([np.zeros(1), padded]))
    means: NDArray[np.float64] = np.maximum(sums[width:] - sums[:-width], 0.0) / width
    return means


def frames_of(timeline: Timeline, count: int, slack_ms: int = 0) -> NDArray[np.bool_]:
    """Which of `count` 10 ms frames the timeline touches, `slack_ms` more at both ends."""
    is_on = np.zeros(count, np.bool_)
    for span in timeline:
        start = max(0, span.start_ms - slack_ms) // FRAME_MS
        is_on[start : -(-(span.end_ms + slack_ms) // FRAME_MS)] = True
    return is_on


def measure(
    power: Power, clipped: NDArray[np.uint8], peak: NDArray[np.floating], speech: Sequence[Timeline]
) -> tuple[ChannelMeasures, ...]:
    """`power` and `clipped` are (channels, frames), `peak` (channels,), `speech` one a channel."""
    count = power.shape[1]
    spoken = [frames_of(line, count) for line in speech]
    quiet = ~frames_of(_anyone(speech), count, slack_ms=_BREATH_FRAMES * FRAME_MS)
    found = []
    for channel, is_on in enumerate(spoken):
        where = is_on if is_on.any() else np.ones(count, np.bool_)
        found.append(
            ChannelMeasures(
                peak_db=_db(float(peak[channel]) ** 2),
                rms_db=_db(_mean(power[channel])),
                speech_db=_db(_mean(power[channel][is_on])) if is_on.any() else None,
                noise_db=_db(float(np.median(power[channel][quiet])))
                if quiet.sum() >= _ENOUGH_FRAMES
                else None,
                clipped_share=_mean(clipped[channel][where]) / _FRAME,
            )
        )
    return tuple(found)


def compare(
    power: Power, speech: Sequence[Timeline], by_channel: Sequence[Timeline]
) -> tuple[ChannelPair, ...]:
    """Every two channels beside each other. `speech` is before the level gate, the other after."""
    count = power.shape[1]
    anyone = frames_of(_anyone(speech), count)
    quiet = ~frames_of(_anyone(speech), count, slack_ms=_BREATH_FRAMES * FRAME_MS)
    gated = [frames_of(line, count) for line in by_channel]
    pairs = []
    for a in range(len(speech)):
        for b in range(a + 1, len(speech)):
            if anyone.sum() < _ENOUGH_FRAMES:
                pairs.append(ChannelPair(a + 1, b + 1))
                continue
            difference = decibels(power[a][anyone]) - decibels(power[b][anyone])
            pairs.append(
                ChannelPair(
                    a + 1,
                    b + 1,
                    envelope_correlation=_envelope_correlation(power[a], power[b], anyone),
                    level_difference_db=float(np.median(difference)),
                    leak_into_first_db=_leak(power[b], power[a], gated[b] & ~gated[a], quiet),
                    leak_into_second_db=_leak(power[a], power[b], gated[a] & ~gated[b], quiet),
                )
            )
    return tuple(pairs)


def _envelope_correlation(a: Power, b: Power, where: NDArray[np.bool_]) -> float | None:
    even = len(where) // 2 * 2
    both = where[:even].reshape(-1, 2).any(axis=1)
    envelopes = [decibels(p[:even].reshape(-1, 2).mean(axis=1)[both]) for p in (a, b)]
    return _correlation(*envelopes)


def _leak(
    source: Power, other: Power, alone: NDArray[np.bool_], quiet: NDArray[np.bool_]
) -> float | None:
    if alone.sum() < _ENOUGH_FRAMES:
        return None
    noise = float(np.median(other[quiet])) if quiet.sum() >= _ENOUGH_FRAMES else 0.0
    heard = _mean(other[alone])
    correlation = _correlation(source[alone].astype(np.float64), other[alone].astype(np.float64))
    if heard < max(_LEAK_OVER_NOISE * noise, _FLOOR) or (correlation or 0.0) < _LEAK_CORRELATION:
        return None
    return 10 * float(np.log10((heard - noise) / _mean(source[alone])))


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    """Pearson's; None where one of the two does not vary."""
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale > 1e-12 else None


def _anyone(speech: Sequence[Timeline]) -> Timeline:
    return Timeline.of(span for line in speech for span in line)


def _mean(values: NDArray[np.float32] | NDArray[np.uint8]) -> float:
    return float(np.mean(values, dtype=np.float64)) if values.size else 0.0


def _db(power: float) -> float:
    return 10 * float(np.log10(power + _FLOOR))
