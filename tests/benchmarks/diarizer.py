"""How well the demo diarizer tells unseen synthetic voices apart, and how fast.

    python -m tests.benchmarks.diarizer [--pipeline FOLDER] [--calls-per-pair 2] [--threads 1]

Needs the `diarize` part and libespeak-ng. Prints the diarization error rate (two speakers given,
no collar, overlap counted) for each language and over all calls.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path

from qa.speech.diarization import DiarizationOptions, Diarizer
from samples.training.diarizer.evaluate import (
    CallOptions,
    DiarizationErrors,
    diarization_errors,
    held_out_calls,
)

DEMO = Path(__file__).parents[2] / "samples" / "models" / "demo-diarizer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pipeline", default=str(DEMO))
    parser.add_argument("--calls-per-pair", type=int, default=CallOptions.calls_per_pair)
    parser.add_argument("--duration-s", type=float, default=CallOptions.duration_s)
    parser.add_argument("--seed", type=int, default=CallOptions.seed)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    diarizer = Diarizer(DiarizationOptions(pipeline=arguments.pipeline, device="cpu"))
    diarizer.load()
    import torch

    torch.set_num_threads(arguments.threads)
    options = CallOptions(arguments.calls_per_pair, arguments.duration_s, seed=arguments.seed)
    by_language: dict[str, DiarizationErrors] = defaultdict(DiarizationErrors)
    worst, audio_s, wall_s, cpu_s, calls = 0.0, 0.0, 0.0, 0.0, 0
    for call in held_out_calls(options):
        wall, processor = time.perf_counter(), time.process_time()
        found = diarizer.diarize(call.waveform)
        wall_s += time.perf_counter() - wall
        cpu_s += time.process_time() - processor
        errors = diarization_errors(call, found)
        by_language[call.language] += errors
        worst, audio_s, calls = (
            max(worst, errors.rate),
            audio_s + call.duration_ms / 1000,
            calls + 1,
        )
    for language, errors in by_language.items():
        print(f"{language}       {errors}")
    print(f"overall  {sum(by_language.values(), DiarizationErrors())}")
    print(f"worst of {calls} calls {100 * worst:.1f} %")
    print(
        f"{audio_s / wall_s:.0f}x real time by the clock, {audio_s / cpu_s:.0f}x by processor time"
    )


if __name__ == "__main__":
    main()
