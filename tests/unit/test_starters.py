"""``evenkeel new``: what it writes is sound from the first moment, and nothing is overwritten."""

import re
from pathlib import Path
from shutil import copy, copytree

import pytest

from evenkeel.__main__ import main
from evenkeel.checks import check_course
from evenkeel.course import FOLDERS, load_course
from evenkeel.starters import KINDS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course without any exercise."""
    root = tmp_path / "course"
    for folder in FOLDERS:
        (root / "exercises" / folder).mkdir(parents=True)
    for name in ("_config.yml", "organisation.yml", "exercises/requirements.yml"):
        copy(ROOT / name, root / name)
    copytree(ROOT / "book" / "guides", root / "book" / "guides")
    return root


def new(course: Path, *words: str) -> int:
    return main(["new", *words, "--course", str(course)])


@pytest.mark.parametrize("module", ["resilience", "difficult-customers"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_started_has_no_problem(course: Path, kind: str, module: str) -> None:
    assert new(course, kind, "my-own", "--module", module) == 0
    loaded = load_course(course)
    made = getattr(loaded, KINDS[kind])["my-own"]
    assert (made.title, made.module) == ("My own", module)
    about = f"exercises/{KINDS[kind]}"
    assert [str(one) for one in check_course(loaded, plugins=False) if one.file.as_posix().startswith(about)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_entries_that_stand_as_notes_are_sound_without_their_sign(course: Path, kind: str) -> None:
    assert new(course, kind, "my-own") == 0
    file = course / "exercises" / KINDS[kind] / "my-own.yml"
    text, count = re.subn(
        r"^( *)# ( *[a-z_]+:(?: .*)?)$", r"\1\2", file.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert (count > 0) == (kind != "worksheet")
    file.write_text(text, encoding="utf-8")
    loaded = load_course(course)
    assert [str(problem) for problem in loaded.problems] == []
    assert "my-own" in getattr(loaded, KINDS[kind])


def test_a_title_is_taken_whatever_it_holds(course: Path) -> None:
    title = 'It\'s 5: "yes" # {module} no'
    assert new(course, "quiz", "odd", "--title", title) == 0
    assert load_course(course).quizzes["odd"].title == title


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["quiz", "My Quiz"], "small letters, figures and single hyphens"),
        (["quiz", "../up"], "small letters, figures and single hyphens"),
        (["quiz", "fine", "--module", "nothing"], "the course has no module 'nothing'; it has resilience"),
    ],
)
def test_what_cannot_be_started_is_refused_with_a_cure(
    course: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(course, *words) == 2
    assert said in capsys.readouterr().err
    assert list((course / "exercises" / "quizzes").iterdir()) == []


def test_nothing_is_overwritten(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(course, "quiz", "mine") == 0
    file = course / "exercises" / "quizzes" / "mine.yml"
    file.write_text("my own words", encoding="utf-8")
    assert new(course, "quiz", "mine") == 2
    assert file.read_text(encoding="utf-8") == "my own words"
    assert "is there already" in capsys.readouterr().err
