"""Put the trained parts together as a folder that pyannote.audio loads as it is.

python -m samples.training.diarizer.assemble WORK samples/models/demo-diarizer
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from qa.speech.pyannote_runtime import import_pyannote
from samples.training.diarizer.checkpoint import save_model

# KMeans: the program always says how many speak. Every part lies inside the folder ($model):
# a part that is missing here would be fetched from the hub.
CONFIG = """\
dependencies:
  pyannote.audio: 4.0.7
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    segmentation: $model/segmentation
    segmentation_step: 0.2
    segmentation_batch_size: 16
    embedding: $model/embedding
    embedding_batch_size: 32
    embedding_exclude_overlap: true
    plda: $model/plda
    clustering: KMeansClustering
params:
  segmentation:
    min_duration_off: 0.2
"""


def assemble(work: Path, folder: Path) -> None:
    """Write the models, the PLDA and the description into `folder`.

    The embedder in 16 bits, which changes no result; in the segmentation it would move edges.
    """
    import_pyannote()
    from pyannote.audio import Model

    for part in ("segmentation", "embedding"):
        model = Model.from_pretrained(work / f"{part}.bin", map_location=torch.device("cpu"))
        save_model(model, folder / part / "pytorch_model.bin", half=part == "embedding")
    with np.load(work / "plda.npz") as arrays:
        (folder / "plda").mkdir(exist_ok=True)
        np.savez(
            folder / "plda" / "xvec_transform.npz",
            **{name: arrays[name].astype(np.float32) for name in ("mean1", "mean2", "lda")},
        )
        np.savez(
            folder / "plda" / "plda.npz",
            **{name: arrays[name].astype(np.float32) for name in ("mu", "tr", "psi")},
        )
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Assemble the demo diarizer.")
    parser.add_argument("work", type=Path, help="folder the trainings wrote to")
    parser.add_argument("folder", type=Path, help="the pipeline folder to write")
    arguments = parser.parse_args()
    assemble(arguments.work, arguments.folder)
    size = sum(path.stat().st_size for path in arguments.folder.rglob("*") if path.is_file())
    print(f"{arguments.folder}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
