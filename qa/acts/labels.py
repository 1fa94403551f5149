"""The acts that are told apart. `docs/judging-guide.md` says what each of them means.

An act is named after the lexicon of the same idea, and behind the dot after the kind in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

CUSTOMER_ACTS = ("trouble", "another-need", "hang-up")
FORBIDDEN_KINDS = (
    *("dont_know", "dont_care", "cant_be_bothered", "dislike", "rude", "know_it_all"),
    *("go_away", "you_are_wrong", "argue", "hurry", "deny", "pass_the_buck", "price_it"),
    *("brush_off", "flat_refusal", "obstacle", "rule_shield", "blame"),
)
EMPATHY_KINDS = (
    *("understanding", "same_feeling", "naming_trouble", "reassurance"),
    *("valued_customer", "thanks_feedback"),
)
AGENT_ACTS = (
    *("surname-ask", "invite-story", "noting", "open-question", "closed-question"),
    *("fact-check", "change-subject", "empathy-spoiled", "apology", "ask-expectation", "restate"),
    *("offer-options", "remedy.action", "remedy.alternative", "commitment", "follow-up"),
    *("refusal", "explanation", "ask-understanding", "praise", "thanks-for", "hold-request"),
    *("hold-reason", "hold-return", "hold-thanks", "sum-up", "closing-ask", "closing-trap"),
    *("goodbye", "admission", "conclusion", "overpromise", "you-blame", "handover"),
    *(f"empathy.{kind}" for kind in EMPATHY_KINDS),
    *(f"forbidden.{kind}" for kind in FORBIDDEN_KINDS),
)
ACTS: Mapping[str, tuple[str, ...]] = {"agent": AGENT_ACTS, "customer": CUSTOMER_ACTS}


def group_of(act: str) -> str:
    """The act that this one is a kind of; itself where it is none."""
    return act.partition(".")[0]


def role_of(act: str) -> str:
    """The party that may do the act."""
    return next(role for role, acts in ACTS.items() if act in with_groups(acts))


def with_groups(acts: Iterable[str]) -> frozenset[str]:
    """The acts, and what they are kinds of."""
    named = frozenset(acts)
    return named | {group_of(act) for act in named}
