"""Marked phrases, numbers and short texts in an assessed quiz: posed without a key, keyed, scored and shown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from evenkeel.course import load_course, load_worksheet
from evenkeel.fitting import fit, fitting_answers
from evenkeel.loading import read_yaml
from evenkeel.models.worksheet import QuizField
from evenkeel.responses import check_responses
from evenkeel.spec import spec
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.check_keys import check_key
from evenkeel_grading.closed import mark_closed
from evenkeel_grading.evidence_closed import closed_block
from evenkeel_grading.marking import mark
from evenkeel_grading.rubric import Rubric

GOOD = Path(__file__).parent.parent / "examples" / "good"
HEAD = {"level": "foundation", "requirements": ["OWN-2"], "points": 2}
FIELD = {
    "id": "questions",
    "label": "Questions",
    "kind": "quiz",
    "guidance": "One after another.",
    "points": 6,
    "items": [
        {
            **HEAD,
            "id": "marked",
            "type": "highlight",
            "stem": "Mark what adds heat and what takes it out.",
            "categories": [{"id": "adds", "text": "Adds heat"}, {"id": "cools", "text": "Takes heat out"}],
            "lines": [{"who": "Ada", "text": "[[calm]], please. [[hear]], and [[name]]."}],
            "phrases": [
                {"id": "calm", "text": "Calm down"},
                {"id": "hear", "text": "I hear you"},
                {"id": "name", "text": "I am Ada"},
            ],
        },
        {**HEAD, "id": "break", "type": "numeric", "stem": "How long is the break?", "units": ["minutes", "min"]},
        {**HEAD, "id": "first", "type": "short-text", "stem": "What do you say first?"},
    ],
}
IDEAS: list[dict[str, Any]] = [
    {"id": "feeling", "name": "Names the feeling", "accept": ["sorry"], "feedback": "He is heard."},
    {"id": "next", "name": "Says what comes next", "accept": ["find out"], "feedback": "He knows what comes."},
]
ORDER = {"id": "order", "name": "Gives an order", "phrases": ["calm down"], "feedback": "It adds heat."}
KEYS: dict[str, Any] = {
    "marked": {
        "key": {"calm": "adds", "hear": "cools"},
        "whys": {"name": "A name does neither."},
        "why": "Orders heat.",
    },
    "break": {
        "key": 15,
        "tolerance": 1,
        "wrong": [{"value": 60, "feedback": "That is lunch."}],
        "why": "It is in the rota.",
    },
    "first": {"ideas": IDEAS, "unwanted": [ORDER], "example": "Sorry. I will find out.", "why": "Feeling first."},
}
RIGHT = {"marked": {"calm": "adds", "hear": "cools"}, "break": "15,5 Min", "first": "I am sory. I will find out."}


def assignment(keys: Mapping[str, Any] = KEYS) -> Assignment:
    sheet = load_worksheet(GOOD, "check-out")
    posed = sheet.model_copy(update={"fields": [QuizField.model_validate(FIELD)]})
    rubric = Rubric.model_validate(
        {"schema": 1, "keys": {"questions": {"items": keys}}, "criteria": {"why": {"examples": ["", "a", "b", "c"]}}}
    )
    return Assignment("check-out", posed, rubric, {})


def handed_in(answers: Mapping[str, Any]) -> Any:
    return check_responses({"schema": 1, "assignment": "check-out", "fields": {"questions": answers}})


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({}, 6),
        ({"marked": {"calm": "adds"}}, 5),
        ({"marked": {"calm": "cools", "name": "adds"}}, 4),
        ({"break": "60"}, 4),
        ({"first": "Sorry, but calm down."}, 4),
        ({"first": ""}, 4),
    ],
)
def test_each_earns_by_its_own_rule(change: dict[str, Any], points: float) -> None:
    one = assignment()
    marks = mark_closed(one, fitting_answers(handed_in(RIGHT | change), one.worksheet))
    assert marks["questions"].points == points


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (RIGHT, None),
        ({"marked": {"shout": "adds"}}, "unknown-option"),
        ({"marked": {"calm": "boils"}}, "unknown-option"),
        ({"marked": ["calm"]}, "wrong-type"),
        ({"break": ["fifteen"]}, "wrong-type"),
        ({"first": {"a": "b"}}, "wrong-type"),
    ],
)
def test_an_answer_fits_or_is_told(answer: dict[str, Any], code: str | None) -> None:
    assert [problem.code for problem in fit(handed_in(answer), assignment().worksheet)] == ([code] if code else [])


def test_the_page_gets_no_word_of_the_key() -> None:
    page = str(spec(assignment().worksheet, "check-out")["fields"])
    assert "How long is the break?" in page
    for words in ("'key'", "15", "find out", "feedback", "explanation", "example"):
        assert words not in page


def test_a_tutor_sees_the_answer_the_key_and_what_was_found_before_the_number() -> None:
    one = assignment()
    responses = handed_in({"marked": {"calm": "cools"}, "break": "<b>60</b>", "first": "Sory! Calm down!"})
    said = closed_block(one, mark(one, responses), responses, "questions", "tutor")
    for words in (
        "Calm down &rarr; Takes heat out",
        "Calm down &rarr; Adds heat",
        "A name does neither.",
        "&lt;b&gt;60&lt;/b&gt;",
        "15 minutes, 1 more or less",
        "Sory! Calm down!",
        "Names the feeling: found",
        "Says what comes next: missing",
        "Gives an order: better left out",
        "Says what comes next: find out",
        "Sorry. I will find out.",
    ):
        assert words in said
    assert said.index("Feeling first.") < said.index("ek-points")


@pytest.mark.parametrize(
    ("item", "key", "words"),
    [
        ("marked", {"key": {"shout": "adds", "hear": "cools"}}, "names the phrase 'shout'"),
        (
            "marked",
            {"key": "calm"},
            "is no key for an item of the type highlight: write `key: {phrase: category, ...}`",
        ),
        ("marked", {"whys": {"shout": "So."}}, "names the option 'shout'"),
        ("break", {"key": "fifteen"}, "is no key for an item of the type numeric: write `key: 15`"),
        ("break", {"tolerance": 50}, "lies within the tolerance"),
        ("first", {"ideas": []}, "is no key for an item of the type short-text"),
        ("first", {"example": "Sorry."}, "has nothing of idea 2"),
        ("first", {"unwanted": [ORDER | {"phrases": ["sorry"]}]}, "stands in `ideas` 1 as well"),
    ],
)
def test_a_key_that_does_not_fit_is_told(tmp_path: Path, item: str, key: dict[str, Any], words: str) -> None:
    assert problems(KEYS, tmp_path) == []
    said = problems(KEYS | {item: KEYS[item] | key}, tmp_path)
    assert any(words in problem for problem in said), said


def problems(keys: Mapping[str, Any], folder: Path) -> list[str]:
    one = assignment(keys)
    file = folder / "check-out.yml"
    file.write_bytes(TypeAdapter(Any).dump_json({"schema": 1, "keys": {"questions": {"items": keys}}}))
    field = QuizField.model_validate(FIELD)
    found = check_key(field, one.rubric.keys[field.id], read_yaml(file, folder), load_course(GOOD))
    return [f"{problem.path}: {problem.message}" for problem in found]
