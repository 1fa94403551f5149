"""How probable it is that something was said more than so often, from hits of which each is only
as probable as it is."""

from __future__ import annotations

from collections.abc import Iterable

from qa.core.call import Turn

LIKELY = 0.5  # from here on a result goes by it
SHOWN = 0.2  # less probable ones weigh in and are no evidence to put before a person


def by_turn(hits: Iterable[tuple[Turn, float]]) -> list[float]:
    """The probabilities that count: each sure hit for itself, and the likeliest of the others of a
    turn, for what a model says of a turn is one thing however many phrases are in it."""
    sure: list[float] = []
    unsure: dict[int, float] = {}
    for turn, probability in hits:
        if probability >= 1:
            sure.append(probability)
        else:
            unsure[turn.index] = max(probability, unsure.get(turn.index, 0.0))
    return [*sure, *unsure.values()]


def more_than(most: int, probabilities: Iterable[float]) -> float:
    """The probability that more than `most` of these are what they seem, each for itself.

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
