"""Is the customer sent from one place to the next?

::

    agent      这个您打供电局问吧。                     handed over and left: a fault
    agent      我帮您转给技术部，情况我先跟他们说明。       handed over, and kept company: none
    customer   你们让我打这个号，那边又让我找你们。         sent around already:
    agent      我帮您转到技术部，我先说明情况。            sent on again: a fault

Sending the customer somewhere, or a transfer that tells the next one nothing, leaves them alone
with it. A transfer with the matter explained does not. To a customer who has been sent around
already, the agent hands on only what the agent then sees through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.ping_pong_wording import SAY
from qa.checks.quoting import hit_evidence, hit_heard, quoted, turns_of
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import Hit, LexiconName, LexiconSet

_SENT, _STAYS, _ACTION = "sent", "stays", "action"  # kinds of the lexicons read here
_COLD, _AGAIN, _KEPT, _NONE = 0.8, 0.85, 0.8, 0.8


@dataclass(frozen=True, slots=True)
class Handover:
    """One place the customer is handed to. `again`: they had been sent around before;
    `kept_by` is what keeps them company, None where nothing does."""

    turn: Turn
    hit: Hit
    again: bool
    kept_by: tuple[Turn, Hit] | None


@dataclass(frozen=True, slots=True)
class PingPong:
    """Passes with at most `max_handovers` that the agent does not stay with.

    What keeps the customer company counts in the same turn and in the agent's next `within_turns`:
    one, because a transfer is announced, agreed to, and then explained. The agent's own action
    (kind `action` of `remedy`) in the same turn excuses 您打…, never a transfer: it is one itself.
    """

    max_handovers: int = 0
    within_turns: int = 1
    handover: LexiconName = LexiconName("handover")
    kept: LexiconName = LexiconName("handover-kept")
    sent_around: LexiconName = LexiconName("sent-around")
    remedy: LexiconName = LexiconName("remedy")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        complaints = [
            (turn, hit)
            for turn in turns_of(call, Role.CUSTOMER)
            for hit in lexicons.get(self.sent_around).find(turn.text)[:1]
        ]
        since = complaints[0][0].index if complaints else None
        handovers = list(self._handovers(call, since, lexicons))
        agent_after = any(since is not None and t.index > since for t in turns_of(call, Role.AGENT))
        if not handovers and not agent_after:
            return Finding(Outcome.NOT_APPLICABLE, say["none"], confidence=_NONE)
        alone = [one for one in handovers if one.kept_by is None]
        measured = {
            "handovers": float(len(handovers)),
            "not_kept": float(len(alone)),
            "sent_around_before": float(len(complaints)),
        }
        shown = tuple(
            hit_evidence(turn, hit, say["sent_around_note"]) for turn, hit in complaints
        ) + tuple(one for handover in handovers for one in _evidence(handover, say))
        if len(alone) <= self.max_handovers:
            reason = "few" if alone else "kept" if handovers else "taken_on"
            explanation = say[reason].format(n=len(handovers), most=self.max_handovers)
            return Finding(Outcome.PASS, explanation, "", _KEPT, measured, shown)
        again = [one for one in alone if one.again]
        sure = sorted(
            ((_AGAIN if one.again else _COLD) * hit_heard(one.turn, one.hit) for one in alone),
            reverse=True,
        )
        return Finding(
            Outcome.FAIL,
            say["again" if again else "cold"].format(n=len(alone)),
            say["do_again" if again else "do_cold"],
            sure[self.max_handovers],
            measured,
            shown,
            faults=len(alone),
        )

    def _handovers(self, call: Call, since: int | None, lexicons: LexiconSet) -> Iterator[Handover]:
        agent = turns_of(call, Role.AGENT)
        for position, turn in enumerate(agent):
            following = agent[position : position + 1 + self.within_turns]
            for hit in lexicons.get(self.handover).find(turn.text):
                if not any(quoted(turn.text, at, at + 1) for at in (hit.start, hit.end - 1)):
                    again = since is not None and turn.index > since
                    kept_by = self._kept_by(hit, following, again, lexicons)
                    yield Handover(turn, hit, again, kept_by)

    def _kept_by(
        self, hit: Hit, turns: tuple[Turn, ...], again: bool, lexicons: LexiconSet
    ) -> tuple[Turn, Hit] | None:
        for turn in turns:
            for kept in lexicons.get(self.kept).find(turn.text):
                if kept.kind == _STAYS or not again:
                    return turn, kept
        if hit.kind != _SENT or again:
            return None
        own = (one for one in lexicons.get(self.remedy).find(turns[0].text) if one.kind == _ACTION)
        apart = (one for one in own if one.end <= hit.start or hit.end <= one.start)
        return next(((turns[0], one) for one in apart), None)


def _evidence(handover: Handover, say: Mapping[str, str]) -> Iterator[Evidence]:
    kept = handover.kept_by
    note = "kept_handover_note" if kept else "again_note" if handover.again else "cold_note"
    yield hit_evidence(handover.turn, handover.hit, say[note])
    if kept:
        yield hit_evidence(*kept, say["kept_note"])
