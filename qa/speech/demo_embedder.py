"""The demo diarizer's speaker embedder: a small x-vector that pyannote.audio can load.

It exists for the demo pipeline under `samples/models/demo-diarizer` and nothing else: it was
trained on synthetic voices only and says nothing useful about real ones. A checkpoint names this
module and class, so neither may be renamed without training again.

Importing this module imports torch and pyannote.audio. Nothing in `qa` imports it: pyannote.audio
does, when it opens the demo checkpoint.

Architecture: D. Snyder et al., "X-vectors: Robust DNN embeddings for speaker recognition",
ICASSP 2018, at about a tenth of the size.
"""

from __future__ import annotations

import torch
from pyannote.audio.core.model import Model
from pyannote.audio.core.task import Task
from torch import Tensor, nn
from torch.nn import functional
from torchaudio.transforms import MelSpectrogram

_HOP = 160
_WINDOW = 512
_CONTEXT_FRAMES = 14
_QUIETEST_POWER = 1e-6
_LEAST_VARIANCE = 1e-5  # keeps the gradient of a deviation finite where a channel is constant


class DemoXVector(Model):  # type: ignore[misc]
    """Log-mel frames, five time-delay layers, mean and deviation over time, one linear layer.

    Parameters
    ----------
    channels:
        Width of the time-delay layers; the last is twice as wide.
    dimension:
        Length of an embedding.
    n_mels:
        Mel bands between 250 and 3500 Hz, the telephone band.
    """

    def __init__(
        self,
        sample_rate: int = 16_000,
        num_channels: int = 1,
        channels: int = 160,
        dimension: int = 96,
        n_mels: int = 40,
        task: Task | None = None,
    ) -> None:
        super().__init__(sample_rate=sample_rate, num_channels=num_channels, task=task)
        self.save_hyperparameters("channels", "dimension", "n_mels")
        self.mel = MelSpectrogram(
            sample_rate=sample_rate,
            n_fft=_WINDOW,
            win_length=400,
            hop_length=_HOP,
            n_mels=n_mels,
            f_min=250,
            f_max=3500,
        )
        self.tdnn = nn.Sequential(
            _time_delay(n_mels, channels, kernel=5, dilation=1),
            _time_delay(channels, channels, kernel=3, dilation=2),
            _time_delay(channels, channels, kernel=3, dilation=3),
            _time_delay(channels, channels, kernel=1, dilation=1),
            _time_delay(channels, 2 * channels, kernel=1, dilation=1),
        )
        self.embedding = nn.Linear(4 * channels, dimension)

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return int(self.hparams.dimension)

    def num_frames(self, num_samples: int) -> int:
        """Frames that `num_samples` samples give: one every 10 ms, both ends included."""
        return 1 + num_samples // _HOP

    def receptive_field_size(self, num_frames: int = 1) -> int:
        """Samples that `num_frames` consecutive frames look at."""
        return _WINDOW + (num_frames - 1 + _CONTEXT_FRAMES) * _HOP

    def receptive_field_center(self, frame: int = 0) -> int:
        """Sample at the centre of what `frame` looks at."""
        return frame * _HOP

    def forward(self, waveforms: Tensor, weights: Tensor | None = None) -> Tensor:
        """Embeddings of a batch.

        Parameters
        ----------
        waveforms:
            (batch, 1, samples) at 16 kHz.
        weights:
            (batch, frames) or (batch, speakers, frames): how much each frame counts in the
            pooling. Any number of frames; it is interpolated.

        Returns
        -------
        (batch, dimension), or (batch, speakers, dimension) when weights name speakers.
        """
        bands = torch.log(self.mel(waveforms.squeeze(1)).clamp(min=_QUIETEST_POWER))
        frames = self.tdnn(bands - bands.mean(-1, keepdim=True))
        if weights is None:
            weights = frames.new_ones(len(frames), frames.shape[-1])
        if weights.dim() == 2:
            return self.embedding(_mean_and_deviation(frames, weights[:, None]).squeeze(1))
        return self.embedding(_mean_and_deviation(frames, weights))


def _mean_and_deviation(frames: Tensor, weights: Tensor) -> Tensor:
    """Pool (batch, channels, frames) by (batch, speakers, any frames).

    Returns (batch, speakers, 2 * channels). A speaker without any weight gets zeros.
    """
    if weights.shape[-1] != frames.shape[-1]:
        weights = functional.interpolate(weights, size=frames.shape[-1], mode="nearest")
    shares = weights / weights.sum(-1, keepdim=True).clamp(min=_QUIETEST_POWER)
    mean = shares @ frames.transpose(1, 2)
    variance = shares @ frames.square().transpose(1, 2) - mean.square()
    return torch.cat([mean, variance.clamp(min=_LEAST_VARIANCE).sqrt()], dim=-1)


def _time_delay(inputs: int, outputs: int, *, kernel: int, dilation: int) -> nn.Sequential:
    padding = dilation * (kernel - 1) // 2
    return nn.Sequential(
        nn.Conv1d(inputs, outputs, kernel, dilation=dilation, padding=padding),
        nn.ReLU(),
        nn.BatchNorm1d(outputs),
    )
