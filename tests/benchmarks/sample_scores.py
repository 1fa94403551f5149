"""What each sample call scores, beside what its author intended.

    python tests/benchmarks/sample_scores.py                      # prints the table
    python tests/benchmarks/sample_scores.py --write-expected     # and renews the golden scorecards

The samples are an exam: no rule, phrase or limit is tuned to them. A difference is shown, not
hidden.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import yaml

from qa.batch.files import write_whole
from qa.batch.folder import BatchFolder, to_text
from qa.cli.config import settings_for
from qa.cli.score import score_calls
from qa.core.scorecard import Scorecard
from qa.core.scorecard_json import scorecard_to_json

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EXPECTED = SAMPLES / "expected"
MARKS = {"pass": "pass", "fail": "FAIL", "not_applicable": "n/a", "not_assessed": "?"}


def intended() -> dict[str, dict[str, str]]:
    """Outcome by criterion by call, as the script of each sample call says."""
    scripts = (
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((SAMPLES / "scripts").glob("*.yaml"))
    )
    return {script["id"]: script["intended"] for script in scripts}


def score_samples(folder: Path, out: Path) -> list[Scorecard]:
    score_calls(
        [folder], settings_for([folder], None, {"out": str(out)}), fresh=False, as_json=False
    )
    return list(BatchFolder(out).scorecards())


def outcomes(card: Scorecard) -> dict[str, str]:
    return {result.criterion: result.outcome.value for result in card.results}


def golden(card: Scorecard) -> dict[str, object]:
    """The scorecard without what names this run: the program's version and the models' paths."""
    data = scorecard_to_json(card)
    data.pop("source", None)
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write-expected", action="store_true")
    parser.add_argument("--mono", action="store_true", help="score samples/mono (needs diarize)")
    parser.add_argument("--truth", action="store_true", help="score what was really said and when")
    arguments = parser.parse_args()
    folder = SAMPLES / ("mono" if arguments.mono else "truth" if arguments.truth else "")
    with tempfile.TemporaryDirectory() as out:
        cards = score_samples(folder, Path(out))
    wanted = intended()
    agreed = total = 0
    for card in cards:
        cells = []
        for criterion, outcome in outcomes(card).items():
            wish = wanted[card.call_id][criterion]
            total += 1
            agreed += wish == outcome
            differs = "" if wish == outcome else f" (intended {MARKS[wish]})"
            cells.append(f"{criterion} {MARKS[outcome]}{differs}")
        score = "-" if card.score is None else f"{card.score:.1f}"
        print(f"{card.call_id}  {card.verdict.value} {score}: " + "; ".join(cells))
        if arguments.write_expected:
            write_whole(EXPECTED / f"{card.call_id}.json", to_text(golden(card)))
    print(f"{agreed} of {total} outcomes are what the author intended")


if __name__ == "__main__":
    main()
