"""Does the agent share the feeling before solving?

::

    customer   …等了三个小时…                          ^ trouble: an occasion
    agent                     换了谁都会着急。我帮您查。   ^ empathy within the agent's next turns

A bare apology is none. Understanding that a rule follows (我理解，但是规定…) or that mockery
spoils (谁让您…) is none either. Without trouble voiced, or where the agent says nothing more after
it, there is no occasion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from qa.checks.base import Finding
from qa.checks.empathy_wording import SAY
from qa.checks.quoting import (
    first_hit,
    hit_evidence,
    hit_heard,
    quoted,
    surely_absent,
    turns_of,
)
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import Hit, LexiconName, LexiconSet

_RIGHT_AFTER = 12  # characters between an understanding and the `but` that takes it back
# Phrases are precise where they speak and know only part of what people say, so what was found is
# surer than that nothing was.
_FOUND, _SWALLOWED, _ABSENT, _NO_OCCASION = 0.9, 0.85, 0.65, 0.75


@dataclass(frozen=True, slots=True)
class Empathy:
    """Passes when empathy follows one of the customer's troubles within the agent's next
    `within_turns` turns; turns that only show listening (嗯, 好的) are not counted.

    Three: a feeling named later than that answers something else, and one short question before it
    (您是哪个号码？) is no offence.
    """

    within_turns: int = 3
    trouble: LexiconName = LexiconName("trouble")
    empathy: LexiconName = LexiconName("empathy")
    spoiled: LexiconName = LexiconName("empathy-spoiled")
    contrast: LexiconName = LexiconName("contrast")
    rule: LexiconName = LexiconName("rule-behind")
    remedy: LexiconName = LexiconName("remedy")
    apology: LexiconName = LexiconName("apology")
    backchannel: LexiconName = LexiconName("backchannel")

    @property
    def undecisive(self) -> frozenset[str]:
        """Parameters that only word the explanation."""
        return frozenset({"apology"})

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        troubles = [
            (turn, hits)
            for turn in turns_of(call, Role.CUSTOMER)
            if (hits := _surest_first(lexicons.get(self.trouble).find(turn.text)))
        ]
        if not troubles or not turns_of(call, Role.AGENT):
            return Finding(Outcome.NOT_APPLICABLE, say["no_trouble"], confidence=_NO_OCCASION)
        occasions = [
            (turn, hits, window)
            for turn, hits in troubles
            if (window := self._replies(call, turn, lexicons))
        ]
        if not occasions:
            return Finding(
                Outcome.NOT_APPLICABLE,
                say["no_turn"],
                confidence=_NO_OCCASION,
                evidence=(hit_evidence(troubles[0][0], troubles[0][1][0], say["trouble_note"]),),
            )
        answered: list[tuple[Turn, Hit, Turn, Hit]] = []
        swallowed: list[Evidence] = []
        surely_swallowed = 0.0
        for turn, hits, window in occasions:
            for reply in window:
                kept, lost = self._shared(reply, lexicons)
                answered += [(turn, hits[0], reply, hit) for hit in kept]
                swallowed += [hit_evidence(reply, hit, say["swallowed_note"]) for hit, _ in lost]
                surely_swallowed = max([surely_swallowed, *(sure for _, sure in lost)])
        named = {(reply.index, hit.start): hit for _, _, reply, hit in answered}
        kinds = {hit.kind for hit in named.values()}
        measured = {
            "troubles": float(len(troubles)),
            "answered": float(len({turn.index for turn, *_ in answered})),
            "kinds": float(len(kinds)),
        }
        if answered:
            return self._pass(answered, kinds, measured, lexicons)
        turn, hits, window = occasions[0]
        voiced = hit_evidence(turn, hits[0], say["trouble_note"])
        replies = [reply for _, _, window in occasions for reply in window]
        absent = surely_absent(replies, lexicons.get(self.empathy), _ABSENT)
        confidence = _SWALLOWED * surely_swallowed if swallowed else absent
        sorry = first_hit(window, lexicons.get(self.apology))
        reason = "swallowed" if swallowed else "bare_apology" if sorry else "none"
        seen = list(dict.fromkeys(swallowed))
        if sorry and not swallowed:
            seen.append(hit_evidence(*sorry, say["apology_note"]))
        if not seen:
            seen = [_searched(window, say["searched"].format(n=self.within_turns))]
        return Finding(
            Outcome.FAIL,
            say[reason].format(trouble=hits[0].quote, n=self.within_turns),
            say["suggestion"],
            confidence * max(hit_heard(turn, its[0]) for turn, its, _ in occasions),
            measured,
            (voiced, *seen),
        )

    def _pass(
        self,
        answered: list[tuple[Turn, Hit, Turn, Hit]],
        kinds: set[str],
        measured: dict[str, float],
        lexicons: LexiconSet,
    ) -> Finding:
        say, titles = SAY[lexicons.language], lexicons.get(self.empathy).kinds
        turn, trouble, reply, hit = max(answered, key=lambda one: hit_heard(one[2], one[3]))
        named = say["join"].join(titles[kind].title for kind in titles if kind in kinds)
        return Finding(
            Outcome.PASS,
            say["shared"].format(kinds=named, quote=hit.quote),
            confidence=_FOUND * hit_heard(reply, hit),
            measured=measured,
            evidence=(
                hit_evidence(turn, trouble, say["trouble_note"]),
                hit_evidence(reply, hit, titles[hit.kind].title if hit.kind in titles else ""),
            ),
        )

    def _replies(self, call: Call, after: Turn, lexicons: LexiconSet) -> list[Turn]:
        """The agent's next turns that say something."""
        listening = lexicons.get(self.backchannel)
        saying = (turn for turn in _later(call, after) if not listening.covers(turn.text))
        return list(islice(saying, self.within_turns))

    def _shared(
        self, turn: Turn, lexicons: LexiconSet
    ) -> tuple[list[Hit], list[tuple[Hit, float]]]:
        """Empathy in the turn that stands, and empathy that the rest of the turn takes back, with
        how surely it does."""
        kept: list[Hit] = []
        lost: list[tuple[Hit, float]] = []
        spoiling = lexicons.get(self.spoiled).find(turn.text)
        spoiled = max((hit.probability for hit in spoiling), default=0.0)
        for hit in lexicons.get(self.empathy).find(turn.text):
            if quoted(turn.text, hit.start, hit.end):
                continue
            if self._taken_back(turn, hit, lexicons):
                lost.append((hit, 1.0))
            elif spoiled >= hit.probability:
                lost.append((hit, spoiled))
            else:
                kept.append(hit)
        return kept, lost

    def _taken_back(self, turn: Turn, hit: Hit, lexicons: LexiconSet) -> bool:
        """A `but`, or a rule, comes behind, and no action or other way does."""
        rest = turn.text[hit.end :]
        if any(hit.kind != "ordered" for hit in lexicons.get(self.remedy).find(rest)):
            return False
        soon = [but for but in lexicons.get(self.contrast).find(rest) if but.start <= _RIGHT_AFTER]
        return bool(soon or lexicons.get(self.rule).find(rest))


def _later(call: Call, after: Turn) -> Iterator[Turn]:
    """The agent's turns that come after `after`, or still run when it is over."""
    for turn in turns_of(call, Role.AGENT):
        outlasts = turn.span and after.span and turn.span.end_ms > after.span.end_ms
        if turn.index > after.index or outlasts:
            yield turn


def _surest_first(hits: tuple[Hit, ...]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (hit.by_sound, -hit.probability))


def _searched(window: list[Turn], note: str) -> Evidence:
    """Where the empathy would have been: the first reply."""
    return Evidence(window[0].text, note, Role.AGENT, window[0].index, window[0].span)
