"""Fit the PLDA that a pyannote.audio 4 pipeline needs: how voices differ, and how one varies.

    python -m samples.training.diarizer.fit_plda POOL.npz WORK

Reads `embedding.bin` in WORK and writes `plda.npz`: centring and discriminant projection, then a
two-covariance model (P. Kenny, "Bayesian Speaker Verification with Heavy-Tailed Priors", 2010) in
the basis where both covariances are diagonal. Clustering methods other than VBx do not use it, but
the pipeline loads it all the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.signal import resample_poly

from samples.training.diarizer.mixtures import to_mono
from samples.training.diarizer.telephone import SAMPLE_RATE
from samples.training.diarizer.train_embedding import excerpt, load_model
from samples.training.diarizer.voices import Voice, load_pool

Matrix = NDArray[np.float64]
PROJECTED = 64
_EXCERPTS = 12
_SEED = 0


def embed_voices(
    voices: list[Voice], embedder: torch.nn.Module
) -> tuple[Matrix, NDArray[np.int64]]:
    """Embeddings (n, dimension) of noisy excerpts of 1 to 3 s, and whose they are (n,)."""
    rng = np.random.default_rng(_SEED)
    embeddings, owners = [], []
    for index, voice in enumerate(voices):
        length = round(rng.uniform(1.0, 3.0) * SAMPLE_RATE)
        heard = [to_mono(excerpt(voice, length, rng)[None], rng) for _ in range(_EXCERPTS)]
        waveforms = resample_poly(np.stack(heard), 2, 1, axis=1).astype(np.float32)
        with torch.inference_mode():
            embeddings.append(embedder(torch.from_numpy(waveforms)[:, None]).numpy())
        owners.extend([index] * _EXCERPTS)
    return np.concatenate(embeddings).astype(np.float64), np.array(owners)


def scatter(vectors: Matrix, owners: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """Covariance within voices and between voices, both (d, d)."""
    mean = vectors.mean(axis=0)
    size = vectors.shape[1]
    within, between = np.zeros((size, size)), np.zeros((size, size))
    for owner in np.unique(owners):
        own = vectors[owners == owner]
        centre = own.mean(axis=0)
        within += (own - centre).T @ (own - centre)
        between += len(own) * np.outer(centre - mean, centre - mean)
    return within / len(vectors), between / len(vectors)


def fit(embeddings: Matrix, owners: NDArray[np.int64]) -> dict[str, Matrix]:
    """The arrays of pyannote.audio's `xvec_transform.npz` and `plda.npz`, by their names there."""
    size = embeddings.shape[1]
    mean1 = embeddings.mean(axis=0)
    centred = np.sqrt(size) * _unit(embeddings - mean1)
    within, between = scatter(centred, owners)
    lda = eigh(between, within + 1e-4 * np.eye(size))[1][:, ::-1][:, :PROJECTED]
    mean2 = (centred @ lda).mean(axis=0)
    projected = np.sqrt(PROJECTED) * _unit(centred @ lda - mean2)
    within, between = scatter(projected, owners)
    ratios, directions = eigh(between, within + 1e-6 * np.eye(PROJECTED))
    return {
        "mean1": mean1,
        "mean2": mean2,
        "lda": lda,
        "mu": projected.mean(axis=0),
        "tr": directions[:, ::-1].T,
        "psi": np.maximum(ratios[::-1], 1e-3),
    }


def _unit(vectors: Matrix) -> Matrix:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the demo pipeline's PLDA.")
    parser.add_argument("pool", type=Path, help="what voices.py wrote")
    parser.add_argument("work", type=Path, help="folder that holds embedding.bin")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    embedder = load_model(arguments.work / "embedding.bin")
    arrays = fit(*embed_voices(load_pool(arguments.pool), embedder))
    np.savez(arguments.work / "plda.npz", **arrays)
    print("between / within, strongest first:", np.round(arrays["psi"][:5], 1))


if __name__ == "__main__":
    main()
