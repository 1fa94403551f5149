import math

import numpy as np
import pytest

from tests.benchmarks.agreement.measures import (
    Estimate,
    ac1,
    bins_of,
    calibration_error,
    drawn_tables,
    estimate,
    interval,
    kappa,
    observed,
    precision,
    recall,
    table_of,
    weights_of_draws,
)

# Two doctors, 50 patients, yes and no: 20 both yes, 15 both no, 5 and 10 apart.
# po = 35/50 = 0.7; rows .5 .5, columns .6 .4: pe = .3 + .2 = .5; kappa = .2 / .5.
TWO = np.array([[20.0, 5.0], [10.0, 15.0]])


def test_kappa_by_hand() -> None:
    assert observed(TWO) == pytest.approx(0.7)
    assert kappa(TWO) == pytest.approx(0.4)


def test_ac1_by_hand() -> None:
    # Mean shares .55 and .45; pe = (.55 x .45 + .45 x .55) / 1 = .495; (.7 - .495) / .505.
    assert ac1(TWO) == pytest.approx(0.205 / 0.505)


def test_three_categories_by_hand() -> None:
    # po = 6/10; rows .4 .3 .3, columns .3 .4 .3: pe = .12 + .12 + .09 = .33.
    table = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 0.0], [0.0, 1.0, 2.0]])
    assert kappa(table) == pytest.approx((0.6 - 0.33) / (1 - 0.33))
    # Mean shares .35 .35 .3; pe = (.35 x .65 x 2 + .3 x .7) / 2 = .3325.
    assert ac1(table) == pytest.approx((0.6 - 0.3325) / (1 - 0.3325))


def test_rare_fails_spoil_kappa_and_not_ac1() -> None:
    # 118 both pass, 5 and 2 apart, none both fail: kappa is about nothing, AC1 high.
    table = np.array([[118.0, 5.0], [2.0, 0.0]])
    po = 118 / 125
    pe = (123 * 120 + 2 * 5) / 125**2
    assert kappa(table) == pytest.approx((po - pe) / (1 - pe))
    assert kappa(table) < 0
    s = (123 + 120) / 250
    assert ac1(table) == pytest.approx((po - 2 * s * (1 - s)) / (1 - 2 * s * (1 - s)))
    assert ac1(table) > 0.93


def test_one_category_only_leaves_kappa_undefined_and_ac1_one() -> None:
    table = table_of([(0, 0)] * 7, 4)
    assert math.isnan(kappa(table))
    assert ac1(table) == 1
    assert observed(table) == 1


def test_one_judge_of_one_category_has_kappa_zero() -> None:
    assert kappa(table_of([(0, 0), (0, 0), (1, 0)], 2)) == pytest.approx(0)


def test_nothing_judged_tells_nothing() -> None:
    empty = np.zeros((4, 4))
    for measure in (observed, kappa, ac1, precision(1), recall(1)):
        assert math.isnan(measure(empty))


def test_complete_agreement_and_complete_disagreement() -> None:
    assert kappa(table_of([(0, 0), (1, 1)], 2)) == 1
    assert kappa(table_of([(0, 1), (1, 0)], 2)) == pytest.approx(-1)


def test_precision_and_recall() -> None:
    # Rows are the truth: the program says the second category 20 times, 15 of them rightly.
    assert precision(1)(TWO) == pytest.approx(15 / 20)
    assert recall(1)(TWO) == pytest.approx(15 / 25)


def test_precision_of_what_is_never_said_is_undefined() -> None:
    table = table_of([(0, 0), (1, 0)], 2)
    assert math.isnan(precision(1)(table))
    assert recall(1)(table) == 0


def test_measures_take_many_tables_at_once() -> None:
    many = np.stack([TWO, TWO * 2, np.zeros((2, 2))])
    assert kappa(many)[:2] == pytest.approx([0.4, 0.4])
    assert math.isnan(kappa(many)[2])


def test_draws_are_whole_calls_and_the_same_for_a_seed() -> None:
    weights = weights_of_draws(5, draws=20, seed=3)
    assert (weights.sum(axis=1) == 5).all()
    assert (weights == weights_of_draws(5, draws=20, seed=3)).all()
    assert (weights != weights_of_draws(5, draws=20, seed=4)).any()


def test_drawn_tables_count_a_call_as_often_as_it_was_drawn() -> None:
    weights = np.array([[2.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    drawn = drawn_tables([(0, 1), (1, 1), None], weights, 2)
    assert drawn[0].tolist() == [[0, 2], [0, 0]]
    assert drawn[1].tolist() == [[0, 1], [0, 1]]


def test_interval_is_that_of_the_draws_and_holds_the_value() -> None:
    pairs = [(0, 0)] * 30 + [(1, 1)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 5
    drawn = drawn_tables(pairs, weights_of_draws(len(pairs)), 2)
    told = estimate(kappa, table_of(pairs, 2), drawn)
    assert told.low < told.value < told.high
    assert told.high - told.low < 0.6


def test_no_interval_where_most_draws_cannot_tell() -> None:
    assert all(map(math.isnan, interval(np.array([np.nan, np.nan, 0.5]))))
    assert interval(np.array([0.5, 0.5, np.nan])) == (0.5, 0.5)
    table = table_of([(0, 0)] * 4, 2)
    told = estimate(kappa, table, drawn_tables([(0, 0)] * 4, weights_of_draws(4), 2))
    assert math.isnan(told.value) and math.isnan(told.low)
    assert isinstance(told, Estimate)


def test_no_call_no_draw() -> None:
    assert weights_of_draws(0, draws=3).shape == (3, 0)
    assert drawn_tables([], weights_of_draws(0, draws=3), 2).sum() == 0


def test_bins_and_their_calibration_error() -> None:
    bins = bins_of([0.05, 0.05, 0.95, 1.0], [False, False, True, False])
    assert [one.count for one in bins] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert math.isnan(bins[1].true)
    # Half of the claims are off by .05, half claim .975 and hold by .5.
    assert calibration_error(bins) == pytest.approx((2 * 0.05 + 2 * 0.475) / 4)
    assert math.isnan(calibration_error(bins_of([], [])))
