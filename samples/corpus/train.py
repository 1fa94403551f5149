"""Makes the shipped models of speech acts, from the lines and calls beside this file.

    python samples/corpus/train.py zh ko en

Needs the part `learn` (scikit-learn). The calls of `TEST_AUTHORS` and everything of `TEST_DOMAINS`
are left out, for `tests/benchmarks/agreement`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from qa.acts.model import SHIPPED, save_model
from qa.language.lexicon_files import load_all_lexicons
from qa.learning.corpus import read_corpus
from qa.learning.training import train
from qa.rubric.load import shipped_folder

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="+")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument(
        "--leave-out", default="", help="an author whose calls are not learned from"
    )
    given = parser.parse_args()
    for language in given.languages:
        began = time.perf_counter()
        lines = read_corpus(HERE, language).utterances(without={given.leave_out})
        phrases = load_all_lexicons(shipped_folder() / "lexicons", language)
        model = train(lines, language, phrases)
        path = save_model(model, given.out)
        calls = {line.call for line in lines if line.call}
        print(
            f"{path.name}: {len(lines)} utterances, {len(calls)} calls, "
            f"{len(model.acts)} acts, "
            f"{path.stat().st_size / 1e6:.1f} MB, {time.perf_counter() - began:.0f} s"
        )


if __name__ == "__main__":
    main()
