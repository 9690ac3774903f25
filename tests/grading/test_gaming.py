"""Changing an answer for effect raises no suggested level without a person being asked. See attacks.py.

The rule: none of the changed answers gets a higher level on any criterion than its source, but held ones, and words out
of order or in a list are never suggested above level 1. A spread sample runs with every `make test`.

``MIXED`` are known to get through now and then: real sentences of another answer, or of an essay, between one's own;
the same sentences in another order or person; a few fluent general ones at the end.
"""

import random
from functools import cache

import pytest
from attacks import ATTACKS, OUT_OF_ORDER
from clever_attacks import CLEVER
from known import answers, as_answer, assignment_of
from late_attacks import LATE
from more_attacks import MORE

from evenkeel_grading import Marks, mark

MIXED = {
    "another task",
    "another task under these headings",
    "interleaved with another task",
    "an essay in between",
    "each field in the next",
    "sentences backwards",
    "sentences shuffled",
    "everything wished for",
    "generic sentences after the answer",
    "told to somebody else",
    "what one should do",
}
# Of a hundred answers changed in a way that is MIXED, so many at most gain a level with nobody asked.
MOST_MIXED = 0.05
EVERY = {**ATTACKS, **MORE, **LATE, **CLEVER}
SURE = [attack for attack in EVERY if attack not in MIXED]
NAMES = sorted(answers())
ALL = [(attack, name) for attack in SURE for name in NAMES]
QUICK = [(attack, NAMES[(5 * index + 3) % len(NAMES)]) for index, attack in enumerate(SURE)]


@cache
def source(name: str) -> Marks:
    return mark(assignment_of(name[:-4]), answers()[name])


def attacked(attack: str, name: str) -> Marks:
    assignment = assignment_of(name[:-4])
    written = {field.id for field in assignment.worksheet.fields if field.kind in ("text", "log")}
    texts = {field: text for field, text in source(name).texts.items() if field in written and text.strip()}
    changed = EVERY[attack](assignment, texts, random.Random(f"{attack} {name}"))
    fields = {field: as_answer(assignment, field, text) for field, text in changed.items()}
    return mark(assignment, answers()[name].model_copy(update={"fields": {**answers()[name].fields, **fields}}))


def gained(before: Marks, after: Marks) -> dict[str, int]:
    return {one: mark.level for one, mark in after.criteria.items() if mark.level > before.criteria[one].level}


def check(attack: str, name: str) -> None:
    before, after = source(name), attacked(attack, name)
    assert not gained(before, after) or after.hold, (gained(before, after), before)
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


@pytest.mark.slow
def test_sentences_mixed_into_an_answer_seldom_gain_anything_unseen() -> None:
    unseen = 0
    for attack in sorted(MIXED):
        for name in NAMES:
            after = attacked(attack, name)
            unseen += bool(gained(source(name), after)) and not after.hold
    assert unseen <= MOST_MIXED * len(MIXED) * len(NAMES)


@pytest.mark.parametrize("name", NAMES[::6])
def test_evidence_of_an_answer_in_look_alikes_is_in_the_learners_own_characters(name: str) -> None:
    marks = attacked("look-alike letters", name)
    assert [mark.level for mark in marks.criteria.values()] == [mark.level for mark in source(name).criteria.values()]
    for found in marks.criteria.values():
        assert all(marks.texts[item.field][item.start : item.end] == item.quote for item in found.evidence)
    assert "unusual-characters" in {flag.id for flag in marks.flags}
