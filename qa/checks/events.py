"""Where a party says a phrase: the events that phrase checks look for, in a part of the call.

::

    |---- first_s ----|                                   |---- last_s ----|
    agent   ▲            agent        ▲        customer ▲         agent  ▲
            an event, at the phrase's own time, not at the start of its turn

An *anchor* ties an event to another one: within so many turns or seconds after (or before) it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.checks.phrases_wording import SAY
from qa.checks.quoting import hit_evidence, hit_heard, quoted, span_of
from qa.checks.remembered import remembered
from qa.core.call import Call, Turn
from qa.core.scorecard import Evidence
from qa.language.lexicon import Hit, LexiconName, LexiconSet

Speaker = Literal["agent", "customer", "anyone"]


def require_lexicons(names: Sequence[LexiconName]) -> None:
    """At least one, each once."""
    if not names:
        raise ValueError("lexicons is empty; name at least one")
    if len(set(names)) < len(names):
        raise ValueError("lexicons names one twice")


@dataclass(frozen=True, slots=True)
class Event:
    """A phrase said in a turn. `position` counts the turns of the call that hold words."""

    turn: Turn
    hit: Hit
    position: int

    @property
    def at_ms(self) -> int | None:
        """When it begins: by its own words, else by where it stands in its turn; None untimed."""
        span = span_of(self.turn, self.hit.start, self.hit.end)
        if span is not None:
            return span.start_ms
        if self.turn.span is None:
            return None
        share = self.hit.start / len(self.turn.text)
        return self.turn.span.start_ms + int(share * self.turn.span.duration_ms)

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands in the transcript."""
        return self.position, self.hit.start

    def precedes(self, other: Event) -> bool:
        """Whether it is over before `other` begins: in one turn by the text, else by the time,
        since turns may overlap, and by the order of the turns where times are missing."""
        if self.turn.index == other.turn.index:
            return self.hit.end <= other.hit.start
        if self.at_ms is not None and other.at_ms is not None and self.at_ms != other.at_ms:
            return self.at_ms < other.at_ms
        return self.order < other.order

    @property
    def confidence(self) -> float:
        """How surely its words were heard, 0..1."""
        return hit_heard(self.turn, self.hit)

    def evidence(self, note: str = "") -> Evidence:
        return hit_evidence(self.turn, self.hit, note)


