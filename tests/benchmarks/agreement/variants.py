"""Models trained anew: without a part, to see what it brings, and from a part of the corpus."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.acts.model import ActModel, save_model
from qa.language.lexicon import LexiconSet
from qa.language.lexicon_files import load_all_lexicons
from qa.learning.context_training import ContextOptions
from qa.learning.corpus import Line
from qa.learning.training import TrainingOptions, train
from qa.rubric import Rubric
from qa.rubric.load import shipped_folder
from tests.benchmarks.agreement.judged import Judged, Split, judged, with_model, without_phrases

# Features are left out by the initials of their names (`qa.acts.features.numbers_named`).
LEFT_OUT: Mapping[str, TrainingOptions] = {
    "without sounds": TrainingOptions(without="s"),
    "without words": TrainingOptions(without="wk"),
    "without characters": TrainingOptions(without="c"),
    "without what was said before": TrainingOptions(without="bd"),
    "without length and question": TrainingOptions(without="n?"),
    "without the turns around": TrainingOptions(context=ContextOptions(min_examples=10**9)),
    "without rare features weighing more": TrainingOptions(rarity=0.0),
}
USUAL = TrainingOptions()
SHARES = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Variant:
    """What a model that was trained otherwise judges; its lines and the size of its file."""

    name: str
    lines: int
    megabytes: float
    said: Judged


def phrases_of(language: str) -> LexiconSet:
    """Every shipped lexicon, as training takes them."""
    return load_all_lexicons(shipped_folder() / "lexicons", language)


def megabytes(model: ActModel) -> float:
    """Of the file it is shipped as."""
    with tempfile.TemporaryDirectory() as folder:
        return save_model(model, Path(folder)).stat().st_size / 1e6


def ablation(split: Split) -> list[Variant]:
    """The whole, and the whole less one part: features, or the phrases of the lexicons that the
    model stands behind. All of them trained from `split.lines`."""
    phrases = phrases_of(split.language)
    found = [_variant("all parts", split, split.lines, phrases)]
    for name, options in LEFT_OUT.items():
        found.append(_variant(name, split, split.lines, phrases, options))
    none = LexiconSet(split.language, {})
    alone = train(split.lines, split.language, none)
    rubrics = without_phrases(with_model(alone), split.language)
    found.append(_judged("without phrases", split, split.lines, alone, rubrics))
    return found


def curve(split: Split, seed: int = 0) -> list[Variant]:
    """From a part of the lines, and of the calls as wholes, larger parts holding the smaller."""
    phrases = phrases_of(split.language)
    found = []
    for share in SHARES:
        lines = part_of(split.lines, share, seed)
        found.append(_variant(f"{share:.0%} of the corpus", split, lines, phrases))
    return found


def part_of(lines: Sequence[Line], share: float, seed: int = 0) -> tuple[Line, ...]:
    """`share` of the single lines, and of the calls, each with all of its turns."""
    single = [number for number, line in enumerate(lines) if not line.call]
    calls = sorted({line.call for line in lines if line.call})
    dice = random.Random(seed)
    dice.shuffle(single)
    dice.shuffle(calls)
    kept = frozenset(single[: round(share * len(single))])
    kept_calls = frozenset(calls[: round(share * len(calls))])
    return tuple(
        line for number, line in enumerate(lines) if number in kept or line.call in kept_calls
    )


def _variant(
    name: str,
    split: Split,
    lines: Sequence[Line],
    phrases: LexiconSet,
    options: TrainingOptions = USUAL,
) -> Variant:
    model = train(lines, split.language, phrases, options)
    return _judged(name, split, lines, model, with_model(model))


def _judged(
    name: str, split: Split, lines: Sequence[Line], model: ActModel, rubrics: Sequence[Rubric]
) -> Variant:
    print(f"trained: {name}", file=sys.stderr, flush=True)  # each takes a minute or more
    return Variant(name, len(lines), megabytes(model), judged(split.calls, rubrics))
