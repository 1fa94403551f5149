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

from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.quoting import evidence, first_hit, heard, hit_evidence, hit_heard, turns_of
from qa.checks.surname_use_wording import SAY
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconName, LexiconSet
from qa.language.surname import Address, Likeness, addresses, likeness, own_surnames, surname_of

# How sure an answer is before the recogniser's own doubt. Titles and surnames are nearly complete
# lists; a customer's surname that only the agent says is taken on trust; a name that was asked for
# and not understood is left to a person, and so is a second surname beside the right one: it may
# well be somebody else's.
_SURE, _SOUNDS_SO, _AGENT_ONLY, _NOT_UNDERSTOOD, _BOTH = 0.95, 0.7, 0.8, 0.55, 0.55


@dataclass(frozen=True, slots=True)
class SurnameUse:
    """Passes from `min_uses` addresses by surname and title on, with no wrong surname.

    One use is the least that shows the surname was taken in; houses that count ask for two. What
    the customer says within `answer_within` turns (of both) after the question is the answer.
    """

    min_uses: int = 1
    answer_within: int = 3
    asks: LexiconName = LexiconName("surname-ask")
    refusals: LexiconName = LexiconName("surname-refusal")
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
        uses = self._uses(agent, lexicons, own, call.context.customer_surname)
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
        if wrong:
            said, surest = wrong[0].address.surname, max(use.confidence() for use in wrong)
            return Finding(
                Outcome.FAIL,
                say["wrong"].format(surname=surname, said=said),
                say["suggest_use"].format(surname=surname),
                min(surest, _BOTH) if right else surest,
                measured,
                (*known, *(use.evidence(say["wrong_note"]) for use in wrong)),
            )
        if len(right) >= max(1, self.min_uses):
            confidence = max(use.confidence() for use in right)
            return Finding(
                Outcome.PASS,
                say["used"].format(n=len(right), called=right[0].text()),
                confidence=confidence if surname else min(confidence, _AGENT_ONLY),
                measured=measured,
                evidence=(*asked, *known, *(use.evidence(say["used_note"]) for use in right)),
            )
        refusal = first_hit(customer, lexicons.get(self.refusals))
        if refusal and not surname:
            turn, hit = refusal
            return Finding(
                Outcome.NOT_APPLICABLE,
                say["refused"],
                confidence=hit_heard(turn, hit),
                measured=measured,
                evidence=(*asked, hit_evidence(turn, hit, say["refusal_note"])),
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

    def _own_surnames(self, call: Call, lexicons: LexiconSet) -> list[_Own]:
        """Surnames the customer gives as their own, in order."""
        asks, language = lexicons.get(self.asks), lexicons.language
        found: list[_Own] = []
        turns_left = 0
        for turn in call.transcript.turns:
            if turn.role is Role.AGENT and asks.find(turn.text):
                turns_left = self.answer_within
            elif turn.role is Role.CUSTOMER:
                for named in own_surnames(turn.text, language, asked=turns_left > 0):
                    found.append(_Own(turn, named.surname, named.start, named.end))
                    turns_left = 0
            turns_left -= 1
        return found

    def _uses(
        self, agent: tuple[Turn, ...], lexicons: LexiconSet, own: list[_Own], given: str | None
    ) -> list[_Use]:
        """Addresses to the customer, each compared with the nearest known surname."""
        language = lexicons.language
        known = [one.surname for one in own]
        known += [surname_of(given, language), given] if given else []
        uses: list[_Use] = []
        for turn in agent:
            for address in addresses(turn.text, lexicons.get(self.titles)):
                found = {likeness(address.run or address.surname, one, language) for one in known}
                if Likeness.SAME in found:
                    how = Likeness.SAME
                elif address.third_person or address.perhaps_staff or not address.sure:
                    continue
                elif Likeness.SOUND in found:
                    how = Likeness.SOUND
                else:
                    how = Likeness.DIFFERENT if known else Likeness.SAME
                if not address.third_person:
                    uses.append(_Use(turn, address, how))
        return uses


@dataclass(frozen=True, slots=True)
class _Own:
    turn: Turn
    surname: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Use:
    turn: Turn
    address: Address
    how: Likeness

    def text(self) -> str:
        return self.turn.text[self.address.start : self.address.end]

    def confidence(self) -> float:
        sure = _SOUNDS_SO if self.how is Likeness.SOUND else _SURE
        return sure * heard(self.turn, self.address.start, self.address.end)

    def evidence(self, note: str) -> Evidence:
        return evidence(self.turn, self.address.start, self.address.end, note)
