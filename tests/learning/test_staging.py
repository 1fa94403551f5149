"""A labelled call laid out in time."""

from pathlib import Path

from qa.core.call import Role
from qa.learning.corpus import CorpusTurn, LabelledCall
from qa.learning.staging import staged


def labelled(*turns: CorpusTurn, **head: str) -> LabelledCall:
    return LabelledCall({"id": "one", "language": "zh", **head}, turns, {})


def turn(role: str, text: str, gap_s: float = 0.0, into_s: float | None = None) -> CorpusTurn:
    return CorpusTurn(role, frozenset(), text, gap_s, into_s)


def test_turns_follow_one_another_after_their_silences() -> None:
    call = staged(labelled(turn("agent", "一二三四五六七八九", 1.0), turn("customer", "好", 12.0)))
    agent, customer = call.transcript.turns
    assert agent.span and customer.span
    assert (agent.span.start_ms, agent.span.end_ms) == (1000, 3000)  # 4.5 characters a second
    assert customer.span.start_ms == 15_000
    assert customer.span.duration_ms == 300  # the shortest
    assert call.duration_ms == customer.span.end_ms + 1000


def test_cutting_in_and_listening_sounds_overlap() -> None:
    call = staged(
        labelled(
            turn("customer", "一二三四五六七八九"),
            turn("agent", "嗯", into_s=0.5),
            turn("agent", "您听我说", -0.8),
        )
    )
    customer, listening, cut = (one.span for one in call.transcript.turns)
    assert customer and listening and cut
    assert listening.start_ms == customer.start_ms + 500
    assert cut.start_ms == customer.end_ms - 800
    assert call.activity
    assert call.activity.of(Role.CUSTOMER).duration_ms == 2000


def test_nothing_begins_before_the_call() -> None:
    (first,) = staged(labelled(turn("agent", "好", -3.0))).transcript.turns
    assert first.span and first.span.start_ms == 0


def test_what_the_head_says_becomes_the_context() -> None:
    call = staged(labelled(turn("agent", "好"), surname="张", direction="inbound"))
    assert call.context.call_id == "one"
    assert call.context.customer_surname == "张"
    assert call.context.direction == "inbound"
    assert staged(labelled(turn("agent", "好"), surname="")).context.customer_surname is None


def test_the_corpus_itself_can_be_staged() -> None:
    from qa.learning.corpus import read_call, shipped_corpus

    path: Path = next(iter(sorted((shipped_corpus() / "calls" / "zh").glob("*.call"))))
    labelled_call = read_call(path)
    assert len(staged(labelled_call).transcript.turns) == len(labelled_call.turns)
