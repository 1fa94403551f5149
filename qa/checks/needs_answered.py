"""Is everything the customer asked for answered, not only the first thing?

::

    customer  … 另外我还想问一下，发票能不能寄到公司？      ● a further request, about 发票, 公司
    agent     好的，我先帮您把退款处理完。
    agent     发票我给您寄到公司，三天内到。                ▲ taken up: its words come again, or the
                                                            agent acts on it at once

A request that nothing the agent says later takes up was lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.events import Event, Talk
from qa.checks.needs_answered_wording import SAY
from qa.core.call import Aspect, Call, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.lexicon import LexiconName, LexiconSet
from qa.language.topic import topic_words

_TAKEN_UP, _LOST, _NO_OCCASION = 0.75, 0.65, 0.75


@dataclass(frozen=True, slots=True)
class NeedsAnswered:
    """Passes when every further request (`another_need`, said by the customer) is taken up: words
    of the request come again in a later turn of the agent, or one of the agent's next
    `within_turns` turns that say something holds an answer (`answers`).

    Three: a short question back comes before many an answer.
    """

    within_turns: int = 3
    another_need: LexiconName = LexiconName("another-need")
    answers: LexiconName = LexiconName("remedy")
    backchannel: LexiconName = LexiconName("backchannel")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say, talk = SAY[lexicons.language], Talk(call, lexicons)
        raised = talk.events([self.another_need], "customer")
        asked = {event.turn.index: event for event in raised}  # one request a turn
        if not asked or not talk.turns("agent"):
            return Finding(Outcome.NOT_APPLICABLE, say["none"], confidence=_NO_OCCASION)
        taken_up = [(event, self._answer(event, talk)) for event in asked.values()]
        lost = [event for event, answer in taken_up if answer is None]
        measured = {"requests": float(len(asked)), "lost": float(len(lost))}
        shown: list[Evidence] = []
        for event, answer in taken_up:
            shown.append(event.evidence(say["request_note" if answer else "lost_note"]))
            if answer is not None:
                note = say["answer_note"]
                shown.append(Evidence(answer.text, note, answer.role, answer.index, answer.span))
        if not lost:
            explanation = say["all"].format(n=len(asked))
            return Finding(Outcome.PASS, explanation, "", _TAKEN_UP, measured, tuple(shown))
        return Finding(
            Outcome.FAIL,
            say["lost"].format(n=len(lost), quote=lost[0].turn.text),
            say["suggestion"],
            _LOST * max(event.confidence for event in lost),
            measured,
            tuple(shown),
            faults=len(lost),
        )

    def _answer(self, request: Event, talk: Talk) -> Turn | None:
        """The agent's turn that takes the request up."""
        language, listening = talk.lexicons.language, talk.lexicons.get(self.backchannel)
        asked_in, about = self._about(request, talk)
        later = [
            turn
            for turn in talk.turns("agent")
            if turn.index > asked_in.index and not listening.covers(turn.text)
        ]
        for number, turn in enumerate(later):
            if about & topic_words(turn.text, language):
                return turn
            if number < self.within_turns and talk.lexicons.get(self.answers).find(turn.text):
                return turn
        return None

    def _about(self, request: Event, talk: Talk) -> tuple[Turn, frozenset[str]]:
        """The turn that says what is wanted, and its words: the customer's next turn where the
        request is only announced."""
        language = talk.lexicons.language
        rest = request.turn.text[request.hit.end :]
        about = topic_words(rest, language)
        own: Sequence[Turn] = talk.turns("customer")
        following = [turn for turn in own if turn.index > request.turn.index]
        if not about and following:
            return following[0], topic_words(following[0].text, language)
        return request.turn, about or topic_words(request.turn.text, language)
