"""What corrections teach, and what they leave alone."""

from dataclasses import replace

import pytest

from qa.acts.labels import FORBIDDEN_KINDS
from qa.core.call import Call
from qa.learning.corpus import Line
from qa.learning.corrections import Correction
from qa.learning.teaching import CORRECTED_WEIGHT, taught
from qa.rubric import Rubric, load_rubric
from tests.checks.heard import heard
from tests.learning.small_corpus import small_model

FORBIDDEN = {"forbidden", *(f"forbidden.{kind}" for kind in FORBIDDEN_KINDS)}
CALL = heard(
    "agent: 您好，优选客服",
    "customer: 我想查一下话费，我都等了三天了",
    "agent: 您的话费还有五十元",
    "customer: 嗯",
    "agent: 您看还有别的事没有",
    "customer: 没有了",
    "agent: 感谢来电，再见",
)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return replace(load_rubric("service-call"), acts={"zh": small_model()})


def row(criterion: str, verdict: str, turn: int | None = None, act: str | None = None,
        call: Call = CALL) -> Correction:  # fmt: skip
    spoken = call.transcript.turns[turn - 1] if turn else None
    return Correction("one", criterion, verdict, spoken, act)


def learn(rubric: Rubric, *rows: Correction, call: Call = CALL) -> list[Line]:
    return taught(rows, {"one": call}, rubric)


def test_a_turn_and_an_act_are_an_utterance_of_weight(rubric: Rubric) -> None:
    (line,) = learn(rubric, row("closing-satisfaction", "pass", 5, "closing-ask"))
    assert (line.role, line.text, line.before) == ("agent", "您看还有别的事没有", "嗯")
    assert line.acts == line.known == {"closing-ask"}
    assert line.weight == CORRECTED_WEIGHT
    assert line.call == ""  # it says nothing of how often an act is done in calls


def test_none_speaks_of_the_acts_that_the_criterion_asks_about(rubric: Rubric) -> None:
    (line,) = learn(rubric, row("forbidden-phrases", "pass", 3, "none"))
    assert line.acts == frozenset()
    assert line.known >= FORBIDDEN | {"remedy", "remedy.action", "commitment"}
    assert "closing-ask" not in line.known
    (trouble,) = learn(rubric, row("empathy", "not_applicable", 2, "none"))
    assert (trouble.role, trouble.known) == ("customer", {"trouble"})


def test_what_is_told_of_one_turn_is_one_utterance(rubric: Rubric) -> None:
    (line,) = learn(
        rubric,
        row("closing-satisfaction", "fail", 7, "none"),
        row("closing-satisfaction", "fail", 7, "goodbye"),
        row("empathy", "fail", 7, "thanks-for"),
    )
    assert line.acts == {"goodbye", "thanks-for"}
    assert line.known >= {"closing-ask", "closing-trap", "goodbye", "thanks-for"}


def test_a_call_that_passes_has_no_forbidden_turn(rubric: Rubric) -> None:
    rude = heard("customer: 查一下话费", "agent: 你烦不烦啊", "agent: 您的话费还有五十元")
    (line,) = learn(rubric, row("forbidden-phrases", "pass"), call=rude)
    assert (line.text, line.acts, line.weight) == ("你烦不烦啊", frozenset(), 1.0)
    assert line.known == FORBIDDEN


def test_a_failed_call_says_which_turn_is_forbidden_only_if_it_is_told(rubric: Rubric) -> None:
    assert learn(rubric, row("forbidden-phrases", "fail")) == []
    (line,) = learn(rubric, row("forbidden-phrases", "fail", 3))
    assert (line.text, line.acts) == ("您的话费还有五十元", {"forbidden"})
    assert line.known == {"forbidden"}  # of which kind is not known


def test_a_closing_question_where_none_was_found_is_the_likeliest_turn(rubric: Rubric) -> None:
    odd = heard(
        "agent: 您好，优选客服",
        "customer: 查一下话费",
        "agent: 您的话费还有五十元",
        "agent: 您看着办",
        "customer: 没有了",
        "agent: 感谢来电，再见",
    )
    (line,) = learn(rubric, row("closing-satisfaction", "pass"), call=odd)
    assert (line.text, line.acts, line.weight) == ("您看着办", {"closing-ask"}, 1.0)
    (pointed,) = learn(rubric, row("closing-satisfaction", "pass", 6, call=odd), call=odd)
    assert pointed.text == "感谢来电，再见"


def test_without_a_model_nobody_knows_which_turn_is_likeliest(rubric: Rubric) -> None:
    odd = heard("customer: 查一下话费", "agent: 您看着办", "agent: 感谢来电，再见")
    bare = replace(rubric, acts={})
    assert learn(bare, row("closing-satisfaction", "pass"), call=odd) == []


def test_a_call_that_fails_has_no_closing_question_near_its_end(rubric: Rubric) -> None:
    (line,) = learn(rubric, row("closing-satisfaction", "fail"))
    assert (line.text, line.acts, line.known) == (
        "您看还有别的事没有",
        frozenset(),
        {"closing-ask"},
    )


def test_where_empathy_does_not_apply_nobody_voiced_trouble(rubric: Rubric) -> None:
    (line,) = learn(rubric, row("empathy", "not_applicable"))
    assert (line.role, line.acts, line.known) == ("customer", frozenset(), {"trouble"})


@pytest.mark.parametrize(
    ("criterion", "verdict"),
    [
        ("closing-satisfaction", "pass"),  # as it is
        ("forbidden-phrases", "pass"),
        ("empathy", "pass"),
        ("empathy", "fail"),
        ("surname-use", "pass"),
        ("talk-over", "fail"),
    ],
)
def test_other_verdicts_are_only_measured(rubric: Rubric, criterion: str, verdict: str) -> None:
    assert learn(rubric, row(criterion, verdict)) == []


def test_what_a_person_says_of_a_turn_stands_over_what_a_verdict_implies(rubric: Rubric) -> None:
    (line,) = learn(
        rubric,
        row("closing-satisfaction", "fail"),
        row("closing-satisfaction", "fail", 5, "restate"),
    )
    assert (line.acts, line.weight) == ({"restate"}, CORRECTED_WEIGHT)


def test_a_criterion_that_the_model_has_no_part_in_implies_nothing(rubric: Rubric) -> None:
    alone = replace(rubric, criteria=tuple(replace(one, learned=False) for one in rubric.criteria))
    assert learn(alone, row("closing-satisfaction", "fail")) == []
