"""Cheap tricks earn little, and are sent to a person without a word of blame."""

import random

import pytest
from known import answers, as_answer, assignment_of, words_written

from evenkeel_grading import Assignment, Marks, mark
from evenkeel_grading.rubric import CueClass

NAMES = sorted(answers())
ASSIGNMENTS = sorted({name[:-4] for name in NAMES} | {"leadership-extra"})
# In fewer words than this, odd neighbours are too few to tell their order from.
LONG_ENOUGH = 150
LONG = [name for name in NAMES if words_written(name) >= LONG_ENOUGH]


def everywhere(assignment: Assignment, text: str) -> Marks:
    fields = {field.id: text for field in assignment.worksheet.fields if field.kind == "text"}
    return mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": fields})


def levels(marks: Marks) -> list[int]:
    return [one.level for one in marks.criteria.values()]


@pytest.mark.parametrize("name", ASSIGNMENTS)
@pytest.mark.parametrize("source", ["brief", "guidance", "descriptors", "examples"])
def test_text_that_was_given_earns_next_to_nothing_and_is_held(name: str, source: str) -> None:
    assignment = assignment_of(name)
    sheet, rubric = assignment.worksheet, assignment.rubric
    text = {
        "brief": sheet.brief,
        "guidance": " ".join(field.guidance for field in sheet.fields),
        "descriptors": " ".join(level for criterion in sheet.criteria for level in criterion.levels),
        "examples": " ".join(example for own in rubric.criteria.values() for example in own.examples),
    }[source]
    marks = everywhere(assignment, text)
    assert max(levels(marks)) <= 1
    assert sum(levels(marks)) <= 2
    assert marks.hold
    # The same text stands in every field, so other guards see that it is repeated, and longer than most ask for.
    said = {flag.id: flag.message for flag in marks.flags}
    assert said["matches-the-brief"] == "Much of this text matches the brief, the guidance or the options."
    assert "matches-the-course" not in said


def test_own_words_beside_a_copied_sentence_still_earn(applied: Assignment) -> None:
    copied = "He is calling from a noisy bus depot in his only break, after 40 minutes on hold."
    fields = {"causes": f"{copied} The racket of the engines wore him down and our typing mistake made it worse."}
    marks = mark(applied, {"schema": 1, "assignment": applied.id, "fields": fields})
    assert all(copied not in item.quote for item in marks.criteria["analysis"].evidence)
    assert marks.criteria["analysis"].level == 1


def words_of(classes: dict[str, CueClass]) -> list[str]:
    return [
        phrase.replace("*", "").replace("?", "").replace("...", "").split("/")[0]
        for cue in classes.values()
        for phrase in cue.phrases
    ]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_list_of_the_rules_own_words_is_level_1_at_most_and_held(name: str) -> None:
    assignment = assignment_of(name)
    words = words_of({**assignment.cues, **assignment.rubric.cues})
    random.Random(name).shuffle(words)
    marks = everywhere(assignment, ", ".join(words[:90]))
    assert max(levels(marks)) <= 1
    assert marks.hold


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("seed", range(3))
def test_shuffled_words_are_level_1_at_most_and_held(name: str, seed: int) -> None:
    assignment = assignment_of(name[:-4])
    source = mark(assignment, answers()[name])
    shuffle = random.Random(f"{name}{seed}").shuffle
    fields = dict(answers()[name].fields)
    for field, text in source.texts.items():
        words = text.split()
        shuffle(words)
        fields[field] = as_answer(assignment, field, " ".join(words))
    marks = mark(assignment, answers()[name].model_copy(update={"fields": fields}))
    assert max(levels(marks)) <= 1
    assert marks.hold


@pytest.mark.parametrize("name", NAMES)
def test_saying_everything_five_times_is_held(name: str) -> None:
    assignment = assignment_of(name[:-4])
    source = mark(assignment, answers()[name])
    once = {field: " ".join(text.split())[:1900] for field, text in source.texts.items()}
    many = {field: " ".join([text] * 5) for field, text in once.items()}
    first, again = (
        mark(assignment, answers()[name].model_copy(update={"fields": {**answers()[name].fields, **fields}}))
        for fields in (once, many)
    )
    assert again.hold
    assert "repeated" in [flag.id for flag in again.flags], (levels(first), levels(again))


def test_denials_earn_nothing(applied: Assignment) -> None:
    text = (
        "It was not the noise of the depot. Nor was it our typing mistake. It had nothing to do with his sister, "
        "his father or his sleep."
    )
    marks = mark(applied, {"schema": 1, "assignment": applied.id, "fields": {"causes": text}})
    assert marks.criteria["analysis"].level == 0


def test_blank_and_invisible_answers_are_level_0(applied: Assignment) -> None:
    for text in (" \n\t ", "\u200b\u200b", "...", "😀" * 50):
        assert sum(levels(everywhere(applied, text))) <= 1
