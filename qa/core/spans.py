"""Time in a call: half-open spans of integer milliseconds, and sorted sets of them.

One party's speech is one `Timeline`. Simultaneous speech is never keyed by time: overlap is
the intersection of two parties' timelines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """`[start_ms, end_ms)`, never empty: 0 <= start_ms < end_ms."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(
                f"a span needs 0 <= start < end; got [{self.start_ms}, {self.end_ms}) ms"
            )

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least a millisecond; spans that only touch do not."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms

    def intersection(self, other: Span) -> Span | None:
        start, end = max(self.start_ms, other.start_ms), min(self.end_ms, other.end_ms)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Sorted, disjoint, non-touching spans. Build it with `Timeline.of`, which takes any spans.

    ::

        of        |----|  |--|        ->  |----|  |--|
                     |---|                |------|          (touching or overlapping: joined)
    """

    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        for left, right in zip(self.spans, self.spans[1:], strict=False):
            if left.end_ms >= right.start_ms:
                raise ValueError(f"timeline spans must be sorted and apart; got {left}, {right}")

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Timeline:
        """The union of any spans, in any order."""
        joined: list[Span] = []
        for span in sorted(spans):
            if joined and span.start_ms <= joined[-1].end_ms:
                if span.end_ms > joined[-1].end_ms:
                    joined[-1] = Span(joined[-1].start_ms, span.end_ms)
            else:
                joined.append(span)
        return cls(tuple(joined))

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def duration_ms(self) -> int:
        """Total length of the spans, gaps not counted."""
        return sum(span.duration_ms for span in self.spans)

    @property
    def extent(self) -> Span | None:
        """From the first start to the last end; None for an empty timeline."""
        return Span(self.spans[0].start_ms, self.spans[-1].end_ms) if self.spans else None

    def union(self, other: Timeline) -> Timeline:
        return Timeline.of((*self.spans, *other.spans))

    def intersect(self, other: Timeline) -> Timeline:
        """Where both are active.

        ::

            self    |-----|   |-----|
            other      |-------|
            result     |--|   |-|
        """
        shared: list[Span] = []
        i = j = 0
        while i < len(self.spans) and j < len(other.spans):
            left, right = self.spans[i], other.spans[j]
            both = left.intersection(right)
            if both:
                shared.append(both)
            if left.end_ms <= right.end_ms:
                i += 1
            else:
                j += 1
        return Timeline(tuple(shared))

    def subtract(self, other: Timeline) -> Timeline:
        """Where self is active and other is not."""
        extent = self.extent
        return self.intersect(other.gaps(extent)) if extent else self

    def gaps(self, within: Span) -> Timeline:
        """The silence inside `within`; together with the timeline it tiles `within`.

        ::

            within  |------------------|
            self       |--|     |--|
            gaps    |--|  |-----|  |---|
        """
        found: list[Span] = []
        cursor = within.start_ms
        for span in self.clip(within).spans:
            if span.start_ms > cursor:
                found.append(Span(cursor, span.start_ms))
            cursor = span.end_ms
        if cursor < within.end_ms:
            found.append(Span(cursor, within.end_ms))
        return Timeline(tuple(found))

    def clip(self, within: Span) -> Timeline:
        """The part of the timeline inside `within`."""
        first = bisect_right(self.spans, within.start_ms, key=lambda span: span.end_ms)
        reaching = takewhile(lambda span: span.start_ms < within.end_ms, self.spans[first:])
        pieces = (span.intersection(within) for span in reaching)
        return Timeline(tuple(piece for piece in pieces if piece))

    def active_at(self, time_ms: int) -> Span | None:
        """The span that holds this instant, if any."""
        i = bisect_right(self.spans, time_ms, key=lambda span: span.start_ms) - 1
        return self.spans[i] if i >= 0 and time_ms < self.spans[i].end_ms else None
