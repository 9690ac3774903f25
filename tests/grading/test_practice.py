"""Feedback on drafts of private sheets: it sees what is there, asks for one thing more, and never marks or accuses."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from known import ROOT

from evenkeel.course import FEEDBACK, Course, load_course
from evenkeel.learner_copy import learner_copy
from evenkeel.loading import load_model
from evenkeel.problems import ContentError
from evenkeel_grading.assignment import RUBRICS, load_shared
from evenkeel_grading.practice.__main__ import answer
from evenkeel_grading.practice.check import check_practice
from evenkeel_grading.practice.feedback import feedback
from evenkeel_grading.practice.loading import PracticeSheet, load_practice
from evenkeel_grading.rubric import Rubric, SharedCues

DRAFTS = Path(__file__).parent / "data" / "practice"
CASES = [
    (file.stem, draft) for file in sorted(DRAFTS.glob("*.yml")) for draft in yaml.safe_load(file.read_text("utf-8"))
]
WRITTEN = sorted(file.stem for file in (ROOT / FEEDBACK).glob("*.yml"))


@cache
def sheet(name: str) -> PracticeSheet:
    return load_practice(ROOT, name)


def aims(name: str, found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return dict(zip(sheet(name).rubric.criteria, found["aims"], strict=True))


@pytest.mark.parametrize(("name", "draft"), CASES, ids=[f"{name}: {draft['kind']}" for name, draft in CASES])
def test_a_draft_is_told_what_is_there_and_the_one_thing_to_add(name: str, draft: dict[str, Any]) -> None:
    found = feedback(sheet(name), draft["fields"])
    if draft.get("support"):
        assert set(found) == {"support"}
        return
    told = aims(name, found)
    if "held" in draft:
        assert told[draft["held"]]["held"].startswith("This looks like")
        assert not told[draft["held"]]["well"]
        return
    for aim in draft.get("about", told):
        rules = sheet(name).rubric.criteria[aim].evidence
        lacking = draft["next"].get(aim)
        expected = rules.parts[lacking].missing if lacking and rules else ""
        assert (aim, told[aim]["lift"], told[aim]["held"]) == (aim, expected, "")


def test_every_module_has_a_sheet_with_feedback_and_each_is_tried_on_eight_drafts() -> None:
    assert {sheet(name).worksheet.module for name in WRITTEN} == {"resilience", "difficult-customers", "incidents"}
    assert all(sum(name == one for one, _ in CASES) >= 8 for name in WRITTEN)


def test_feedback_never_holds_a_level_points_or_a_total() -> None:
    name, draft = CASES[0]
    found = feedback(sheet(name), draft["fields"])
    assert {key for aim in found["aims"] for key in aim} == {"title", "well", "lift", "held"}
    assert not any(isinstance(value, int | float) for aim in found["aims"] for value in aim.values())


def test_what_is_quoted_are_the_writers_own_words_to_the_letter() -> None:
    for name, draft in CASES:
        found = feedback(sheet(name), draft["fields"])
        written = json.dumps(draft["fields"], ensure_ascii=False)
        for aim in found.get("aims", ()):
            for one in aim["well"]:
                for word in one["words"].split():
                    assert json.dumps(word, ensure_ascii=False)[1:-1] in written


def test_somebody_who_may_not_be_safe_gets_people_to_turn_to_and_nothing_on_the_writing() -> None:
    said = feedback(sheet("recompose-plan"), {"evening": "I don't want to wake up tomorrow.", "seconds": "Breathe."})
    contacts = json.dumps(said["support"]["contacts"])
    assert "116 123" in contacts
    assert "aims" not in said
    assert "wake up" not in json.dumps(said)
    assert "999" in said["support"]["lines"][-1]
    assert "has told nobody" in said["support"]["honest"]


def test_a_quoted_customer_is_not_the_writer() -> None:
    said = feedback(sheet("three-c-planner"), {"what-they-feel": 'She said "I can\'t cope" and was in despair.'})
    assert "aims" in said


def test_without_the_signs_of_danger_there_is_no_feedback_at_all(tmp_path: Path) -> None:
    (tmp_path / "exercises" / "worksheets").mkdir(parents=True)
    shutil.copy(ROOT / "exercises" / "worksheets" / "three-c-planner.yml", tmp_path / "exercises" / "worksheets")
    shutil.copytree(ROOT / FEEDBACK, tmp_path / FEEDBACK)
    load_practice(tmp_path, "three-c-planner")
    (tmp_path / FEEDBACK / "shared" / "situations.yml").unlink()
    with pytest.raises(ContentError, match="own-distress"):
        load_practice(tmp_path, "three-c-planner")


def test_a_learners_copy_gives_the_same_feedback_and_holds_no_rubric(tmp_path: Path) -> None:
    learner_copy(ROOT, tmp_path / "copy")
    assert not (tmp_path / "copy" / "grading").exists()
    name, draft = CASES[0]
    there = load_practice(tmp_path / "copy", name)
    assert feedback(there, draft["fields"]) == feedback(sheet(name), draft["fields"])


def test_the_process_answers_one_draft() -> None:
    name, draft = CASES[0]
    asked = json.dumps({"root": str(ROOT), "sheet": name, "fields": draft["fields"]})
    command = [sys.executable, "-I", "-m", "evenkeel_grading.practice"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, cwd="/")
    assert done.stderr == ""
    assert json.loads(done.stdout) == feedback(sheet(name), draft["fields"])


def test_a_draft_of_another_shape_is_no_draft() -> None:
    asked = {"root": str(ROOT), "sheet": CASES[0][0]}
    assert answer({**asked, "fields": {"why-different": 7}}) == {"error": "unusable"}
    assert answer({**asked, "sheet": "difficult-applied", "fields": {}}) == {"error": "no-feedback"}


# --- what `evenkeel check` refuses ---


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course's own worksheets, read once."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "exercises" / "worksheets", root / "exercises" / "worksheets")
    shutil.copy(ROOT / "exercises" / "requirements.yml", root / "exercises")
    return load_course(root)


@pytest.fixture
def course(whole: Course) -> Iterator[Course]:
    """With the course's own feedback, for one test to change."""
    shutil.copytree(ROOT / FEEDBACK, whole.root / FEEDBACK)
    yield whole
    shutil.rmtree(whole.root / FEEDBACK)


