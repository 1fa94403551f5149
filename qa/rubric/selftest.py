"""Does a rubric do what its examples say, and do the examples hold it there?

1. Every example gets the outcome it wants; a known miss still does not.
2. *Nudges*: each parameter changed a little, and each lexicon emptied; some example of that
   criterion has to notice, else what the parameter says is held by nothing (a *survivor*).
3. *Guards*: each `not_before` and `not_after` of each lexicon left out; some example has to notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.core.scorecard import Outcome
from qa.language.lexicon import LexiconSet
from qa.language.lexicon_files import lexicon_path, lexicon_source
from qa.rubric.building import named_lexicons
from qa.rubric.examples import Example
from qa.rubric.guards import GuardTest
from qa.rubric.load import find_rubric, lexicon_folders, load_rubric
from qa.rubric.nudges import nudges, with_nothing
from qa.rubric.rubric import Criterion, Rubric
from qa.rubric.strict_yaml import read_yaml
from qa.rubric.trial import Trial, try_example


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: where it is, and what is wrong with it, for people."""

    path: Path
    line: int
    place: str
    problem: str


@dataclass(frozen=True, slots=True)
class SurvivingNudge:
    """A parameter that could be changed without any example noticing."""

    criterion: str
    param: str
    change: str


@dataclass(frozen=True, slots=True)
class SurvivingGuard:
    """A guard that could be deleted without any example noticing."""

    path: Path
    line: int
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What came of it. Parameters of criteria `without_examples` are not nudged: nothing of them
    is held. Only `failures` mean that something is wrong; survivors mean it is not known."""

    rubric: str
    path: Path
    examples: int
    lexicon_examples: int
    failures: tuple[Failure, ...]
    without_examples: tuple[str, ...]
    nudges: int
    surviving_nudges: tuple[SurvivingNudge, ...]
    guards: int
    surviving_guards: tuple[SurvivingGuard, ...]


def selftest(name_or_path: str | Path, every: bool = False) -> SelfTest:
    """Tests a shipped rubric by name, or a rubric file; with `every`, the parameters it does not
    write are nudged too. Raises `RubricError` for a rubric that does not load."""
    path = find_rubric(name_or_path)
    rubric = load_rubric(name_or_path)
    items = read_yaml(path.read_bytes().decode("utf-8-sig")).data["criteria"]
    failures: list[Failure] = []
    surviving: list[SurvivingNudge] = []
    held: dict[str, list[Example]] = {}
    nudged = 0
    for criterion, item in zip(rubric.criteria, items, strict=True):
        trials = [
            try_example(criterion.check, example, rubric.lexicons[example.call.transcript.language])
            for example in criterion.examples
        ]
        failures += [_failure(path, criterion, trial) for trial in trials if not trial.holds]
        held[criterion.id] = [trial.example for trial in trials if trial.holds]
        if criterion.examples:
            made = list(_surviving(criterion, item, held[criterion.id], rubric, every))
            nudged += len(made)
            surviving += [survivor for survivor in made if survivor]
    tests = list(_guard_tests(path, rubric, items, held))
    failures += [failure for test in tests for failure in _wrong_examples(test)]
    return SelfTest(
        rubric=rubric.id,
        path=path,
        examples=sum(len(criterion.examples) for criterion in rubric.criteria),
        lexicon_examples=sum(len(test.source.examples) for test in tests),
        failures=tuple(failures),
        without_examples=tuple(one.id for one in rubric.criteria if not one.examples),
        nudges=nudged,
        surviving_nudges=tuple(surviving),
        guards=sum(len(test.source.guards) for test in tests),
        surviving_guards=tuple(
            SurvivingGuard(test.source.path, guard.line, guard.place, guard.text)
            for test in tests
            for guard in test.survivors()
        ),
    )


def _failure(path: Path, criterion: Criterion, trial: Trial) -> Failure:
    example, got = trial.example, trial.outcome
    if example.known_miss:
        problem = f"works now; move it to {example.want.value}"
    else:
        came = got.value if isinstance(got, Outcome) else "an error"
        problem = f"wanted {example.want.value}; got {came}: {trial.told}"
    return Failure(path, example.line, f"{criterion.id}.examples.{example.place}", problem)


def _surviving(
    criterion: Criterion,
    item: Mapping[str, Any],
    held: list[Example],
    rubric: Rubric,
    every: bool,
) -> Iterator[SurvivingNudge | None]:
    """One for each nudge; None for one that is noticed."""
    lexicons: Mapping[str, LexiconSet] = {
        language: with_nothing(those) for language, those in rubric.lexicons.items()
    }
    for nudge in nudges(criterion.check, item, every):
        noticed = any(
            not try_example(nudge.check, one, lexicons[one.call.transcript.language]).holds
            for one in held
        )
        yield None if noticed else SurvivingNudge(criterion.id, nudge.param, nudge.change)


def _guard_tests(
    path: Path, rubric: Rubric, items: list[Any], held: Mapping[str, list[Example]]
) -> Iterator[GuardTest]:
    readers: dict[str, list[Criterion]] = {}
    for criterion, item in zip(rubric.criteria, items, strict=True):
        for name in dict.fromkeys(name for _, name in named_lexicons(item, ())):
            readers.setdefault(name, []).append(criterion)
    for language, lexicons in rubric.lexicons.items():
        for name, criteria in readers.items():
            file = lexicon_path(lexicon_folders(path), language, name)
            source = lexicon_source(file, language) if file else None
            if source and (source.guards or source.examples):
                pinned_by = [
                    (criterion.check, example)
                    for criterion in criteria
                    for example in held[criterion.id]
                    if example.call.transcript.language == language
                ]
                yield GuardTest(source, pinned_by, lexicons)


def _wrong_examples(test: GuardTest) -> Iterator[Failure]:
    lexicon = test.source.lexicon
    for one in test.wrong_examples():
        hits = ", ".join(f"'{hit.quote}' ({hit.entry})" for hit in lexicon.find(one.text))
        problem = f"'{one.text}': " + (f"found {hits}" if hits else "nothing found")
        place = f"{lexicon.name}.examples.{'hit' if one.hit else 'no_hit'}"
        yield Failure(test.source.path, one.line, place, problem)
