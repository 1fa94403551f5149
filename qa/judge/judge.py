"""What a judge is, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from qa.checks.base import Finding
from qa.core.call import Call


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of asking. `finding` is `not_assessed`, with the reason in the call's language,
    where there is no answer or none that may be used.

    `answered` is False where the endpoint gave no answer at all, so that asking again later may
    help; an answer that may not be used was an answer.
    """

    finding: Finding
    answered: bool = True


class Judge(Protocol):
    """Anybody who can be asked one question about a call. `ask` never raises."""

    @property
    def model(self) -> str: ...

    def ask(self, question: str, call: Call) -> Judgement: ...
