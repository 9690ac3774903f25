"""How far the built-in marker agrees with two people on invented answers. See data/README.md for what that shows."""

import json

import pytest
from agreement import Pair, adjacent, bias, weighted_kappa
from known import DATA, answers, assignment_of

from evenkeel_grading import mark

HELD_ASIDE = {"difficult-applied-102", "difficult-applied-105", "difficult-applied-106", "difficult-reflective-105"}


def pairs(marker: str, names: set[str]) -> list[Pair]:
    levels = json.loads((DATA / f"marks-{marker}.json").read_text(encoding="utf-8"))
    return [
        (given.level, levels[f"{name}.json"][criterion]["level"])
        for name in sorted(names)
        for criterion, given in mark(assignment_of(name[:-4]), answers()[name]).criteria.items()
    ]


def test_weighted_kappa_knows_full_chance_and_opposite_agreement() -> None:
    assert weighted_kappa([(0, 0), (3, 3)]) == 1
    assert weighted_kappa([(0, 0), (0, 3), (3, 0), (3, 3)]) == pytest.approx(0)
    assert weighted_kappa([(0, 3), (3, 0)]) == pytest.approx(-1)


@pytest.mark.parametrize("marker", ["a", "b"])
def test_agreement_on_the_development_answers_stays_high(marker: str) -> None:
    found = pairs(marker, answers().keys() - HELD_ASIDE)
    assert weighted_kappa(found) >= 0.9
    assert adjacent(found) >= 0.95
    assert abs(bias(found)) <= 0.15


@pytest.mark.parametrize("marker", ["a", "b"])
def test_agreement_on_the_answers_held_aside_stays_above_its_floor(marker: str) -> None:
    found = pairs(marker, HELD_ASIDE)
    assert weighted_kappa(found) >= 0.6
    assert adjacent(found) >= 0.8


def test_no_development_answer_but_the_keyword_list_is_held() -> None:
    held = {name for name, given in answers().items() if mark(assignment_of(name[:-4]), given).hold}
    assert held == {"difficult-reflective-104"}
