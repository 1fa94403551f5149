"""One streamed pass over a recording: who speaks when on each channel, and how it sounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa.core.spans import Timeline
from qa.recording.audio import Recording
from qa.recording.decoding import SAMPLE_RATE, DecodingReport
from qa.recording.levels import (
    FRAME_MS,
    ChannelMeasures,
    ChannelPair,
    Power,
    compare,
    decibels,
    frames_of,
    measure,
    moving_average,
    power_per_frame,
)
from qa.recording.music import music_like
from qa.recording.tones import ToneDetector, Tones
from qa.recording.vad import (
    DEFAULT_VAD,
    SpeechDetector,
    VadOptions,
    frames_to_timeline,
    without_gaps,
    without_islands,
)

_BLOCK_MS = 30_000
_SLACK_MS = 200  # the detector hears a leak's ends some windows off its source's


@dataclass(frozen=True, slots=True)
class GateOptions:
    """When a channel's speech is taken for the other party's, leaking in.

    The detector is deaf to level: a leak 20 dB down is speech to it. Measured on mixed calls with
    leaks of -10 to -30 dB, it alone errs by 26-103 %, with this gate by 9-16 %.

    - margin_db: speech is a leak where another channel that speaks is louder by this much. 9 and
      12 dB fail on leaks of -10 dB; 6 dB costs 0.5 points of missed speech in true overlaps.
    - average_ms: energies are averaged over it, longer than a syllable's closure.
    - fill_gap_ms, drop_island_ms: repair what the gate cuts to pieces, as for the detector.
    """

    margin_db: float = 6.0
    average_ms: int = 200
    fill_gap_ms: int = 250
    drop_island_ms: int = 100


DEFAULT_GATE = GateOptions()


@dataclass(frozen=True, slots=True)
class Soundings:
    """What one pass over a recording heard. Channels count from 1 in `pairs`, tuples go by channel.

    `by_channel` has telephone tones and leaks taken out: use it where channels are parties.
    `ungated` is the detector's own word. `anyone()` is for recordings whose channels are not
    parties (mono, or the same sound on both). `reports` say what could not be decoded.
    """

    duration_ms: int
    by_channel: tuple[Timeline, ...]
    ungated: tuple[Timeline, ...]
    measures: tuple[ChannelMeasures, ...]
    tones: tuple[Tones, ...]
    music: tuple[Timeline, ...]
    pairs: tuple[ChannelPair, ...]
    reports: tuple[DecodingReport, ...]
    levels_db: NDArray[np.float32] = field(repr=False, compare=False)  # (channels, 10 ms frames)

    def anyone(self) -> Timeline:
        """When at least one channel carries speech."""
        return Timeline.of(span for timeline in self.by_channel for span in timeline)


def listen(
    recording: Recording, vad: VadOptions = DEFAULT_VAD, gate: GateOptions = DEFAULT_GATE
) -> Soundings:
    """Everything this package can hear, in one pass.

    Memory is one block of 30 s and some 10 bytes per channel and 10 ms: 30 MB a channel for 8
    hours. Raises ModelError where the detector's model is missing.
    """
    detectors = [SpeechDetector(vad) for _ in range(recording.channels)]
    tone_detectors = [ToneDetector() for _ in range(recording.channels)]
    powers: list[Power] = []
    full: list[NDArray[np.uint8]] = []
    peak = np.zeros(recording.channels)
    samples = 0
    stream = recording.stream(_BLOCK_MS)
    for block in stream:
        samples += block.shape[1]
        power_here, full_here = power_per_frame(block)
        powers.append(power_here)
        full.append(full_here)
        peak = np.maximum(peak, np.abs(block).max(axis=1))
        for channel, sound in enumerate(block):
            detectors[channel].feed(sound)
            tone_detectors[channel].feed(sound)

    duration_ms = samples * 1000 // SAMPLE_RATE
    power = np.concatenate([np.zeros((recording.channels, 0), np.float32), *powers], axis=1)
    clipped = np.concatenate([np.zeros((recording.channels, 0), np.uint8), *full], axis=1)
    ungated = tuple(detector.finish() for detector in detectors)
    tones = tuple(detector.finish(duration_ms) for detector in tone_detectors)
    speech = [line.subtract(tone.any()) for line, tone in zip(ungated, tones, strict=True)]
    by_channel = tuple(without_leaks(speech, power, gate))
    return Soundings(
        duration_ms=duration_ms,
        by_channel=by_channel,
        ungated=ungated,
        measures=measure(power, clipped, peak, speech),
        tones=tones,
        music=tuple(map(music_like, speech, power)),
        pairs=compare(power, speech, by_channel),
        reports=stream.reports,
        levels_db=decibels(power).astype(np.float32),
    )


def without_leaks(
    speech: Sequence[Timeline], power: Power, options: GateOptions = DEFAULT_GATE
) -> list[Timeline]:
    """Each channel's speech without what leaked in from a louder channel that speaks.

    `power` is the mean square of each 10 ms, (channels, frames), at the levels recorded: bringing
    the channels to one level first made it worse.
    """
    if len(speech) < 2:
        return list(speech)
    width = max(1, options.average_ms // FRAME_MS)
    level = decibels(np.stack([moving_average(channel, width) for channel in power]))
    # A leak needs somebody to leak: noise or music on the other channel drowns nobody out.
    spoken = np.stack([frames_of(line, power.shape[1], slack_ms=_SLACK_MS) for line in speech])
    source = np.where(spoken, level, -np.inf)
    kept = []
    for channel, line in enumerate(speech):
        loudest_other = np.delete(source, channel, axis=0).max(axis=0)
        leak = frames_to_timeline(level[channel] <= loudest_other - options.margin_db, FRAME_MS)
        own = without_gaps(line.subtract(leak), options.fill_gap_ms)
        kept.append(without_islands(own, options.drop_island_ms))
    return kept
