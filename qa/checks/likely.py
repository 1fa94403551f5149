"""How probable it is that something was said more than so often, from hits of which each is only
as probable as it is."""

from __future__ import annotations

from collections.abc import Iterable

LIKELY = 0.5  # from here on a result goes by it
SHOWN = 0.2  # less probable ones weigh in and are no evidence to put before a person


def more_than(most: int, probabilities: Iterable[float]) -> float:
    """The probability that more than `most` of the hits are what they seem, each for itself.

    Three at 0.3 make it likelier than not that there was one: 1 - 0.7 ** 3 = 0.66.
    """
    counts = [1.0]  # the probability of so many
    for one in probabilities:
        longer = [*counts, 0.0]
        for number in range(len(counts), 0, -1):
            longer[number] = longer[number] * (1 - one) + counts[number - 1] * one
        longer[0] *= 1 - one
        counts = longer
    return min(1.0, max(0.0, 1 - sum(counts[: most + 1])))
