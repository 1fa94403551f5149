"""How far two judges agree, counted from a table of what each of them said.

A table is an array (..., q, q): how many calls the first judge (the truth) put into the row's
category and the second (the program) into the column's. What cannot be told is NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Measure = Callable[[Floats], Floats]
DRAWS = 1_000


def table_of(pairs: Sequence[tuple[int, int]], categories: int) -> Floats:
    """The table of (truth, said) pairs of category numbers."""
    table = np.zeros((categories, categories))
    for truth, said in pairs:
        table[truth, said] += 1
    return table


def _share(part: Floats, whole: Floats) -> Floats:
    """NaN where there is no whole."""
    part, whole = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)


def observed(table: Floats) -> Floats:
    """The share of calls on which both say the same."""
    return _share(np.trace(table, axis1=-2, axis2=-1), table.sum((-2, -1)))


def kappa(table: Floats) -> Floats:
    """Cohen's kappa: (po - pe) / (1 - pe), pe the sum of the products of both judges' shares.

    Undefined where both have put everything into one and the same category: then pe is 1.
    """
    total = table.sum((-2, -1))
    rows = _share(table.sum(-1), total[..., None])
    columns = _share(table.sum(-2), total[..., None])
    chance = (rows * columns).sum(-1)
    left = np.where(np.isclose(chance, 1), 0, 1 - chance)
    return _share(observed(table) - chance, left)


def ac1(table: Floats) -> Floats:
    """Gwet's AC1: (po - pe) / (1 - pe), pe = sum of s (1 - s) / (q - 1), s the mean of both judges'
    shares of a category. It holds where nearly all calls are of one category; kappa does not."""
    total = table.sum((-2, -1))
    shares = _share(table.sum(-1) + table.sum(-2), 2 * total[..., None])
    chance = (shares * (1 - shares)).sum(-1) / (table.shape[-1] - 1)
    return _share(observed(table) - chance, 1 - chance)


def precision(category: int) -> Measure:
    """Of the calls that the program puts into the category, the share that belongs there."""
    return lambda table: _share(table[..., category, category], table[..., :, category].sum(-1))


def recall(category: int) -> Measure:
    """Of the calls that belong into the category, the share that the program puts there."""
    return lambda table: _share(table[..., category, category], table[..., category, :].sum(-1))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure with its 95 % interval; NaN where it cannot be told."""

    value: float
    low: float = float("nan")
    high: float = float("nan")


def weights_of_draws(calls: int, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Bootstrap over calls: how often each call (column) is in each draw (row)."""
    if not calls:
        return np.zeros((draws, 0))
    dice = np.random.default_rng(seed)
    return dice.multinomial(calls, np.full(calls, 1 / calls), size=draws).astype(float)


def drawn_tables(
    pairs: Sequence[tuple[int, int] | None], weights: Floats, categories: int
) -> Floats:
    """The table of each draw. `pairs` has one entry a call; None where the call does not count."""
    places = np.zeros((len(pairs), categories * categories))
    for call, pair in enumerate(pairs):
        if pair is not None:
            places[call, pair[0] * categories + pair[1]] = 1
    drawn: Floats = (weights @ places).reshape(len(weights), categories, categories)
    return drawn


def interval(values: Floats) -> tuple[float, float]:
    """The middle 95 % of the draws; NaN where half of them or more could not tell."""
    told = values[~np.isnan(values)]
    if 2 * len(told) <= len(values):
        return float("nan"), float("nan")
    low, high = np.percentile(told, [2.5, 97.5])
    return float(low), float(high)


def estimate(measure: Measure, table: Floats, drawn: Floats) -> Estimate:
    """A measure of the table, with the interval that the draws give."""
    return Estimate(float(measure(table)), *interval(measure(drawn)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of a probability from `low` to `high`: how many, what they say, and how many hold."""

    low: float
    high: float
    count: int
    claimed: float
    true: float


def bins_of(claimed: Sequence[float], true: Sequence[bool], count: int = 10) -> tuple[Bin, ...]:
    """Probabilities against how often they are true; the empty bins as well, with NaN."""
    said, held = np.asarray(claimed, float), np.asarray(true, float)
    place = np.clip((said * count).astype(int), 0, count - 1)
    return tuple(
        Bin(
            number / count,
            (number + 1) / count,
            int((own := place == number).sum()),
            float(said[own].mean()) if own.any() else float("nan"),
            float(held[own].mean()) if own.any() else float("nan"),
        )
        for number in range(count)
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far claim and truth lie apart, a claim at a time."""
    total = sum(one.count for one in bins)
    apart = sum(one.count * abs(one.claimed - one.true) for one in bins if one.count)
    return apart / total if total else float("nan")
