"""Changing an answer for effect raises no suggested level without a person being asked. See attacks.py.

The rule: none of the changed answers gets a higher level on any criterion than its source, but held ones, and words out
of order or in a list are never suggested above level 1. A spread sample runs with every `make test`.
"""

import random
from functools import cache

import pytest
from attacks import ATTACKS, OUT_OF_ORDER
from known import answers, as_answer, assignment_of

from evenkeel_grading import Marks, mark

NAMES = sorted(answers())
ALL = [(attack, name) for attack in ATTACKS for name in NAMES]
QUICK = [(attack, NAMES[(5 * index + 3) % len(NAMES)]) for index, attack in enumerate(ATTACKS)]


@cache
def source(name: str) -> Marks:
    return mark(assignment_of(name[:-4]), answers()[name])


def attacked(attack: str, name: str) -> Marks:
    assignment = assignment_of(name[:-4])
    written = {field.id for field in assignment.worksheet.fields if field.kind in ("text", "log")}
    texts = {field: text for field, text in source(name).texts.items() if field in written and text.strip()}
    changed = ATTACKS[attack](assignment, texts, random.Random(f"{attack} {name}"))
    fields = {field: as_answer(assignment, field, text) for field, text in changed.items()}
    return mark(assignment, answers()[name].model_copy(update={"fields": {**answers()[name].fields, **fields}}))


def check(attack: str, name: str) -> None:
    before, after = source(name), attacked(attack, name)
    higher = {one: mark.level for one, mark in after.criteria.items() if mark.level > before.criteria[one].level}
    assert not higher or after.hold, (higher, before)
    if attack in OUT_OF_ORDER:
        assert max(mark.level for mark in after.criteria.values()) <= 1


def test_there_are_at_least_200_changed_answers() -> None:
    assert len(ALL) >= 200


@pytest.mark.parametrize(("attack", "name"), QUICK)
def test_an_attack_gains_nothing_unseen(attack: str, name: str) -> None:
    check(attack, name)


@pytest.mark.slow
@pytest.mark.parametrize(("attack", "name"), [one for one in ALL if one not in QUICK])
def test_no_attack_on_any_answer_gains_anything_unseen(attack: str, name: str) -> None:
    check(attack, name)


@pytest.mark.parametrize("name", NAMES[::6])
def test_evidence_of_an_answer_in_look_alikes_is_in_the_learners_own_characters(name: str) -> None:
    marks = attacked("look-alike letters", name)
    assert [mark.level for mark in marks.criteria.values()] == [mark.level for mark in source(name).criteria.values()]
    for found in marks.criteria.values():
        assert all(marks.texts[item.field][item.start : item.end] == item.quote for item in found.evidence)
    assert "unusual-characters" in {flag.id for flag in marks.flags}
