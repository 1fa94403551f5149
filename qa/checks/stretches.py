"""What was said in each run of speech: activity gives *when*, the transcript gives *what*.

A recogniser's word times wander around silence, and one turn can go on both sides of a hold, so
words are laid onto the nearest run of their party's speech activity instead of being trusted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checks.remembered import remembered
from qa.core.call import Call, Role, Turn
from qa.core.spans import Span, Timeline

_SENTENCE_END = re.compile(r"(?<=[。！？!?])|(?<=\.)(?=\s)")
_MARKS = "。！？!?.，,；;、…"
_CLAUSE = re.compile(r"[^\s，。！？；、,.!?;]+[\s，。！？；、,.!?;]*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One party's run of speech. `text` is empty where no words were heard in it or the
    transcript has no times; `turn` is then None, else the turn the text begins in."""

    role: Role
    span: Span
    text: str = ""
    turn: int | None = None


def sentences(text: str) -> list[str]:
    """`text` at its full stops, question and exclamation marks, which stay with the sentence."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in parts if any(char.isalnum() for char in part)]


def utterances(activity: Timeline, max_pause_ms: int) -> Timeline:
    """`activity` with pauses up to `max_pause_ms` closed: a breath does not end an utterance."""
    joined: list[Span] = []
    for span in activity:
        if joined and span.start_ms - joined[-1].end_ms <= max_pause_ms:
            joined[-1] = Span(joined[-1].start_ms, span.end_ms)
        else:
            joined.append(span)
    return Timeline(tuple(joined))


@remembered
def stretches(call: Call, role: Role, max_pause_ms: int) -> tuple[Stretch, ...]:
    """The utterances of `role` in order, each with the words that belong to it."""
    if call.activity is None:
        return ()
    activity = call.activity.of(role)
    runs = utterances(activity, max_pause_ms).spans
    if not runs:
        return ()
    texts: list[list[str]] = [[] for _ in runs]
    turns: list[int | None] = [None] * len(runs)
    for turn in call.transcript.turns:
        if turn.role is not role:
            continue
        reach: dict[int, tuple[int, int]] = {}  # run -> characters of this turn said in it
        for start, end, at_ms in _placed(turn, activity):
            run = _nearest(runs, at_ms)
            first, _ = reach.get(run, (start, end))
            reach[run] = (first, end)
        for run, (start, end) in sorted(reach.items()):
            texts[run].append(turn.text[start:end].strip())
            turns[run] = turn.index if turns[run] is None else turns[run]
    return tuple(
        Stretch(role, span, " ".join(text), turn)
        for span, text, turn in zip(runs, texts, turns, strict=True)
    )


def _placed(turn: Turn, activity: Timeline) -> Iterator[tuple[int, int, int]]:
    """Pieces of the turn's text as (first character, end, instant), in order."""
    if turn.words and all(word.span for word in turn.words):
        yield from _words(turn)
    elif turn.span:
        yield from _clauses(turn, turn.span, activity)


def _words(turn: Turn) -> Iterator[tuple[int, int, int]]:
    cursor = 0
    for word in turn.words:
        start = turn.text.find(word.text.strip(), cursor)
        if start < 0 or word.span is None:
            continue
        cursor = start + len(word.text.strip())
        while cursor < len(turn.text) and turn.text[cursor] in _MARKS:
            cursor += 1
        yield start, cursor, (word.span.start_ms + word.span.end_ms) // 2


def _clauses(turn: Turn, span: Span, activity: Timeline) -> Iterator[tuple[int, int, int]]:
    """Clauses of a turn whose words have no times, as if spoken evenly while its party spoke."""
    spoken = activity.clip(span) or Timeline((span,))
    for clause in _CLAUSE.finditer(turn.text):
        middle = (clause.start() + clause.end()) / 2 / len(turn.text)
        yield clause.start(), clause.end(), _instant(spoken, middle)


def _instant(spoken: Timeline, fraction: float) -> int:
    left = fraction * spoken.duration_ms
    for span in spoken:
        if left < span.duration_ms:
            return span.start_ms + int(left)
        left -= span.duration_ms
    return spoken.spans[-1].end_ms - 1


def _nearest(runs: Sequence[Span], at_ms: int) -> int:
    after = bisect_right(runs, at_ms, key=lambda run: run.start_ms)
    if after == 0:
        return 0
    before = after - 1
    if after == len(runs) or at_ms < runs[before].end_ms:
        return before
    nearer_ahead = runs[after].start_ms - at_ms < at_ms - runs[before].end_ms
    return after if nearer_ahead else before
