"""Each mistake in a rubric is told once, with its place, in words its author can act on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from known import ROOT

from evenkeel.course import load_course
from evenkeel_grading import masters
from evenkeel_grading.checks import check
from evenkeel_grading.schemas import FOLDER, MODELS, schema_text

RUBRIC = Path("grading", "rubrics", "difficult-applied.yml")
CUES = Path("grading", "rubrics", "shared", "cues.yml")
SHEET = Path("exercises", "worksheets", "difficult-applied.yml")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the course's two assignments."""
    for file in ("_config.yml", "exercises/requirements.yml"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes((ROOT / file).read_bytes() if (ROOT / file).exists() else b"")
    for name in ("difficult-applied", "difficult-reflective"):
        for folder in ("exercises/worksheets", "grading/rubrics"):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / folder / f"{name}.yml", tmp_path / folder)
    (tmp_path / CUES).parent.mkdir()
    shutil.copy(ROOT / CUES, tmp_path / CUES)
    return tmp_path


@pytest.fixture
def change(course: Path) -> Callable[..., list[str]]:
    """Replace words in one file, once each, and return what the checks say then."""

    def changed(*pairs: tuple[str, str], file: Path = RUBRIC) -> list[str]:
        text = (course / file).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        (course / file).write_text(text, encoding="utf-8")
        return [str(problem) for problem in check(load_course(course))]

    return changed


def test_the_courses_own_rubrics_have_no_problem() -> None:
    assert check(load_course(ROOT)) == []


def test_a_copy_without_grading_has_nothing_to_check(course: Path) -> None:
    shutil.rmtree(course / "grading")
    assert check(load_course(course)) == []


def test_a_rubric_that_asks_for_an_organisations_value_is_told(change: Callable[..., list[str]]) -> None:
    (problem,) = change(("why: 'Listen, Empathise", "why: '{{ org.emergency }} Listen, Empathise"))
    assert "asks for an organisation's value, which no rubric gets" in problem


def test_answers_beside_a_master_are_told(course: Path) -> None:
    assert masters.main(["--root", str(course)]) == 0
    answers = course / "source" / "difficult-applied" / "responses.json"
    answers.write_text("{}", encoding="utf-8")
    (problem,) = check(load_course(course))
    assert str(problem).startswith("source/difficult-applied/responses.json")
    assert "would be released with the assignment" in str(problem)


def test_stale_and_missing_masters_are_told(course: Path) -> None:
    assert masters.main(["--root", str(course)]) == 0
    assert check(load_course(course)) == []
    sheet = course / SHEET
    title = load_course(course).worksheets["difficult-applied"].title
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(title, "Another title", 1), encoding="utf-8")
    (course / "source" / "difficult-reflective" / "difficult-reflective.ipynb").unlink()
    assert [str(problem) for problem in check(load_course(course))] == [
        f"source/difficult-{name}/difficult-{name}.ipynb: {fault}; write it with: make masters"
        " (or python -m evenkeel_grading.masters)"
        for name, fault in (("applied", "differs from its worksheet"), ("reflective", "is missing"))
    ]


def test_a_worksheet_without_a_rubric_is_told(course: Path) -> None:
    (course / RUBRIC).unlink()
    (problem,) = check(load_course(course))
    assert "there is no grading/rubrics/difficult-applied.yml" in str(problem)


def test_a_rubric_without_a_worksheet_is_told(course: Path) -> None:
    shutil.copy(course / RUBRIC, course / "grading/rubrics/no-such.yml")
    (problem,) = check(load_course(course))
    assert "has no worksheet" in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    key: nonetheless-today", "    key: no-such", "names the option 'no-such'"),
        ("      be-that: 'The", "      be-this: 'The", "names the option 'be-this'"),
        ("    key: nonetheless-today", "    keys: [nonetheless-today]", "write `key: option`"),
        ("order: [listen, empathise, ask,", "order: [listen, empathise,", "lacks the item 'ask'"),
        ("order: [listen, empathise, ask,", "order: [listen, listen, empathise, ask,", "has 'listen' twice"),
        ("      building-work: environmental\n", "", "lacks the left side 'building-work'"),
        ("building-work: environmental", "building-work: weather", "names the right side 'weather'"),
        ("  threat-step:\n", "  thread-step:\n", "lacks a key for the closed field 'threat-step'"),
        ("\n  analysis:\n    examples", "\n  analyses:\n    examples", "lacks the criterion 'analysis'"),
        ("[[made-worse],", "[[made-wurse],", "names the cue class 'made-wurse'"),
        ("needs: [{all: [linked]}]", "needs: [{all: [likned]}]", "names the part 'likned'"),
        ("needs: [{all: [linked]}]", "needs: [{none: [linked]}]", "asks for nothing"),
        ("{at_least: 1, of: [step, vague]}", "{at_least: 3, of: [step, vague]}", "is more than the 2 parts"),
        ("families: {complete: 5}", "families: {complete: 15}", "asks for 15 kinds"),
        ("fields: [adaptation, technique-choice]", "fields: [adaptation, best-line]", "no written field"),
        ("'He was stressed because of the wedding on Thursday.'", "''", "is empty"),
        ("  - id: live-risk", "  - id: own-distress", "is the second 'own-distress'"),
        ("last straw", "last .,straw", "is no word"),
        ("          words: 6\n", "          words: 6\n          timed: running\n", "is about the lines of a log"),
        ("  made-worse:\n", "  reason:\n", "has the name of a shared cue class"),
        ("urgency: today", "urgency: soon", "urgency"),
        ("      - 'He was stressed because of the wedding on Thursday.'\n", "", "examples"),
    ],
)
def test_a_mistake_in_a_rubric_is_told(change: Callable[..., list[str]], old: str, new: str, said: str) -> None:
    problems = change((old, new))
    assert any(said in problem for problem in problems), problems
    assert all(problem.startswith(f"{RUBRIC}") for problem in problems)


def test_words_of_the_rubric_in_the_worksheet_are_told(change: Callable[..., list[str]]) -> None:
    why = "A threat taken back can still be part of a pattern."
    guidance = "guidance: 'Write the exact words you would say."
    problems = change((guidance, f"{guidance} {why}"), file=SHEET)
    assert [problem for problem in problems if "where learners read it" in problem]


def test_a_bad_phrase_in_the_shared_cues_is_told(change: Callable[..., list[str]]) -> None:
    problems = change(("which is why", "which .,is why"), file=CUES)
    assert problems[0].startswith(str(CUES))


def test_a_criterion_without_rules_is_a_warning(course: Path) -> None:
    text = (course / RUBRIC).read_text(encoding="utf-8")
    start = text.index("    evidence:\n", text.index("\n  feasibility:"))
    end = text.index("\nhuman_review:")
    (course / RUBRIC).write_text(text[:start] + text[end:], encoding="utf-8")
    problems = check(load_course(course))
    assert [problem.warning for problem in problems] == [True]


@pytest.mark.parametrize("name", MODELS)
def test_the_schemas_for_editors_are_fresh(name: str) -> None:
    assert (ROOT / FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)


def test_a_key_that_is_no_key_at_all_is_told(course: Path) -> None:
    (course / RUBRIC).write_text("schema: 1\nkeys:\n  best-line: nonetheless-today\n", encoding="utf-8")
    problems = [str(problem) for problem in check(load_course(course))]
    assert [problem for problem in problems if problem.startswith(f"{RUBRIC}:3: keys.best-line")], problems
