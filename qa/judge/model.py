"""The judge behind an endpoint: asks, checks the answer, and stops asking where nobody is there."""

from __future__ import annotations

from collections.abc import Callable

from qa.checks.base import Finding
from qa.core.call import Call
from qa.core.scorecard import Outcome
from qa.judge.answer import RefusedAnswerError, read_answer
from qa.judge.client import NoAnswerError, complete
from qa.judge.endpoint import Endpoint
from qa.judge.judge import Judgement
from qa.judge.prompt import messages
from qa.judge.wording import SAY

GIVES_UP_AFTER = 3  # questions in a row for which no connection could be made, each tried twice


class ModelJudge:
    """A `Judge`. `on_giving_up` is told, once, why it asks no more in this run."""

    def __init__(
        self, endpoint: Endpoint, on_giving_up: Callable[[str], None] = lambda why: None
    ) -> None:
        self._endpoint = endpoint
        self._on_giving_up = on_giving_up
        self._unreached = 0

    @property
    def model(self) -> str:
        return self._endpoint.model

    def ask(self, question: str, call: Call) -> Judgement:
        """What the model answers; `not_assessed` with the reason whatever goes wrong."""
        if self._unreached >= GIVES_UP_AFTER:
            return self._nothing("no_answer", NoAnswerError("given_up"), call, answered=False)
        try:
            body = complete(self._endpoint, messages(question, call))
        except NoAnswerError as trouble:
            self._count(trouble)
            return self._nothing("no_answer", trouble, call, answered=False)
        self._unreached = 0
        try:
            return Judgement(read_answer(body, call, self.model))
        except RefusedAnswerError as refused:
            return self._nothing("refused", refused, call, answered=True)

    def _count(self, trouble: NoAnswerError) -> None:
        """An endpoint that is there but slow or in trouble may do better with the next call."""
        self._unreached = self._unreached + 1 if trouble.kind == "unreachable" else 0
        if self._unreached == GIVES_UP_AFTER:
            self._on_giving_up(
                f"judge: {self._endpoint.url} cannot be reached ({trouble.detail}); it is asked "
                "no more in this run"
            )

    def _nothing(
        self, key: str, why: NoAnswerError | RefusedAnswerError, call: Call, *, answered: bool
    ) -> Judgement:
        say = SAY[call.transcript.language]
        told = say[key].format(model=self.model, why=say[why.kind].format(**why.details))
        return Judgement(Finding(Outcome.NOT_ASSESSED, told), answered)
