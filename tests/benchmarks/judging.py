"""How long judging takes: a call of 60 turns against the shipped rubrics, and a huge lexicon.

    python -m tests.benchmarks.judging

Times are CPU seconds, the best of several rounds, with what is remembered between calls emptied
before each; what counts are the ratios, taken side by side in one run.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from qa.core.call import Call, Role, SpeechActivity, Transcript, Turn
from qa.core.spans import Span, Timeline
from qa.language.fold import fold
from qa.language.lexicon import Lexicon
from qa.language.lexicon_files import load_lexicons
from qa.language.sound import sound
from qa.rubric import Rubric, available_rubrics, load_rubric
from qa.scoring import score
from qa.transcripts.call_json import read_call_json

SAMPLES = Path(__file__).parents[2] / "samples" / "truth"
TURNS, TURN_MS, PAUSE_MS = 60, 4_000, 1_000
PHRASES = 10_000


def call_of(turns: int = TURNS) -> Call:
    """Turns of the Chinese sample calls in a row, 5 s each: five minutes."""
    calls = [read_call_json(path) for path in sorted(SAMPLES.glob("zh-*.json"))]
    said = [turn for call in calls for turn in call.transcript.turns if turn.text.strip()]
    step = TURN_MS + PAUSE_MS
    placed = tuple(
        Turn(number, turn.role, turn.text, Span(number * step, number * step + TURN_MS))
        for number, turn in enumerate(said[:turns])
    )
    activity = {
        role: Timeline(tuple(turn.span for turn in placed if turn.role is role and turn.span))
        for role in (Role.AGENT, Role.CUSTOMER)
    }
    length = turns * step
    return replace(
        calls[0],
        transcript=Transcript("zh", placed, "human"),
        activity=SpeechActivity(activity, length, "test"),
        duration_ms=length,
        inspection=(),
    )


def best(run: Callable[[], object], before: Callable[[], object], rounds: int = 7) -> float:
    """CPU seconds of the quickest round."""
    times = []
    for _ in range(rounds):
        before()
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times)


def forget(lexicons: Sequence[Lexicon]) -> None:
    """As if no text had been seen before."""
    fold.cache_clear()
    sound.cache_clear()
    for lexicon in lexicons:
        lexicon.forget()


def judging(call: Call) -> None:
    rubrics: dict[str, Rubric] = {name: load_rubric(name) for name in available_rubrics()}
    used = [
        lexicon
        for rubric in rubrics.values()
        for lexicon in rubric.lexicons["zh"].lexicons.values()
    ]
    for rubric in rubrics.values():
        score(call, rubric)  # dictionaries are loaded on first use
    for name, rubric in rubrics.items():
        seconds = best(lambda rubric=rubric: score(call, rubric), lambda: forget(used))
        print(f"{name}: {1000 * seconds:.1f} ms a call of {len(call.transcript.turns)} turns")
    together = best(lambda: [score(call, one) for one in rubrics.values()], lambda: forget(used))
    print(f"all {len(rubrics)}: {1000 * together:.1f} ms")


def huge_lexicon(call: Call) -> None:
    rng = random.Random(1)
    characters = sorted({char for turn in call.transcript.turns for char in fold(turn.text).text})
    phrases = sorted(
        {"".join(rng.choices(characters, k=rng.randint(3, 6))) for _ in range(PHRASES)}
    )
    texts = [turn.text for turn in call.transcript.turns]
    small, large = (_lexicon(phrases[:count]) for count in (100, len(phrases)))
    plain = [re.compile(re.escape(phrase)) for phrase in phrases]

    def search_one_by_one() -> None:
        for text in texts:
            folded = fold(text).text
            for pattern in plain:
                pattern.search(folded)

    few, many = (
        best(lambda one=one: [one.find(text) for text in texts], lambda: forget([small, large]))
        for one in (small, large)
    )
    loop = best(search_one_by_one, fold.cache_clear, rounds=3)
    print(
        f"{len(phrases)} phrases: {many / few:.2f} x the time of 100 phrases, "
        f"1/{loop / many:.0f} of a loop of `re` searches over the same phrases "
        f"({1000 * many:.1f} ms a call, {1000 * loop:.0f} ms)"
    )


def _lexicon(phrases: Sequence[str]) -> Lexicon:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zh" / "huge.yaml"
        path.parent.mkdir()
        path.write_text("entries:\n" + "".join(f"  - {p}\n" for p in phrases), encoding="utf-8")
        return load_lexicons([Path(folder)], "zh", ["huge"]).get("huge")


if __name__ == "__main__":
    five_minutes = call_of()
    judging(five_minutes)
    huge_lexicon(five_minutes)
