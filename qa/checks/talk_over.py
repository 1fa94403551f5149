"""Does one party talk over the other until the other cannot be heard?

Judged on the two parties' speech activity; words only tell listening (嗯, 네, mm-hm) and the
skilled steering-back of a long story from an interruption. It is the agent who is asked, and the
customer talking over the agent is counted and never blamed, unless the rubric says otherwise.

::

    customer   |-------------------------------|
    agent              |---------------|            an interruption: 0.8 s of overlap and more
    agent      |---|                                both started together: no fault
    agent                                    |----  the customer was just ending: no fault
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from qa.checks.base import Finding
from qa.checks.limits import ms
from qa.checks.stretches import Stretch, stretches
from qa.checks.talk_over_wording import SAY
from qa.core.call import Aspect, Call, Role
from qa.core.scorecard import Evidence, Outcome
from qa.core.spans import Span, Timeline
from qa.language.lexicon import LexiconName, LexiconSet

_HEARD, _WORDLESS = 0.9, 0.5  # confidence with the words of the overlap heard, and without


@dataclass(frozen=True, slots=True)
class CutIn:
    """`by` began while `into` was being said; `overlap_ms` is how long both then spoke."""

    by: Stretch
    into: Stretch
    overlap_ms: int

    @property
    def span(self) -> Span:
        """From the moment of cutting in until one of the two stops."""
        return Span(self.by.span.start_ms, min(self.by.span.end_ms, self.into.span.end_ms))


@dataclass(frozen=True, slots=True)
class TalkOver:
    """Passes with at most `max_events` interruptions by the party `by`, told here for the agent.

    An interruption starts at least `min_start_into_s` after the customer began (earlier is a
    simultaneous start), overlaps for at least `min_overlap_s` (published limits go from 0.8 to
    3 s), and the customer goes on for more than `grace_end_s` after it. The grace is for the
    delay of the line; where the recording point is far from both, as on mobile calls, set
    `line_delay_s`: it widens the simultaneous start and the grace.

    A pause up to `max_pause_s` does not end an utterance. Agent talk made of `backchannel`
    phrases only is listening, and so is a sound up to `max_backchannel_s` without recognised
    words. After `steer_after_s` of uninterrupted customer talk, cutting in with a phrase of
    `steer_back` (the customer's name or title, politely) is a skill, and the agent's alone.
    """

    by: Literal["agent", "customer"] = "agent"
    min_start_into_s: float = 0.3
    min_overlap_s: float = 0.8
    grace_end_s: float = 0.5
    line_delay_s: float = 0.0
    max_pause_s: float = 0.5
    max_backchannel_s: float = 1.0
    steer_after_s: float = 20.0
    max_events: int = 0
    backchannel: LexiconName = LexiconName("backchannel")
    steer_back: LexiconName = LexiconName("steer-back")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.TALK_OVER, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[self.by][lexicons.language]
        party, other = Role.AGENT, Role.CUSTOMER
        if self.by == "customer":
            party, other = other, party
        own = stretches(call, party, ms(self.max_pause_s))
        others = stretches(call, other, ms(self.max_pause_s))
        longest_ms = max((stretch.span.duration_ms for stretch in others), default=0)
        if not own or longest_ms < ms(self.min_start_into_s + self.min_overlap_s):
            return Finding(Outcome.NOT_APPLICABLE, say["no_occasion"])

        cuts = tuple(self.cut_ins(call, own, others))
        listening = [cut for cut in cuts if self._listens(cut, lexicons)]
        talking = [cut for cut in cuts if cut not in listening]
        steering = [cut for cut in talking if self._steers(cut, own, others, lexicons)]
        faults = [cut for cut in talking if cut not in steering]
        by_other = [
            cut for cut in self.cut_ins(call, others, own) if not self._listens(cut, lexicons)
        ]
        longest_s = max((cut.overlap_ms for cut in faults), default=0) / 1000
        failed = len(faults) > self.max_events
        remarks = [say["fault" if faults else "none"].format(n=len(faults), longest_s=longest_s)]
        remarks += [say["steered"].format(n=len(steering))] if steering else []
        remarks += [say["by_other"].format(n=len(by_other))] if by_other else []
        return Finding(
            Outcome.FAIL if failed else Outcome.PASS,
            say["join"].join(remarks),
            suggestion=say["suggestion"] if failed else "",
            confidence=self._confidence(faults) if failed else 1.0,
            measured={
                "events": len(faults),
                "longest_s": longest_s,
                "overlap_s": sum(cut.overlap_ms for cut in faults) / 1000,
                "backchannels": len(listening),
                "steered_back": len(steering),
                f"by_{other.value}": len(by_other),
            },
            evidence=(
                *(evidence for cut in faults for evidence in _both_sides(cut, say)),
                *(_said(cut.by, cut.span, say["steer_note"]) for cut in steering),
            ),
            faults=max(1, len(faults) - self.max_events),
        )

    def cut_ins(
        self, call: Call, by: tuple[Stretch, ...], into: tuple[Stretch, ...]
    ) -> Iterator[CutIn]:
        """Where one party starts into the other's going speech, by timing alone."""
        if call.activity is None or not by or not into:
            return
        by_activity = call.activity.of(by[0].role)
        into_activity = call.activity.of(into[0].role)
        utterances = Timeline(tuple(stretch.span for stretch in into))
        said = {stretch.span: stretch for stretch in into}
        for stretch in by:
            start_ms = stretch.span.start_ms
            sound = into_activity.active_at(start_ms)
            utterance = utterances.active_at(start_ms)
            if sound is None or utterance is None:
                continue  # the other was silent: taking the floor is no cutting in
            if start_ms - sound.start_ms < ms(self.min_start_into_s + self.line_delay_s):
                continue
            if utterance.end_ms - start_ms <= ms(self.grace_end_s + self.line_delay_s):
                continue
            both = by_activity.clip(stretch.span).intersect(into_activity.clip(utterance))
            if both.duration_ms >= ms(self.min_overlap_s):
                yield CutIn(stretch, said[utterance], both.duration_ms)

    def _listens(self, cut: CutIn, lexicons: LexiconSet) -> bool:
        if cut.by.text:
            return lexicons.get(self.backchannel).covers(cut.by.text)
        return cut.by.span.duration_ms <= ms(self.max_backchannel_s)

    def _steers(
        self,
        cut: CutIn,
        agent: tuple[Stretch, ...],
        customer: tuple[Stretch, ...],
        lexicons: LexiconSet,
    ) -> bool:
        """Whether the cut-in takes back, politely and by name, a floor held for long."""
        if self.by == "customer" or not lexicons.get(self.steer_back).find(cut.by.text):
            return False
        backchannel = lexicons.get(self.backchannel)
        start_ms = cut.by.span.start_ms
        last_word_ms = max(
            (
                other.span.end_ms
                for other in agent
                if other.span.end_ms <= start_ms and not backchannel.covers(other.text)
            ),
            default=0,
        )
        floor_ms = min(
            other.span.start_ms for other in customer if other.span.end_ms > last_word_ms
        )
        return start_ms - max(floor_ms, last_word_ms) >= ms(self.steer_after_s)

    def _confidence(self, faults: list[CutIn]) -> float:
        """How sure it is that more than `max_events` of these were interruptions."""
        sure = sorted((_HEARD if cut.by.text else _WORDLESS for cut in faults), reverse=True)
        return sure[self.max_events]


def _both_sides(cut: CutIn, say: Mapping[str, str]) -> tuple[Evidence, Evidence]:
    into_s = (cut.by.span.start_ms - cut.into.span.start_ms) / 1000
    note = say["fault_note"].format(into_s=into_s, overlap_s=cut.overlap_ms / 1000)
    return _said(cut.by, cut.span, note), _said(cut.into, cut.into.span, say["other_note"])


def _said(stretch: Stretch, span: Span, note: str) -> Evidence:
    return Evidence(stretch.text, note, stretch.role, stretch.turn, span)
