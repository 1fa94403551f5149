"""How probable it is that something was said more than so often, from hits of which each is only
as probable as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.checks.quoting import hit_heard
from qa.core.call import Turn
from qa.language.lexicon import Hit

_LIKELY = 0.5  # from here on a result goes by it
_SHOWN = 0.2  # less probable ones weigh in and are no evidence to put before a person


@dataclass(frozen=True, slots=True)
class Counted:
    """What was said that must not be said more than `most` times."""

    most: int
    hits: tuple[tuple[Turn, Hit], ...]

    @property
    def meant(self) -> float:
        """How probable it is that it was said too often."""
        return more_than(self.most, by_turn((turn, hit.probability) for turn, hit in self.hits))

    @property
    def heard(self) -> float:
        """The same, with how surely the words were heard."""
        return more_than(
            self.most, by_turn((turn, hit_heard(turn, hit)) for turn, hit in self.hits)
        )

    @property
    def too_often(self) -> bool:
        """Likelier than not, and there is something to show for it."""
        return self.meant >= _LIKELY and any(worth_showing(hit) for _, hit in self.hits)

    @property
    def allowed(self) -> bool:
        """Whether what there is to show was surely said, and is no more than may be said."""
        likely = [hit for _, hit in self.hits if worth_showing(hit)]
        return len(likely) <= self.most and all(hit.probability >= _LIKELY for hit in likely)

    @property
    def faults(self) -> int:
        """How many too many, where it was said too often."""
        return max(1, sum(hit.probability >= _LIKELY for _, hit in self.hits) - self.most)


def worth_showing(hit: Hit) -> bool:
    """Whether it is likely enough to be put before a person."""
    return hit.probability >= _SHOWN


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
