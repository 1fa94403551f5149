"""Train the segmentation model: who of two people speaks in each frame of a 5 s window.

    python -m samples.training.diarizer.train_segmentation POOL.npz WORK --minutes 30

The network is pyannote.audio's own PyanNet, small; the loss is the negative log-likelihood of the
four powerset classes (nobody, A, B, both) under the better of the two ways to name A and B.
WORK holds `segmentation.state` (a second start continues from it) and `segmentation.bin`.
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
from torch import Tensor
from torch.nn import functional

from qa.speech.pyannote_runtime import import_pyannote
from samples.training.diarizer.checkpoint import TrainingState, save_model
from samples.training.diarizer.mixtures import Manners, mix
from samples.training.diarizer.telephone import FRAME_MS, NOISE_KINDS, SAMPLE_RATE, noise
from samples.training.diarizer.voices import LANGUAGE_SHARES, Voice, load_pool

MODEL_RATE = 16_000
_NAMED_OTHERWISE = torch.tensor([0, 2, 1, 3])  # the classes when A is called B


@dataclass(frozen=True)
class SegmentationOptions:
    """The network, the windows and the training. `minutes` of processor time, not by the clock."""

    window_s: float = 5.0
    batch: int = 16
    minutes: float = 30.0
    learning_rate: float = 2e-3
    hidden: int = 96
    layers: int = 2
    silent_share: float = 0.07
    report_steps: int = 50
    seed: int = 0


def make_model(options: SegmentationOptions) -> Any:
    """An untrained PyanNet for two speakers who may talk at once."""
    import_pyannote()
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.segmentation import PyanNet

    model = PyanNet(
        lstm={
            "hidden_size": options.hidden,
            "num_layers": options.layers,
            "bidirectional": True,
            "monolithic": True,
            "dropout": 0.0,
        },
        linear={"hidden_size": options.hidden, "num_layers": 2},
    )
    model.specifications = Specifications(
        problem=Problem.MONO_LABEL_CLASSIFICATION,
        resolution=Resolution.FRAME,
        duration=options.window_s,
        min_duration=None,
        warm_up=(0.0, 0.0),
        classes=["speaker#1", "speaker#2"],
        powerset_max_classes=2,
        permutation_invariant=True,
    )
    model.setup()  # builds the classifier, which depends on the specifications
    return model


class Windows:
    """Random training windows of two different voices in one language."""

    def __init__(self, voices: list[Voice], model: Any, options: SegmentationOptions) -> None:
        self._options = options
        self._by_language = {
            language: [voice for voice in voices if voice.language == language]
            for language in LANGUAGE_SHARES
        }
        frames = model.num_frames(round(options.window_s * MODEL_RATE))
        centres_ms = np.array([model.receptive_field[i].middle for i in range(frames)]) * 1000
        last = round(options.window_s * 1000) // FRAME_MS - 1
        self._truth_frames = np.clip((centres_ms / FRAME_MS).astype(int), 0, last)

    def batch(self, size: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Waveforms (size, 1, samples) at 16 kHz and powerset classes (size, frames)."""
        windows = [self._window(rng) for _ in range(size)]
        samples = resample_poly(np.stack([heard for heard, _ in windows]), 2, 1, axis=1)
        classes = np.stack([speech[0] + 2 * speech[1] for _, speech in windows])
        return torch.from_numpy(samples.astype(np.float32))[:, None], torch.from_numpy(classes)

    def _window(self, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[np.int64]]:
        options = self._options
        if rng.random() < options.silent_share:
            length = round(options.window_s * SAMPLE_RATE)
            hiss = noise(length, NOISE_KINDS[rng.integers(len(NOISE_KINDS))], rng)
            silence = np.zeros((2, len(self._truth_frames)), np.int64)
            return hiss * 10 ** rng.uniform(-3, -1), silence
        lively = rng.random() < 0.5
        manners = (
            Manners(gap_mean_s=0.0, gap_deviation_s=0.8)
            if lively
            else Manners(hold=0.08, pause=0.3)
        )
        mixture = mix(self._pair(rng), options.window_s, manners, rng, from_the_middle=True)
        return mixture.samples, mixture.speech[:, self._truth_frames].astype(np.int64)

    def _pair(self, rng: np.random.Generator) -> tuple[Voice, Voice]:
        language = str(rng.choice(list(LANGUAGE_SHARES), p=list(LANGUAGE_SHARES.values())))
        voices = self._by_language[language]
        while True:
            first, second = rng.choice(len(voices), 2, replace=False)
            if voices[first].variant != voices[second].variant:
                return voices[first], voices[second]


