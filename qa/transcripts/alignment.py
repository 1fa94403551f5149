"""Which channel of a recording is whose, by the times of a transcript made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from qa.core.call import Role, Turn
from qa.core.spans import Timeline

_CLEARLY = 2.0


def roles_of_channels(channels: Sequence[Timeline], turns: Sequence[Turn]) -> tuple[Role, ...]:
    """One role a channel: the one whose turns it sounds in, at least twice as long as in any
    other's. Turns that name their channel decide alone. UNKNOWN for all where any is unclear or
    a role would be left without a channel."""
    unknown = tuple(Role.UNKNOWN for _ in channels)
    named: dict[int, set[Role]] = {}
    for turn in turns:
        if turn.channel is not None and turn.channel <= len(channels):
            named.setdefault(turn.channel - 1, set()).add(turn.role)
    if len(named) == len(channels) and all(len(roles) == 1 for roles in named.values()):
        return tuple(next(iter(named[index])) for index in range(len(channels)))
    by_role = turn_times(turns)
    found: list[Role | None] = []
    for channel in channels:
        shared = sorted(
            ((line.intersect(channel).duration_ms, role) for role, line in by_role.items()),
            key=lambda pair: -pair[0],
        )
        if not shared or not channel:
            found.append(None)
            continue
        runner_up_ms = shared[1][0] if len(shared) > 1 else 0
        if shared[0][0] == 0 or shared[0][0] < _CLEARLY * runner_up_ms:
            return unknown
        found.append(shared[0][1])
    left = [role for role in (Role.AGENT, Role.CUSTOMER) if role not in found]
    silent = [index for index, role in enumerate(found) if role is None]
    if silent and (len(silent) != 1 or len(left) != 1):
        return unknown
    return tuple(left[0] if role is None else role for role in found)


def activity_by_turns(speech: Timeline, turns: Sequence[Turn]) -> Mapping[Role, Timeline]:
    """A mix's speech given to whoever's turn it falls in; what falls in none is UNKNOWN's."""
    by_role = {role: speech.intersect(line) for role, line in turn_times(turns).items()}
    rest = speech
    for line in by_role.values():
        rest = rest.subtract(line)
    if rest:
        by_role[Role.UNKNOWN] = by_role.get(Role.UNKNOWN, Timeline()).union(rest)
    return MappingProxyType(by_role)


def turn_times(turns: Iterable[Turn]) -> dict[Role, Timeline]:
    """When each role has the word, by the timed turns."""
    timed = [(turn.role, turn.span) for turn in turns if turn.span]
    return {
        role: Timeline.of(span for other, span in timed if other is role)
        for role in dict.fromkeys(role for role, _ in timed)
    }
