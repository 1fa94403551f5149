"""Does one party talk on and on without the other getting a word in?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.checks.base import Finding
from qa.checks.limits import ms, require_limit
from qa.checks.monologue_wording import SAY
from qa.checks.pace import UTTERANCE_PAUSE_MS
from qa.checks.stretches import Stretch, sentences, stretches, utterances
from qa.core.call import Aspect, Call, Role
from qa.core.scorecard import Evidence, Outcome
from qa.core.spans import Span, Timeline
from qa.language.lexicon import LexiconName, LexiconSet

_HEARD, _WORDLESS = 0.9, 0.5  # confidence with the other's sounds heard as words, and without


@dataclass(frozen=True, slots=True)
class Monologue:
    """Passes when no stretch of `role`'s talk is longer than `max_s`.

    ::

        agent      |-------------|  |----------------|          |----|
        customer            |-|                          |-----|
                            mm-hm                         a word
                   |<------------ monologue -------->|

    A pause up to `max_pause_s` does not end it: from 3 s on a silence is an event of its own
    (`silence_use`), so two seconds are still a breath and a thought. Nor does the other party's
    listening: `backchannel` phrases, and sounds up to `max_backchannel_s` without recognised
    words. Anything else the other says does, from its first sound. A minute is a choice, not a
    norm: none is published.
    """

    role: Literal["agent", "customer"] = "agent"
    max_s: float = 60.0
    max_pause_s: float = 2.0
    max_backchannel_s: float = 1.0
    backchannel: LexiconName = LexiconName("backchannel")

    def __post_init__(self) -> None:
        require_limit(max_s=self.max_s)

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.SILENCE, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[self.role][lexicons.language]
        role = Role(self.role)
        other = Role.CUSTOMER if role is Role.AGENT else Role.AGENT
        said = stretches(call, role, UTTERANCE_PAUSE_MS)
        answers = stretches(call, other, UTTERANCE_PAUSE_MS)
        if not said or not answers:
            return Finding(Outcome.NOT_APPLICABLE, say["no_occasion"])
        listening = [stretch for stretch in answers if self._listens(stretch, lexicons)]
        talked = self._monologues(
            Timeline.of(stretch.span for stretch in said),
            Timeline.of(stretch.span for stretch in listening),
            Timeline.of(stretch.span for stretch in answers if stretch not in listening),
        )
        longest_s = max((span.duration_ms for span in talked), default=0) / 1000
        faults = [span for span in talked if span.duration_ms > ms(self.max_s)]
        told = say["fault" if faults else "none"]
        return Finding(
            Outcome.FAIL if faults else Outcome.PASS,
            told.format(n=len(faults), longest_s=longest_s, max_s=self.max_s),
            suggestion=say["suggestion"] if faults else "",
            confidence=max((_confidence(span, listening) for span in faults), default=_HEARD),
            measured={"monologues": len(faults), "longest_s": longest_s},
            evidence=tuple(_evidence(span, said, say) for span in faults),
        )

    def _monologues(
        self, talk: Timeline, listening: Timeline, answers: Timeline
    ) -> tuple[Span, ...]:
        """From the party's first to its last sound, for each run that no answer ends."""
        runs = utterances(talk.union(listening), ms(self.max_pause_s)).subtract(answers)
        found = (talk.clip(run).extent for run in runs)
        return tuple(span for span in found if span)

    def _listens(self, stretch: Stretch, lexicons: LexiconSet) -> bool:
        if stretch.text:
            return lexicons.get(self.backchannel).covers(stretch.text)
        return stretch.span.duration_ms <= ms(self.max_backchannel_s)


def _confidence(span: Span, listening: list[Stretch]) -> float:
    """Lower where a sound taken for listening may have been a word."""
    inside = (stretch for stretch in listening if stretch.span.overlaps(span))
    return _HEARD if all(stretch.text for stretch in inside) else _WORDLESS


def _evidence(span: Span, said: tuple[Stretch, ...], say: Mapping[str, str]) -> Evidence:
    """The monologue, quoted by the sentence it begins with."""
    inside = [stretch for stretch in said if stretch.span.overlaps(span)]
    first = next((stretch for stretch in inside if stretch.text), inside[0])
    quote = (sentences(first.text) or [""])[0]
    note = say["note"].format(seconds=span.duration_ms / 1000)
    return Evidence(quote, note, first.role, first.turn, span)