def permutation_free_loss(log_probabilities: Tensor, classes: Tensor) -> tuple[Tensor, Tensor]:
    """Loss of each window (batch,) under its better naming, and whether that one was swapped.

    `log_probabilities` (batch, frames, 4); `classes` (batch, frames), 0 nobody, 1 A, 2 B, 3 both.
    """
    scores = log_probabilities.transpose(1, 2)
    straight = functional.nll_loss(scores, classes, reduction="none").mean(1)
    swapped = functional.nll_loss(scores, _NAMED_OTHERWISE[classes], reduction="none").mean(1)
    return torch.minimum(straight, swapped), swapped < straight


def window_error(model: Any, waveforms: Tensor, classes: Tensor) -> str:
    """Diarization error within windows, as one line: loss, then error and its three parts."""
    model.eval()
    with torch.inference_mode():
        scores = model(waveforms)
        loss, swapped = permutation_free_loss(scores, classes)
    model.train()
    truth = torch.where(swapped[:, None], _NAMED_OTHERWISE[classes], classes)
    found, told = (torch.stack([c & 1, c >> 1 & 1]) for c in (scores.argmax(-1), truth))
    found_count, told_count, right = found.sum(0), told.sum(0), (found & told).sum(0)
    missed = (told_count - found_count).clamp(min=0).sum()
    false = (found_count - told_count).clamp(min=0).sum()
    confused = (torch.minimum(found_count, told_count) - right).sum()
    total = told_count.sum()
    return (
        f"loss {loss.mean():.3f} error {100 * (missed + false + confused) / total:.1f} % "
        f"(missed {100 * missed / total:.1f} false {100 * false / total:.1f} "
        f"confused {100 * confused / total:.1f})"
    )


def learning_rate(options: SegmentationOptions, steps: int, minutes: float) -> float:
    """Warm up over 50 steps, hold for half the time, then fall in a line."""
    done = minutes / options.minutes
    fade = 1.0 if done < 0.5 else max(0.02, (1 - done) / 0.5)
    return options.learning_rate * min(1.0, (steps + 1) / 50) * fade


def train(voices: list[Voice], work: Path, options: SegmentationOptions) -> None:
    """Train for `options.minutes` of processor time, over as many starts as it takes."""
    torch.manual_seed(options.seed)
    model = make_model(options)
    windows = Windows(voices, model, options)
    check = windows.batch(64, np.random.default_rng(99))
    rng = np.random.default_rng(options.seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=options.learning_rate)
    state = TrainingState(work / "segmentation.state", {"model": model}, optimiser)
    stored = state.resume()
    if stored:
        rng.bit_generator.state = stored
    print(
        f"{sum(p.numel() for p in model.parameters())} parameters, step {state.steps}", flush=True
    )
    model.train()
    running, before = 0.0, time.process_time()
    while state.minutes < options.minutes:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(options, state.steps, state.minutes)
        waveforms, classes = windows.batch(options.batch, rng)
        loss = permutation_free_loss(model(waveforms), classes)[0].mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        running = 0.95 * running + 0.05 * loss.item() if running else loss.item()
        now = time.process_time()
        state.minutes, before = state.minutes + (now - before) / 60, now
        state.steps += 1
        if state.steps % options.report_steps == 0:
            report = window_error(model, *check)
            print(
                f"{state.minutes:.1f} min {state.steps} steps {running:.3f} | {report}", flush=True
            )
            state.save(rng.bit_generator.state)
            save_model(model, work / "segmentation.bin")
    state.save(rng.bit_generator.state)
    save_model(model, work / "segmentation.bin")
    print(f"done: {state.steps} steps | {window_error(model, *check)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the demo segmentation model.")
    parser.add_argument("pool", type=Path, help="what voices.py wrote")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument(
        "--minutes", type=float, default=SegmentationOptions.minutes, help="of processor time"
    )
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(load_pool(arguments.pool), arguments.work, SegmentationOptions(minutes=arguments.minutes))


if __name__ == "__main__":
    main()
