"""How well the sample calls are heard: character error rate of each against its script.

python tests/benchmarks/sample_words.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from qa.core.call import Call, Role
from qa.transcripts.call_json import read_call_json
from samples.training.whisper.evaluate import Score, score
from tests.benchmarks.sample_scores import SAMPLES, score_samples


def spoken(call: Call) -> str | None:
    """The agent's words, then the customer's: how turns are cut does not matter. None where
    nobody can say whose they are."""
    turns = call.transcript.turns
    if any(turn.role is Role.UNKNOWN for turn in turns):
        return None
    parties = (Role.AGENT, Role.CUSTOMER)
    return "".join(turn.text for role in parties for turn in turns if turn.role is role)


def main() -> None:
    total = Score()
    with tempfile.TemporaryDirectory() as out:
        score_samples(SAMPLES, Path(out))
        for path in sorted(Path(out, "data", "calls").glob("zh-*.json")):
            truth = read_call_json(SAMPLES / "truth" / path.name)
            heard, said = spoken(read_call_json(path)), spoken(truth)
            if heard is None or said is None:
                print(f"{path.stem:28} parties not told apart")
                continue
            one = score(said, heard)
            total += one
            print(f"{path.stem:28} {one.rate:6.1%}")
    print(f"{'all':28} {total.rate:6.1%}")


if __name__ == "__main__":
    main()
