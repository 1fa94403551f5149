"""Which party is the agent: told, or else judged from what is said, or else not known.

Words are weighed, not counted: each cue a party uses adds its weight once. Cues of agents pull
one way, cues of customers the other, and the difference between the parties becomes a
probability. Under `min_confidence` nobody gets a role: a scorecard that swaps agent and customer
is worse than none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.core.call import Aspect, InspectionFinding, Role
from qa.language.fold import fold
from qa.speech.role_cues import CUES, Cue, Side


@dataclass(frozen=True, slots=True)
class RoleOptions:
    """`min_confidence`: how sure (0..1) before roles are given. `opening_turns`: a greeting in a
    party's first turns counts `opening_factor` times, for agents open calls by rule."""

    min_confidence: float = 0.85
    opening_turns: int = 2
    opening_factor: float = 1.5


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """One role a party, in order. `source`: `told`, `words` or `unknown`. `cues`: for people."""

    roles: tuple[Role, ...]
    confidence: float
    source: str
    cues: tuple[str, ...] = ()

    @property
    def provenance(self) -> str:
        return f"{self.source} {self.confidence:.2f}"

    def finding(self) -> InspectionFinding | None:
        """Why roles are not known, and what to do; None when they are."""
        if Role.UNKNOWN not in self.roles or Role.AGENT in self.roles:
            return None
        seen = f" (heard: {', '.join(self.cues)})" if self.cues else ""
        return InspectionFinding(
            "roles-uncertain",
            f"which party is the agent could not be told from the words{seen}; name the agent's "
            "channel with agent_channel in the manifest or --agent-channel 1 or 2",
            frozenset({Aspect.ROLES}),
        )


def told(agent: int, parties: int) -> RoleDecision:
    """Roles as a person named them; `agent` is the party's index from 0, the rest are customers."""
    roles = tuple(Role.AGENT if index == agent else Role.CUSTOMER for index in range(parties))
    return RoleDecision(roles, 1.0, "told")


def decide(
    parties: Sequence[Sequence[str]],
    language: str,
    terms: Sequence[str] = (),
    options: RoleOptions | None = None,
) -> RoleDecision:
    """Roles from what each party says (`parties[i]`: its turns in order).

    `terms`: the agent's and the company's name, which an agent says in the greeting.

    With more than two parties the agent's side may hold several (a transfer, a supervisor), and
    a party that says nothing but announcements is the system.
    """
    options = options or RoleOptions()
    unknown = tuple(Role.UNKNOWN for _ in parties)
    if not any(parties):
        return RoleDecision(unknown, 0.0, "unknown")
    roles: list[Role] = list(unknown)
    weighed = [_weigh(turns, language, terms, options) for turns in parties]
    cues = tuple(dict.fromkeys(cue for weight in weighed for cue in weight.cues))
    for index, weight in enumerate(weighed):
        if weight.machine and not weight.person and len(parties) > 1:
            roles[index] = Role.SYSTEM
    people = [index for index, role in enumerate(roles) if role is not Role.SYSTEM]
    if not people:
        return RoleDecision(unknown, 0.0, "unknown", cues)
    likely = max(people, key=lambda index: weighed[index].lean)
    others = [index for index in people if index != likely]
    lean = weighed[likely].lean - min((weighed[index].lean for index in others), default=0.0)
    confidence = 1 / (1 + math.exp(-lean))
    if confidence < options.min_confidence or not parties[likely]:
        return RoleDecision(unknown, confidence, "unknown", cues)
    for index in others:
        # Several may be agents, each by words of their own; the other of two never is.
        same_side = len(others) > 1 and _sure(weighed[index].lean, options)
        roles[index] = Role.AGENT if same_side else Role.CUSTOMER
    roles[likely] = Role.AGENT
    return RoleDecision(tuple(roles), confidence, "words", cues)


@dataclass(frozen=True, slots=True)
class _Weight:
    lean: float
    machine: bool
    person: bool
    cues: tuple[str, ...]


def _sure(lean: float, options: RoleOptions) -> bool:
    return 1 / (1 + math.exp(-lean)) >= options.min_confidence


def _weigh(
    turns: Sequence[str], language: str, terms: Sequence[str], options: RoleOptions
) -> _Weight:
    folded = [fold(text, language).text for text in turns]
    opening = folded[: options.opening_turns]
    lean, machine, person, found = 0.0, False, False, []
    for cue in _cues(language):
        parts = _parts(cue)
        if not any(_said(parts, text) for text in folded):
            continue
        found.append(cue.phrase)
        if cue.side is Side.MACHINE:
            machine = True
            continue
        person = True
        early = cue.side is Side.AGENT and any(_said(parts, text) for text in opening)
        weight = cue.weight * (options.opening_factor if early else 1.0)
        lean += weight if cue.side is Side.AGENT else -weight
    for term in terms:
        name = fold(term, language).text
        if name and any(name in text for text in opening):
            lean += 2.0
            found.append(term)
    return _Weight(lean, machine, person, tuple(found))


@lru_cache(maxsize=8)
def _cues(language: str) -> tuple[Cue, ...]:
    return tuple(cue for cue in CUES if cue.language == language)


@lru_cache(maxsize=1024)
def _parts(cue: Cue) -> tuple[str, ...]:
    return tuple(fold(part, cue.language).text for part in cue.phrase.split("..."))


def _said(parts: tuple[str, ...], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
