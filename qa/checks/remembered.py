"""What is computed of a call is computed once: many checks of a rubric ask the same of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from qa.core.call import Call

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def remembered(
    function: Callable[Concatenate[Call, Asked], Answer],
) -> Callable[Concatenate[Call, Asked], Answer]:
    """`function(call, …)`, whose answers about the last call are kept. A call never changes, so an
    answer holds as long as the question is about that very object."""
    about: list[Call] = []
    answers: dict[Any, Answer] = {}

    @wraps(function)
    def asked(call: Call, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if not about or about[0] is not call:
            about[:] = [call]
            answers.clear()
        question = (args, *sorted(kwargs.items()))
        if question not in answers:
            answers[question] = function(call, *args, **kwargs)
        return answers[question]

    return asked
