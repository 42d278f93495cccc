"""Seeded chance that gives the same draws on every machine and every Python 3.

Only `random()` of the Mersenne Twister is used: it is the one sequence that Python promises to keep. No
logarithm, cosine or set order is involved either, so a different C library cannot move a digit.
"""

import random
from typing import Sequence, TypeVar

Item = TypeVar("Item")
SEED = "willow-and-kettle/1"


class Chance:
    """One stream of draws. Each part of the shop has its own: a change in one leaves the others alone."""

    def __init__(self, name: str):
        self._random = random.Random(f"{SEED}/{name}").random

    def unit(self) -> float:
        return self._random()

    def happens(self, probability: float) -> bool:
        return self._random() < probability

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self._random() * len(items))]

    def weighted(self, weights: Sequence[tuple[Item, float]]) -> Item:
        """One item, with a chance in proportion to its weight."""
        point = self._random() * sum(weight for _, weight in weights)
        for item, weight in weights:
            point -= weight
            if point < 0:
                return item
        return weights[-1][0]

    def bell(self) -> float:
        """A draw around 0 with standard deviation 1 that never leaves ±6: twelve units, less their mean."""
        return sum(self._random() for _ in range(12)) - 6.0

    def waiting(self, typical: float) -> float:
        """A skewed length of time: half of the draws are below `typical`, a few are nine times as long."""
        u = self._random()
        return typical * (0.25 + 1.5 * u + 7.25 * u**8)

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """`count` different items, in the order drawn."""
        left = list(items)
        return [left.pop(int(self._random() * len(left))) for _ in range(min(count, len(left)))]
