"""Classical test theory on a made class of 40 whose figures are known: by hand, or by another formula."""

import math

import numpy as np
import pytest

from evenkeel_grading.analysis import theory

# Forty learners and five questions, right or wrong. Question 1 tells the better half from the other; 2 is as good for
# three quarters; 3 goes the wrong way; 4 is chance; 5 is easy.
ROWS = [[float(n >= 20), float(n >= 10), float(n < 20), float(n % 2), float(n > 1)] for n in range(40)]
TABLE = np.array(ROWS)
TOTALS = [sum(row) for row in ROWS]


@pytest.mark.parametrize("at", range(5))
def test_discrimination_is_the_point_biserial_with_the_question_left_out(at: int) -> None:
    item, rest = TABLE[:, at], TABLE.sum(axis=1) - TABLE[:, at]
    share = item.mean()
    by_formula = (rest[item == 1].mean() - rest[item == 0].mean()) / rest.std() * math.sqrt(share * (1 - share))
    assert theory.corrected(item.tolist(), TOTALS) == pytest.approx(by_formula)


def test_the_question_itself_is_left_out() -> None:
    item = [1.0, 0.0, 1.0, 0.0]
    others = [1.0, 1.0, 0.0, 0.0]
    totals = [a + b for a, b in zip(item, others, strict=True)]
    assert theory.corrected(item, totals) == pytest.approx(0)


@pytest.mark.parametrize(("item", "totals"), [([1, 1, 1], [1, 2, 3]), ([0, 1, 0], [1, 2, 1])])
def test_where_nobody_differs_there_is_no_discrimination(item: list[float], totals: list[float]) -> None:
    assert theory.corrected(item, totals) is None


def test_alpha_of_right_and_wrong_questions_is_kr_20() -> None:
    p = TABLE.mean(axis=0)
    kr20 = 5 / 4 * (1 - (p * (1 - p)).sum() / TABLE.sum(axis=1).var())
    assert theory.alpha(ROWS) == pytest.approx(kr20)


def test_alpha_by_hand() -> None:
    # Variances 1, 1 and 4 of the sum: 2 / 1 * (1 - 2 / 4) = 1, two questions that agree in full.
    assert theory.alpha([[1.0, 1.0], [3.0, 3.0]]) == pytest.approx(1)
    assert theory.alpha([[1.0, 0.0], [0.0, 1.0]]) is None


def test_the_groups_are_27_percent_and_share_their_border_fairly() -> None:
    upper, lower = theory.groups([float(n) for n in range(40)])
    assert [n for n, weight in enumerate(upper) if weight] == list(range(29, 40))
    assert [n for n, weight in enumerate(lower) if weight] == list(range(11))
    upper, lower = theory.groups([2.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    assert upper == [1, 0.25, 0.25, 0.25, 0.25, 0, 0, 0]
    assert lower == pytest.approx([0, 0, 0, 0, 0, 2 / 3, 2 / 3, 2 / 3])


def test_the_upper_lower_difference_of_a_perfect_question_is_one() -> None:
    totals = [float(n) for n in range(40)]
    item = [float(n >= 20) for n in range(40)]
    upper, lower = (theory.weighted(item, group) for group in theory.groups(totals))
    assert (upper, lower) == (1, 0)


def test_what_few_learners_or_questions_say_is_not_enough() -> None:
    assert theory.enough(20, 5)
    assert not theory.enough(19, 5)
    assert not theory.enough(20, 4)
    assert theory.give_or_take(40) == pytest.approx(1.96 / math.sqrt(37))
