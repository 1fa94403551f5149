"""What the decoder is asked for a window, and endless batches of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from samples.training.whisper.syllables import Inventory
from samples.training.whisper.utterances import Mixing, Shards, Utterance, excerpt
from samples.training.whisper.vocabulary import Vocabulary
from samples.training.whisper.windows import POSITION_S, Placed, Window, mix, silent

IGNORED = -100
"""Label of a token that is given to the decoder, not asked from it."""


@dataclass(frozen=True)
class Batch:
    """`mel` (batch, 80, frames); `tokens`, `labels` (batch, steps): labels are the next tokens;
    `spans` (batch, steps, 2): where the next token is spoken, in seconds, (0, 0) if nowhere;
    `frame_labels` (batch, 4, positions)."""

    mel: torch.Tensor
    tokens: torch.Tensor
    labels: torch.Tensor
    spans: torch.Tensor
    frame_labels: torch.Tensor


Spans = list[tuple[float, float] | None]


def _characters(part: Placed, vocabulary: Vocabulary, before_s: float) -> tuple[list[int], Spans]:
    """Tokens of what of `part` is heard wholly before `before_s`, and where each is heard.

    A punctuation mark lies at the end of the character before it.
    """
    ids: list[int] = []
    spans: Spans = []
    for index, character in enumerate(part.text):
        span = part.spans_s.get(index)
        previous = part.spans_s.get(index - 1)
        if span is None and previous is not None:
            span = (previous[1] - 0.02, previous[1] + 0.12)
        if span is not None and span[1] > before_s + 0.13:
            break
        ids += vocabulary.encode(character)
        spans.append(span)
    return ids, spans


def answer(
    window: Window, timestamps: bool, length_s: float, vocabulary: Vocabulary
) -> tuple[list[int], list[int], Spans]:
    """(tokens, labels, spans): the transcript as Whisper writes it.

    With timestamps an utterance that the end cuts off is only announced by its start; without,
    its characters up to the cut are written.
    """
    ids = [vocabulary.start_of_transcript, vocabulary.chinese, vocabulary.transcribe]
    spans: Spans = [None] * 3
    if not timestamps:
        ids.append(vocabulary.no_timestamps)
        spans.append(None)
    given = len(ids)
    for number, part in enumerate(window.placed):
        if timestamps:
            ids.append(vocabulary.timestamp(min(part.start_s, 1.0) if not number else part.start_s))
            spans.append(None)
        characters, where = _characters(part, vocabulary, length_s)
        ids += characters
        spans += where
        if timestamps:
            ids.append(vocabulary.timestamp(part.end_s))
            spans.append(None)
    if window.cut_off is not None:
        if timestamps:
            ids.append(vocabulary.timestamp(window.cut_off.start_s))
            spans.append(None)
        else:
            characters, where = _characters(window.cut_off, vocabulary, length_s)
            ids += characters
            spans += where
    if timestamps and not window.placed and window.cut_off is None:
        ids.append(vocabulary.timestamp(0))
        spans.append(None)
    end = window.placed[-1].end_s if window.placed else 0.0
    ids.append(vocabulary.end_of_text)
    spans.append((end, end + 0.15) if end and not timestamps else None)
    labels = [*ids[1:], IGNORED]
    for step in range(1, given - 1):  # language is learnt, task and mode are always given
        labels[step] = IGNORED
    if not window.placed and window.cut_off is None:
        labels[0] = vocabulary.no_speech
    return ids, labels, spans


def prompt(
    kind: str,
    window: Window,
    next_utterance: Callable[[], Utterance],
    timestamps: bool,
    vocabulary: Vocabulary,
    rng: random.Random,
    mixing: Mixing,
) -> list[int]:
    """Nothing, "hotwords", or "previous text" of any length up to Whisper's 223 tokens."""
    if kind == "hotwords":
        words = [rng.choice(mixing.terms) for _ in range(rng.randint(1, 10))]
        heard = "".join(part.text for part in window.placed)
        if heard and rng.random() < 0.5:
            at = rng.randrange(len(heard))
            words.append(heard[at : at + rng.randint(2, 4)])
            rng.shuffle(words)
        ids = [0, *vocabulary.encode(rng.choice(["，", " ", ""]).join(words))]
        return [vocabulary.start_of_previous, *ids[:223]]
    if kind == "previous text":
        wanted = rng.choice([rng.randint(1, 60), rng.randint(1, 223)])
        ids = []
        while len(ids) < wanted:
            start_s = rng.uniform(0, 8)
            stamps = [[vocabulary.timestamp(start_s)], [vocabulary.timestamp(start_s + 2)]]
            before, after = stamps if timestamps else ([], [])
            ids += before + vocabulary.encode(next_utterance().text) + after
        return [vocabulary.start_of_previous, *ids[-wanted:]]
    return []


