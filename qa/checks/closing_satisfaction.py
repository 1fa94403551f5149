"""Before the call ends, does the agent ask whether the customer is satisfied or needs more?

::

    … talk …  还有其他可以帮您的吗？   没有了。   感谢来电，再见。
              |<------------- near the end ------------->|

The question counts near the end only: asked in the middle of the call it is a step of the talk,
and asked before the customer has said what they want it is a greeting.
Summing up and thanking are measured beside it. A customer who hangs up in the middle leaves the
agent no moment to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.closing_satisfaction_wording import SAY
from qa.checks.quoting import (
    first_hit,
    hit_evidence,
    hit_heard,
    surely_absent,
    turn_evidence,
    turns_of,
)
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.fold import fold
from qa.language.lexicon import Hit, Lexicon, LexiconName, LexiconSet

# Last words up to so many folded characters only agree (那行吧), and end the talk on both sides.
_SHORT = {"zh": 6, "ko": 6, "en": 16}
_FOUND, _MID_CALL, _ABSENT, _HUNG_UP = 0.9, 0.75, 0.7, 0.75


@dataclass(frozen=True, slots=True)
class ClosingSatisfaction:
    """Passes when the question is among the agent's last `last_turns` turns or is asked in the last
    `last_s` seconds of the talk.

    Four turns hold the usual ending: question, sum-up, thanks, farewell; thirty seconds hold it
    where a recogniser cut the turns finer.
    """

    last_turns: int = 4
    last_s: float = 30.0
    asks: LexiconName = LexiconName("closing-ask")
    traps: LexiconName = LexiconName("closing-trap")
    goodbye: LexiconName = LexiconName("goodbye")
    thanks: LexiconName = LexiconName("thanks")
    sum_up: LexiconName = LexiconName("sum-up")
    hang_up: LexiconName = LexiconName("hang-up")
    backchannel: LexiconName = LexiconName("backchannel")
    still_there: LexiconName = LexiconName("are-you-there")

    @property
    def undecisive(self) -> frozenset[str]:
        """Parameters that only word the explanation."""
        return frozenset({"sum_up"})

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        agent = turns_of(call, Role.AGENT)
        if not agent or not turns_of(call, Role.CUSTOMER):
            return Finding(Outcome.NOT_APPLICABLE, say["nobody"])
        ending = self.near_end(call, agent, lexicons)
        asked = [(turn, hit) for turn in agent for hit in self._asks(turn, lexicons)]
        near = [(turn, hit) for turn, hit in asked if turn in ending]
        measured = {
            "asked": float(len(near)),
            "asked_mid_call": float(len(asked) - len(near)),
            "answered": float(bool(near) and _answered(call, near[-1][0])),
            "summed_up": float(bool(first_hit(ending, lexicons.get(self.sum_up)))),
            "thanked": float(bool(first_hit(ending, lexicons.get(self.thanks)))),
        }
        if near:
            turn, hit = max(near, key=lambda one: hit_heard(*one))
            return Finding(
                Outcome.PASS,
                say["asked"].format(quote=hit.quote) + _beside(measured, say),
                confidence=_FOUND * hit_heard(turn, hit),
                measured=measured,
                evidence=tuple(hit_evidence(one, its, say["asked_note"]) for one, its in near),
            )
        if broken_off := self._hung_up(call, lexicons):
            return Finding(
                Outcome.NOT_APPLICABLE,
                say["hung_up"],
                confidence=_HUNG_UP,
                measured=measured,
                evidence=(turn_evidence(broken_off, say["last_words"]),),
            )
        searched = say["searched"].format(n=len(ending))
        last = (ending or agent)[-1]
        return Finding(
            Outcome.FAIL,
            say["mid_call" if asked else "none"].format(n=len(ending)) + _beside(measured, say),
            say["suggestion"],
            _MID_CALL if asked else surely_absent(ending, lexicons.get(self.asks), _ABSENT),
            measured,
            (
                *(hit_evidence(turn, hit, say["mid_call_note"]) for turn, hit in asked),
                Evidence(last.text, searched, Role.AGENT, last.index, last.span),
            ),
        )

    def near_end(
        self, call: Call, agent: tuple[Turn, ...], lexicons: LexiconSet
    ) -> tuple[Turn, ...]:
        """The agent's turns in which the question counts."""
        listening, customer = lexicons.get(self.backchannel), turns_of(call, Role.CUSTOMER)
        request = next((turn for turn in customer if not listening.covers(turn.text)), customer[0])
        ends = [turn.span.end_ms for turn in call.transcript.turns if turn.span]
        from_ms = max(ends, default=0) - round(self.last_s * 1000)
        last = agent[-self.last_turns :] if self.last_turns else ()
        return tuple(
            turn
            for turn in agent
            if turn.index > request.index
            and (turn in last or (turn.span and turn.span.end_ms > from_ms))
        )

    def _asks(self, turn: Turn, lexicons: LexiconSet) -> list[Hit]:
        traps = lexicons.get(self.traps).find(turn.text)
        return [
            hit
            for hit in lexicons.get(self.asks).find(turn.text)
            if not any(trap.start < hit.end and hit.start < trap.end for trap in traps)
        ]

    def _hung_up(self, call: Call, lexicons: LexiconSet) -> Turn | None:
        """The customer's last words, where the call breaks off on them.

        It does when the agent says nothing after them but 喂，您还在吗, and nobody says goodbye;
        or when they announce that they break off before the agent has taken leave. Without a model
        an ordinary 挂了 sounds like it, so that there the agent may not take leave after it either.
        """
        turns = [turn for turn in call.transcript.turns if turn.text.strip()]
        announced, still_there = lexicons.get(self.hang_up), lexicons.get(self.still_there)
        goodbye = lexicons.get(self.goodbye)
        took_leave = bool(turns) and turns[-1].role is Role.AGENT and goodbye.find(turns[-1].text)
        while turns and not took_leave and _calls_after(turns[-1], still_there):
            turns.pop()
        for at, last in list(enumerate(turns))[-3:]:  # the agent may get a sentence or two out
            if last.role is not Role.CUSTOMER or not announced.find(last.text):
                continue
            before = (turn for turn in turns[:at] if turn.role is Role.AGENT)
            leaving = any(goodbye.find(turn.text) for turn in before)
            if not leaving and (announced.is_learned or not took_leave):
                return last
        if not turns or turns[-1].role is not Role.CUSTOMER:
            return None
        last, parting = turns[-1], (goodbye, lexicons.get(self.thanks))
        short = len(fold(last.text, lexicons.language).text) <= _SHORT[lexicons.language]
        parted = any(lexicon.find(turn.text) for lexicon in parting for turn in turns[-3:])
        return None if short or parted else last


def _calls_after(turn: Turn, still_there: Lexicon) -> bool:
    return turn.role is Role.AGENT and bool(still_there.find(turn.text))


def _beside(measured: Mapping[str, float], say: Mapping[str, str]) -> str:
    """What else the ending had: a sum-up, thanks."""
    return "".join(say[what] for what in ("summed_up", "thanked") if measured[what])


def _answered(call: Call, question: Turn) -> bool:
    return any(
        turn.role is Role.CUSTOMER and turn.text.strip() and turn.index > question.index
        for turn in call.transcript.turns
    )
