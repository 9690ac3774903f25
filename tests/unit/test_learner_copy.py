"""The learner copy: what goes along, what never does, and that a half copy is never mistaken for one."""

import shutil
from pathlib import Path

import pytest

from evenkeel import learner_copy as module
from evenkeel.learner_copy import MARKER, learner_copy
from evenkeel.problems import CopyError

GOOD = Path(__file__).parent.parent / "examples" / "good"
SECRET = "the key is nonetheless"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with everything that must stay behind."""
    root = Path(shutil.copytree(GOOD, tmp_path.resolve() / "course"))
    for name in (
        "source/a/a.ipynb",
        "grading/rubrics/a.yml",
        "grading/x.py",
        "tests/t.py",
        "_run/gradebook.db",
        ".git/config",
        ".env",
        "notes.md",
        "exercises/rubrics/a.yml",
        "book/rubrics/a.yml",
        "book/.ipynb_checkpoints/a.ipynb",
        "exercises/evenkeel/scoring.py",
        "exercises/responses.json",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(SECRET)
    (root / "README.md").write_text("Read me.")
    (root / "_build/html").mkdir(parents=True)
    (root / "_build/html/index.html").write_text("<p>built</p>")
    return root


def files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_the_copy_holds_what_is_read_and_done_and_nothing_else(course, tmp_path):
    count = learner_copy(course, tmp_path / "copy")
    assert files(tmp_path / "copy") == files(GOOD) | {"README.md", MARKER}
    assert count == len(files(GOOD)) + 1
    assert all(SECRET not in file.read_text() for file in (tmp_path / "copy").rglob("*") if file.is_file())


def test_the_built_book_goes_along_when_asked(course, tmp_path):
    learner_copy(course, tmp_path / "copy", built_book=True)
    assert (tmp_path / "copy/_build/html/index.html").read_text() == "<p>built</p>"
    shutil.rmtree(course / "_build")
    with pytest.raises(CopyError, match="build the book first"):
        learner_copy(course, tmp_path / "copy", built_book=True)


def test_an_earlier_copy_is_replaced_whole(course, tmp_path):
    learner_copy(course, tmp_path / "copy")
    (tmp_path / "copy/book/old.md").write_text("gone")
    (course / "book/new.md").write_text("here")
    learner_copy(course, tmp_path / "copy")
    assert "book/new.md" in files(tmp_path / "copy")
    assert "book/old.md" not in files(tmp_path / "copy")
    assert {path.name for path in tmp_path.iterdir()} == {"course", "copy"}


def test_a_folder_with_anything_else_in_it_is_left_alone(course, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/mine.txt").write_text("mine")
    with pytest.raises(CopyError, match="not an earlier learner copy; nothing was changed"):
        learner_copy(course, tmp_path / "home")
    assert files(tmp_path / "home") == {"mine.txt"}


def test_an_empty_folder_is_taken(course, tmp_path):
    (tmp_path / "empty").mkdir()
    assert learner_copy(course, tmp_path / "empty") > 5


@pytest.mark.parametrize("place", ["book", "book/copy", "exercises/quizzes/copy", ".", ".."])
def test_a_place_inside_the_content_or_around_it_is_refused(course, place):
    for folder in (course.parent, course):  # even where a marker says that it may be replaced
        (folder / MARKER).touch()
    before = files(course)
    with pytest.raises(CopyError, match="lies inside the course's own content"):
        learner_copy(course, course / place)
    assert files(course) == before


def test_a_link_in_the_course_is_refused_and_nothing_is_left(course, tmp_path):
    (course / "book/secret.md").symlink_to(course / "source/a/a.ipynb")
    with pytest.raises(CopyError, match=r"book/secret.md is a link"):
        learner_copy(course, tmp_path / "copy")
    assert {path.name for path in tmp_path.iterdir()} == {"course"}


def test_a_destination_that_is_a_link_or_a_file_is_refused(course, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(CopyError, match="is a link"):
        learner_copy(course, tmp_path / "link")
    (tmp_path / "file").write_text("x")
    with pytest.raises(CopyError, match="is a file"):
        learner_copy(course, tmp_path / "file")


def test_a_copy_that_is_cut_short_leaves_the_earlier_one(course, tmp_path, monkeypatch):
    learner_copy(course, tmp_path / "copy")
    before = files(tmp_path / "copy")
    done: list[Path] = []

    def fail_at_the_third(source: Path, to: Path, **_: bool) -> None:
        done.append(to)
        if len(done) == 3:
            raise OSError(28, "No space left on device")
        shutil.copy(source, to)

    monkeypatch.setattr(module.shutil, "copyfile", fail_at_the_third)
    with pytest.raises(CopyError, match="No space left on device"):
        learner_copy(course, tmp_path / "copy")
    assert files(tmp_path / "copy") == before
    assert {path.name for path in tmp_path.iterdir()} == {"course", "copy"}
