"""Does the agent ask for the customer's surname and address the customer by it?

::

    agent      请问您贵姓？            好的，张先生，我帮您查。
    customer              我姓张。
                          ^ known     ^ used: surname and title, said to the customer

A surname is known from outside the call or because the customer says it. One that only sounds
like it (章 for 张) is taken for the recogniser's spelling, at a lower confidence. A surname with a
title said about somebody else is neither use nor mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.quoting import evidence, first_hit, heard, hit_evidence, hit_heard, turns_of
from qa.checks.surname_use_wording import SAY
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import Hit, LexiconName, LexiconSet
from qa.language.surname import (
    Address,
    Likeness,
    addresses,
    disowns,
    likeness,
    own_surnames,
    surname_of,
)

# How sure an answer is before the recogniser's own doubt. Titles and surnames are nearly complete
# lists; a customer's surname that only the agent says is taken on trust; a name that was asked for
# and not understood is left to a person, and so is a second surname beside the right one: it may
# well be somebody else's.
_SURE, _SOUNDS_SO, _AGENT_ONLY, _NOT_UNDERSTOOD, _BOTH = 0.95, 0.7, 0.8, 0.55, 0.55


@dataclass(frozen=True, slots=True)
class SurnameUse:
    """Passes from `min_uses` addresses by surname and title on, with no wrong surname.

    One use is the least that shows the surname was taken in; houses that count ask for two. What
    the customer says within `answer_within` turns (of both) after the question is the answer. In
    their first words after it `declines` refuse the name, elsewhere only `refusals` do, which speak
    of it.
    """

    min_uses: int = 1
    answer_within: int = 3
    asks: LexiconName = LexiconName("surname-ask")
    refusals: LexiconName = LexiconName("surname-refusal")
    declines: LexiconName = LexiconName("surname-declined")
    titles: LexiconName = LexiconName("honorific")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        agent, customer = turns_of(call, Role.AGENT), turns_of(call, Role.CUSTOMER)
        if not agent or not customer:
            return Finding(Outcome.NOT_APPLICABLE, say["nobody"])
        question = first_hit(agent, lexicons.get(self.asks))
        own = self._own_surnames(call, lexicons)
        uses = self._uses(call, agent, lexicons, own)
        right = [use for use in uses if use.how is not Likeness.DIFFERENT]
        wrong = [use for use in uses if use.how is Likeness.DIFFERENT]
        surname = call.context.customer_surname or (own[0].surname if own else "")
        known = [evidence(one.turn, one.start, one.end, say["known_note"]) for one in own[:1]]
        asked = [hit_evidence(*question, say["asked_note"])] if question else []
        measured = {
            "uses": float(len(right)),
            "wrong_uses": float(len(wrong)),
            "asked": float(bool(question)),
            "known": float(bool(surname)),
        }
        learned = bool(right and wrong) and (
            len(right) >= len(wrong) and right[0].place > wrong[-1].place
        )
        if wrong and not learned:
            said, surest = wrong[0].address.surname, max(use.confidence() for use in wrong)
            return Finding(
                Outcome.FAIL,
                say["wrong" if surname else "not_theirs"].format(surname=surname, said=said),
                say["suggest_use" if surname else "suggest_ask"].format(surname=surname),
                min(surest, _BOTH) if right else surest,
                measured,
                (*known, *(use.evidence(say["wrong_note"]) for use in wrong)),
            )
        refusal = self._refusal(call, lexicons)
        if refusal and not surname:
            turn, hit = refusal
            return Finding(
                Outcome.NOT_APPLICABLE,
                say["refused"],
                confidence=hit_heard(turn, hit),
                measured=measured,
                evidence=(*asked, hit_evidence(turn, hit, say["refusal_note"])),
            )
        if len(right) >= max(1, self.min_uses):
            confidence = _BOTH if wrong else max(use.confidence() for use in right)
            return Finding(
                Outcome.PASS,
                say["used"].format(n=len(right), called=right[0].text()),
                confidence=confidence if surname else min(confidence, _AGENT_ONLY),
                measured=measured,
                evidence=(
                    *(*asked, *known),
                    *(use.evidence(say["wrong_note"]) for use in wrong),
                    *(use.evidence(say["used_note"]) for use in right),
                ),
            )
        reason = (
            "too_few" if right else "unused" if surname else "unheard" if question else "unasked"
        )
        return Finding(
            Outcome.FAIL,
            say[reason].format(surname=surname, n=len(right), least=self.min_uses),
            say["suggest_use" if surname else "suggest_ask"].format(surname=surname),
            _NOT_UNDERSTOOD if reason == "unheard" else 0.9,
            measured,
            (*asked, *known, *(use.evidence(say["used_note"]) for use in right)),
        )

    def _answers(self, call: Call, lexicons: LexiconSet) -> Iterator[tuple[Turn, Turn | None]]:
        """The customer's turns, each with the question for the name that it may answer."""
        asks = lexicons.get(self.asks)
        question, turns_left = None, 0
        for turn in call.transcript.turns:
            if turn.role is Role.AGENT and asks.find(turn.text):
                question, turns_left = turn, self.answer_within
            elif turn.role is Role.CUSTOMER:
                yield turn, question if turns_left > 0 else None
            turns_left -= 1

    def _own_surnames(self, call: Call, lexicons: LexiconSet) -> list[_Own]:
        """Surnames the customer gives as their own, in order."""
        found: list[_Own] = []
        answered: list[Turn] = []
        for turn, question in self._answers(call, lexicons):
            asked = question is not None and question not in answered
            named = own_surnames(turn.text, lexicons.language, asked=asked)
            found += [_Own(turn, one.surname, one.start, one.end, asked) for one in named]
            if named and question:
                answered.append(question)
        return found

    def _refusal(self, call: Call, lexicons: LexiconSet) -> tuple[Turn, Hit] | None:
        asked: list[Turn] = []
        for turn, question in self._answers(call, lexicons):
            hits = lexicons.get(self.refusals).find(turn.text)
            if question and question not in asked:  # what comes right after it
                hits = (*hits, *lexicons.get(self.declines).find(turn.text))
                asked.append(question)
            if hits:
                return turn, hits[0]
        return None

    def _uses(
        self, call: Call, agent: tuple[Turn, ...], lexicons: LexiconSet, own: list[_Own]
    ) -> list[_Use]:
        """Addresses to the customer, each compared with the nearest known surname."""
        language, given = lexicons.language, call.context.customer_surname
        known = [one.surname for one in own]
        known += [surname_of(given, language), given] if given else []
        uses: list[_Use] = []
        for turn in agent:
            for address in addresses(turn.text, lexicons.get(self.titles), frozenset(known)):
                if address.third_person:
                    continue
                said = address.surname
                first = next((one.turn for one in uses if one.address.surname == said), turn)
                found = {likeness(address.run or said, one, language) for one in known}
                if Likeness.SAME in found:
                    how = Likeness.SAME
                elif not address.sure or _cut_off(turn, address, known):
                    continue
                elif _disowned(said, first, call):
                    how = Likeness.DIFFERENT
                elif Likeness.SOUND in found:
                    corrected = _corrected(first, turn, own)
                    how = Likeness.DIFFERENT if corrected else Likeness.SOUND
                elif address.perhaps_other:
                    continue
                else:
                    how = Likeness.DIFFERENT if known else Likeness.SAME
                uses.append(_Use(turn, address, how))
        return uses


