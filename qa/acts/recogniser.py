"""The acts of every turn of a call, each with its probability and the words that spoke for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import exp

import numpy as np

from qa.acts.context import Floats, Said, surroundings
from qa.acts.features import features
from qa.acts.labels import ACTS
from qa.acts.model import ActModel
from qa.core.call import Call, Turn

# A segment is about as long as the lines the model has learned from.
_SENTENCE = re.compile(r"(?:[^。！？!?….\n]|\.(?=\S))+[。！？!?….]*\s*")
_CLAUSE = re.compile(r"[^，,；;、]+[，,；;、]*\s*")
_MARKS = frozenset("，。！？；、,.!?;…\n")
_LONG = {"zh": 28, "ko": 40, "en": 110}


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one turn: `text[start:end]` does it. `kind` is the likeliest of its kinds.

    `log_odds` are by the model alone; a phrase of the act's lexicon adds `phrase` to them.
    """

    group: str
    log_odds: float
    phrase: float
    start: int
    end: int
    kind: str = ""

    def probability(self, with_phrase: bool = False) -> float:
        return 1 / (1 + exp(-max(-50.0, self.log_odds + with_phrase * self.phrase)))


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn, what the other party said just before it, every act its party may do, and what stands
    around it; nothing is around words of which nobody knows the call."""

    turn: Turn
    before: str
    acts: tuple[Act, ...]
    around: Floats | None = field(default=None, compare=False, repr=False)


def recognised(call: Call, model: ActModel) -> tuple[Heard, ...]:
    """Every turn of the agent and the customer, with the acts its party may do."""
    turns = call.transcript.turns
    before_each = said_before((turn.role.value, turn.text) for turn in turns)
    spoken = [
        (turn, before, words)
        for turn, before in zip(turns, before_each, strict=True)
        if turn.role.value in ACTS and (words := _words(turn.text, before, model))
    ]
    said = [
        Said(turn.role.value, words.odds(turn.role.value, model), len(turn.text))
        for turn, _, words in spoken
    ]
    around_each = surroundings(said, model.acts_of())
    return tuple(
        Heard(turn, before, _acts(words, turn.role.value, model, around), around)
        for (turn, before, words), around in zip(spoken, around_each, strict=True)
    )


def said_before(turns: Iterable[tuple[str, str]]) -> Iterator[str]:
    """For each turn (role, text) what the other party said last; empty where nothing yet. Training
    and use ask here, so that both see the same."""
    last: dict[str, str] = {}
    for role, text in turns:
        yield last.get("customer" if role == "agent" else "agent", "")
        if text.strip():
            last[role] = text


def recognised_part(text: str, whole: Heard, model: ActModel) -> tuple[Act, ...]:
    """The acts of a part of a turn, a sentence of it say."""
    words = _words(text, whole.before, model)
    return _acts(words, whole.turn.role.value, model, whole.around) if words else ()


def recognised_alone(text: str, model: ActModel) -> tuple[Act, ...]:
    """The acts of words of which nobody knows who said them, nor after what."""
    words = _words(text, "", model)
    return tuple(act for role in ACTS for act in _acts(words, role, model)) if words else ()


def segments(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Sentences, and the whole turn beside them where it has a few; long sentences at their commas,
    as many clauses together as make up one of ordinary length."""
    found: list[tuple[int, int]] = []
    for sentence in _SENTENCE.finditer(text):
        if len(sentence.group()) <= _LONG[language]:
            found.append(sentence.span())
            continue
        begin = sentence.start()
        end = begin
        for clause in _CLAUSE.finditer(sentence.group()):
            stop = sentence.start() + clause.end()
            if stop - begin > _LONG[language] and end > begin:
                found.append((begin, end))
                begin = end
            end = stop
        found.append((begin, sentence.end()))
    said = [(start, end) for start, end in found if any(map(str.isalnum, text[start:end]))]
    if len(said) > 1 and len(text) <= 2 * _LONG[language]:
        said.append((0, len(text)))
    return tuple(said)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a text say: its segments, and segments x acts, their log odds."""

    parts: tuple[tuple[int, int], ...]
    likely: Floats

    def odds(self, role: str, model: ActModel) -> Floats:
        """Of what that party may do, by the segment that says most for it."""
        best: Floats = self.likely.max(axis=0)[[column for _, column, _ in model.groups(role)]]
        return best


def _words(text: str, before: str, model: ActModel) -> _Words | None:
    """None where nothing is said."""
    parts = segments(text, model.language)
    if not parts:
        return None
    seen = [features(text[start:end], before, model.language) for start, end in parts]
    return _Words(parts, np.stack([model.log_odds(model.says(one)) for one in seen]))


def _acts(
    words: _Words, role: str, model: ActModel, around: Floats | None = None
) -> tuple[Act, ...]:
    odds = words.odds(role, model)
    if around is not None:
        odds = model.in_context(role, odds, around)
    found: list[Act] = []
    for (group, column, kinds), value in zip(model.groups(role), odds, strict=True):
        best = int(words.likely[:, column].argmax())
        start, end = words.parts[best]
        kind = max(kinds, key=lambda kind: words.likely[best, kind[1]])[0] if kinds else ""
        found.append(Act(group, float(value), float(model.phrase[column]), start, end, kind))
    return tuple(found)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` widened to the marks around it, without spaces at either end."""
    while start > 0 and text[start - 1] not in _MARKS:
        start -= 1
    while end < len(text) and text[end - 1] not in _MARKS:
        end += 1
    said = text[start:end]
    start += len(said) - len(said.lstrip())
    return start, max(start + 1, end - (len(said) - len(said.rstrip())))


def because(text: str, before: str, act: str, model: ActModel) -> tuple[int, int]:
    """The stretch of a segment whose features speak loudest for an act, all in all."""
    seen = features(text, before, model.language)
    spoken = np.zeros(len(text) + 1)
    for feature, weight in zip(seen, model.for_act(seen, model.acts.index(act)), strict=True):
        if feature.end > feature.start:
            spoken[feature.start : feature.end] += weight / (feature.end - feature.start)
    best, best_span, running, since = 0.0, (0, len(text)), 0.0, 0
    for at in range(len(text)):
        if running <= 0:
            running, since = 0.0, at
        running += float(spoken[at])
        if running > best:
            best, best_span = running, (since, at + 1)
    return best_span
