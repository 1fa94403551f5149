"""Is something said that has to be said, in its part of the call, or in answer to something?

::

    within   |-- first_turns: 3 --|                     the phrase has to stand in here
    agent    ▲ 您好，很高兴为您服务

    after    customer ● 我等了三天                       an occasion
             agent       ▲ 我马上反映，今天给您回电       within the agent's next turns

Without the event that `after` (or `before`) names there is no occasion, and the rule does not
apply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.checks.base import Finding
from qa.checks.events import Anchor, Event, Speaker, Talk, Within, require_lexicons
from qa.checks.phrases_wording import SAY
from qa.core.call import Aspect, Call, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconName, LexiconSet

# Phrases are precise where they speak and know only part of what people say.
_FOUND, _ABSENT, _NO_OCCASION = 0.9, 0.65, 0.75


@dataclass(frozen=True, slots=True)
class PhrasesRequired:
    """Passes when `role` says phrases of `any` one of the `lexicons`, of `all`, or of as many as
    `of` counts, at least `min_count` phrases together.

    `within` narrows the part of the call; `after` and `before` tie it to another event, of which
    one suffices, or `every` one has to be met. A phrase behind which `unless` follows in the same
    turn is taken back and does not count.
    """

    lexicons: tuple[LexiconName, ...]
    role: Speaker = "agent"
    of: Literal["any", "all"] | int = "any"
    min_count: int = 1
    within: Within | None = None
    after: Anchor | None = None
    before: Anchor | None = None
    every: bool = False
    unless: tuple[LexiconName, ...] = ()

    def __post_init__(self) -> None:
        require_lexicons(self.lexicons)
        if isinstance(self.of, int) and not 1 <= self.of <= len(self.lexicons):
            raise ValueError(f"of is {self.of}, and {len(self.lexicons)} lexicons are named")
        if self.after and self.before:
            raise ValueError("after and before are both given; write two criteria")
        if self.every and not (self.after or self.before):
            raise ValueError("every is given without after or before")
        if self.min_count < 1:
            raise ValueError("min_count is 0, so nothing would be required")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say, talk = SAY[lexicons.language], Talk(call, lexicons)
        spoken = talk.turns(self.role)
        if not spoken:
            return Finding(Outcome.NOT_APPLICABLE, say["nobody"])
        if talk.untimed(self.role, self.within, self.after, self.before):
            return Finding(Outcome.NOT_ASSESSED, say["untimed"])
        found = talk.events(self.lexicons, self.role, self.within)
        standing = [event for event in found if not self._taken_back(event, talk)]
        occasions = self._occasions(talk, spoken)
        if occasions is None:
            return self._finding(talk, [standing], [], spoken)
        if not occasions:
            titles = talk.titles([anchor.lexicon for anchor in (self.after, self.before) if anchor])
            return Finding(
                Outcome.NOT_APPLICABLE, say["no_occasion"].format(what=titles), "", _NO_OCCASION
            )
        answers = [self._near(talk, occasion, standing) for occasion in occasions]
        return self._finding(talk, answers, occasions, spoken)

    def _occasions(self, talk: Talk, spoken: Sequence[Turn]) -> list[Event] | None:
        """The events it is tied to; None where it is tied to none. After the last words of
        `role` there is no occasion any more, nor one before the first."""
        if self.after:
            events = talk.events([self.after.lexicon], self.after.role)
            return [event for event in events if event.turn.index <= spoken[-1].index]
        if self.before:
            events = talk.events([self.before.lexicon], self.before.role)
            return [event for event in events if event.turn.index >= spoken[0].index]
        return None

    def _near(self, talk: Talk, occasion: Event, events: Sequence[Event]) -> list[Event]:
        if self.after:
            return talk.following(occasion, self.after, events)
        return talk.preceding(occasion, self.before, events) if self.before else []

    def _taken_back(self, event: Event, talk: Talk) -> bool:
        return any(
            hit.start >= event.hit.end
            for name in self.unless
            for hit in talk.lexicons.get(name).find(event.turn.text)
        )

    def _missing(self, events: Sequence[Event]) -> list[LexiconName]:
        """The lexicons still wanted; empty when what is required was said."""
        said = {event.hit.lexicon for event in events}
        by_name = {"any": 1, "all": len(self.lexicons)}
        wanted = self.of if isinstance(self.of, int) else by_name[self.of]
        missing = [name for name in self.lexicons if name not in said]
        enough = len(self.lexicons) - len(missing) >= wanted and len(events) >= self.min_count
        return [] if enough else missing or list(self.lexicons)

    def _finding(
        self,
        talk: Talk,
        answers: Sequence[list[Event]],
        occasions: Sequence[Event],
        spoken: Sequence[Turn],
    ) -> Finding:
        say = SAY[talk.lexicons.language]
        met = [events for events in answers if not self._missing(events)]
        said = list({id(event): event for events in answers for event in events}.values())
        measured = {"said": float(len(said))}
        if occasions:
            measured |= {"occasions": float(len(occasions)), "met": float(len(met))}
        if met and (len(met) == len(answers) or not self.every):
            choose = min if self.every else max  # one that is met suffices, or all have to be
            surest = choose(met, key=lambda events: min(event.confidence for event in events))
            return Finding(
                Outcome.PASS,
                say["said"].format(
                    what=talk.titles([event.hit.lexicon for event in surest]),
                    quote=surest[0].hit.quote,
                ),
                confidence=_FOUND * min(event.confidence for event in surest),
                measured=measured,
                evidence=tuple(event.evidence() for event in surest),
            )
        unmet = [number for number, events in enumerate(answers) if self._missing(events)]
        number = max(unmet, key=lambda n: occasions[n].confidence) if occasions else unmet[0]
        missing = talk.titles(self._missing(answers[number]))
        shown = [event.evidence() for event in answers[number]]
        if occasions:
            occasion = occasions[number]
            explanation = say["no_answer"].format(quote=occasion.hit.quote, what=missing)
            shown.insert(0, occasion.evidence(talk.titles([occasion.hit.lexicon])))
            sure = occasion.confidence
        else:
            explanation = say["missing"].format(what=missing)
            last = spoken[-1]
            shown.append(Evidence("", say["searched"].format(n=len(spoken)), last.role))
            sure = 1.0
        return Finding(Outcome.FAIL, explanation, "", _ABSENT * sure, measured, tuple(shown))
