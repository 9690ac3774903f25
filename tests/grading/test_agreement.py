"""How far the built-in marker agrees with two people on invented answers. See data/README.md for what that shows."""

import json

import pytest
from known import DATA, answers, assignment_of

from evenkeel_grading import mark
from evenkeel_grading.agreement import Pair, adjacent, bias, weighted_kappa

HELD_ASIDE = {
    "difficult": {
        "difficult-applied-102",
        "difficult-applied-105",
        "difficult-applied-106",
        "difficult-reflective-105",
    },
    "incidents": {
        "incidents-applied-102",
        "incidents-applied-106",
        "incidents-reflective-103",
        "incidents-reflective-106",
    },
    "resilience": {
        "resilience-applied-107",
        "resilience-reflective-102",
        "resilience-reflective-103",
        "resilience-reflective-108",
    },
}
# Kappa and the share within one level that the answers held aside must keep; the figures are in data/README.md.
FLOOR = {"difficult": (0.6, 0.8), "resilience": (0.5, 0.8), "incidents": (0.65, 0.85)}
# Lists of words, and notes so short that they read like one.
SENT_TO_A_PERSON: dict[str, set[str]] = {
    "difficult": {"difficult-reflective-104"},
    "incidents": set(),
    "resilience": {"resilience-applied-104", "resilience-applied-106"},
}


def developed(module: str) -> set[str]:
    """The answers that the module's rules were written beside."""
    return {name for name in answers() if name.startswith(f"{module}-")} - HELD_ASIDE[module]


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
@pytest.mark.parametrize("module", HELD_ASIDE)
def test_agreement_on_the_development_answers_stays_high(module: str, marker: str) -> None:
    found = pairs(marker, developed(module))
    assert len(found) > 40
    assert weighted_kappa(found) >= 0.9
    assert adjacent(found) >= 0.95
    assert abs(bias(found)) <= 0.15


@pytest.mark.parametrize("marker", ["a", "b"])
@pytest.mark.parametrize("module", FLOOR)
def test_agreement_on_the_answers_held_aside_stays_above_its_floor(module: str, marker: str) -> None:
    found = pairs(marker, HELD_ASIDE[module])
    kappa, within_one = FLOOR[module]
    assert weighted_kappa(found) >= kappa
    assert adjacent(found) >= within_one


@pytest.mark.parametrize("module", SENT_TO_A_PERSON)
def test_no_development_answer_but_the_lists_of_words_is_held(module: str) -> None:
    held = {name for name in developed(module) if mark(assignment_of(name[:-4]), answers()[name]).hold}
    assert held == SENT_TO_A_PERSON[module]
