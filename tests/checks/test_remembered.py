"""What is computed once a call is never another call's."""

from qa.checks.remembered import remembered
from qa.core.call import Call
from tests.checks.heard import heard


def test_answers_are_kept_for_the_last_call_only() -> None:
    asked: list[tuple[str, int]] = []

    @remembered
    def first_word(call: Call, size: int) -> str:
        asked.append((call.transcript.turns[0].text, size))
        return call.transcript.turns[0].text[:size]

    one, other = heard("agent: 您好"), heard("agent: 再见")
    assert [first_word(one, 1), first_word(one, 1), first_word(one, 2)] == ["您", "您", "您好"]
    assert len(asked) == 2
    assert [first_word(other, 1), first_word(one, 1)] == ["再", "您"]
    assert len(asked) == 4


def test_an_equal_call_is_another_call() -> None:
    counted = []

    @remembered
    def count(call: Call) -> int:
        counted.append(call)
        return len(counted)

    assert [count(heard("agent: 您好")), count(heard("agent: 您好"))] == [1, 2]