@cache
def marking() -> tuple[dict[str, Rubric], SharedCues]:
    found, _ = load_model(ROOT / RUBRICS / "difficult-applied.yml", Rubric, ROOT)
    assert found is not None
    return {"difficult-applied": found}, load_shared(ROOT)[0]


def problems(course: Course) -> list[str]:
    return [str(problem) for problem in check_practice(course, *marking())]


def change(course: Course, old: str, new: str, name: str = "three-c-planner") -> list[str]:
    file = course.root / FEEDBACK / f"{name}.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return problems(course)


def test_the_guides_own_example_has_no_problem_and_finds_what_it_looks_for(course: Course) -> None:
    guide = (ROOT / "book" / "guides" / "rubrics.md").read_text(encoding="utf-8")
    (example,) = [block for block in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL) if "\naims:" in block]
    (course.root / FEEDBACK / "my-stop-points.yml").write_text(example, encoding="utf-8")
    assert problems(course) == []
    (told,) = feedback(load_practice(course.root, "my-stop-points"), {"way-out": "I raise my hand."})["aims"]
    assert told["well"] == [{"words": "I raise my hand.", "shows": ["a signal to a colleague"]}]


def test_feedback_on_an_assignment_is_refused(course: Course) -> None:
    shutil.move(course.root / FEEDBACK / "three-c-planner.yml", course.root / FEEDBACK / "difficult-reflective.yml")
    assert any("is about an assignment, and learners get this file" in one for one in problems(course))


def test_feedback_on_no_sheet_is_refused(course: Course) -> None:
    shutil.move(course.root / FEEDBACK / "three-c-planner.yml", course.root / FEEDBACK / "nowhere.yml")
    assert "has no worksheet: there is no exercises/worksheets/nowhere.yml" in problems(course)[0]


def test_a_sentence_that_marks_graded_work_is_refused(course: Course) -> None:
    evidence = next(iter(marking()[0]["difficult-applied"].criteria.values())).evidence
    assert evidence is not None
    lift = evidence.levels["2"].lift
    (found,) = change(course, "Name a feeling that this person may have.", json.dumps(lift.upper()))
    assert "stands in grading/rubrics/difficult-applied.yml as well, which no learner gets" in found


def test_a_list_of_words_that_marks_graded_work_is_refused(course: Course) -> None:
    words = json.dumps(marking()[1].cues["apology"].phrases)
    (found,) = change(course, "cues:\n", f"cues:\n  taken: {{phrases: {words}}}\n")
    assert "cues.taken: has most of the words of 'apology'" in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slots: [[a-feeling]]", "slots: [[a-feelin]]", "names the cue class 'a-feelin'"),
        ("fields: [commit-mine]", "fields: [involve]", "names 'involve', which is no written field of the sheet"),
        ("        missing: Say by when you will have done it.\n", "", "needs an entry `missing`"),
        ("Say by when", "Tell {{ org.name }} by when", "asks for an organisation's value"),
        ("i can, we can", "i can ., we can", "cues.can-offer.phrases["),
    ],
)
def test_rules_that_lead_nowhere_are_refused(course: Course, old: str, new: str, said: str) -> None:
    assert any(said in one for one in change(course, old, new))
