"""What the marker says is true, and depends on nothing but the answer and the rubric."""

import random

import pytest
from known import answers, as_answer, assignment_of

from evenkeel.responses import Responses
from evenkeel_grading import Evidence, Marks, mark

NAMES = sorted(answers())


def marked(name: str, responses: Responses | None = None) -> Marks:
    return mark(assignment_of(name[:-4]), responses or answers()[name])


def without(text: str, spans: list[Evidence]) -> str:
    gone = {index for item in spans for index in range(item.start, item.end)}
    return "".join(sign for index, sign in enumerate(text) if index not in gone)


def blanked(text: str, spans: list[Evidence]) -> str:
    gone = {index for item in spans for index in range(item.start, item.end)}
    return "".join(" " if index in gone else sign for index, sign in enumerate(text))


@pytest.mark.parametrize("remove", [without, blanked])
@pytest.mark.parametrize("name", NAMES)
def test_removing_the_cited_words_lowers_the_level(name: str, remove: object) -> None:
    marks = marked(name)
    for criterion, given in marks.criteria.items():
        if not given.level:
            continue
        fields = dict(answers()[name].fields)
        for field, text in marks.texts.items():
            less_text = remove(text, [item for item in given.evidence if item.field == field])  # type: ignore[operator]
            fields[field] = as_answer(assignment_of(name[:-4]), field, less_text)
        less = marked(name, answers()[name].model_copy(update={"fields": fields}))
        assert less.criteria[criterion].level < given.level, criterion


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_is_the_learners_own_words_in_their_place(name: str) -> None:
    marks = marked(name)
    for criterion, given in marks.criteria.items():
        assert bool(given.evidence) == bool(given.level), criterion
        assert bool(given.missing) == (given.level < 3), criterion
        assert 0 < given.confidence <= 1
        for item in given.evidence:
            assert marks.texts[item.field][item.start : item.end] == item.quote
            assert item.quote.strip() == item.quote != ""


@pytest.mark.parametrize("name", NAMES)
def test_order_of_fields_learner_and_time_change_nothing(name: str) -> None:
    fields = list(answers()[name].fields.items())
    random.Random(name).shuffle(fields)
    other = {"fields": dict(fields), "learner": "somebody-else", "saved_at": "2026-01-01T00:00:00Z"}
    assert marked(name, answers()[name].model_copy(update=other)).to_json() == marked(name).to_json()


@pytest.mark.parametrize("name", NAMES)
def test_unmarked_and_closed_fields_change_no_level(name: str) -> None:
    written = mark(assignment_of(name[:-4]), answers()[name]).texts
    fields = {key: value for key, value in answers()[name].fields.items() if key in written}
    fields["feelings"] = "I was safe and fair. It worked because she settled. I did not listen."
    other = marked(name, answers()[name].model_copy(update={"fields": fields}))
    assert [one.level for one in other.criteria.values()] == [one.level for one in marked(name).criteria.values()]


@pytest.mark.parametrize("name", NAMES)
def test_bullets_and_missing_stops_keep_each_level_within_one(name: str) -> None:
    marks = marked(name)
    for change in (
        lambda text: text.replace(". ", "\n- "),
        lambda text: text.replace(".", "").replace(",", "").lower(),
    ):
        # Not a log: its lines are what they are.
        texts = {field: text for field, text in marks.texts.items() if isinstance(answers()[name].fields[field], str)}
        changed = {field: change(text) for field, text in texts.items()}
        fields = {**answers()[name].fields, **changed}
        other = marked(name, answers()[name].model_copy(update={"fields": fields}))
        if {flag.id for flag in marks.flags} != {flag.id for flag in other.flags}:
            continue  # One of the two was capped as a list of words, which is told by its stops.
        for criterion, given in marks.criteria.items():
            assert abs(other.criteria[criterion].level - given.level) <= 1, criterion
