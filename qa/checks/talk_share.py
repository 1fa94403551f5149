"""How much of the talking does the agent do?"""

from __future__ import annotations

from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.limits import ms, refuse_crossed, require_limit
from qa.checks.pace import UTTERANCE_PAUSE_MS, speech_of
from qa.checks.stretches import stretches
from qa.checks.talk_share_wording import SAY
from qa.core.call import Aspect, Call, Role
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconSet


@dataclass(frozen=True, slots=True)
class TalkShare:
    """Passes when the agent's share of the talk is from `min_share` to `max_share`, 0 to 1.

    ::

        agent      |=====|         |=======|              a = time the agent speaks
        customer          |=======|            |====|     c = time the customer speaks
        share      a / (a + c)      silence and machine voices are nobody's talk

    Where both speak at once the time is both parties'. There is no default share: selling,
    explaining and listening to a complaint want different ones. Below `min_talk_s` of talk by
    both together one sentence more or less moves the share by several points.
    """

    min_share: float | None = None
    max_share: float | None = None
    min_talk_s: float = 30.0

    def __post_init__(self) -> None:
        require_limit(min_share=self.min_share, max_share=self.max_share)
        refuse_crossed("min_share", self.min_share, "max_share", self.max_share)
        for name, share in (("min_share", self.min_share), ("max_share", self.max_share)):
            if share is not None and share > 1:
                raise ValueError(f"{name} is a share from 0 to 1; got {share:g}")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.SILENCE, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        if call.activity is None:
            return Finding(Outcome.NOT_ASSESSED, say["no_sound"])
        agent_ms = speech_of(call.activity, Role.AGENT).duration_ms
        customer_ms = speech_of(call.activity, Role.CUSTOMER).duration_ms
        measured = {"talk_s_agent": agent_ms / 1000, "talk_s_customer": customer_ms / 1000}
        talk_ms = agent_ms + customer_ms
        if not talk_ms or talk_ms < ms(self.min_talk_s):
            told = say["too_little"].format(talk_s=talk_ms / 1000, min_talk_s=self.min_talk_s)
            return Finding(Outcome.NOT_APPLICABLE, told, measured=measured)
        share = agent_ms / talk_ms
        fault = ""
        if self.min_share is not None and share < self.min_share:
            fault = "too_small"
        if self.max_share is not None and share > self.max_share:
            fault = "too_large"
        told = say[fault or "within"].format(
            share=100 * share,
            agent_s=agent_ms / 1000,
            customer_s=customer_ms / 1000,
            least=100 * (self.min_share or 0),
            most=100 * (self.max_share or 1),
        )
        return Finding(
            Outcome.FAIL if fault else Outcome.PASS,
            told,
            suggestion=say[f"suggestion_{fault}"] if fault else "",
            measured={**measured, "talk_share_agent": round(share, 4)},
            evidence=_longest(call, Role.CUSTOMER if share < 0.5 else Role.AGENT, say["note"]),
        )


def _longest(call: Call, role: Role, note: str) -> tuple[Evidence, ...]:
    """The longest utterance of the party that talked more: where its share comes from."""
    said = stretches(call, role, UTTERANCE_PAUSE_MS)
    most = max(said, key=lambda stretch: stretch.span.duration_ms)
    told = note.format(seconds=most.span.duration_ms / 1000)
    return (Evidence(most.text, told, role, most.turn, most.span),)
