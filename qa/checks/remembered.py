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
    last: list[tuple[Call, dict[Any, Answer]]] = []  # one, replaced whole: threads may ask

    @wraps(function)
    def asked(call: Call, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        kept = last[0] if last else None
        if kept is None or kept[0] is not call:
            kept = (call, {})
            last[:] = [kept]
        answers = kept[1]
        question = (args, *sorted(kwargs.items()))
        if question not in answers:
            answers[question] = function(call, *args, **kwargs)
        return answers[question]

    return asked