def batch(
    next_utterance: Callable[[], Utterance],
    size: int,
    positions: int,
    vocabulary: Vocabulary,
    inventory: Inventory,
    rng: random.Random,
    mixing: Mixing,
) -> Batch:
    """`size` windows of one length, tokens padded on the right."""

    def next_or_excerpt() -> Utterance:
        utterance = next_utterance()
        return excerpt(utterance, rng) if rng.random() < mixing.excerpt else utterance

    rows: list[tuple[list[int], list[int], Spans]] = []
    windows: list[Window] = []
    timestamps = rng.random() < mixing.timestamps
    shares = (mixing.hotwords, mixing.previous_text)
    kind = rng.choices(("hotwords", "previous text", "none"), (*shares, 1 - sum(shares)))[0]
    for _ in range(size):
        if rng.random() < mixing.silence:
            window = silent(positions, rng, mixing)
        else:
            window = mix(next_or_excerpt, positions, inventory, rng, mixing)
        ids, labels, spans = answer(window, timestamps, positions * POSITION_S, vocabulary)
        earlier = prompt(kind, window, next_utterance, timestamps, vocabulary, rng, mixing)
        ignored = [IGNORED] * len(earlier)
        rows.append((earlier + ids, ignored + labels, [None] * len(earlier) + spans))
        windows.append(window)
    steps = max(len(ids) for ids, _, _ in rows)
    tokens = np.full((size, steps), vocabulary.end_of_text, np.int64)
    labels_array = np.full((size, steps), IGNORED, np.int64)
    spans_array = np.zeros((size, steps, 2), np.float32)
    for row, (ids, labels, spans) in enumerate(rows):
        tokens[row, : len(ids)] = ids
        labels_array[row, : len(labels)] = labels
        for step, span in enumerate(spans[1:]):
            if span is not None:
                spans_array[row, step] = span
    return Batch(
        torch.from_numpy(np.stack([window.mel for window in windows])),
        torch.from_numpy(tokens),
        torch.from_numpy(labels_array),
        torch.from_numpy(spans_array),
        torch.from_numpy(np.stack([window.frame_labels for window in windows])),
    )


class Stream(torch.utils.data.IterableDataset[Batch]):
    """Endless batches for a loader worker. `lengths`: (batch size, positions) to choose from."""

    def __init__(
        self,
        folder: Path,
        vocabulary: Vocabulary,
        inventory: Inventory,
        mixing: Mixing,
        lengths: Sequence[tuple[int, int]],
        seed: int,
        keep: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._folder = folder
        self._vocabulary = vocabulary
        self._inventory = inventory
        self._mixing = mixing
        self._lengths = lengths
        self._seed = seed
        self._keep = keep

    def __iter__(self) -> Iterator[Batch]:
        torch.set_num_threads(1)
        shards = Shards(self._folder, self._keep)
        rng = random.Random(self._seed)
        made = 0
        while True:
            size, positions = rng.choice(self._lengths)
            yield batch(
                lambda: shards.pick(rng),
                size,
                positions,
                self._vocabulary,
                self._inventory,
                rng,
                self._mixing,
            )
            made += 1
            if made % 100 == 0:
                shards.refresh()
