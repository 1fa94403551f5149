"""A rubric ready to judge with: criteria with their checks, and the lexicons those read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from qa.acts.model import ActModel
from qa.checks.base import Check
from qa.core.scorecard import Outcome, RubricRef
from qa.language.lexicon import LexiconSet
from qa.rubric.examples import Example

Critical = Literal["section", "card"]
Mode = Literal["weighted", "deduction"]
Ask = Literal["doubt", "always"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the scorecard; `titles` by language."""

    id: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JudgeQuestion:
    """What a language model may be asked about a call, where the user runs one; `texts` by
    language. A yes is a pass.

    `ask` doubt: only where the check is in doubt. `ask` always: the model decides, not the check.
    """

    texts: Mapping[str, str]
    ask: Ask = "doubt"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One rule: the check that judges it and what it is worth.

    `critical` says what a failure zeroes (一票否决): its section, the whole card, or nothing.
    `source` are ids of the rules of the field it implements, for people. `suggestions`, by
    language, are told after a failure, behind what the check itself suggests.

    Where the rubric deducts, a failure costs `deduct` points, `per` fault or once, and never more
    than `weight`. A `bonus` adds its weight when it passes and costs nothing when it does not.
    `examples` are calls with the outcome they have to get; judging does not read them. `learned`:
    what the model of speech acts tells counts beside the phrases. `judge` changes nothing unless a
    judge is given to `score`.
    """

    id: str
    section: str
    titles: Mapping[str, str]
    check: Check
    weight: float
    critical: Critical | None = None
    source: tuple[str, ...] = ()
    suggestions: Mapping[str, str] = field(default_factory=dict)
    bonus: bool = False
    deduct: float | None = None
    per: Literal["fault", "call"] = "call"
    examples: tuple[Example, ...] = ()
    learned: bool = True
    judge: JudgeQuestion | None = None

    def worth(self, outcome: Outcome, faults: int = 1) -> float:
        """The points it earns."""
        if outcome is Outcome.PASS:
            return self.weight
        if outcome is not Outcome.FAIL or self.deduct is None:
            return 0
        return max(0.0, self.weight - self.deduct * (faults if self.per == "fault" else 1))


@dataclass(frozen=True, slots=True)
class Rubric:
    """`pass_mark` is 0..100 of the points that could be assessed; `min_coverage` 0..1.

    `mode` weighted: the score is the share of the assessed points that were earned, and what does
    not apply is left out. `mode` deduction (扣分制): it is 100 less the points lost, at least
    `floor`.

    `review_below_confidence`: a fail that its check is less sure of than this goes to a person.
    At 0.6 a fail needs better than a coin's odds with some margin; checks give 0.5 or less where
    the words that would decide were not heard, and 0.8 or more where they were.

    `acts` are the models of speech acts by language; without one only phrases count.
    """

    id: str
    version: str
    titles: Mapping[str, str]
    pass_mark: float
    min_coverage: float
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
    lexicons: Mapping[str, LexiconSet]
    sha256: str
    review_below_confidence: float = 0.6
    mode: Mode = "weighted"
    floor: float = 0
    acts: Mapping[str, ActModel] = field(default_factory=lambda: MappingProxyType({}))
    hotwords_by_language: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can judge calls in: those it has titles and lexicons for."""
        return tuple(self.titles)

    @property
    def ref(self) -> RubricRef:
        return RubricRef(self.id, self.version, self.sha256)

    @property
    def judged_by(self) -> str:
        """Fingerprint of all that judging hangs on: the rubric, its lexicons and the models."""
        models = [f"{language} {model.digest}" for language, model in sorted(self.acts.items())]
        return " ".join([self.sha256, *models])

    @property
    def questions(self) -> dict[str, JudgeQuestion]:
        """What a judge may be asked, by the id of the criterion; empty where none declares it."""
        return {one.id: one.judge for one in self.criteria if one.judge}

    def hotwords(self, language: str) -> tuple[str, ...]:
        """Terms the recogniser should listen for in calls of that language; may be none."""
        return self.hotwords_by_language.get(language, ())
