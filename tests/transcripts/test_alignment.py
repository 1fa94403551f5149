"""Whose channel is whose, by the times of a transcript."""

from __future__ import annotations

from qa.core.call import Role, Turn
from qa.core.spans import Span, Timeline
from qa.transcripts.alignment import activity_by_turns, roles_of_channels

A, C, U = Role.AGENT, Role.CUSTOMER, Role.UNKNOWN
AGENT = Timeline.of([Span(0, 2000), Span(5000, 7000)])
CUSTOMER = Timeline.of([Span(2300, 4800), Span(6800, 9000)])
TURNS = [
    Turn(0, A, "a", Span(100, 2100)),
    Turn(1, C, "b", Span(2200, 4900)),
    Turn(2, A, "c", Span(4900, 7000)),
    Turn(3, C, "d", Span(6900, 9100)),
]


def test_a_channel_is_the_roles_in_whose_turns_it_sounds() -> None:
    assert roles_of_channels([AGENT, CUSTOMER], TURNS) == (A, C)
    assert roles_of_channels([CUSTOMER, AGENT], TURNS) == (C, A)


def test_untimed_or_contradicting_turns_tell_nothing() -> None:
    untimed = [Turn(0, A, "a"), Turn(1, C, "b")]
    assert roles_of_channels([AGENT, CUSTOMER], untimed) == (U, U)
    both = AGENT.union(CUSTOMER)
    assert roles_of_channels([both, both], TURNS) == (U, U)


def test_turns_that_name_their_channel_decide() -> None:
    named = [Turn(0, C, "a", channel=1), Turn(1, A, "b", channel=2)]
    assert roles_of_channels([AGENT, CUSTOMER], named) == (C, A)


def test_a_silent_channel_takes_the_role_that_is_left() -> None:
    assert roles_of_channels([Timeline(), CUSTOMER], TURNS) == (A, C)
    assert roles_of_channels([Timeline(), Timeline()], TURNS) == (U, U)


def test_a_mix_is_shared_out_by_the_turns() -> None:
    speech = Timeline.of([Span(0, 2000), Span(2300, 4800), Span(9500, 9900)])
    shared = activity_by_turns(speech, TURNS[:2])
    assert shared == {
        A: Timeline.of([Span(100, 2000)]),
        C: Timeline.of([Span(2300, 4800)]),
        U: Timeline.of([Span(0, 100), Span(9500, 9900)]),
    }
    assert activity_by_turns(speech, []) == {U: speech}
