"""A call as its lexicons hear it: their phrases and the acts the model tells, as one list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qa.acts.model import ActModel
from qa.acts.readings import READINGS, Reading
from qa.acts.recogniser import (
    Act,
    Heard,
    because,
    clause,
    recognised,
    recognised_alone,
    recognised_part,
)
from qa.core.call import Call
from qa.language.lexicon import Hit, Lexicon, LexiconSet


@dataclass(frozen=True)
class Hearing:
    """What the model makes of the turns of one call. It also judges texts that are part of one."""

    model: ActModel
    heard: tuple[Heard, ...]
    readings: Mapping[str, Reading] = field(default_factory=lambda: READINGS)
    _by_text: dict[str, tuple[_InContext, ...]] = field(
        init=False, repr=False, default_factory=dict
    )
    _hits: dict[tuple[str, str], tuple[Hit, ...]] = field(
        init=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for one in self.heard:
            known = self._by_text.get(one.turn.text, ())
            own = tuple(_InContext(act, one.before) for act in one.acts)
            self._by_text[one.turn.text] = known + own

    def fused(self, lexicon: Lexicon, text: str, written: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """The hits of a lexicon in a text: those of its phrases that mean it there, or, where no
        phrase is in it, the acts that are told. Several checks ask, so they are remembered."""
        asked = lexicon.name, text
        if asked not in self._hits:
            self._hits[asked] = self._fused(lexicon, text, written)
        return self._hits[asked]

    def _fused(self, lexicon: Lexicon, text: str, written: tuple[Hit, ...]) -> tuple[Hit, ...]:
        reading, acts = self._read(lexicon, text)
        if not acts:
            return written
        if written:
            # What only sounds like a phrase adds nothing: the model has heard how it sounds.
            probable = {
                by_sound: max(one.act.probability(not by_sound) for one in acts)
                for by_sound in (False, True)
            }
            return tuple(
                hit if hit.always else replace(hit, probability=probable[hit.by_sound])
                for hit in written
                if hit.always or probable[hit.by_sound] >= reading.denied
            )
        never = lexicon.never_in(text)
        kept: list[Hit] = []
        for one in sorted(acts, key=lambda one: -one.act.log_odds):
            act = one.act
            spoken_for = any(hit.start < act.end and act.start < hit.end for hit in kept)
            ruled_out = any(start < act.end and act.start < end for start, end in never)
            if act.probability() >= reading.told and not spoken_for and not ruled_out:
                kept.append(self._hit(one, act.kind or reading.kind, text, lexicon))
        return tuple(sorted(kept, key=lambda hit: hit.start))

    def likeliest(self, lexicon: Lexicon, text: str) -> float:
        """How probable it is that the text does what the lexicon is about, by the model alone."""
        _, acts = self._read(lexicon, text)
        return max((one.act.probability() for one in acts), default=0.0)

    def knows(self, lexicon: Lexicon) -> bool:
        """Whether the model tells anything of what the lexicon is about."""
        reading = self.readings.get(lexicon.name) if lexicon.reads_acts else None
        return bool(reading and set(reading.acts) & set(self.model.acts))

    def _read(self, lexicon: Lexicon, text: str) -> tuple[Reading, list[_InContext]]:
        reading = self.readings.get(lexicon.name) if lexicon.reads_acts else None
        if reading is None:
            return _NOTHING, []
        return reading, [one for one in self._acts(text) if one.act.group in reading.acts]

    def _acts(self, text: str) -> tuple[_InContext, ...]:
        """Of a turn, of a part of one (either party may have said it), or of words that stand in
        no turn of the call."""
        if text not in self._by_text:
            wholes = {
                one.turn.role: one
                for one in reversed(self.heard)
                if text.strip() and text in one.turn.text
            }
            self._by_text[text] = tuple(
                _InContext(act, whole.before)
                for whole in wholes.values()
                for act in recognised_part(text, whole, self.model)
            ) or tuple(_InContext(act, "") for act in recognised_alone(text, self.model))
        return self._by_text[text]

    def _hit(self, one: _InContext, name: str, text: str, lexicon: Lexicon) -> Hit:
        """The clause whose words speak loudest for the act."""
        act = one.act
        segment = text[act.start : act.end]
        start, end = clause(segment, *because(segment, one.before, act.group, self.model))
        kind = lexicon.kinds.get(name)
        return Hit(
            act.start + start,
            act.start + end,
            segment[start:end],
            act.group,
            lexicon.name,
            name if kind else "",
            kind.say_instead if kind else "",
            language=lexicon.language,
            probability=act.probability(),
            by_meaning=True,
        )


@dataclass(frozen=True, slots=True)
class _InContext:
    """An act of a text, and what the other party said before it."""

    act: Act
    before: str


_NOTHING = Reading(())


def hearing(call: Call, lexicons: LexiconSet, model: ActModel | None) -> LexiconSet:
    """The lexicons as they hear this call; as they are where there is no model."""
    if model is None:
        return lexicons
    return lexicons.learned_by(Hearing(model, recognised(call, model)))
