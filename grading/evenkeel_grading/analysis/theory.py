"""Figures of classical test theory on questions, by the textbook. Pure: numbers in, numbers out.

- *Facility* (also difficulty, p): the mean credit, 0 to 1.
- *Discrimination*, corrected item-total: the correlation of a question's marks with the sum of all the others'. For a
  question that is right or wrong this is the point-biserial correlation. The question itself is left out of the sum,
  or it would agree with itself (Henrysson 1963).
- *Upper-lower difference* (D): the mean credit of the best 27% less that of the weakest 27% (Kelley 1939).
- *Reliability*: Cronbach's alpha (1951); KR-20 (Kuder and Richardson 1937) is the same for questions that are all right
  or wrong and worth the same.

See Crocker and Algina, Introduction to Classical and Modern Test Theory (1986), chapters 7 and 14. What the figures
mean for a question is said after Ebel and Frisbie, Essentials of Educational Measurement (1991), chapter 13.
"""

import math
from collections.abc import Sequence
from statistics import StatisticsError, correlation, fmean, pvariance

Scores = Sequence[float]

GROUP = 0.27
"""The share of learners in the upper and in the lower group."""
LEAST_LEARNERS = 20
"""Below so many a correlation is mostly chance: with 20, give or take 0.5."""
LEAST_QUESTIONS = 5
"""Below so many the sum of the others says too little of a learner."""


def enough(learners: int, questions: int) -> bool:
    """Whether discrimination and reliability are worth a number."""
    return learners >= LEAST_LEARNERS and questions >= LEAST_QUESTIONS


def corrected(item: Scores, totals: Scores) -> float | None:
    """The correlation, -1 to 1, of one question's marks with the totals less these; None when either is all alike."""
    rest = [total - own for own, total in zip(item, totals, strict=True)]
    if _alike(item) or _alike(rest):
        return None
    try:
        return float(correlation(item, rest))
    except StatisticsError:
        return None


def _alike(scores: Scores) -> bool:
    # Sums of thirds differ by a hair where they are the same.
    return max(scores) - min(scores) < 1e-9


def groups(totals: Scores) -> tuple[list[float], list[float]]:
    """How much each learner counts in the upper and in the lower group, 0 to 1; each group's sum is 27% of all.

    Learners with the total at a group's border share the places that are left, so no order of names decides.
    """
    size = max(1, math.floor(GROUP * len(totals) + 0.5))
    return _weights(totals, size), _weights([-total for total in totals], size)


def _weights(totals: Scores, size: int) -> list[float]:
    border = sorted(totals, reverse=True)[size - 1]
    above = sum(total > border + 1e-9 for total in totals)
    at = sum(abs(total - border) <= 1e-9 for total in totals)
    share = (size - above) / at
    return [1.0 if total > border + 1e-9 else share if abs(total - border) <= 1e-9 else 0.0 for total in totals]


def weighted(values: Scores, weights: Scores) -> float:
    """The mean of values, each counting by its weight."""
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def alpha(rows: Sequence[Scores]) -> float | None:
    """Cronbach's alpha of a table of marks, a row for each learner; None when all totals are alike. At most 1."""
    totals = [sum(row) for row in rows]
    if _alike(totals):
        return None
    parts = sum(pvariance(column) for column in zip(*rows, strict=True))
    questions = len(rows[0])
    return float(questions / (questions - 1) * (1 - parts / pvariance(totals)))


def give_or_take(learners: int) -> float:
    """About half the width of the 95% interval of a small correlation (Fisher 1921)."""
    return 1.96 / math.sqrt(learners - 3)


def mean(values: Scores) -> float | None:
    """The mean; None of nothing."""
    return fmean(values) if values else None
