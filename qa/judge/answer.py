"""The answer of a language model into a finding. Nothing in it is believed but what the call holds.

A quote counts where its words, folded, stand in the turn it names; what is shown as evidence is
then the turn's own writing. One quote that does not stand there and the whole answer is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from qa.checks.base import Finding
from qa.checks.quoting import evidence, heard
from qa.core.call import Call, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.judge.prompt import numbered_turns
from qa.judge.wording import SAY
from qa.language.fold import fold, keeps_spaces

# The most a model's word is worth. Above the usual `review_below_confidence` (0.6), so that it can
# settle a doubt; below what checks give for words that were heard (0.8), because quotes show that
# the words were said, not that they mean what the model says they mean.
JUDGE_CONFIDENCE = 0.7

_MAX_REASON = 400  # characters; two sentences, and what a scorecard has room for
_MAX_SHOWN = 40  # characters of a quote that is told to be invented
_NEED_A_QUOTE = frozenset({Outcome.PASS, Outcome.FAIL})


class RefusedAnswerError(Exception):
    """An answer that may not be used; `kind` and `details` word the reason, see `SAY`."""

    def __init__(self, kind: str, **details: object) -> None:
        self.kind = kind
        self.details = details
        super().__init__(kind)


def read_answer(body: bytes, call: Call, model: str) -> Finding:
    """What `model` found, from the body of its server's response.

    Raises `RefusedAnswerError` where that is not what was asked for, or quotes what nobody said.
    """
    answer = _json(_content(_json(body)))
    if not isinstance(answer, dict):
        raise RefusedAnswerError("not_json")
    outcome = _outcome(answer.get("outcome"))
    turns = numbered_turns(call)
    language = call.transcript.language
    found = [_found(quote, turns, language) for quote in _quotes(answer.get("quotes"))]
    if outcome in _NEED_A_QUOTE and not found:
        raise RefusedAnswerError("no_quote")
    say, reason = SAY[language], _one_line(answer.get("reason"), _MAX_REASON)
    told = say["found" if reason else "found_without_reason"].format(model=model, reason=reason)
    # No surer than the words it rests on were heard: a model reads the same misheard transcript.
    confidence = min([JUDGE_CONFIDENCE, *(heard(turn, *chars) for turn, chars in found)])
    pieces: dict[Evidence, None] = {evidence(turn, *chars): None for turn, chars in found}
    return Finding(outcome, told, confidence=confidence, evidence=tuple(pieces))


def _content(response: Any) -> str:
    """What the model said, out of the envelope of the chat completions protocol."""
    try:
        content = response["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise RefusedAnswerError("not_json") from None
    if not isinstance(content, str):
        raise RefusedAnswerError("not_json")
    return content


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # the latter where a thousand brackets are nested
        raise RefusedAnswerError("not_json") from None


def _outcome(written: Any) -> Outcome:
    try:
        return Outcome(written)
    except ValueError:
        raise RefusedAnswerError("unknown_outcome") from None


def _quotes(written: Any) -> list[Mapping[str, Any]]:
    quotes = [] if written is None else written
    if not isinstance(quotes, list) or not all(isinstance(quote, dict) for quote in quotes):
        raise RefusedAnswerError("malformed_quotes")
    return quotes


def _found(
    written: Mapping[str, Any], turns: Mapping[int, Turn], language: str
) -> tuple[Turn, tuple[int, int]]:
    """The turn and the stretch of its text that hold the quoted words."""
    number, quote = written.get("turn"), written.get("quote")
    if not isinstance(number, int) or isinstance(number, bool) or not isinstance(quote, str):
        raise RefusedAnswerError("malformed_quotes")
    if number not in turns:
        raise RefusedAnswerError("unknown_turn", turn=_one_line(str(number), _MAX_SHOWN))
    turn = turns[number]
    chars = _place_of(quote, turn.text, language)
    if chars is None:
        shown = _one_line(quote, _MAX_SHOWN)
        raise RefusedAnswerError("invented_quote", turn=number, quote=shown)
    return turn, chars


def _place_of(quote: str, text: str, language: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text`, as offsets into it; None where it does not, or says nothing.

    In a language with spaces only whole words count: `no` is not in `not`.
    """
    sought, said = fold(quote, language).text.strip(), fold(text, language)
    if not sought:
        return None
    edge = " " if keeps_spaces(language) else ""
    # The space put in front moves everything by one, and the one sought is in front of the word.
    at = f"{edge}{said.text}{edge}".find(f"{edge}{sought}{edge}")
    return said.original_span(at, at + len(sought)) if at >= 0 else None


def _one_line(text: Any, longest: int) -> str:
    """`text` without line ends and control characters, which could draw over a terminal."""
    if not isinstance(text, str):
        return ""
    shown = "".join(char if char.isprintable() else " " for char in text[: 4 * longest])
    plain = " ".join(shown.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
