"""What the turns around a turn teach: an act that its own words do not tell."""

import numpy as np
import pytest

from qa.acts.context import Said, bounded, surroundings
from qa.learning.context_training import ContextOptions, Told, weigh
from qa.learning.corpus import Line

OPTIONS = ContextOptions(strength=1.0, min_examples=5)


def call(number: int, protests: bool) -> list[Line]:
    return [
        Line("agent", frozenset(), "bank", "", "那您问别人去", "v", call=f"c{number}"),
        Line(
            "customer",
            frozenset(),
            "bank",
            "",
            "气死" if protests else "好",
            "v",
            call=f"c{number}",
        ),
    ]


def taught(phrase: bool = False) -> tuple[list[Line], dict[str, list[Told]]]:
    """Forty calls in which an agent's turn is forbidden where the customer protests at it; its own
    words say nothing."""
    protests = np.array([number % 2 == 0 for number in range(40)])
    turns = [line for number in range(40) for line in call(number, bool(protests[number]))]
    agent, customer = np.arange(0, 80, 2), np.arange(1, 80, 2)
    nothing = np.zeros(40)
    forbidden = Told(agent, nothing, protests & phrase, protests)
    trouble = Told(customer, np.where(protests, 4.0, -4.0), nothing.astype(bool), protests)
    return turns, {"agent": [forbidden], "customer": [trouble]}


def odds(weights, protests: bool) -> float:
    both = [
        Said("agent", np.zeros(1, np.float32), 6),
        Said("customer", np.array([4.0 if protests else -4.0], np.float32), 2),
    ]
    around = surroundings(both, {"agent": 1, "customer": 1})[0]
    return float((weights @ np.concatenate([bounded(both[0].odds), around, [1]]))[0])


def test_what_the_customer_answers_tells_what_the_agent_did() -> None:
    turns, told = taught()
    weights, _ = weigh(turns, "agent", told, OPTIONS)
    assert odds(weights, protests=True) > 1
    assert odds(weights, protests=False) < -1


def test_a_phrase_is_never_taken_as_speaking_against() -> None:
    turns, told = taught()
    against = Told(
        told["agent"][0].turns, told["agent"][0].odds, ~told["agent"][0].true, told["agent"][0].true
    )
    _, (phrase,) = weigh(turns, "agent", {**told, "agent": [against]}, OPTIONS)
    assert phrase == 0


def test_an_act_that_is_done_too_seldom_is_left_to_its_words() -> None:
    turns, told = taught()
    weights, phrases = weigh(turns, "agent", told, ContextOptions(min_examples=21))
    assert phrases == [None]
    assert odds(weights, protests=True) == odds(weights, protests=False) == pytest.approx(0)
    assert weights[0, 0] == 1