@dataclass(frozen=True, slots=True)
class Within:
    """A part of the call; every limit that is given must hold.

    `*_turns` count the turns of whoever may say the phrase, `*_s` are seconds and `*_share` a
    share (0 to 1) of the talk, from its first to its last word.
    """

    first_turns: int | None = None
    last_turns: int | None = None
    first_s: float | None = None
    last_s: float | None = None
    first_share: float | None = None
    last_share: float | None = None

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in self.__slots__}
        if all(limit is None for limit in given.values()):
            raise ValueError("within names no part of the call; allowed first_turns, last_s, …")
        for name, limit in given.items():
            if limit is not None and (limit <= 0 or ("share" in name and limit > 1)):
                what = "more than 0, and a share at most 1"
                raise ValueError(f"within.{name} is {limit:g}; expected {what}")

    @property
    def needs_times(self) -> bool:
        limits = (self.first_s, self.last_s, self.first_share, self.last_share)
        return any(limit is not None for limit in limits)

    def holds(self, event: Event, spoken: Sequence[Turn], start_ms: int, end_ms: int) -> bool:
        """`spoken`: the turns of whoever may say it; `start_ms`, `end_ms`: of the talk."""
        number = next(n for n, turn in enumerate(spoken) if turn.index == event.turn.index)
        if self.first_turns is not None and number >= self.first_turns:
            return False
        if self.last_turns is not None and number < len(spoken) - self.last_turns:
            return False
        if not self.needs_times:
            return True
        at_ms = event.at_ms
        if at_ms is None:
            return False
        length_ms = end_ms - start_ms
        since_ms, left_ms = at_ms - start_ms, end_ms - at_ms
        limits = (
            (self.first_s, since_ms, 1000),
            (self.last_s, left_ms, 1000),
            (self.first_share, since_ms, length_ms),
            (self.last_share, left_ms, length_ms),
        )
        return all(limit is None or passed <= limit * unit for limit, passed, unit in limits)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Another event that this one has to follow (or precede), and how closely.

    `within_turns` counts the turns of whoever says the phrase: 1 is their very next turn; what
    they say later in the anchor's own turn counts as 0. None: however far.
    """

    lexicon: LexiconName
    role: Speaker = "customer"
    within_turns: int | None = 3
    within_s: float | None = None

    @property
    def needs_times(self) -> bool:
        return self.within_s is not None


@dataclass(frozen=True, slots=True)
class Talk:
    """The call as events are looked for in it."""

    call: Call
    lexicons: LexiconSet

    def turns(self, role: Speaker) -> tuple[Turn, ...]:
        """The party's turns that have words, in order."""
        return _turns(self.call, role)

    def events(
        self, names: Sequence[str], role: Speaker, within: Within | None = None
    ) -> list[Event]:
        """Phrases of any of the lexicons said by `role`, in order; quotations do not count, and of
        phrases that overlap only the longest does."""
        position = _positions(self.call)
        spoken = self.turns(role)
        start_ms, end_ms = _extent(self.call)
        lexicons = [self.lexicons.get(name) for name in names]
        found = [
            Event(turn, hit, position[turn.index])
            for turn in spoken
            for lexicon in lexicons
            for hit in lexicon.find(turn.text)
            if not quoted(turn.text, hit.start, hit.end)
        ]
        found = [e for e in found if within is None or within.holds(e, spoken, start_ms, end_ms)]
        return sorted(_apart(found), key=lambda event: event.order)

    def untimed(self, role: Speaker, within: Within | None, *anchors: Anchor | None) -> bool:
        """Whether limits in seconds are asked for of turns that have no times."""
        timed = [anchor for anchor in anchors if anchor and anchor.needs_times]
        if not timed and not (within and within.needs_times):
            return False
        roles = {role, *(anchor.role for anchor in timed)}
        return any(turn.span is None for role in roles for turn in self.turns(role))

    def following(self, anchor: Event, limits: Anchor, events: Sequence[Event]) -> list[Event]:
        """Those of `events` that come after `anchor` as closely as `limits` ask."""
        return list(self._near(anchor, limits, [e for e in events if anchor.precedes(e)]))

    def preceding(self, anchor: Event, limits: Anchor, events: Sequence[Event]) -> list[Event]:
        """Those of `events` that come before `anchor` as closely as `limits` ask."""
        return list(self._near(anchor, limits, [e for e in events if e.precedes(anchor)]))

    def _near(self, anchor: Event, limits: Anchor, events: Sequence[Event]) -> Iterator[Event]:
        for event in events:
            if limits.within_turns is not None:
                first, last = sorted((anchor.position, event.position))
                between = self.turns("anyone")[first : last + 1]
                own = [
                    t for t in between if t.role is event.turn.role and t.index != anchor.turn.index
                ]
                if len(own) > limits.within_turns:
                    continue
            if limits.within_s is not None:
                if anchor.at_ms is None or event.at_ms is None:
                    continue
                if abs(event.at_ms - anchor.at_ms) > limits.within_s * 1000:
                    continue
            yield event

    def titles(self, names: Sequence[str]) -> str:
        """What people call these lexicons, each once."""
        titles = (self.lexicons.get(name).title or name for name in names)
        return SAY[self.lexicons.language]["join"].join(dict.fromkeys(titles))

    def kind_of(self, event: Event) -> str:
        """The kind of phrase it is, for people; its lexicon's title where there are no kinds."""
        kinds = self.lexicons.get(event.hit.lexicon).kinds
        return (
            kinds[event.hit.kind].title
            if event.hit.kind in kinds
            else self.titles([event.hit.lexicon])
        )


@remembered
def _turns(call: Call, role: Speaker) -> tuple[Turn, ...]:
    said = tuple(turn for turn in call.transcript.turns if turn.text.strip())
    return said if role == "anyone" else tuple(turn for turn in said if turn.role == role)


@remembered
def _positions(call: Call) -> Mapping[int, int]:
    """Index of a turn -> its number among the turns that have words."""
    return {turn.index: number for number, turn in enumerate(_turns(call, "anyone"))}


@remembered
def _extent(call: Call) -> tuple[int, int]:
    """From when to when there is talk; nothing where no turn has a time."""
    spans = [turn.span for turn in call.transcript.turns if turn.span]
    return (
        min((span.start_ms for span in spans), default=0),
        max((span.end_ms for span in spans), default=0),
    )


def _apart(events: Sequence[Event]) -> list[Event]:
    """Those that no longer one overlaps; of equal ones the first."""
    taken: list[Event] = []
    for one in sorted(events, key=lambda event: event.hit.start - event.hit.end):
        if all(
            one.turn.index != other.turn.index
            or one.hit.end <= other.hit.start
            or other.hit.end <= one.hit.start
            for other in taken
        ):
            taken.append(one)
    return taken
