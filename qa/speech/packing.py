"""Pack stretches of speech into the fixed windows a Whisper model decodes, and find the way back.

A window costs the same whether it holds two seconds of speech or thirty, so stretches of one
channel share windows, parted by a short silence::

    call      --|aaaa|-----------|bb|--------------------|cccccccc|--
    window    |aaaa|.|bb|.|cccccccc|              (`.` = separator)

Every sample of speech lies in exactly one window, order is kept, no window is longer than asked,
and `Window.locate` takes a word from its place in the window to its place in the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.core.spans import Span, Timeline

SAMPLES_PER_MS = 16
"""Whisper models hear 16 kHz."""

Samples = NDArray[np.float32]
Cut = tuple[Span, Samples]
"""A stretch of the call and its sound, `SAMPLES_PER_MS` samples for each millisecond."""

_FRAME_MS = 20
_SMOOTHING_FRAMES = 10


@dataclass(frozen=True, slots=True)
class PackingOptions:
    """`window_ms`: what the model decodes at once. `separator_ms`: silence between stretches.
    `margin_ms`: how much of the sound around speech is decoded with it, so that a soft first
    or last consonant is not cut off. `request_ms`: most sound asked for at once, which bounds
    the memory one endless stretch of speech can take."""

    window_ms: int = 30_000
    separator_ms: int = 300
    margin_ms: int = 150
    request_ms: int = 60_000

    def __post_init__(self) -> None:
        if self.window_ms < 2 * _FRAME_MS or self.request_ms < 1:
            raise ValueError(f"windows must be at least {2 * _FRAME_MS} ms long; got {self}")
        if self.separator_ms < 0 or self.margin_ms < 0:
            raise ValueError(f"separator and margin cannot be negative; got {self}")


@dataclass(frozen=True, slots=True)
class Piece:
    """The stretch `span` of the call, standing at `at_ms` in its window."""

    at_ms: int
    span: Span

    @property
    def end_ms(self) -> int:
        return self.at_ms + self.span.duration_ms


@dataclass(frozen=True, slots=True)
class Window:
    """`samples`: float32, shape (n,), 16 kHz. `pieces` in the order of the call, never empty."""

    samples: Samples
    pieces: tuple[Piece, ...]

    @property
    def duration_ms(self) -> int:
        return self.pieces[-1].end_ms

    @property
    def speech_ms(self) -> int:
        return sum(piece.span.duration_ms for piece in self.pieces)

    def locate(self, start_ms: int, end_ms: int) -> tuple[int, Span]:
        """Which piece a word at `[start_ms, end_ms)` of the window belongs to, and where in the
        call it was said.

        The piece is the one that holds most of the word, the earlier of two equals, the nearest
        when the word lies in a separator. The span never leaves that piece.
        """
        end_ms = max(end_ms, start_ms + 1)

        def claim(index: int) -> tuple[int, int]:
            piece = self.pieces[index]
            shared = min(end_ms, piece.end_ms) - max(start_ms, piece.at_ms)
            return shared, -index  # negative when apart, so the nearest piece still wins

        index = max(range(len(self.pieces)), key=claim)
        piece = self.pieces[index]
        start = min(max(start_ms, piece.at_ms), piece.end_ms - 1)
        end = min(max(end_ms, start + 1), piece.end_ms)
        shift = piece.span.start_ms - piece.at_ms
        return index, Span(start + shift, end + shift)


def stretches(activity: Timeline, duration_ms: int, options: PackingOptions) -> list[Span]:
    """What to cut out of a channel: its speech with margins, in requests of bounded length.

    Stretches whose margins meet become one, with the true sound between them kept.
    """
    widened = Timeline.of(
        Span(max(0, span.start_ms - options.margin_ms), end)
        for span in activity
        if span.start_ms < (end := min(duration_ms, span.end_ms + options.margin_ms))
    )
    return [
        Span(start, min(start + options.request_ms, span.end_ms))
        for span in widened
        for start in range(span.start_ms, span.end_ms, options.request_ms)
    ]


def pack(cuts: Iterable[Cut], options: PackingOptions) -> Iterator[Window]:
    """Windows of at most `window_ms`; holds one window and one request of sound at a time."""
    held: list[Cut] = []
    length_ms = 0
    for span, samples in bounded(cuts, options.window_ms):
        grown_ms = length_ms + options.separator_ms + span.duration_ms
        if held and grown_ms > options.window_ms:
            yield _window(held, options.separator_ms)
            held = []
        length_ms = grown_ms if held else span.duration_ms
        held.append((span, samples))
    if held:
        yield _window(held, options.separator_ms)


def bounded(cuts: Iterable[Cut], longest_ms: int) -> Iterator[Cut]:
    """The same sound in stretches of at most `longest_ms`, split where it is weakest.

    Cuts that touch are one stretch, so a stretch may be handed over in several requests.
    """
    rest: Cut | None = None
    for span, raw in cuts:
        samples = _fitted(raw, span.duration_ms)
        if rest and rest[0].end_ms == span.start_ms:
            rest = Span(rest[0].start_ms, span.end_ms), np.concatenate([rest[1], samples])
        else:
            if rest:
                yield rest
            rest = span, samples
        while rest[0].duration_ms > longest_ms:
            head, rest = _split(rest, weakest_point_ms(rest[1], longest_ms))
            yield head
    if rest:
        yield rest


def weakest_point_ms(samples: Samples, longest_ms: int) -> int:
    """The quietest moment (200 ms average) in the second half of the first `longest_ms`.

    Only the second half, so that no window is left nearly empty for a pause just after its start.
    """
    frame = _FRAME_MS * SAMPLES_PER_MS
    count = longest_ms // _FRAME_MS
    head = samples[: count * frame].astype(np.float64).reshape(count, frame)
    energy = np.square(head).mean(axis=1)
    kernel = np.ones(min(_SMOOTHING_FRAMES, count))
    smooth = np.convolve(energy, kernel, "same") / np.convolve(np.ones(count), kernel, "same")
    first = max(1, count // 2)
    return int(first + np.argmin(smooth[first:])) * _FRAME_MS


def _split(cut: Cut, at_ms: int) -> tuple[Cut, Cut]:
    span, samples = cut
    middle, sample = span.start_ms + at_ms, at_ms * SAMPLES_PER_MS
    return (
        (Span(span.start_ms, middle), samples[:sample]),
        (Span(middle, span.end_ms), samples[sample:]),
    )


def _fitted(samples: Samples, duration_ms: int) -> Samples:
    """Exactly the samples of that duration: a recording may end a little inside its last ms."""
    wanted = duration_ms * SAMPLES_PER_MS
    if len(samples) < wanted:
        return np.pad(samples, (0, wanted - len(samples)))
    return samples[:wanted]


def _window(held: list[Cut], separator_ms: int) -> Window:
    pieces: list[Piece] = []
    parts: list[Samples] = []
    silence = np.zeros(separator_ms * SAMPLES_PER_MS, np.float32)
    at_ms = 0
    for span, samples in held:
        if pieces:
            parts.append(silence)
            at_ms += separator_ms
        pieces.append(Piece(at_ms, span))
        parts.append(samples)
        at_ms += span.duration_ms
    return Window(np.concatenate(parts), tuple(pieces))
