"""How far the built-in marker agrees with people on invented answers. See data/README.md for what that shows."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from known import DATA, answers, assignment_of, new_answers

from evenkeel_grading import Marks, mark
from evenkeel_grading.agreement import Pair, adjacent, bias, weighted_kappa

ASSIGNMENTS = sorted({name[:-4] for name in answers()})
# Lists of words, notes so short that they read like one, essays on another subject, nothing but denials, and a person
# who could be identified.
SENT_TO_A_PERSON = {
    "difficult-applied-104",
    "difficult-reflective-104",
    "incidents-reflective-108",
    "resilience-applied-104",
    "resilience-applied-106",
    "resilience-reflective-103",
    "resilience-reflective-108",
}


@cache
def marked(group: str, name: str) -> Marks:
    """One marking of each answer serves every test here."""
    responses = (new_answers(group) if group else answers())[name]
    return mark(assignment_of(responses.assignment), responses)


def pairs(given: Iterable[tuple[Marks, dict[str, int]]]) -> list[Pair]:
    return [(one.level, levels[criterion]) for marks, levels in given for criterion, one in marks.criteria.items()]


def levels_of(marks: dict[str, Any], name: str) -> dict[str, int]:
    return {criterion: one["level"] for criterion, one in marks[f"{name}.json"].items() if isinstance(one, dict)}


def developed(marker: str, assignment: str = "") -> list[Pair]:
    marks = json.loads((DATA / f"marks-{marker}.json").read_text(encoding="utf-8"))
    return pairs((marked("", name), levels_of(marks, name)) for name in answers() if name.startswith(assignment))


def fresh(group: str) -> list[Pair]:
    levels = json.loads((DATA / "new" / f"levels-{group}.json").read_text(encoding="utf-8"))
    return pairs((marked(group, name), levels[name]) for name in new_answers(group))


def test_weighted_kappa_knows_full_chance_and_opposite_agreement() -> None:
    assert weighted_kappa([(0, 0), (3, 3)]) == 1
    assert weighted_kappa([(0, 0), (0, 3), (3, 0), (3, 3)]) == pytest.approx(0)
    assert weighted_kappa([(0, 3), (3, 0)]) == pytest.approx(-1)


@pytest.mark.parametrize("marker", ["a", "b"])
def test_agreement_on_the_development_answers_stays_high(marker: str) -> None:
    found = developed(marker)
    assert len(found) == 200
    assert weighted_kappa(found) >= 0.9
    assert adjacent(found) >= 0.95
    assert abs(bias(found)) <= 0.15


@pytest.mark.parametrize("marker", ["a", "b"])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_agreement_is_high_for_each_assignment(assignment: str, marker: str) -> None:
    assert weighted_kappa(developed(marker, assignment)) >= 0.8


@pytest.mark.parametrize(("group", "kappa", "within_one"), [("dev", 0.9, 0.95), ("held", 0.65, 0.9)])
def test_agreement_on_the_new_answers_stays_above_its_floor(group: str, kappa: float, within_one: float) -> None:
    found = fresh(group)
    assert len(found) == 100
    assert weighted_kappa(found) >= kappa
    assert adjacent(found) >= within_one


def test_no_level_follows_from_length() -> None:
    """Of two answers with the same levels by people, the longer one gets no more."""
    longer = []
    for name in answers():
        marks = marked("", name)
        words = sum(len(text.split()) for text in marks.texts.values())
        levels = levels_of(json.loads((DATA / "marks-a.json").read_text(encoding="utf-8")), name)
        longer += [(words, one.level - levels[criterion]) for criterion, one in marks.criteria.items()]
    longer.sort()
    half = len(longer) // 2
    short, long = (sum(step for _, step in part) / half for part in (longer[:half], longer[-half:]))
    assert abs(long - short) <= 0.15


def test_no_development_answer_is_held_but_those_with_a_reason() -> None:
    assert {name for name in answers() if marked("", name).hold} == SENT_TO_A_PERSON


def test_the_new_answers_that_were_marked_wrong_were_marked_with_less_confidence() -> None:
    levels = json.loads((DATA / "new" / "levels-held.json").read_text(encoding="utf-8"))
    sure: dict[bool, list[float]] = {True: [], False: []}
    for name in new_answers("held"):
        for criterion, one in marked("held", name).criteria.items():
            sure[one.level == levels[name][criterion]].append(one.confidence)
    right, wrong = (sum(one) / len(one) for one in (sure[True], sure[False]))
    assert right >= wrong + 0.05
