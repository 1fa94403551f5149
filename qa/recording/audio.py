"""A recording on disk as 16 kHz floating point sound, streamed: never the whole call at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import numpy as np

from qa.core.errors import RecordingError
from qa.core.spans import Span
from qa.recording.decoding import SAMPLE_RATE, DecodingReport, Sound, decode, in_blocks
from qa.recording.files import RecordingInfo, examine, lost

__all__ = [
    "AUDIO_SUFFIXES",
    "SAMPLE_RATE",
    "Recording",
    "RecordingInfo",
    "SoundStream",
    "open_recording",
]

AUDIO_SUFFIXES = frozenset(
    {".wav", ".w64", ".mp3", ".m4a", ".mp4", ".3gp", ".aac", ".ogg", ".oga", ".opus", ".flac"}
    | {".amr", ".awb", ".wma", ".webm", ".mka", ".mkv", ".aif", ".aiff", ".au", ".caf"}
)
_SAMPLES_PER_MS = SAMPLE_RATE // 1000


@dataclass
class SoundStream:
    """One reading of a recording. `reports` (one a file) are complete after the last block."""

    paths: tuple[Path, ...]
    channels: int
    block_ms: int
    reports: tuple[DecodingReport, ...] = field(init=False)

    def __post_init__(self) -> None:
        if self.block_ms < 1:
            raise ValueError(f"block_ms must be at least 1; got {self.block_ms}")
        self.reports = tuple(DecodingReport() for _ in self.paths)

    def __iter__(self) -> Iterator[Sound]:
        size = self.block_ms * _SAMPLES_PER_MS
        each = self.channels // len(self.paths)
        files = [
            in_blocks(_decoded(path, each, report), size)
            for path, report in zip(self.paths, self.reports, strict=True)
        ]
        if len(files) == 1:
            yield from files[0]
            return
        empty = np.zeros((each, 0), np.float32)
        for blocks in zip_longest(*files, fillvalue=empty):
            longest = max(block.shape[1] for block in blocks)
            yield np.concatenate(
                [np.pad(block, ((0, 0), (0, longest - block.shape[1]))) for block in blocks]
            )


@dataclass(frozen=True, slots=True)
class Recording:
    """One file of any number of channels, or a pair of mono files (agent, customer).

    Made by `open_recording`. Files are only ever read, and read again by each call below.
    """

    paths: tuple[Path, ...]
    info: tuple[RecordingInfo, ...]

    @property
    def channels(self) -> int:
        return sum(info.channels for info in self.info)

    def stream(self, block_ms: int = 30_000) -> SoundStream:
        """`blocks`, with a report of what could not be decoded. Reading raises RecordingError
        (`unreadable`) where a file is gone by then."""
        return SoundStream(self.paths, self.channels, block_ms)

    def blocks(self, block_ms: int = 30_000) -> Iterator[Sound]:
        """Consecutive float32 blocks (channels, samples) in -1..1 at 16 kHz, from the start.

        Each holds `block_ms`, the last one what is left. The shorter file of a pair is continued
        with zeros. What cannot be decoded ends the sound early; `stream` says so.
        """
        return iter(self.stream(block_ms))

    def cut(self, channel: int, spans: Iterable[Span]) -> Iterator[tuple[Span, Sound]]:
        """(span, its float32 mono sound) for each span in order, in one streamed pass.

        `channel` counts from 1; 0 means the mean of all channels. `spans` are sorted by start and
        may overlap. A span that runs past the end is yielded shorter, possibly empty. Holds no
        more than one block and the spans that are open in it.
        """
        if not 0 <= channel <= self.channels:
            raise ValueError(f"channel must be 0..{self.channels}; got {channel}")
        return _cut(self.blocks(), channel, deque(spans))

    def mono(self) -> Sound:
        """The mean of all channels as one float32 array: 3.84 MB a minute, 1.8 GB for 8 hours.

        Only for what needs the whole waveform at once; everything else streams.
        """
        pieces = [block.mean(axis=0, dtype=np.float32) for block in self.blocks()]
        whole = np.empty(sum(piece.size for piece in pieces), np.float32)
        end = whole.size
        while pieces:  # freed one by one, so that the peak stays near one copy
            piece = pieces.pop()
            whole[end - piece.size : end] = piece
            end -= piece.size
        return whole


def open_recording(*paths: Path) -> Recording:
    """Looks at the files and decodes their first sound.

    One file, or two mono files: the agent's, then the customer's. Raises RecordingError with the
    code `missing-file`, `unreadable`, `empty-file`, `not-audio`, `no-sound`, `undecodable` or
    `not-a-pair`.
    """
    if len(paths) not in (1, 2):
        raise ValueError(f"a recording is one file or a pair; got {len(paths)} files")
    recording = Recording(tuple(paths), tuple(examine(path) for path in paths))
    if len(paths) == 2:
        for path, info in zip(paths, recording.info, strict=True):
            if info.channels != 1:
                raise RecordingError(
                    "not-a-pair",
                    f"{path}: one of a pair of files, yet it holds {info.channels} channels; give "
                    "one mono file a party, or the one file that holds both parties",
                )
    return recording


def _decoded(path: Path, channels: int, report: DecodingReport) -> Iterator[Sound]:
    """Raises RecordingError where a file that was examined before cannot be read any more."""
    import av

    try:
        yield from decode(path, channels, report)
    except (OSError, av.error.FFmpegError) as error:
        raise lost(path, error) from error


def _cut(blocks: Iterator[Sound], channel: int, spans: deque[Span]) -> Iterator[tuple[Span, Sound]]:
    open_spans: deque[tuple[Span, list[Sound]]] = deque()
    position = 0  # first sample of the current block
    last_start = 0
    for block in blocks:
        if not spans and not open_spans:
            return
        end = position + block.shape[1]
        while spans and spans[0].start_ms * _SAMPLES_PER_MS < end:
            span = spans.popleft()
            if span.start_ms < last_start:
                raise ValueError(f"spans must be sorted by start; {span} comes too late")
            last_start = span.start_ms
            open_spans.append((span, []))
        mono = block[channel - 1] if channel else block.mean(axis=0, dtype=np.float32)
        for span, parts in open_spans:
            first = max(span.start_ms * _SAMPLES_PER_MS, position) - position
            last = min(span.end_ms * _SAMPLES_PER_MS, end) - position
            if first < last:
                parts.append(mono[first:last].copy())
        position = end
        while open_spans and open_spans[0][0].end_ms * _SAMPLES_PER_MS <= end:
            yield _joined(*open_spans.popleft())
    for span, parts in open_spans:
        yield _joined(span, parts)
    for span in spans:
        yield _joined(span, [])


def _joined(span: Span, parts: list[Sound]) -> tuple[Span, Sound]:
    return span, np.concatenate(parts) if parts else np.zeros(0, np.float32)
