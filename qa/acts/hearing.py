"""A call as its lexicons hear it: their phrases and the acts the model tells, as one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qa.acts.model import ActModel
from qa.acts.readings import READINGS, Reading
from qa.acts.recogniser import (
    Act,
    Heard,
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
    _by_text: dict[str, tuple[Act, ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.heard:
            known = self._by_text.get(one.turn.text, ())
            self._by_text[one.turn.text] = known + one.acts

    def fused(self, lexicon: Lexicon, text: str, written: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """The hits of a lexicon in a text: those of its phrases that mean it there, and the acts
        that are told where no phrase says so."""
        reading = self.readings.get(lexicon.name) if lexicon.reads_acts else None
        acts = [act for act in self._acts(text) if act.group in reading.acts] if reading else []
        if reading is None or not acts:
            return written
        # What only sounds like a phrase adds nothing: the model has heard how it sounds.
        probable = {
            by_sound: max(act.probability(not by_sound) for act in acts) for by_sound in (0, 1)
        }
        kept = [
            hit if hit.always else replace(hit, probability=probable[hit.by_sound])
            for hit in written
            if hit.always or probable[hit.by_sound] >= reading.denied
        ]
        if written:
            return tuple(kept)
        never = lexicon.never_in(text)
        told = sorted(acts, key=lambda act: -act.log_odds)
        for act in told:
            spoken_for = any(hit.start < act.end and act.start < hit.end for hit in kept)
            ruled_out = any(start < act.end and act.start < end for start, end in never)
            if act.probability() >= reading.told and not spoken_for and not ruled_out:
                kept.append(_hit(act, act.kind or reading.kind, text, lexicon))
        return tuple(sorted(kept, key=lambda hit: hit.start))

    def likeliest(self, lexicon: Lexicon, text: str) -> float:
        """How probable it is that the text does what the lexicon is about, by the model alone."""
        reading = self.readings.get(lexicon.name)
        acts = [act for act in self._acts(text) if act.group in reading.acts] if reading else []
        return max((act.probability() for act in acts), default=0.0)

    def _acts(self, text: str) -> Sequence[Act]:
        """Of a turn, of a part of one, or of words that stand in no turn of the call."""
        if text not in self._by_text:
            whole = next((one for one in self.heard if text in one.turn.text), None)
            self._by_text[text] = (
                recognised_part(text, whole, self.model)
                if whole and text.strip()
                else recognised_alone(text, self.model)
            )
        return self._by_text[text]


def _hit(act: Act, name: str, text: str, lexicon: Lexicon) -> Hit:
    kind = lexicon.kinds.get(name)
    return Hit(
        act.start,
        act.end,
        text[act.start : act.end].strip(),
        act.group,
        lexicon.name,
        name if kind else "",
        kind.say_instead if kind else "",
        language=lexicon.language,
        probability=act.probability(),
    )


def hearing(call: Call, lexicons: LexiconSet, model: ActModel | None) -> LexiconSet:
    """The lexicons as they hear this call; as they are where there is no model."""
    if model is None:
        return lexicons
    return lexicons.learned_by(Hearing(model, recognised(call, model)))
