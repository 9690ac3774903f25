"""Finding a course and loading it."""

import shutil
from pathlib import Path

import pytest

from evenkeel.checks import check_course
from evenkeel.checks.report import alike
from evenkeel.course import find_root, load_course, load_quiz, load_scenario, load_worksheet
from evenkeel.problems import ContentError, CourseNotFoundError

GOOD = Path(__file__).parent.parent / "examples" / "good"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path.resolve() / "course"))


def test_a_course_is_found_by_its_path_then_the_variable_then_the_folders_above(course, tmp_path, monkeypatch):
    monkeypatch.delenv("EVENKEEL_ROOT", raising=False)
    monkeypatch.chdir(course / "exercises" / "quizzes")
    assert find_root() == course
    other = Path(shutil.copytree(GOOD, tmp_path / "other")).resolve()
    monkeypatch.setenv("EVENKEEL_ROOT", str(other))
    assert find_root() == other
    assert find_root(course) == course


def test_a_folder_that_is_no_course_is_refused_and_nothing_else_is_tried(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course)
    with pytest.raises(CourseNotFoundError, match=r"nowhere is not a course: it needs _config.yml and exercises/"):
        find_root(tmp_path / "nowhere")
    monkeypatch.setenv("EVENKEEL_ROOT", str(tmp_path))
    with pytest.raises(CourseNotFoundError, match=r"\(from EVENKEEL_ROOT\) is not a course"):
        find_root()


