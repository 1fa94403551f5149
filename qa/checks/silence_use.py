"""Does the agent use silence well? Three silences are told apart, never summed into one share.

::

    agent     两个方案，您看哪个合适？               customer 第一个吧      a listening pause
    agent     请您等两分钟，我查一下。               agent 让您久等了       an announced hold
    agent     嗯。                                   customer 喂？          dead air
                                     |<- silence ->|

A *listening pause* follows the agent's answer or question and is left to the customer: credit.
A *hold* was announced: neutral, as long as it keeps to its time. *Dead air* is neither: a fault.

Silence is when nobody makes a sound, between the first and the last speech of the call; a word
spoken inside another's speech makes no silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from qa.checks.base import Finding
from qa.checks.holds import Lead, LeadWords, allowed_ms
from qa.checks.limits import ms
from qa.checks.silence_use_wording import SAY
from qa.checks.stretches import Stretch, sentences, stretches
from qa.core.call import Aspect, Call, Role
from qa.core.scorecard import Evidence, Outcome
from qa.core.spans import Span
from qa.language.lexicon import LexiconName, LexiconSet
from qa.language.question import is_question

_PAUSE_MS = 1_000  # shorter silences leave a party's sentence in one piece
_HEARD, _MAYBE_LISTENING, _WORDLESS = 0.9, 0.55, 0.5


class Kind(str, Enum):
    """What a silence is. Only `DEAD_AIR` and `HOLD_OVER` are faults."""

    LISTENING = "listening"
    HOLD = "hold"
    HOLD_OVER = "hold_over"
    CUSTOMER_WAIT = "customer_wait"
    DEAD_AIR = "dead_air"
    SHORT = "short"


FAULTS = (Kind.DEAD_AIR, Kind.HOLD_OVER)


@dataclass(frozen=True, slots=True)
class Silence:
    """One silence. `before` is what explains it, or what was said last; `allowed_ms` for holds."""

    span: Span
    kind: Kind
    before: Stretch | None
    quote: str = ""
    allowed_ms: int | None = None
    confidence: float = _HEARD


@dataclass(frozen=True, slots=True)
class SilenceUse:
    """Passes with at most `max_events` faulty silences.

    Silences from `min_silence_s` are looked at (common in the field: 3 to 5 s); unexplained, they
    are dead air from `dead_air_s` (QA teams: 7 to 15 s). After an answer or a question of the
    agent, up to `max_listening_s` belong to the customer. A hold is free for the time promised
    times `hold_slack`, or `unnamed_hold_s` where none was named: no authoritative rule exists.
    The announcement counts when it is among the last `within_utterances` and the agent talked no
    longer than `max_talk_after_notice_s` since: who talks on has come back.
    """

    min_silence_s: float = 3.0
    dead_air_s: float = 10.0
    max_listening_s: float = 20.0
    hold_slack: float = 1.5
    unnamed_hold_s: float = 90.0
    within_utterances: int = 4
    max_talk_after_notice_s: float = 4.0
    max_events: int = 0
    hold_notice: LexiconName = LexiconName("hold-notice")
    hold_return: LexiconName = LexiconName("hold-return")
    decision_ask: LexiconName = LexiconName("decision-ask")
    closing_ask: LexiconName = LexiconName("closing-ask")
    backchannel: LexiconName = LexiconName("backchannel")
    are_you_there: LexiconName = LexiconName("are-you-there")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.SILENCE, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        spoken = sorted(
            (
                stretch
                for role in (Role.AGENT, Role.CUSTOMER, Role.SYSTEM)
                for stretch in stretches(call, role, _PAUSE_MS)
            ),
            key=lambda stretch: stretch.span,
        )
        if not any(stretch.role is Role.AGENT for stretch in spoken):
            return Finding(Outcome.NOT_APPLICABLE, say["no_agent"])
        silences = self.silences(call, spoken, lexicons)
        asked = any(
            self._asks(sentence, lexicons)
            for stretch in spoken
            if stretch.role is Role.AGENT
            for sentence in sentences(stretch.text)
        )
        if not silences and not asked:
            return Finding(
                Outcome.NOT_APPLICABLE, say["no_occasion"].format(seconds=self.min_silence_s)
            )
        faults = [silence for silence in silences if silence.kind in FAULTS]
        if faults and not any(stretch.text for stretch in spoken):
            return Finding(Outcome.NOT_ASSESSED, say["no_words"].format(n=len(faults)))
        failed = len(faults) > self.max_events
        sure = sorted((silence.confidence for silence in faults), reverse=True)
        return Finding(
            Outcome.FAIL if failed else Outcome.PASS,
            _explanation(silences, say),
            suggestion=say["suggestion"] if failed else "",
            confidence=sure[self.max_events] if failed else 1.0,
            measured=_measured(silences),
            evidence=tuple(
                _evidence(silence, say) for silence in silences if silence.kind is not Kind.SHORT
            ),
            faults=max(1, len(faults) - self.max_events),
        )

    def silences(
        self, call: Call, spoken: list[Stretch], lexicons: LexiconSet
    ) -> tuple[Silence, ...]:
        """Every silence of `min_silence_s` and more, told apart."""
        activity = call.activity.anyone() if call.activity else None
        if activity is None or activity.extent is None:
            return ()
        found: list[Silence] = []
        held_ms: dict[Stretch, int] = defaultdict(int)
        for gap in activity.gaps(activity.extent):
            if gap.duration_ms < ms(self.min_silence_s):
                continue
            before = [stretch for stretch in spoken if stretch.span.end_ms <= gap.start_ms]
            after = next((s for s in spoken if s.span.start_ms >= gap.end_ms), None)
            recent = sorted(before, key=lambda s: s.span.end_ms)[-self.within_utterances :]
            found.append(self._told_apart(gap, recent, after, held_ms, lexicons))
        return tuple(found)

    def _told_apart(
        self,
        gap: Span,
        recent: list[Stretch],
        after: Stretch | None,
        held_ms: dict[Stretch, int],
        lexicons: LexiconSet,
    ) -> Silence:
        lead = self._lead(recent, lexicons)
        last = recent[-1] if recent else None
        if lead and lead.announces and lead.stretch.role is not Role.AGENT:
            return Silence(gap, Kind.CUSTOMER_WAIT, lead.stretch, lead.sentence)
        if lead and lead.announces:
            held_ms[lead.stretch] += gap.duration_ms
            free_ms = allowed_ms(
                lead.sentence, lexicons.language, self.hold_slack, self.unnamed_hold_s
            )
            kind = Kind.HOLD if held_ms[lead.stretch] <= free_ms else Kind.HOLD_OVER
            return Silence(gap, kind, lead.stretch, lead.sentence, free_ms)
        left_open = gap.duration_ms <= ms(self.max_listening_s)
        missed = self._missed(after, lexicons)
        if left_open and lead and not missed and self._taken_up(after, lexicons):
            return Silence(gap, Kind.LISTENING, lead.stretch, lead.sentence)
        quote = (sentences(last.text) or [""])[-1] if last else ""
        if gap.duration_ms < ms(self.dead_air_s) or (left_open and lead and not missed):
            return Silence(gap, Kind.SHORT, last, quote)
        confidence = _HEARD if quote else _WORDLESS
        if left_open and last and not missed and self._may_be_an_answer(last, after):
            confidence = min(confidence, _MAYBE_LISTENING)
        return Silence(gap, Kind.DEAD_AIR, last, quote, confidence=confidence)

    def _lead(self, recent: list[Stretch], lexicons: LexiconSet) -> Lead | None:
        words = LeadWords(
            lexicons.get(self.hold_notice),
            lexicons.get(self.hold_return),
            lexicons.get(self.backchannel),
            ms(self.max_talk_after_notice_s),
        )
        return words.lead(recent, lambda sentence: self._asks(sentence, lexicons))

    def _asks(self, sentence: str, lexicons: LexiconSet) -> bool:
        """Whether the agent's sentence hands the word to the customer."""
        return (
            is_question(sentence, lexicons.language)
            or bool(lexicons.get(self.decision_ask).find(sentence))
            or bool(lexicons.get(self.closing_ask).find(sentence))
        )

    def _missed(self, after: Stretch | None, lexicons: LexiconSet) -> bool:
        """Whether the customer ended the silence by asking for the agent: 喂？还在吗？"""
        if after is None or after.role is not Role.CUSTOMER:
            return False
        return bool(lexicons.get(self.are_you_there).find(after.text))

    def _taken_up(self, after: Stretch | None, lexicons: LexiconSet) -> bool:
        """Whether the customer's word ended the silence, or the agent asking once more."""
        if after is not None and after.role is Role.AGENT:
            return any(self._asks(sentence, lexicons) for sentence in sentences(after.text)[:2])
        return after is not None and after.role is Role.CUSTOMER

    def _may_be_an_answer(self, last: Stretch, after: Stretch | None) -> bool:
        """An explanation that the customer may have been thinking over: a person should listen."""
        explained = last.role is Role.AGENT and last.span.duration_ms >= ms(self.min_silence_s)
        return explained and after is not None and after.role is Role.CUSTOMER


