"""Words of a mono recording to the voices a diarizer told apart, one word at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.core.call import Word
from qa.core.spans import Span, Timeline
from qa.speech.diarization import SpeakerTrack
from qa.speech.turns import Party

OVERLAP_CONFIDENCE = 0.3
"""The most a word said under two voices may claim: whose it is, and what it is, is doubtful."""


def parties_by_voice(words: Iterable[Word], tracks: Sequence[SpeakerTrack]) -> list[Party]:
    """One party a voice, in the order of `tracks`; a turn never mixes two voices' words.

    A word goes to the voice that has most of it on its own, or else to the nearest voice.
    Activity is each voice's full timeline, so that speech at the same time stays visible.
    """
    if not tracks:
        raise ValueError("words cannot be given to voices where no voice was found")
    said: list[list[Word]] = [[] for _ in tracks]
    for word in words:
        if word.span is None:
            raise ValueError(f"a word without time cannot be given to a voice: {word.text!r}")
        owner = _owner(word.span, tracks)
        said[owner].append(_doubted(word, word.span, tracks))
    return [
        Party(tuple(theirs), track.timeline) for theirs, track in zip(said, tracks, strict=True)
    ]


def _owner(span: Span, tracks: Sequence[SpeakerTrack]) -> int:
    def claim(index: int) -> tuple[int, int, int]:
        track = tracks[index]
        alone = track.timeline if track.exclusive is None else track.exclusive
        return alone.clip(span).duration_ms, -_distance_ms(track.timeline, span), -index

    return max(range(len(tracks)), key=claim)


def _distance_ms(timeline: Timeline, span: Span) -> int:
    return min(
        (max(0, other.start_ms - span.end_ms, span.start_ms - other.end_ms) for other in timeline),
        default=10**12,
    )


def _doubted(word: Word, span: Span, tracks: Sequence[SpeakerTrack]) -> Word:
    speaking = [track.timeline.clip(span) for track in tracks]
    alone_ms = Timeline.of(part for timeline in speaking for part in timeline).duration_ms
    if sum(timeline.duration_ms for timeline in speaking) - alone_ms <= span.duration_ms // 2:
        return word
    known = 1.0 if word.confidence is None else word.confidence
    return replace(word, confidence=min(known, OVERLAP_CONFIDENCE))
