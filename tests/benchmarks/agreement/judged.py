"""Calls of one split, what people decided about them, and what the program does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from qa.acts.model import ActModel
from qa.acts.readings import READINGS
from qa.core.call import Call
from qa.core.scorecard import CriterionResult
from qa.language.lexicon import LexiconSet
from qa.learning.corpus import (
    CRITERIA,
    OUTCOMES,
    Judgement,
    LabelledCall,
    Line,
    read_corpus,
    read_verdicts,
)
from qa.learning.staging import staged
from qa.rubric import Rubric, load_rubric
from qa.scoring import score

CORPUS = Path(__file__).parents[3] / "samples" / "corpus"
# In this order: a criterion found in several is that of the first.
RUBRICS = ("service-call", "complaint", "phone-technique")
CORE = CRITERIA[:6]
Changed = Callable[[Call], Call]


@dataclass(frozen=True, slots=True)
class Split:
    """`calls` are measured; `lines` are all that a model may be trained from when they are."""

    language: str
    calls: tuple[LabelledCall, ...]
    lines: tuple[Line, ...]
    second: Mapping[str, Mapping[str, Judgement]]


@dataclass(frozen=True, slots=True)
class Said:
    """What the program found about one criterion of one call. `doubtful`: less sure than the
    rubric wants it, so that a person looks."""

    outcome: str
    doubtful: bool
    result: CriterionResult


Judged = Mapping[str, Mapping[str, Said]]  # call -> criterion -> what was found


def read_split(language: str, split: str, authors: Iterable[str] = ()) -> Split:
    """The calls of the split, or of some of its authors. What is measured is never trained on."""
    corpus = read_corpus(CORPUS, language)
    wanted = frozenset(authors)
    pool = corpus.test if split == "test" else corpus.calls
    calls = tuple(call for call in pool if not wanted or call.head["author"] in wanted)
    measured = {call.head["author"] for call in calls}
    lines = corpus.utterances(without=measured)
    second = {call.id: found for call in calls if (found := _second_reader(call))}
    return Split(language, calls, lines, second)


def _second_reader(call: LabelledCall) -> Mapping[str, Judgement]:
    """Nothing where the call has not been read a second time."""
    path = CORPUS / "verdicts" / call.head["language"] / f"{call.id}.txt"
    if not path.is_file():
        return {}
    problems: list[str] = []
    found = read_verdicts(path.read_text(encoding="utf-8"), path, problems, len(call.turns))
    return {} if problems else found


@cache
def phrase_only() -> tuple[Rubric, ...]:
    """The shipped rubrics without a model of speech acts."""
    return tuple(load_rubric(name) for name in RUBRICS)


def with_model(model: ActModel | None) -> tuple[Rubric, ...]:
    """The shipped rubrics, with that model behind their phrases."""
    acts = {model.language: model} if model else {}
    return tuple(replace(rubric, acts=acts) for rubric in phrase_only())


def without_phrases(rubrics: Sequence[Rubric], language: str) -> tuple[Rubric, ...]:
    """The same rubrics where what the model tells is told by the model alone."""

    def bare(lexicons: LexiconSet) -> LexiconSet:
        own = {
            name: replace(one, entries=()) if name in READINGS and one.reads_acts else one
            for name, one in lexicons.lexicons.items()
        }
        return LexiconSet(lexicons.language, own, lexicons.digest)

    return tuple(
        replace(one, lexicons={**one.lexicons, language: bare(one.lexicons[language])})
        for one in rubrics
    )


def unchanged(call: Call) -> Call:
    return call


def judged(
    calls: Iterable[LabelledCall], rubrics: Sequence[Rubric], change: Changed = unchanged
) -> Judged:
    """Every criterion of the corpus that a rubric has, of every call."""
    return {call.id: _judged(change(staged(call)), rubrics) for call in calls}


def _judged(call: Call, rubrics: Sequence[Rubric]) -> Mapping[str, Said]:
    found: dict[str, Said] = {}
    for rubric in rubrics:
        for result in score(call, rubric).results:
            if result.criterion in CRITERIA and result.criterion not in found:
                doubtful = result.confidence < rubric.review_below_confidence
                found[result.criterion] = Said(result.outcome.value, doubtful, result)
    return {name: found[name] for name in CRITERIA if name in found}


def pairs_of(
    calls: Sequence[LabelledCall], said: Judged, criterion: str, sure_only: bool = False
) -> list[tuple[int, int] | None]:
    """(truth, program) by number of the outcome, one a call; None where there is no such result."""
    return [
        (
            OUTCOMES.index(call.verdicts[criterion].outcome),
            OUTCOMES.index(found.outcome),
        )
        if (found := said[call.id].get(criterion)) and not (sure_only and found.doubtful)
        else None
        for call in calls
    ]


def reader_pairs(split: Split, criterion: str) -> list[tuple[int, int] | None]:
    """(author, second reader); None for a call that was read once."""
    return [
        (
            OUTCOMES.index(call.verdicts[criterion].outcome),
            OUTCOMES.index(split.second[call.id][criterion].outcome),
        )
        if criterion in split.second.get(call.id, {})
        else None
        for call in split.calls
    ]
