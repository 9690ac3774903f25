"""Agreement between two sets of levels: how far two markers, or a marker and the suggestion, say the same.

Needs the standard library only. A :data:`Pair` is (first marker's level, second marker's level), each 0 to 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The measures of one set of pairs. ``n`` is how many pairs there are; with none, the others say nothing.

    ``kappa`` is quadratic weighted (1 full agreement, 0 chance); ``exact`` and ``adjacent`` are shares from 0 to 1;
    ``bias`` is the mean of first minus second, in levels.
    """

    n: int
    kappa: float
    exact: float
    adjacent: float
    bias: float


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """All measures at once. Raises ``ValueError`` when there are no pairs."""
    if not pairs:
        raise ValueError("no pairs to compare")
    return Agreement(len(pairs), weighted_kappa(pairs), exact(pairs), adjacent(pairs), bias(pairs))


def weighted_kappa(pairs: Sequence[Pair], levels: int = 4) -> float:
    """Cohen's kappa with quadratic weights: 1 is full agreement, 0 what chance would give."""
    total = len(pairs)
    left = [sum(a == level for a, _ in pairs) for level in range(levels)]
    right = [sum(b == level for _, b in pairs) for level in range(levels)]
    seen = sum((a - b) ** 2 for a, b in pairs)
    chance = sum(left[a] * right[b] * (a - b) ** 2 for a in range(levels) for b in range(levels)) / total
    return 1 - seen / chance if chance else 1.0


def exact(pairs: Sequence[Pair]) -> float:
    """The share of pairs with the same level."""
    return sum(a == b for a, b in pairs) / len(pairs)


def adjacent(pairs: Sequence[Pair]) -> float:
    """The share of pairs at most one level apart."""
    return sum(abs(a - b) <= 1 for a, b in pairs) / len(pairs)


def bias(pairs: Sequence[Pair]) -> float:
    """The mean of first minus second, in levels."""
    return sum(a - b for a, b in pairs) / len(pairs)
