"""Is something said that must not be said, or too often, or at the wrong moment?

::

    agent   ✕ 这不可能                                    a hit
    agent   ✓ 这个确实退不了。不过我可以帮您换一台         excused by what comes behind it
    before  agent ✕ 这是系统的问题 … agent ● 您请说        said before the event it has to wait for
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.events import Anchor, Event, Speaker, Talk, Within, require_lexicons
from qa.checks.likely import Counted, worth_showing
from qa.checks.phrases_wording import SAY
from qa.core.call import Aspect, Call
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconName, LexiconSet

_FOUND, _NONE_FOUND, _NO_OCCASION = 0.9, 0.7, 0.75
_NEVER_LIFTED = 0.7  # what would have lifted the ban may have been said in other words


@dataclass(frozen=True, slots=True)
class PhrasesForbidden:
    """Fails when it is likelier than not that `role` says more than `max_count` phrases of the
    `lexicons`.

    `within` narrows the part of the call. `after` and `before` forbid the phrases only so close
    to another event; without that event in the call the rule does not apply. With `until` they
    are forbidden until the first event of `before`, however far, and for good where it never
    comes: from the start of the call, or behind an event of `after` where that is given too.
    A phrase behind which one of `excused_by` follows, in its turn or the next `excused_within`
    turns of `role`, does not count.
    """

    lexicons: tuple[LexiconName, ...]
    role: Speaker = "agent"
    max_count: int = 0
    within: Within | None = None
    after: Anchor | None = None
    before: Anchor | None = None
    until: bool = False
    excused_by: tuple[LexiconName, ...] = ()
    excused_within: int = 1

    def __post_init__(self) -> None:
        require_lexicons(self.lexicons)
        if self.after and self.before and not self.until:
            raise ValueError("after and before are both given; write two criteria, or until: true")
        if self.until and not self.before:
            raise ValueError("until is given without before")

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
        said = talk.events(self.lexicons, self.role, self.within)
        starts = talk.events([self.after.lexicon], self.after.role) if self.after else []
        ends = talk.events([self.before.lexicon], self.before.role) if self.before else []
        missing = self.after if self.after and not starts else None
        if self.before and not ends and not self.until:
            missing = self.before
        if missing:
            explanation = say["no_occasion"].format(what=talk.titles([missing.lexicon]))
            return Finding(Outcome.NOT_APPLICABLE, explanation, "", _NO_OCCASION)
        said = self._near(talk, starts, ends, said)
        faults = [event for event in said if not self._excused(event, talk)]
        counted = Counted(self.max_count, tuple((event.turn, event.hit) for event in faults))
        likely = [event for event in faults if worth_showing(event.hit)]
        measured = {"hits": float(len(likely)), "excused": float(len(said) - len(faults))}
        shown = tuple(event.evidence(talk.kind_of(event)) for event in likely)
        if not counted.too_often:
            which = "none" if not likely else "few" if counted.allowed else "doubtful"
            what = talk.titles(self.lexicons)
            explanation = say[which].format(n=len(likely), most=self.max_count, what=what)
            searched = Evidence("", say["searched"].format(n=len(spoken)), spoken[-1].role)
            confidence = min(_NONE_FOUND, 1 - counted.meant)
            return Finding(
                Outcome.PASS, explanation, "", confidence, measured, shown or (searched,)
            )
        instead = dict.fromkeys(e.hit.say_instead for e in likely if e.hit.say_instead)
        kinds = dict.fromkeys(talk.kind_of(event) for event in likely)
        return Finding(
            Outcome.FAIL,
            say["found"].format(n=len(likely), what=say["join"].join(kinds)),
            say["instead"].format(instead=say["or"].join(instead)) if instead else "",
            _FOUND * counted.heard * self._sure(starts, ends),
            measured,
            shown,
            faults=counted.faults,
        )

    def _near(
        self, talk: Talk, starts: list[Event], ends: list[Event], said: list[Event]
    ) -> list[Event]:
        """Of what was said, what stands where it is forbidden."""
        near = said
        if self.after:
            near = [e for start in starts for e in talk.following(start, self.after, said)]
        if self.before and self.until:
            near = [event for event in near if not self._lifted(event, starts, ends)]
        elif self.before:
            near = [e for end in ends for e in talk.preceding(end, self.before, said)]
        return sorted({event.order: event for event in near}.values(), key=lambda e: e.order)

    def _lifted(self, event: Event, starts: list[Event], ends: list[Event]) -> bool:
        """Whether an end came before the event, and behind the last start before it."""
        begun = [start for start in starts if start.precedes(event)]
        return any(end.precedes(event) and (not begun or begun[-1].precedes(end)) for end in ends)

    def _sure(self, starts: list[Event], ends: list[Event]) -> float:
        """How surely a fault stood where it is forbidden."""
        if self.until and not ends:
            return _NEVER_LIFTED
        around = [*starts, *ends]
        return max(event.confidence for event in around) if around else 1.0

    def _excused(self, event: Event, talk: Talk) -> bool:
        own = [t for t in talk.turns(self.role) if t.index >= event.turn.index]
        return any(
            number > 0 or remedy.start >= event.hit.end
            for name in self.excused_by
            for number, turn in enumerate(own[: 1 + self.excused_within])
            for remedy in talk.lexicons.get(name).find(turn.text)
        )
