"""The shipped demo pipeline, as unmodified pyannote.audio loads it, on voices it never heard."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "samples" / "models" / "demo-diarizer"

# In a process of its own: HF_HUB_OFFLINE is read when the hub library is imported.
CHECK = """
import json, sys
from qa.speech.diarization import DiarizationOptions, Diarizer
from samples.training.diarizer.evaluate import CallOptions, diarization_errors, held_out_calls

call = next(held_out_calls(CallOptions(duration_s=60.0, seed=7), languages=("zh",)))
found = Diarizer(DiarizationOptions(pipeline=sys.argv[1], device="cpu")).diarize(call.waveform)
print(json.dumps({
    "speakers": len(found.speakers),
    "rate": diarization_errors(call, found).rate,
    "end_ms": max(track.timeline.extent.end_ms for track in found.speakers),
    "duration_ms": call.duration_ms,
}))
"""


def skip_without(module: str) -> None:
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        pytest.skip(f"{module} is not installed")


def test_the_folder_is_small_and_complete() -> None:
    files = {path.relative_to(DEMO).as_posix() for path in DEMO.rglob("*") if path.is_file()}
    assert files == {
        "README.md",
        "config.yaml",
        "embedding/pytorch_model.bin",
        "plda/plda.npz",
        "plda/xvec_transform.npz",
        "segmentation/pytorch_model.bin",
    }
    assert sum((DEMO / name).stat().st_size for name in files) < 5_000_000


@pytest.mark.slow
def test_two_unseen_voices_are_told_apart_offline() -> None:
    skip_without("scipy")
    skip_without("pyannote.audio")
    from samples.training.espeak import EspeakError, speak

    try:
        speak("你好", "cmn")
    except EspeakError as error:
        pytest.skip(str(error))
    run = subprocess.run(
        [sys.executable, "-c", CHECK, str(DEMO)],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["speakers"] == 2
    assert found["rate"] < 0.15
    assert found["end_ms"] <= found["duration_ms"]


@pytest.mark.slow
def test_the_checkpoints_name_the_classes_that_load_them() -> None:
    skip_without("torch")
    import torch

    from qa.speech.pyannote_runtime import import_pyannote

    skip_without("pyannote.audio")
    import_pyannote()
    classes = {
        part: torch.load(DEMO / part / "pytorch_model.bin", weights_only=False)["pyannote.audio"][
            "architecture"
        ]
        for part in ("segmentation", "embedding")
    }
    assert classes["segmentation"]["class"] == "PyanNet"
    assert classes["embedding"] == {"module": "qa.speech.demo_embedder", "class": "DemoXVector"}
