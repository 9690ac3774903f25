"""An organisation's own assignment is marked by two text files, and no code. The guide shows the same two files."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from known import ROOT

from evenkeel.course import load_course
from evenkeel_grading import Assignment, load_assignment, mark
from evenkeel_grading.checks import check
from evenkeel_grading.findings import CriterionFinding, Evidence, Finding

EXAMPLE = Path(__file__).parents[1] / "examples" / "rubric"
GUIDE = ROOT / "book" / "guides" / "rubrics.md"
RUBRIC = Path("grading", "rubrics", "book-never-late.yml")
CUES = Path("grading", "rubrics", "shared", "cues.yml")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    good = EXAMPLE.parent / "good"
    for folder in ("exercises/worksheets", "grading/rubrics/shared"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(good / "_config.yml", tmp_path)
    shutil.copy(good / "exercises" / "requirements.yml", tmp_path / "exercises")
    shutil.copy(EXAMPLE / "worksheet.yml", tmp_path / "exercises" / "worksheets" / "book-never-late.yml")
    shutil.copy(EXAMPLE / "rubric.yml", tmp_path / RUBRIC)
    shutil.copy(ROOT / CUES, tmp_path / CUES)
    return tmp_path


@pytest.fixture
def assignment(course: Path) -> Assignment:
    return load_assignment(course, "book-never-late")


ANSWERS = {
    "nothing to go on": (
        {"reply": "You should have checked your card.", "change": "Nothing, he was rude."},
        {"putting-right": 0, "change": 0},
    ),
    "kind and vague": (
        {"reply": "I am so sorry for the trouble.", "change": "We must try harder and improve."},
        {"putting-right": 1, "change": 1},
    ),
    "half way": (
        {
            "reply": "I apologise. You were fined for a book that you had returned.",
            "change": "I'll scan every book twice, because one missed scan cost him his card.",
        },
        {"putting-right": 2, "change": 2},
    ),
    "short and complete": (
        {
            "reply": "Sorry: we charged you for a book you gave back. I will refund it today.",
            "change": "From Monday I will scan every book twice, because one missed scan shamed him.",
        },
        {"putting-right": 3, "change": 3},
    ),
    "in a learner's English": (
        {
            "reply": "I am sorry, our system charge you for book you bring back. Card is refuse. "
            "Tomorrow I will call you.",
            "change": "Next week I will scan two times each book, because he lose face before children.",
        },
        {"putting-right": 3, "change": 3},
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_new_rubric_gives_the_levels_that_its_descriptors_call_for(case: str, assignment: Assignment) -> None:
    fields, levels = ANSWERS[case]
    marks = mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": fields})
    assert {name: given.level for name, given in marks.criteria.items()} == levels
    for given in marks.criteria.values():
        assert bool(given.missing) == (given.level < 3)
        assert bool(given.evidence) == bool(given.level)


def test_the_example_has_no_problem(course: Path) -> None:
    assert [str(problem) for problem in check(load_course(course)) if "master" not in str(problem)] == []


MISTAKES = [
    ("like: action-with-date", "like: action-with-dates", RUBRIC, "criteria.change.evidence.parts.dated.like"),
    ("[[next-step], [today-or-time]]", "[[next-steps], [today-or-time]]", RUBRIC, "names the cue class 'next-steps'"),
    ("needs: [{all: [step]}]", "needs: [{all: [steps]}]", RUBRIC, "names the part 'steps'"),
    ("charge~, fine~", '"charge, fine"', RUBRIC, "which is no word; see the notation"),
    ("shows: 'an apology'", "shown: 'an apology'", RUBRIC, "shown"),
    ("[[own-action], [date-or-occasion]]", "[[own-actions], [date-or-occasion]]", CUES, "frames.action-with-date"),
]


@pytest.mark.parametrize(("old", "new", "file", "told"), MISTAKES)
def test_a_mistake_is_told_with_its_place(old: str, new: str, file: Path, told: str, course: Path) -> None:
    text = (course / file).read_text(encoding="utf-8")
    assert old in text
    (course / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [str(problem) for problem in check(load_course(course))]
    assert any(told in problem and file.name in problem for problem in problems), problems


def test_the_guide_shows_the_example_word_for_word() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    for file in ("worksheet.yml", "rubric.yml"):
        assert (EXAMPLE / file).read_text(encoding="utf-8") in blocks, file


def words_only(assignment: Assignment, texts: Mapping[str, str]) -> Finding:
    """Somebody's own marker: it gives level 1 to whoever writes anything."""
    found = {}
    for criterion in assignment.worksheet.criteria:
        field = criterion.fields[0]
        said = texts.get(field, "").strip()
        evidence = (Evidence(field, 0, len(said), said, "words"),) if said else ()
        found[criterion.id] = CriterionFinding(len(evidence), evidence, "Say more.", 0.5)
    return Finding(found)


@pytest.mark.parametrize("marker", [words_only, lambda assignment, texts: words_only(assignment, texts)])
def test_an_organisation_can_bring_a_marker_of_its_own(marker: Callable[..., Finding], assignment: Assignment) -> None:
    fields = {"reply": "Thank you.", "change": ""}
    marks = mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": fields}, marker=marker)
    assert {name: given.level for name, given in marks.criteria.items()} == {"putting-right": 1, "change": 0}
    assert marks.criteria["putting-right"].points == pytest.approx(20)
    assert not marks.hold
