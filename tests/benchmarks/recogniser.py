"""How well the demo recogniser hears: `python tests/benchmarks/recogniser.py`.

Speaks held-out sentences with held-out espeak-ng voices (fixed seed) and prints character error
rates, the error of character starts and the CPU time. Needs libespeak-ng.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "samples" / "models" / "demo-whisper-zh"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument(
        "--utterances", type=int, default=40, help="for each of five voices and kind of sentence"
    )
    parser.add_argument("--show", type=int, default=0, help="misheard windows to print")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))  # the training code is no installed package
    from samples.training.whisper import evaluate

    held_out = evaluate.HeldOut(utterances_per_voice=options.utterances)
    print(evaluate.report(options.model, held_out, options.show))


if __name__ == "__main__":
    main()
