"""Checkpoints: one kind to continue a training with, one that pyannote.audio loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn


def save_model(model: Any, path: Path, *, half: bool = False) -> None:
    """Write a pyannote.audio model as `Model.from_pretrained` reads it.

    `half` keeps the weights in 16 bits, at half the size; they are widened again on loading.
    """
    import lightning

    state = {
        name: (value.half() if half and value.is_floating_point() else value).cpu().contiguous()
        for name, value in model.state_dict().items()
    }
    checkpoint: dict[str, Any] = {
        "state_dict": state,
        "hyper_parameters": dict(model.hparams),
        "pytorch-lightning_version": lightning.__version__,
    }
    model.on_save_checkpoint(checkpoint)  # adds the class and module that load it again
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(checkpoint, path)


class TrainingState:
    """Where a training stands, on disk: parameters, optimiser, random state, minutes, steps."""

    def __init__(
        self, path: Path, modules: dict[str, nn.Module], optimiser: torch.optim.Optimizer
    ) -> None:
        self._path = path
        self._modules = modules
        self._optimiser = optimiser
        self.minutes = 0.0
        self.steps = 0

    def save(self, rng_state: dict[str, Any]) -> None:
        _write_whole(
            {
                "modules": {name: module.state_dict() for name, module in self._modules.items()},
                "optimiser": self._optimiser.state_dict(),
                "rng": rng_state,
                "minutes": self.minutes,
                "steps": self.steps,
            },
            self._path,
        )

    def resume(self) -> dict[str, Any] | None:
        """Take up what is on disk; the saved random state, or None when nothing is there."""
        if not self._path.exists():
            return None
        stored = torch.load(self._path, weights_only=False)
        for name, module in self._modules.items():
            module.load_state_dict(stored["modules"][name])
        self._optimiser.load_state_dict(stored["optimiser"])
        self.minutes, self.steps = stored["minutes"], stored["steps"]
        rng: dict[str, Any] = stored["rng"]
        return rng


def _write_whole(content: dict[str, Any], path: Path) -> None:
    partial = path.with_suffix(path.suffix + ".partial")
    torch.save(content, partial)
    partial.replace(path)
