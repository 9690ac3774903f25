"""The same answer in another typing, or another English, keeps its levels. The variants are built in variants.py."""

from collections.abc import Mapping
from typing import Any

import pytest
from known import DATA, answers, assignment_of
from variants import VARIANTS

from evenkeel.loading import read_yaml
from evenkeel.responses import Responses
from evenkeel_grading import Marks, mark

NAMES = sorted(answers())
# Each level of a whole answer may move by one; on average they move less than this, either way.
MOST_MOVED = 0.10
# A street name or a word of three letters may be lost beyond reading: of a hundred levels at most so many move by more.
MOST_FAR = 0.01
BY_HAND: dict[str, Any] = read_yaml(DATA / "plain-english.yml").data


def changed(name: str, change: Any) -> Marks:
    assignment = assignment_of(name[:-4])
    texts = {field.id for field in assignment.worksheet.fields if field.kind == "text"}
    fields = {
        field: change(answer) if field in texts and isinstance(answer, str) else answer
        for field, answer in answers()[name].fields.items()
    }
    return mark(assignment, answers()[name].model_copy(update={"fields": fields}))


@pytest.mark.parametrize("variant", VARIANTS)
def test_typing_and_simple_english_move_hardly_any_level(variant: str) -> None:
    moved = []
    for name in NAMES:
        marks = mark(assignment_of(name[:-4]), answers()[name])
        other = changed(name, VARIANTS[variant])
        if marks.hold == other.hold:
            moved += [other.criteria[one].level - given.level for one, given in marks.criteria.items()]
    assert len(moved) > 180
    assert abs(sum(moved) / len(moved)) <= MOST_MOVED
    assert sum(abs(step) > 1 for step in moved) <= MOST_FAR * len(moved)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_differs_from_the_answer(variant: str) -> None:
    text = 5 * "The caller was angry because nobody had told him. I explained the delay, and he settled down. "
    assert VARIANTS[variant](text) != text


@pytest.mark.parametrize("case", BY_HAND)
def test_a_point_made_in_plain_or_learners_english_earns_what_fluent_english_does(case: str) -> None:
    told: Mapping[str, Any] = BY_HAND[case]
    levels = [_level(told, fields) for fields in told["ways"]]
    assert levels == [told["level"]] * len(levels)


def _level(told: Mapping[str, Any], fields: Mapping[str, str]) -> int:
    assignment = assignment_of(told["assignment"])
    response = Responses.model_validate({"schema": 1, "assignment": assignment.id, "fields": dict(fields)})
    return mark(assignment, response).criteria[told["criterion"]].level
