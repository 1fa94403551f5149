"""How long does the customer wait for the agent's reply?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.holds import LeadWords
from qa.checks.limits import ms, require_limit
from qa.checks.pace import UTTERANCE_PAUSE_MS
from qa.checks.response_delay_wording import SAY
from qa.checks.stretches import Stretch, sentences, stretches
from qa.core.call import Aspect, Call, Role
from qa.core.scorecard import Evidence, Outcome
from qa.core.spans import Span
from qa.language.lexicon import LexiconName, LexiconSet
from qa.language.question import is_question

_HEARD, _WORDLESS = 0.9, 0.5  # confidence with the words before the delay heard, and without


@dataclass(frozen=True, slots=True)
class Reply:
    """`after` ends, `delay_ms` pass, the agent speaks. `announced`: a wait was asked for."""

    after: Stretch
    delay_ms: int
    announced: bool


@dataclass(frozen=True, slots=True)
class ResponseDelay:
    """Passes with at most `max_events` replies later than `max_s`, and a mean of at most
    `max_mean_s`.

    ::

        customer   |--------|              |-----|   |----|
        agent                   |------|                     |-----|
                            |<->|                         |<>|
                            delay        (the customer went on: no reply was due yet)

    Measured where the agent is the next to speak. Any sound of the agent is a reply, also mm-hm:
    it tells the customer that somebody is there; the silence after it is `silence_use`'s matter.
    A reply begun before the customer had ended counts as no delay.

    The 5 s are the later of the limits from which a silence is counted in the field (3 to 5 s),
    because an agent has something to look up. A wait that was announced does not count: the
    announcement is among the last `within_utterances` and the agent talked no longer than
    `max_talk_after_notice_s` since, as `silence_use` has it.
    """

    max_s: float | None = 5.0
    max_events: int = 0
    max_mean_s: float | None = None
    within_utterances: int = 4
    max_talk_after_notice_s: float = 4.0
    hold_notice: LexiconName = LexiconName("hold-notice")
    hold_return: LexiconName = LexiconName("hold-return")
    backchannel: LexiconName = LexiconName("backchannel")

    def __post_init__(self) -> None:
        require_limit(max_s=self.max_s, max_mean_s=self.max_mean_s)

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.SILENCE, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        every = tuple(self.replies(call, lexicons))
        replies = [reply for reply in every if not reply.announced]
        announced = len(every) - len(replies)
        if not replies:
            return Finding(
                Outcome.NOT_APPLICABLE, say["no_occasion"], measured={"announced": announced}
            )
        delays_ms = [reply.delay_ms for reply in replies]
        mean_ms = sum(delays_ms) / len(delays_ms)
        most_ms = max(delays_ms) if self.max_s is None else ms(self.max_s)
        late = [reply for reply in replies if reply.delay_ms > most_ms]
        too_many = len(late) > self.max_events
        too_slow = self.max_mean_s is not None and mean_ms > ms(self.max_mean_s)
        failed = too_many or too_slow
        if failed and not any(turn.span for turn in call.transcript.turns):
            return Finding(Outcome.NOT_ASSESSED, say["no_words"].format(n=len(late)))
        parts = ["late"] * bool(late) + ["slow"] * too_slow or ["none"]
        told = say["join"].join(say[part] for part in [*parts, "mean"])
        sure = sorted((_confidence(reply) for reply in late), reverse=True)
        slowest = max(replies, key=lambda reply: reply.delay_ms)
        return Finding(
            Outcome.FAIL if failed else Outcome.PASS,
            told.format(
                n=len(late),
                replies=len(replies),
                longest_s=slowest.delay_ms / 1000,
                mean_s=mean_ms / 1000,
                max_s=self.max_s,
                max_mean_s=self.max_mean_s,
            ),
            suggestion=say["suggestion"] if failed else "",
            confidence=sure[self.max_events] if too_many else _HEARD,
            measured={
                "replies": len(replies),
                "late": len(late),
                "longest_s": slowest.delay_ms / 1000,
                "mean_s": round(mean_ms / 1000, 3),
                "announced": announced,
            },
            evidence=tuple(_evidence(reply, say) for reply in late or [slowest] if reply.delay_ms),
            faults=max(1, len(late) - self.max_events),
        )

    def replies(self, call: Call, lexicons: LexiconSet) -> Iterator[Reply]:
        """Every reply of the agent to something the customer said."""
        roles = (Role.AGENT, Role.CUSTOMER, Role.SYSTEM)
        by_role = {role: stretches(call, role, UTTERANCE_PAUSE_MS) for role in roles}
        by_end = sorted(
            (stretch for said in by_role.values() for stretch in said),
            key=lambda stretch: (stretch.span.end_ms, stretch.span.start_ms),
        )
        for utterance in by_role[Role.CUSTOMER]:
            end_ms = utterance.span.end_ms
            later = [after for said in by_role.values() if (after := _first_after(said, end_ms))]
            reply = min(later, key=lambda stretch: stretch.span.start_ms, default=None)
            if reply is None or reply.role is not Role.AGENT:
                continue
            if reply.span.start_ms < utterance.span.start_ms:
                continue  # the agent was speaking all along: this is no reply
            said_before = bisect_right(by_end, end_ms, key=lambda stretch: stretch.span.end_ms)
            recent = by_end[max(0, said_before - self.within_utterances) : said_before]
            delay_ms = max(0, reply.span.start_ms - end_ms)
            yield Reply(utterance, delay_ms, self._announced(recent, lexicons))

    def _announced(self, recent: list[Stretch], lexicons: LexiconSet) -> bool:
        words = LeadWords(
            lexicons.get(self.hold_notice),
            lexicons.get(self.hold_return),
            lexicons.get(self.backchannel),
            ms(self.max_talk_after_notice_s),
        )
        lead = words.lead(recent, lambda sentence: is_question(sentence, lexicons.language))
        return lead is not None and lead.announces


def _first_after(said: tuple[Stretch, ...], end_ms: int) -> Stretch | None:
    """The first of one party's stretches that is still going on after this instant."""
    at = bisect_right(said, end_ms, key=lambda stretch: stretch.span.end_ms)
    return said[at] if at < len(said) else None


def _confidence(reply: Reply) -> float:
    return _HEARD if reply.after.text else _WORDLESS


def _evidence(reply: Reply, say: Mapping[str, str]) -> Evidence:
    """What the customer said last, and the wait after it."""
    after = reply.after
    quote = (sentences(after.text) or [""])[-1]
    note = say["note"].format(seconds=reply.delay_ms / 1000)
    span = Span(after.span.end_ms, after.span.end_ms + reply.delay_ms)
    return Evidence(quote, note, after.role, after.turn, span)
