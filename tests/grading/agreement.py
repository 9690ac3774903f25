"""Agreement between two sets of levels."""

from collections.abc import Sequence

Pair = tuple[int, int]


def weighted_kappa(pairs: Sequence[Pair], levels: int = 4) -> float:
    """Cohen's kappa with quadratic weights: 1 is full agreement, 0 what chance would give."""
    total = len(pairs)
    left = [sum(a == level for a, _ in pairs) for level in range(levels)]
    right = [sum(b == level for _, b in pairs) for level in range(levels)]
    seen = sum((a - b) ** 2 for a, b in pairs)
    chance = sum(left[a] * right[b] * (a - b) ** 2 for a in range(levels) for b in range(levels)) / total
    return 1 - seen / chance if chance else 1.0


def adjacent(pairs: Sequence[Pair]) -> float:
    """The share of pairs at most one level apart."""
    return sum(abs(a - b) <= 1 for a, b in pairs) / len(pairs)


def bias(pairs: Sequence[Pair]) -> float:
    """The mean of first minus second, in levels."""
    return sum(a - b for a, b in pairs) / len(pairs)
