"""A model made from a few lines tells the acts it was shown, and counts lines by their weight."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.acts.features import features
from qa.acts.recogniser import recognised_alone
from qa.core.errors import CorpusError, MissingExtraError
from qa.learning.corpus import Line
from qa.learning.training import TrainingOptions, feature_matrix, rows_for, train
from tests.learning.small_corpus import phrases, small_lines, small_model

SMALL = TrainingOptions(rows=2000, jobs=1)


@pytest.fixture
def lines(tmp_path: Path) -> tuple[Line, ...]:
    return small_lines(tmp_path)


def probability(model, text: str, act: str) -> float:
    return next(one for one in recognised_alone(text, model) if one.group == act).probability()


def ask(text: str, weight: float = 1.0) -> Line:
    known = frozenset({"closing-ask"})
    return Line("agent", known, "", "", text, "x", known, weight=weight)


def test_it_tells_the_acts_of_sentences_it_has_not_seen() -> None:
    model = small_model()
    assert model.acts == ("closing-ask", "forbidden", "forbidden.rude", "trouble")
    assert probability(model, "您看还有别的吩咐吗", "closing-ask") > 0.5
    assert probability(model, "您的话费还有三十元", "closing-ask") < 0.5
    assert probability(model, "你烦不烦", "forbidden") > 0.5
    assert probability(model, "我都等了两天了", "trouble") > 0.5


def test_it_keeps_only_the_features_that_say_most(lines: tuple[Line, ...]) -> None:
    model = train(lines, "zh", phrases(), TrainingOptions(rows=50, jobs=1))
    assert len(model.numbers) <= 50
    assert list(model.numbers) == sorted(model.numbers)
    assert model.weights.dtype == np.int8


def test_the_same_lines_make_the_same_model(lines: tuple[Line, ...]) -> None:
    one, other = (train(lines, "zh", phrases(), SMALL) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(one.numbers, other.numbers)


def test_a_line_of_weight_counts_for_as_many(lines: tuple[Line, ...]) -> None:
    unseen = "心里的石头落地没"
    new = ask("心里这块石头落地了没")
    before = probability(train(lines, "zh", phrases(), SMALL), unseen, "closing-ask")
    light = probability(train([*lines, new], "zh", phrases(), SMALL), unseen, "closing-ask")
    heavy = train([*lines, replace(new, weight=5.0)], "zh", phrases(), SMALL)
    assert before < 0.5 < probability(heavy, unseen, "closing-ask")
    assert light < probability(heavy, unseen, "closing-ask")


def test_an_act_needs_examples_enough(lines: tuple[Line, ...]) -> None:
    apology = Line("agent", frozenset({"apology"}), "", "", "实在抱歉", "x")
    assert "apology" not in train([*lines, apology], "zh", phrases(), SMALL).acts
    heavy = replace(apology, weight=8.0)
    assert "apology" in train([*lines, heavy], "zh", phrases(), SMALL).acts


def test_an_act_that_every_line_does_cannot_be_told(lines: tuple[Line, ...]) -> None:
    always = [
        Line("agent", frozenset({"praise"}), "", "", f"您真好{n}", "x", frozenset({"praise"}))
        for n in range(9)
    ]
    unlabelled = [replace(line, known=line.known - {"praise"}) for line in lines]
    assert "praise" not in train([*unlabelled, *always], "zh", phrases(), SMALL).acts


def test_nothing_to_learn_is_told() -> None:
    with pytest.raises(CorpusError, match="nothing to learn in 'zh': expected an act that 8"):
        train([ask("还有别的事没有")], "zh", phrases(), SMALL)


def test_only_lines_labelled_for_an_act_tell_of_it() -> None:
    lines = [
        Line("agent", frozenset(), "", "", "好", "x", frozenset({"apology"})),
        Line("agent", frozenset(), "", "", "好", "x", frozenset({"empathy.reassurance"})),
        Line("customer", frozenset(), "", "", "好", "x"),
    ]
    assert rows_for(lines, "apology") == [0]
    assert rows_for(lines, "empathy") == [1]
    assert rows_for(lines, "trouble") == [2]


def test_turns_of_calls_calibrate(lines: tuple[Line, ...]) -> None:
    turns = [
        replace(line, call=f"call-{number % 6}", known=line.known)
        for number, line in enumerate(lines)
    ]
    options = TrainingOptions(rows=2000, min_calibrating=5, jobs=1)
    model = train([*lines, *turns], "zh", phrases(), options)
    assert (model.slope > 0).all()
    assert (model.phrase >= 0).all()
    assert model.offset.any()
    assert probability(model, "您看还有别的事没有", "closing-ask") > 0.5


def test_the_matrix_weighs_as_the_model_does() -> None:
    matrix = feature_matrix([("急死我了", ""), ("好", "那得等几天？")], "zh")
    seen = features("急死我了", "", "zh")
    assert matrix.shape[0] == 2
    assert matrix[0].nnz == len(seen)
    assert matrix[0, seen[0].number] == pytest.approx(len(seen) ** -0.5)


def test_without_scikit_learn_the_part_is_named(
    lines: tuple[Line, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(MissingExtraError, match="optional part 'learn'"):
        train(lines, "zh", phrases(), SMALL)
