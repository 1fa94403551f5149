"""The shipped corpus and a centre's corrections into new models, and what they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qa.acts.model import ActModel
from qa.core.errors import CorpusError
from qa.language.lexicon_files import load_all_lexicons
from qa.learning.comparison import Comparison, compare, comparison_to_json
from qa.learning.corpus import read_corpus
from qa.learning.corrections import Corrections
from qa.learning.set_aside import is_set_aside
from qa.learning.teaching import CORRECTED_WEIGHT, taught
from qa.learning.training import TrainingOptions, train
from qa.rubric import Rubric
from qa.rubric.load import shipped_folder


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one model was made of: utterances of the corpus, turns that were corrected, and turns
    of which a verdict alone told something."""

    corpus: int
    corrected: int
    implied: int


@dataclass(frozen=True, slots=True)
class Relearned:
    """New models by language, not written yet; `learned_from` and `set_aside` are ids of calls."""

    models: dict[str, ActModel]
    lessons: dict[str, Lesson]
    learned_from: tuple[str, ...]
    set_aside: tuple[str, ...]
    comparison: Comparison


def relearn(
    corrections: Corrections,
    present: Rubric,
    share: float,
    corpus: Path,
    options: TrainingOptions,
    tell: Callable[[str], None],
) -> Relearned:
    """New models of the languages in which the corrections teach something, compared with the
    present ones, those of `present`, on the calls set aside: `share` (0..1) of the corrected calls,
    of which nothing is learned. `tell` is given a line before each training.

    Raises `CorpusError` where nothing is taught, `MissingExtraError` without scikit-learn.
    """
    aside = {call_id for call_id in corrections.calls if is_set_aside(call_id, share)}
    learned = {one: call for one, call in corrections.calls.items() if one not in aside}
    rows = [row for row in corrections.rows if row.call_id in learned]
    models: dict[str, ActModel] = {}
    lessons: dict[str, Lesson] = {}
    for language in corrections.languages:
        own = {one: call for one, call in learned.items() if call.transcript.language == language}
        told = taught([row for row in rows if row.call_id in own], own, present)
        if not told:
            continue
        lines = read_corpus(corpus, language).utterances()
        corrected = sum(line.weight == CORRECTED_WEIGHT for line in told)
        lessons[language] = Lesson(len(lines), corrected, len(told) - corrected)
        tell(
            f"{language}: learning from {len(lines)} utterances of the corpus, {corrected} "
            f"corrected turns and {len(told) - corrected} that a verdict alone tells of"
        )
        phrases = load_all_lexicons(shipped_folder() / "lexicons", language)
        models[language] = train([*lines, *told], language, phrases, options)
    if not models:
        raise CorpusError(
            f"nothing to learn: {len(corrections.rows) - len(rows)} of {len(corrections.rows)} "
            f"corrections are of calls set aside, and the others teach nothing; expected some with "
            "turn and act, in calls that are not set aside"
        )
    new = replace(present, acts=MappingProxyType({**present.acts, **models}))
    measured = [row for row in corrections.rows if row.call_id in aside]
    comparison = compare(measured, corrections.calls, present, new)
    return Relearned(models, lessons, tuple(sorted(learned)), tuple(sorted(aside)), comparison)


def relearned_to_json(relearned: Relearned) -> dict[str, Any]:
    """Plain data for `json.dumps`."""
    return {
        "models": {
            language: {
                "corpus_utterances": lesson.corpus,
                "corrected_turns": lesson.corrected,
                "turns_told_by_a_verdict": lesson.implied,
            }
            for language, lesson in relearned.lessons.items()
        },
        "learned_from": list(relearned.learned_from),
        "set_aside": list(relearned.set_aside),
        **comparison_to_json(relearned.comparison),
    }