def _total_s(silences: Iterable[Silence], *kinds: Kind) -> float:
    return sum(s.span.duration_ms for s in silences if s.kind in kinds) / 1000


def _count(silences: Iterable[Silence], *kinds: Kind) -> int:
    return sum(1 for silence in silences if silence.kind in kinds)


def _measured(silences: tuple[Silence, ...]) -> dict[str, float]:
    holds = (Kind.HOLD, Kind.HOLD_OVER)
    return {
        "silences": len(silences),
        "longest_s": max((s.span.duration_ms for s in silences), default=0) / 1000,
        "listening_pauses": _count(silences, Kind.LISTENING),
        "listening_s": _total_s(silences, Kind.LISTENING),
        "holds": _count(silences, *holds),
        "hold_s": _total_s(silences, *holds),
        "holds_run_over": _count(silences, Kind.HOLD_OVER),
        "dead_air": _count(silences, Kind.DEAD_AIR),
        "dead_air_s": _total_s(silences, Kind.DEAD_AIR),
    }


def _explanation(silences: tuple[Silence, ...], say: Mapping[str, str]) -> str:
    numbers = _measured(silences)
    parts = [
        say[kind].format(n=int(numbers[kind]), seconds=numbers.get(seconds, 0))
        for kind, seconds in (
            ("dead_air", "dead_air_s"),
            ("holds_run_over", ""),
            ("listening_pauses", "listening_s"),
            ("holds", "hold_s"),
        )
        if numbers[kind]
    ]
    if not numbers["dead_air"] and not numbers["holds_run_over"]:
        parts.insert(0, say["no_fault"])
    return say["join"].join(parts)


def _evidence(silence: Silence, say: Mapping[str, str]) -> Evidence:
    allowed_s = (silence.allowed_ms or 0) / 1000
    return Evidence(
        quote=silence.quote,
        note=say[f"note_{silence.kind.value}"].format(
            seconds=silence.span.duration_ms / 1000, allowed_s=allowed_s
        ),
        role=silence.before.role if silence.before else None,
        turn=silence.before.turn if silence.before else None,
        span=silence.span,
    )
