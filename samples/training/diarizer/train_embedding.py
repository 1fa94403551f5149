"""Train the speaker embedder: close together for one voice, far apart for two.

    python -m samples.training.diarizer.train_embedding POOL.npz WORK --minutes 10

Each training window holds two voices one after the other, as the pipeline's windows do, and the
pooling weights pick one of them at a time. The loss is additive-margin softmax over all training
voices (F. Wang et al., "Additive Margin Softmax for Face Verification", 2018).
WORK holds `embedding.state` (a second start continues from it) and `embedding.bin`.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import resample_poly
from torch import Tensor, nn
from torch.nn import functional

from qa.speech.pyannote_runtime import import_pyannote
from samples.training.diarizer.checkpoint import TrainingState, save_model
from samples.training.diarizer.mixtures import to_mono
from samples.training.diarizer.telephone import SAMPLE_RATE, Samples
from samples.training.diarizer.voices import Voice, load_pool


@dataclass(frozen=True)
class EmbeddingOptions:
    """The windows and the training. A batch of n windows holds 2 n voices.

    `minutes` of processor time, not by the clock.
    """

    batch: int = 32
    minutes: float = 10.0
    learning_rate: float = 2e-3
    shortest_s: float = 0.7
    longest_s: float = 2.5
    longest_gap_s: float = 1.0
    margin: float = 0.2
    scale: float = 20.0
    report_steps: int = 50
    seed: int = 1


def make_model() -> Any:
    """An untrained embedder, described as pyannote.audio wants it."""
    import_pyannote()
    from pyannote.audio.core.task import Problem, Resolution, Specifications

    from qa.speech.demo_embedder import DemoXVector

    model = DemoXVector()
    model.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=2.0, min_duration=0.5
    )
    model.setup()
    return model


def load_model(path: Path) -> Any:
    """A trained embedder, ready to embed."""
    import_pyannote()
    from pyannote.audio import Model

    return Model.from_pretrained(path, map_location=torch.device("cpu")).eval()


def excerpt(voice: Voice, length: int, rng: np.random.Generator) -> Samples:
    """`length` samples of one sentence, repeated where it is shorter."""
    clip = voice.sentences[rng.integers(len(voice.sentences))].samples
    clip = np.tile(clip, -(-length // len(clip)))
    start = rng.integers(len(clip) - length + 1)
    return clip[start : start + length].astype(np.float32) / 32768


@dataclass(frozen=True)
class PairBatch:
    """Two voices a window.

    `waveforms` float32 (n, 1, samples) at 16 kHz; `weights` float32 (n, 2, frames), 1 where that
    voice speaks; `voices` int64 (2 n,), the first window's two first.
    """

    waveforms: Tensor
    weights: Tensor
    voices: Tensor


def pair_batch(
    voices: list[Voice], model: Any, options: EmbeddingOptions, rng: np.random.Generator
) -> PairBatch:
    """Windows of voice, gap, other voice; all windows of a batch share the three lengths."""
    first, second = (
        round(rng.uniform(options.shortest_s, options.longest_s) * SAMPLE_RATE) for _ in range(2)
    )
    gap = round(rng.uniform(0, options.longest_gap_s) * SAMPLE_RATE)
    chosen = rng.integers(len(voices), size=(options.batch, 2))
    windows = [
        _one_after_the_other(
            excerpt(voices[a], first, rng), excerpt(voices[b], second, rng), gap, rng
        )
        for a, b in chosen
    ]
    waveforms = resample_poly(np.stack(windows), 2, 1, axis=1).astype(np.float32)
    frames = model.num_frames(waveforms.shape[1])
    weights = np.zeros((options.batch, 2, frames), np.float32)
    total = first + gap + second
    weights[:, 0, : frames * first // total] = 1
    weights[:, 1, frames * (first + gap) // total :] = 1
    return PairBatch(
        torch.from_numpy(waveforms)[:, None],
        torch.from_numpy(weights),
        torch.from_numpy(chosen.reshape(-1)),
    )


def _one_after_the_other(
    first: Samples, second: Samples, gap: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    channels = np.zeros((2, len(first) + gap + len(second)), np.float32)
    channels[0, : len(first)] = first * 10 ** (rng.uniform(-6, 6) / 20)
    channels[1, len(first) + gap :] = second
    return to_mono(channels, rng)


class MarginSoftmax(nn.Module):
    """One direction per training voice; the right one must win by a margin of cosine."""

    def __init__(self, voices: int, dimension: int, scale: float) -> None:
        super().__init__()
        self.directions = nn.Parameter(torch.randn(voices, dimension) * 0.1)
        self._scale = scale

    def forward(self, embeddings: Tensor, voices: Tensor, margin: float) -> tuple[Tensor, Tensor]:
        """Mean loss, and the share of embeddings whose nearest direction is the right one."""
        cosines = functional.normalize(embeddings, dim=-1) @ functional.normalize(
            self.directions, dim=-1
        ).transpose(0, 1)
        right = functional.one_hot(voices, len(self.directions))
        loss = functional.cross_entropy(self._scale * (cosines - margin * right), voices)
        return loss, (cosines.argmax(1) == voices).float().mean()


def train(voices: list[Voice], work: Path, options: EmbeddingOptions) -> None:
    """Train for `options.minutes` of processor time, over as many starts as it takes."""
    torch.manual_seed(options.seed)
    model = make_model()
    head = MarginSoftmax(len(voices), model.dimension, options.scale)
    rng = np.random.default_rng(options.seed)
    optimiser = torch.optim.Adam(
        [*model.parameters(), *head.parameters()], lr=options.learning_rate
    )
    state = TrainingState(work / "embedding.state", {"model": model, "head": head}, optimiser)
    stored = state.resume()
    if stored:
        rng.bit_generator.state = stored
    print(
        f"{sum(p.numel() for p in model.parameters())} parameters, step {state.steps}", flush=True
    )
    model.train()
    running_loss = running_right = 0.0
    before = time.process_time()
    while state.minutes < options.minutes:
        done = state.minutes / options.minutes
        for group in optimiser.param_groups:
            group["lr"] = options.learning_rate * max(0.02, 1 - done)
        batch = pair_batch(voices, model, options, rng)
        embeddings = model(batch.waveforms, weights=batch.weights).flatten(0, 1)
        loss, right = head(embeddings, batch.voices, options.margin * min(1.0, done / 0.3))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        running_loss = 0.95 * running_loss + 0.05 * loss.item()
        running_right = 0.95 * running_right + 0.05 * right.item()
        now = time.process_time()
        state.minutes, before = state.minutes + (now - before) / 60, now
        state.steps += 1
        if state.steps % options.report_steps == 0:
            print(
                f"{state.minutes:.1f} min {state.steps} steps loss {running_loss:.2f} "
                f"right {100 * running_right:.0f} %",
                flush=True,
            )
            state.save(rng.bit_generator.state)
            save_model(model, work / "embedding.bin")
    state.save(rng.bit_generator.state)
    save_model(model, work / "embedding.bin")
    print(f"done: {state.steps} steps", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the demo speaker embedder.")
    parser.add_argument("pool", type=Path, help="what voices.py wrote")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument(
        "--minutes", type=float, default=EmbeddingOptions.minutes, help="of processor time"
    )
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(load_pool(arguments.pool), arguments.work, EmbeddingOptions(minutes=arguments.minutes))


if __name__ == "__main__":
    main()
