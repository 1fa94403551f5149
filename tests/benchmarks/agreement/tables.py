"""Agreement of the program with people, criterion by criterion."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.learning.corpus import CRITERIA, OUTCOMES, LabelledCall
from tests.benchmarks.agreement.judged import (
    CORE,
    Judged,
    Split,
    pairs_of,
    reader_pairs,
)
from tests.benchmarks.agreement.measures import (
    Estimate,
    Floats,
    Measure,
    ac1,
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

Q = len(OUTCOMES)
PASS, FAIL = OUTCOMES.index("pass"), OUTCOMES.index("fail")
MEASURES: Mapping[str, Measure] = {
    "observed": observed,
    "kappa": kappa,
    "ac1": ac1,
    "fail_precision": precision(FAIL),
    "fail_recall": recall(FAIL),
    "pass_precision": precision(PASS),
    "pass_recall": recall(PASS),
}
Pairs = Sequence[tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one criterion. `calls` it was judged on, `fails` of them by the truth; `review` is the
    share the program sends to a person, `sure_kappa` that of the others. The readers' own measures
    are of the calls that were read twice."""

    criterion: str
    calls: int
    fails: int
    measures: Mapping[str, Estimate]
    review: float
    sure_kappa: Estimate
    read_twice: int
    readers_kappa: Estimate
    readers_ac1: Estimate


def agreement(split: Split, said: Judged) -> list[Agreement]:
    """Every criterion that was judged, in the order of the judging guide."""
    weights = weights_of_draws(len(split.calls))
    return [
        _of_criterion(split, said, criterion, weights)
        for criterion in CRITERIA
        if any(criterion in found for found in said.values())
    ]


def _of_criterion(split: Split, said: Judged, criterion: str, weights: Floats) -> Agreement:
    pairs = pairs_of(split.calls, said, criterion)
    sure = pairs_of(split.calls, said, criterion, sure_only=True)
    readers = reader_pairs(split, criterion)
    there = [pair for pair in pairs if pair is not None]
    doubtful = len(there) - sum(pair is not None for pair in sure)
    return Agreement(
        criterion,
        len(there),
        sum(truth == FAIL for truth, _ in there),
        {name: _estimate(measure, pairs, weights) for name, measure in MEASURES.items()},
        doubtful / len(there) if there else float("nan"),
        _estimate(kappa, sure, weights),
        sum(pair is not None for pair in readers),
        _estimate(kappa, readers, weights),
        _estimate(ac1, readers, weights),
    )


def _estimate(measure: Measure, pairs: Pairs, weights: Floats) -> Estimate:
    table = table_of([pair for pair in pairs if pair is not None], Q)
    return estimate(measure, table, drawn_tables(pairs, weights, Q))


def mean_of(
    calls: Sequence[LabelledCall],
    said: Judged,
    measure: Measure = kappa,
    criteria: Sequence[str] = CORE,
) -> Estimate:
    """The mean over criteria of a measure; those where it cannot be told do not count."""
    value, draws = _means(calls, said, measure, criteria)
    return Estimate(value, *interval(draws))


def gain(
    calls: Sequence[LabelledCall],
    one: Judged,
    other: Judged,
    measure: Measure = kappa,
    criteria: Sequence[str] = CORE,
) -> Estimate:
    """How much the mean of `one` is above that of `other`, on the same draws of calls."""
    first, first_draws = _means(calls, one, measure, criteria)
    second, second_draws = _means(calls, other, measure, criteria)
    return Estimate(first - second, *interval(first_draws - second_draws))


