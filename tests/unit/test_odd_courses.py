"""Courses that somebody else put together: odd lists of pages and settings are told in words, never by a traceback."""

import shutil
from pathlib import Path

import pytest

from evenkeel.__main__ import main
from evenkeel.course import load_course
from evenkeel.pages import read_parts
from evenkeel.problems import ContentError
from evenkeel.workbook.documents import workbook

GOOD = Path(__file__).parent.parent / "examples" / "good"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    copy = tmp_path / "course"
    shutil.copytree(GOOD, copy)
    for page in (copy / "book").rglob("*.[mi]*"):
        built = (copy / "html" / page.relative_to(copy / "book")).with_suffix(".html")
        built.parent.mkdir(parents=True, exist_ok=True)
        built.write_text("<article class='bd-article'><h1>A page</h1></article>", encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("contents", "parts"),
    [
        (None, [("The course", ["intro", "safe/notes"])]),
        ("", [("The course", [])]),
        ("intro", [("The course", [])]),
        ("chapters:", [("The course", [])]),
        ("parts: 3", [("The course", [])]),
        ("root: intro\nchapters:\n- glob: safe/*", [("The course", ["intro", "safe/notes"])]),
        (
            "parts:\n- safe\n- caption: 3\n  chapters:\n- chapters: [{file: intro.md}]",
            [("", []), ("3", []), ("", ["intro"])],
        ),
        ("parts:\n- chapters: [{file: 7}, {}, {sections: null}, {file: intro}]", [("", ["intro"])]),
    ],
)
def test_any_list_of_pages_gives_parts_and_a_workbook(
    course: Path, contents: str | None, parts: list[tuple[str, list[str]]]
) -> None:
    if contents is not None:
        (course / "book" / "_toc.yml").write_text(contents, encoding="utf-8")
    assert read_parts(course) == parts
    assert "workbook" in workbook(load_course(course), course / "html").page()


@pytest.mark.parametrize("settings", ["- a\n", "title: [\n", "title:\n"])
def test_settings_without_a_title_are_told(course: Path, settings: str) -> None:
    (course / "_config.yml").write_text(settings, encoding="utf-8")
    with pytest.raises(ContentError, match=r"_config\.yml"):
        workbook(load_course(course), course / "html")


def test_a_page_that_is_a_dead_link_or_a_folder_stops_neither_check_nor_lint(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "book" / "gone.md").symlink_to(course / "nowhere.md")
    (course / "book" / "folder.md").mkdir()
    assert main(["check", str(course)]) == 0
    main(["lint", "--root", str(course)])
    assert "gone" not in capsys.readouterr().out


def test_front_matter_with_a_day_that_no_month_has_counts_as_none(course: Path) -> None:
    (course / "book" / "intro.md").write_text("---\nreview: 2026-02-31\n---\n# Welcome\n", encoding="utf-8")
    assert main(["lint", "intro", "--root", str(course)]) in (0, 1)
