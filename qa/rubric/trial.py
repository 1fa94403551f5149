"""An example tried: what a check says of it, and whether that is what the example wants."""

from __future__ import annotations

from dataclasses import dataclass

from qa.checks.base import Check, assess
from qa.core.scorecard import Outcome
from qa.language.lexicon import LexiconSet
from qa.rubric.examples import Example


@dataclass(frozen=True, slots=True)
class Trial:
    """`outcome` is None where the check crashed; `told` is its explanation, or of the crash."""

    example: Example
    outcome: Outcome | None
    told: str

    @property
    def holds(self) -> bool:
        """Whether the example is right: as wanted, or, of a known miss, still not as wanted."""
        return (self.outcome is self.example.want) is not self.example.known_miss


def try_example(check: Check, example: Example, lexicons: LexiconSet) -> Trial:
    """What `check` says of it. A crash is an outcome here: one example must not hide the others."""
    try:
        found = assess(check, example.call, lexicons)
    except Exception as error:
        return Trial(example, None, f"the check crashed: {type(error).__name__}: {error}")
    return Trial(example, found.outcome, found.explanation)