def _disowned(said: str, first: Turn, call: Call) -> bool:
    """Whether the customer, called so in `first`, says later that it is not their surname."""
    return any(
        other.index > first.index and disowns(other.text, said, call.transcript.language)
        for other in turns_of(call, Role.CUSTOMER)
    )


def _corrected(first: Turn, turn: Turn, own: list[_Own]) -> bool:
    """Whether the customer, called so in `first`, has said their surname again since without being
    asked: what a recogniser may spell as it likes, the customer heard."""
    return any(not one.asked and first.index < one.turn.index < turn.index for one in own)


def _cut_off(turn: Turn, address: Address, known: list[str]) -> bool:
    """Whether the turn breaks off within a known surname (Miss Dela for Delacroix)."""
    said = address.surname.casefold()
    breaks_off = len(said) > 2 and address.end == len(turn.text.rstrip())
    return breaks_off and any(one.casefold().startswith(said) for one in known)


@dataclass(frozen=True, slots=True)
class _Own:
    turn: Turn
    surname: str
    start: int
    end: int
    asked: bool


@dataclass(frozen=True, slots=True)
class _Use:
    turn: Turn
    address: Address
    how: Likeness

    @property
    def place(self) -> tuple[int, int]:
        return self.turn.index, self.address.start

    def text(self) -> str:
        return self.turn.text[self.address.start : self.address.end]

    def confidence(self) -> float:
        sure = _SOUNDS_SO if self.how is Likeness.SOUND else _SURE
        return sure * heard(self.turn, self.address.start, self.address.end)

    def evidence(self, note: str) -> Evidence:
        return evidence(self.turn, self.address.start, self.address.end, note)
