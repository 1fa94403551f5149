"""Waits the agent announces: the words that led into a silence, and how long it may then last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qa.checks.stretches import Stretch, sentences
from qa.core.call import Role
from qa.language.duration import longest_duration_ms
from qa.language.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence before a silence that says what the silence is for.

    `announces`: somebody asked for a wait; else the agent asked the customer something.
    """

    stretch: Stretch
    sentence: str
    announces: bool


@dataclass(frozen=True, slots=True)
class LeadWords:
    """What tells a lead. An announcement holds until the agent has talked `max_talk_ms` since:
    who talks on has come back."""

    notice: Lexicon
    returned: Lexicon
    backchannel: Lexicon
    max_talk_ms: int

    def lead(self, recent: Iterable[Stretch], asks: Callable[[str], bool]) -> Lead | None:
        """The last sentence of `recent`, in order of ending, that announces a wait or `asks`."""
        agent_since_ms = 0.0
        customer_since = False
        for stretch in reversed(tuple(recent)):
            by_agent = stretch.role is Role.AGENT
            for sentence in reversed(sentences(stretch.text)):
                announced = any(  # a model knows the waits that agents announce
                    by_agent or not hit.by_meaning for hit in self.notice.find(sentence)
                )
                if announced and agent_since_ms <= self.max_talk_ms:
                    return Lead(stretch, sentence, announces=True)
                if by_agent and not customer_since and asks(sentence):
                    return Lead(stretch, sentence, announces=False)
                if by_agent and self.returned.find(sentence):
                    return None
                if by_agent:
                    share = len(sentence) / len(stretch.text)
                    agent_since_ms += stretch.span.duration_ms * share
            if not by_agent and not self.backchannel.covers(stretch.text):
                customer_since = True
        return None


def allowed_ms(notice: str, language: str, slack: float, unnamed_s: float) -> int:
    """The time promised in `notice` times `slack`; `unnamed_s` where it names none."""
    promised_ms = longest_duration_ms(notice, language)
    return round(unnamed_s * 1000 if promised_ms is None else promised_ms * slack)
