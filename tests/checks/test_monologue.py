"""Talking on without the other getting a word in."""

import pytest

from qa.checks.monologue import Monologue
from qa.core.call import Aspect, Role
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

P, F, NA = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE


def judge(*lines: str, language: str = "zh", **params):
    return Monologue(**params).judge(heard(*lines, language=language), lexicons(language))


LONG = ["customer 0-3: 我想问一下", "agent 4-70: 这个套餐是这样的。第一点是流量。"]
WITH_LISTENING = [
    "customer 0-3: 我想问一下", "agent 4-40: 这个套餐是这样的。", "customer 20-21: 嗯嗯",
    "customer 40.5-41: 好的", "agent 41.5-70: 第一点是流量。",
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "outcome", "longest_s"),
    [
        (LONG, F, 66.0),
        (WITH_LISTENING, F, 66.0),
        (["customer 0-3: 我想问", "agent 4-64: 是这样的"], P, 60.0),
        (["customer 0-3: 我想问", "agent 4-40: 这样", "agent 42-80: 那样"], F, 76.0),  # a pause
        (["customer 0-3: 我想问", "agent 4-40: 这样", "agent 42.1-80: 那样"], P, 37.9),
        (
            ["agent 4-40: 这样", "customer 41-42.5: 嗯嗯，对", "agent 43.5-80: 那样"], F, 76.0,
        ),  # listening fills a pause that would else have been too long
        # a word of the customer's ends it, beside the agent's talk and inside it
        (
            ["agent 4-40: 这样", "customer 40.5-41.5: 那要多少钱", "agent 42-80: 那样"],
            P, 38.0,
        ),
        (["agent 0-80: 这样那样", "customer 30-32: 那要多少钱"], P, 48.0),
        # without words: a short sound is listening, a longer one is not
        (["agent 0-80: 这样那样", "customer 30-31:"], F, 80.0),
        (["agent 0-80: 这样那样", "customer 30-31.5:"], P, 48.5),
        (["agent 0-80: 这样那样"], NA, None),  # nobody there to listen
        (["customer 0-80: 这样那样"], NA, None),
        (["agent 3-5: 您好", "customer 0-80: 我从头说起"], P, 0.0),  # wholly inside the other's
    ],
)  # fmt: skip
def test_what_a_monologue_is(lines: list[str], outcome: Outcome, longest_s: float | None) -> None:
    finding = judge(*lines)
    assert finding.outcome is outcome
    assert finding.measured.get("longest_s") == longest_s


def test_listening_after_the_last_word_is_not_part_of_it() -> None:
    finding = judge(
        "customer 0-1: 我想问一下", "agent 2-60: 是这样的", "customer 61-63: 嗯嗯，好的"
    )
    assert finding.measured["longest_s"] == 58.0


def test_the_evidence_is_where_it_begins() -> None:
    (shown,) = judge(*WITH_LISTENING).evidence
    assert (shown.role, shown.turn, shown.quote, shown.span) == (
        Role.AGENT, 1, "这个套餐是这样的。", Span(4000, 70_000),
    )  # fmt: skip
    assert "66.0 秒" in shown.note
    assert judge(*WITH_LISTENING).suggestion
    assert not judge(*WITH_LISTENING, max_s=90.0).evidence


def test_the_customers_monologue_can_be_asked_for() -> None:
    finding = judge(
        "agent 0-3: 您请讲", "customer 4-70: 是这样的", "agent 30-31: 嗯", role="customer"
    )
    assert finding.outcome is F
    assert finding.evidence[0].role is Role.CUSTOMER
    assert judge("agent 0-3: 您请讲", "customer 4-70: 是这样的").outcome is P


def test_a_sound_without_words_leaves_a_doubt() -> None:
    assert judge("agent 0-80: 这样那样", "customer 30-31:").confidence < 0.6
    assert judge("agent 0-80: 这样那样", "customer 30-31: 嗯").confidence > 0.6


@pytest.mark.parametrize(
    ("lines", "changed"),
    [
        (LONG, {"max_s": 70.0}),
        (["customer 0-3: 我想", "agent 4-40: 这样", "agent 42-80: 那样"], {"max_pause_s": 1.0}),
        (["agent 0-80: 这样那样", "customer 30-31:"], {"max_backchannel_s": 0.5}),
        (LONG, {"role": "customer"}),
    ],
)
def test_every_parameter_decides_something(lines: list[str], changed: dict) -> None:
    assert judge(*lines).outcome is F
    assert judge(*lines, **changed).outcome is P


@pytest.mark.parametrize(
    ("language", "listening"), [("zh", "嗯嗯，对"), ("ko", "네, 네"), ("en", "mm-hm, right")]
)
def test_listening_in_each_language(language: str, listening: str) -> None:
    lines = ["agent 0-80: a b c", f"customer 30-32: {listening}"]
    assert judge(*lines, language=language).outcome is F


@pytest.mark.parametrize("role", ["agent", "customer"])
def test_it_speaks_the_calls_language(role: str) -> None:
    other = "customer" if role == "agent" else "agent"
    lines = [f"{role} 0-80: a b c", f"{other} 81-83: d e f"]
    found = [judge(*lines, language=language, role=role) for language in ("zh", "ko", "en")]
    assert {finding.outcome for finding in found} == {F}
    assert len({finding.explanation for finding in found}) == 3
    assert len({finding.suggestion for finding in found}) == 3


def test_it_needs_to_know_who_is_silent() -> None:
    assert Monologue().needs == {Aspect.SILENCE, Aspect.ROLES}
    with pytest.raises(ValueError, match="max_s must be more than 0"):
        Monologue(max_s=0.0)