def _means(
    calls: Sequence[LabelledCall], said: Judged, measure: Measure, criteria: Sequence[str]
) -> tuple[float, Floats]:
    weights = weights_of_draws(len(calls))
    values, draws = [], []
    for criterion in criteria:
        pairs = pairs_of(calls, said, criterion)
        there = [pair for pair in pairs if pair is not None]
        if there:
            values.append(float(measure(table_of(there, Q))))
            draws.append(measure(drawn_tables(pairs, weights, Q)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a mean of nothing is NaN, as it should be
        return float(np.nanmean(values)), np.nanmean(np.stack(draws), axis=0)


# ---- written for people


def number(value: float) -> str:
    """Two digits; a dash where it cannot be told."""
    return "–" if np.isnan(value) else f"{value:.2f}".replace("-", "−")


def with_interval(one: Estimate) -> str:
    """A value and the interval behind it."""
    if np.isnan(one.value):
        return "–"
    if np.isnan(one.low):
        return number(one.value)
    return f"{number(one.value)} [{number(one.low)}, {number(one.high)}]"


def percent(value: float) -> str:
    return "–" if np.isnan(value) else f"{100 * value:.0f} %"


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """First column to the left, numbers to the right."""
    rule = [":--", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def overview(split: Split, said: Judged, found: Sequence[Agreement]) -> str:
    """One line a criterion."""
    rows = [
        [
            one.criterion,
            str(one.calls),
            str(one.fails),
            percent(one.measures["observed"].value),
            with_interval(one.measures["kappa"]),
            with_interval(one.measures["ac1"]),
            number(one.measures["fail_precision"].value),
            number(one.measures["fail_recall"].value),
            percent(one.review),
            number(one.sure_kappa.value),
            number(one.readers_kappa.value),
            number(one.readers_ac1.value),
        ]
        for one in found
    ]
    names = [one.criterion for one in found]
    for title, criteria in (("**the core six**", CORE), ("**all**", names)):
        own = [one for one in found if one.criterion in criteria]
        rows.append(
            [
                title,
                *("", ""),
                percent(mean_of(split.calls, said, observed, criteria).value),
                with_interval(mean_of(split.calls, said, kappa, criteria)),
                with_interval(mean_of(split.calls, said, ac1, criteria)),
                *("", ""),
                percent(float(np.mean([one.review for one in own]))) if own else "–",
                *(
                    _mean([one.sure_kappa for one in own]),
                    _mean([one.readers_kappa for one in own]),
                    _mean([one.readers_ac1 for one in own]),
                ),
            ]
        )
    head = (
        *("criterion", "calls", "fails", "same", "kappa", "AC1", "fail: precision"),
        *("fail: recall", "to review", "kappa of the rest", "readers: kappa", "readers: AC1"),
    )
    return markdown_table(head, rows)


def _mean(estimates: Sequence[Estimate]) -> str:
    told = [one.value for one in estimates if not np.isnan(one.value)]
    return number(float(np.mean(told))) if told else "–"


HOW_TO_READ = """\
*calls*: judged; *fails*: of them by the author's verdict. *same*: share with the same outcome of
four (pass, fail, not applicable, not assessed). *kappa*, *AC1*: agreement beyond chance, 1 is
complete, 0 is chance; kappa falls where nearly all calls have one outcome, AC1 does not. *fail:
precision*: of the fails that the program tells, the share that are; *fail: recall*: of those that
are, the share it tells. *to review*: less sure than the rubric wants, so that a person looks;
*kappa of the rest*: without them. *readers*: two people who judged the same calls apart. In
brackets 95 % intervals (bootstrap over calls, 1,000 draws). A dash: cannot be told."""


def details(found: Sequence[Agreement]) -> str:
    """A heading a criterion, and under it every measure with its interval."""
    titles = {
        "observed": "same outcome",
        "kappa": "kappa",
        "ac1": "AC1",
        "fail_precision": "of the fails told, are fails",
        "fail_recall": "of the fails, told",
        "pass_precision": "of the passes told, are passes",
        "pass_recall": "of the passes, told",
    }
    parts = []
    for one in found:
        rows = [[titles[name], with_interval(value)] for name, value in one.measures.items()]
        rows += [
            ["sent to review", percent(one.review)],
            ["kappa of the rest", with_interval(one.sure_kappa)],
            [f"readers: kappa ({one.read_twice} calls)", with_interval(one.readers_kappa)],
            ["readers: AC1", with_interval(one.readers_ac1)],
        ]
        title = f"{one.calls} calls, {one.fails} fails"
        parts.append(f"### {one.criterion}\n\n" + markdown_table((title, "value"), rows))
    return "\n\n".join(parts)
