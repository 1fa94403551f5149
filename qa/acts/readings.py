"""Which acts a lexicon is told from, beside its phrases, and how sure the model has to be.

A lexicon that bears the name of an act reads it (`empathy`, and its kinds). Some read others too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """`acts` are read. One at least so probable as `told` is a hit. Where none is as probable as
    `denied`, a phrase that was found means something else there, and is none.

    All values agreed best with the verdicts on the calls that are not for testing, each judged by a
    model that had seen nothing by its author (0.05 to 0.6 were tried). `told` is mostly below a
    half because what is asked of a call, whether an act is done in it at all, is as often so as
    not, and of a turn seldom; a result that rests on so little goes to review. Forbidden talk is
    told from 0.05 on, since the check that reads it puts the turns together.

    `kind` is the lexicon's kind of what an act without kinds tells.
    """

    acts: tuple[str, ...]
    told: float = 0.3
    denied: float = 0.1
    kind: str = ""


READINGS: Mapping[str, Reading] = {
    "trouble": Reading(("trouble",), told=0.5, denied=0.3),
    "empathy": Reading(("empathy",), told=0.2),
    "empathy-spoiled": Reading(("empathy-spoiled",), told=0.5),  # a reproach
    "apology": Reading(("apology",)),
    "forbidden": Reading(("forbidden",), told=0.05, denied=0.2),
    "closing-ask": Reading(("closing-ask",)),
    "closing-trap": Reading(("closing-trap",)),
    "surname-ask": Reading(("surname-ask",)),
    "remedy": Reading(("remedy", "commitment"), kind="action"),
    "hold-request": Reading(("hold-request",)),
    # Looked for only right before a long silence, where little is enough.
    "hold-notice": Reading(("hold-request", "hold-reason"), told=0.1),
    "hold-reason": Reading(("hold-reason",)),
    "hold-return": Reading(("hold-return",)),
    "hold-thanks": Reading(("hold-thanks",)),
    "invite-story": Reading(("invite-story",)),
    "noting": Reading(("noting",)),
    "change-subject": Reading(("change-subject",)),
    "ask-expectation": Reading(("ask-expectation",)),
    "restate": Reading(("restate",)),
    "offer-options": Reading(("offer-options",)),
    "commitment": Reading(("commitment",), told=0.15),
    "follow-up": Reading(("follow-up",)),
    "refusal": Reading(("refusal",)),
    "refusal-reason": Reading(("explanation",)),
    "explanation": Reading(("explanation",)),
    "ask-understanding": Reading(("ask-understanding",)),
    "praise": Reading(("praise",)),
    "thanks-for": Reading(("thanks-for",)),
    "sum-up": Reading(("sum-up",)),
    "goodbye": Reading(("goodbye",)),
    "admission": Reading(("admission",)),
    "conclusion": Reading(("conclusion",)),
    "fact-check": Reading(("fact-check",)),
    "overpromise": Reading(("overpromise",)),
    "you-blame": Reading(("you-blame",)),
    "handover": Reading(("handover",)),
    "another-need": Reading(("another-need",), told=0.15),
    "hang-up": Reading(("hang-up",)),
    "probing": Reading(("open-question", "closed-question")),
    "solution-talk": Reading(("remedy",)),
}