def test_where_there_is_no_course_above_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("EVENKEEL_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseNotFoundError, match="set EVENKEEL_ROOT"):
        find_root()


def test_everything_is_loaded(course):
    loaded = load_course(course)
    assert list(loaded.quizzes) == ["every-kind", "never-told", "with-behaviour"]
    assert list(loaded.scenarios) == ["short-call"]
    assert list(loaded.worksheets) == ["check-out", "handed-in", "own-practice"]
    assert [sheet.assessed for sheet in loaded.worksheets.values()] == [True, True, False]
    assert list(loaded.requirements) == ["OWN-1", "OWN-2"]
    assert loaded.modules == {"calls": "Calls"}


def test_one_bad_file_hides_no_other(course):
    (course / "exercises/quizzes/a-bad.yml").write_text("schema: [")
    (course / "exercises/worksheets/b-bad.yml").write_text("schema: 1\n")
    loaded = load_course(course)
    assert list(loaded.quizzes) == ["every-kind", "never-told", "with-behaviour"]
    assert {problem.file.name for problem in loaded.problems} == {"a-bad.yml", "b-bad.yml"}


def test_problems_come_in_the_order_of_the_files_each_once(course):
    for name in ("z-last", "a-first"):
        (course / f"exercises/quizzes/{name}.yml").write_text("schema: 1\nzzz: 1\n")
    problems = check_course(load_course(course), plugins=False)
    assert len(set(problems)) == len(problems)
    assert [p.line for p in problems] == [1, 1, 1, 2] * 2
    assert [problem.file.stem for problem in problems] == ["a-first"] * 4 + ["z-last"] * 4


@pytest.mark.parametrize("name", ["First_Words.yml", "a--b.yml", "1st.yml", "a b.yml", "x" * 65 + ".yml"])
def test_a_file_name_that_is_no_id_is_a_problem(course, name):
    shutil.copyfile(course / "exercises/quizzes/every-kind.yml", course / "exercises/quizzes" / name)
    problems = load_course(course).problems
    assert [(problem.file.name, problem.line) for problem in problems] == [(name, None)]
    assert "has a name that is not an id" in problems[0].message


@pytest.mark.parametrize("name", ["notes.txt", "more.yaml", "folder.yml/"])
def test_what_does_not_belong_there_is_a_problem(course, name):
    place = course / "exercises/quizzes" / name
    place.mkdir() if name.endswith("/") else place.write_text("x")
    assert ["does not belong here" in problem.message for problem in load_course(course).problems] == [True]


def test_hidden_files_are_left_alone(course):
    (course / "exercises/quizzes/.every-kind.yml.swp").write_text("x")
    assert load_course(course).problems == []


def test_a_linked_file_from_outside_is_a_problem(course, tmp_path):
    (tmp_path / "out.yml").write_text((course / "exercises/quizzes/every-kind.yml").read_text())
    (course / "exercises/quizzes/out.yml").symlink_to(tmp_path / "out.yml")
    assert ["leaves the course" in problem.message for problem in load_course(course).problems] == [True]


def test_a_course_without_requirements_has_one_problem_and_not_one_for_each_use(course):
    (course / "exercises/requirements.yml").unlink()
    problems = check_course(load_course(course), plugins=False)
    assert [str(problem) for problem in problems] == [
        "exercises/requirements.yml: cannot be opened: No such file or directory"
    ]


def test_one_exercise_is_loaded_by_its_id():
    assert load_quiz(GOOD, "every-kind").title == "Every kind of item"
    assert load_scenario(GOOD, "short-call").start == "opening"
    assert load_worksheet(GOOD, "handed-in").kind == "applied"


@pytest.mark.parametrize("name", ["nope", "../scenarios/short-call", "..", "", "Every-Kind", "/etc/passwd", "x" * 70])
def test_an_exercise_that_is_not_there_is_told_with_those_that_are(name):
    with pytest.raises(ContentError, match=r"there is no quiz .*; there is every-kind") as raised:
        load_quiz(GOOD, name)
    assert len(raised.value.problems) == 1


def test_an_exercise_with_problems_raises_them_all(course):
    (course / "exercises/quizzes/bad.yml").write_text("schema: 1\n")
    with pytest.raises(ContentError, match=r"bad.yml:1: needs an entry `title`\n") as raised:
        load_quiz(course, "bad")
    assert len(raised.value.problems) == 3


def test_a_link_to_a_page_that_the_book_has_is_taken_in_any_form(course):
    page = course / "book" / "intro.md"
    page.write_text("# A *fine* page: one?\n\n(my_label)=\n## Two\n")
    (course / "exercises/quizzes/with-behaviour.yml").unlink()  # it links to the page as it was
    quiz = course / "exercises/quizzes/every-kind.yml"
    whole = quiz.read_text()
    for target, found in [("intro#my-label", True), ("intro#a-fine-page-one", True), ("intro#three", False)]:
        quiz.write_text(whole.replace("intro#stop-points", target).replace("intro#where-to-stop", "intro"))
        assert (check_course(load_course(course), plugins=False) == []) is found, target


@pytest.mark.parametrize("settings", ["", "# nothing\n", "- a\n", "title: ''\n", "author: A\n"])
def test_settings_without_a_title_are_a_problem(course, settings):
    (course / "_config.yml").write_text(settings)
    found = [str(problem) for problem in check_course(load_course(course), plugins=False)]
    assert found == ["_config.yml: has no title; the book needs `title:` with the name of the course"]


@pytest.mark.parametrize(("settings", "place"), [(b"title: A\nb: [\n", ":3"), (b"title: \xff\n", "")])
def test_settings_that_cannot_be_read_are_a_problem(course, settings, place):
    (course / "_config.yml").write_bytes(settings)
    found = [str(problem) for problem in check_course(load_course(course), plugins=False)]
    assert found == [f"_config.yml{place}: cannot be read as YAML; look at this place"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Yes, sir.", "yes sir", True), ("It’s *on*!", "it's on", True), ("He waits…", "“He waits”", True),
     ("-5", "5", False), ("3.5", "35", False), ("We're in", "Were in", False), ("5 < 3", "5 > 3", False)],
)  # fmt: skip
def test_texts_are_alike_whatever_their_case_and_punctuation(one, other, same):
    assert (alike(one) == alike(other)) is same
