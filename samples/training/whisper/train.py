"""Train the recogniser.

    python -m samples.training.whisper.train SPEECH_FOLDER CHECKPOINT --minutes 60

Two stages: short windows, many at a time, until characters are known; then full 10 s windows
mixed with short ones. The learning rate follows the clock, so the time given is the time taken.
An interrupted run goes on where its checkpoint stands.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from samples.training.whisper import sentences
from samples.training.whisper.batches import IGNORED, Batch, Stream
from samples.training.whisper.model import Recogniser, Shape
from samples.training.whisper.pitch import CLASSES
from samples.training.whisper.syllables import Inventory, inventory_of
from samples.training.whisper.utterances import Mixing
from samples.training.whisper.vocabulary import Vocabulary
from samples.training.whisper.windows import POSITION_S

Windows = tuple[tuple[int, int], ...]
SHORT_WINDOWS = ((10, 120), (8, 160), (8, 200), (8, 200), (6, 250))
LONG_WINDOWS = ((4, 500), (4, 500), (6, 300), (8, 200), (8, 160))
"""(windows, positions of 20 ms) of a batch, drawn evenly."""


@dataclass(frozen=True)
class Training:
    """Length and pace of a run."""

    minutes: float = 60
    short_share: float = 0.5
    """Share of the time spent on short windows only."""
    peak_rate: float = 1.5e-3
    warm_up_steps: int = 200
    cool_down: float = 0.4
    """Share of the time over which the rate falls to nothing."""
    weight_decay: float = 0.02
    guidance: float = 0.3
    """Weight of the attention loss beside the two cross-entropies."""
    clip: float = 1.0
    checkpoint_every_s: float = 120
    seed: int = 1
    threads: int = 1
    """A second one pays only where the data worker has a core of its own beside it."""


@dataclass(frozen=True)
class Losses:
    """Mean losses of a batch; shares of right tokens and of spoken frames with all parts right."""

    frame: torch.Tensor
    decoder: torch.Tensor
    attention: torch.Tensor
    tokens_right: torch.Tensor
    frames_right: torch.Tensor


def losses_of(network: Recogniser, batch: Batch) -> Losses:
    memory, bias = network.encode(batch.mel)
    heard = batch.frame_labels.shape[2]
    parts = network.frame_parts(memory[:, :heard]).split(network.parts, -1)
    frame = sum(
        (
            functional.cross_entropy(scores.flatten(0, 1), labels.flatten())
            for scores, labels in zip(parts, batch.frame_labels.unbind(1), strict=True)
        ),
        torch.zeros(()),
    )
    states, weights = network.decode(batch.tokens, memory, bias)
    asked = batch.labels != IGNORED
    scores = states[asked] @ network.embedding.weight.T
    decoder = functional.cross_entropy(scores, batch.labels[asked])
    attention = guided_attention(weights[:, : network.shape.guided_heads], batch.spans)
    with torch.no_grad():
        tokens_right = (scores.argmax(-1) == batch.labels[asked]).float().mean()
        named = torch.stack([scores.argmax(-1) for scores in parts], 1)
        spoken = batch.frame_labels[:, 1] > 0
        right = (named == batch.frame_labels)[:, :3].all(1)
        frames_right = right[spoken].float().mean()
    return Losses(frame, decoder, attention, tokens_right, frames_right)


def guided_attention(weights: torch.Tensor, spans: torch.Tensor, slack_s: float = 0.06) -> Any:
    """Minus the log of the attention that lies where the next token is spoken.

    `weights`: (batch, heads, steps, positions); `spans`: (batch, steps, 2) in seconds.
    """
    said = spans[..., 1] > 0
    weights = weights.permute(0, 2, 1, 3)[said]
    spans = spans[said]
    position_s = torch.arange(weights.shape[-1]) * POSITION_S
    inside = (position_s >= spans[:, :1] - slack_s) & (position_s <= spans[:, 1:] + slack_s)
    return -torch.log((weights * inside[:, None]).sum(-1) + 1e-4).mean()


def learning_rate(step: int, elapsed: float, training: Training) -> float:
    """Warm-up by steps, then level, then down to nothing over the last `cool_down` of the time.

    `elapsed`: share of the time given. While it is level, a run can be given more time.
    """
    left = max(0.0, 1 - elapsed) / training.cool_down
    warmth = min(1.0, (step + 1) / training.warm_up_steps)
    return training.peak_rate * min(warmth, left, 1.0)


def save(path: Path, network: Recogniser, optimiser: Any, step: int, seconds: float) -> None:
    """Write the checkpoint beside its place first, so that no reader meets half a file."""
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "shape": asdict(network.shape),
        "parts": network.parts,
        "alphabet": sentences.load().alphabet,
        "step": step,
        "seconds": seconds,
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


class Progress:
    """Running means of the losses, printed every `every` steps."""

    def __init__(self, every: int = 50) -> None:
        self._every = every
        self._losses: list[torch.Tensor] = []

    def add(self, losses: Losses, step: int, seconds: float) -> None:
        values = [getattr(losses, part.name).detach() for part in fields(Losses)]
        self._losses.append(torch.stack(values))
        if len(self._losses) < self._every:
            return
        frame, decoder, attention, tokens, frames = torch.stack(self._losses).mean(0).tolist()
        self._losses.clear()
        print(
            f"{seconds:.0f} s, step {step}: frame {frame:.3f} decoder {decoder:.3f} "
            f"attention {attention:.3f}, tokens right {tokens:.3f}, frames {frames:.3f}",
            flush=True,
        )


def loaders(folder: Path, inventory: Inventory, seed: int) -> Callable[[Windows], Iterator[Batch]]:
    """A function that starts one worker process and gives its batches of the given lengths."""
    book = sentences.load()
    terms = [f"{name}{title}" for name in book.slots["surname"] for title in ("先生", "女士", "")]
    mixing = Mixing(terms=(*terms, *book.slots["service"], *book.slots["product"], *book.words))

    def keep(text: str) -> bool:
        return set(text) <= set(book.alphabet)

    def start(lengths: Windows) -> Iterator[Batch]:
        vocabulary = Vocabulary(book.alphabet)
        data = Stream(folder, vocabulary, inventory, mixing, lengths, seed, keep)
        return iter(
            torch.utils.data.DataLoader(data, batch_size=None, num_workers=1, prefetch_factor=6)
        )

    return start


def restore(path: Path, network: Recogniser, optimiser: Any) -> tuple[int, float]:
    """Load what `save` wrote; the step and the seconds trained so far."""
    state = torch.load(path)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return state["step"], state["seconds"]


def meanings_of_rows(alphabet: str) -> dict[str, Sequence[object]]:
    """What each row stands for in the weights whose size hangs on the alphabet."""
    vocabulary, inventory = Vocabulary(alphabet), inventory_of(alphabet)
    special = range(vocabulary.size - vocabulary.characters)
    heights = range(1, CLASSES)
    kinds = enumerate((inventory.onsets, inventory.rimes, inventory.tones, heights))
    parts = [(kind, part) for kind, known in kinds for part in (None, *known)]
    return {
        "embedding.weight": ("", *alphabet, *special),
        "frame_parts.weight": parts,
        "frame_parts.bias": parts,
    }


def take_over(path: Path, network: Recogniser, alphabet: str) -> None:
    """Begin with the weights of a checkpoint, which may know another alphabet."""
    state = torch.load(path)
    weights, own = state["network"], network.state_dict()
    known = meanings_of_rows(state["alphabet"])
    for name in ("frame_parts.weight", "frame_parts.bias"):  # before there was pitch
        known[name] = known[name][: len(weights[name])]
    for name, meanings in meanings_of_rows(alphabet).items():
        row_of = {meaning: row for row, meaning in enumerate(known[name])}
        rows = [
            weights[name][row_of[meaning]] if meaning in row_of else mine
            for meaning, mine in zip(meanings, own[name], strict=True)
        ]
        weights[name] = torch.stack(rows)
    network.load_state_dict(weights)


def train(folder: Path, path: Path, training: Training, start_from: Path | None = None) -> None:
    """Train on the shards in `folder`; `path` is the checkpoint, continued if it exists."""
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    alphabet = sentences.load().alphabet
    inventory = inventory_of(alphabet)
    network = Recogniser(Shape(), Vocabulary(alphabet).size, (*inventory.sizes, CLASSES))
    optimiser = torch.optim.AdamW(
        network.parameters(),
        training.peak_rate,
        (0.9, 0.98),
        weight_decay=training.weight_decay,
        fused=True,
    )
    step, before_s = 0, 0.0
    if path.exists():
        step, before_s = restore(path, network, optimiser)
    elif start_from is not None:
        take_over(start_from, network, alphabet)
    print(f"{sum(weights.numel() for weights in network.parameters())} parameters", flush=True)
    start = loaders(folder, inventory, training.seed + step)
    short_s = training.minutes * 60 * training.short_share
    total_s = training.minutes * 60
    progress = Progress()
    started = saved = time.monotonic()
    short = before_s < short_s
    batches = start(SHORT_WINDOWS if short else LONG_WINDOWS)
    while (elapsed_s := before_s + time.monotonic() - started) < total_s:
        if short and elapsed_s >= short_s:
            short = False
            batches = start(LONG_WINDOWS)
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, elapsed_s / total_s, training)
        losses = losses_of(network, next(batches))
        loss = losses.frame + losses.decoder + training.guidance * losses.attention
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), training.clip)
        optimiser.step()
        step += 1
        progress.add(losses, step, elapsed_s)
        if time.monotonic() - saved > training.checkpoint_every_s:
            save(path, network, optimiser, step, elapsed_s)
            saved = time.monotonic()
    save(path, network, optimiser, step, total_s)
    print(f"done after {step} steps", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("speech", type=Path, help="folder written by synthesise.py")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--minutes", type=float, default=Training.minutes)
    parser.add_argument("--short-share", type=float, default=Training.short_share)
    parser.add_argument("--rate", type=float, default=Training.peak_rate)
    parser.add_argument("--seed", type=int, default=Training.seed)
    parser.add_argument("--threads", type=int, default=Training.threads)
    parser.add_argument("--start-from", type=Path, help="checkpoint whose weights to begin with")
    options = parser.parse_args()
    training = Training(
        options.minutes,
        options.short_share,
        options.rate,
        seed=options.seed,
        threads=options.threads,
    )
    train(options.speech, options.checkpoint, training, options.start_from)


if __name__ == "__main__":
    main()
