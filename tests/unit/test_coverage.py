"""Coverage: what counts as taught, practised and assessed, what the command says, and that this course has no gap."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from evenkeel.__main__ import main
from evenkeel.checks import check_course
from evenkeel.course import load_course
from evenkeel.coverage import STAGES, Covered, coverage
from evenkeel.models.worksheet import QuizField
from evenkeel.pages import Page, read_page, read_pages
from evenkeel.problems import ContentError

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "tests" / "examples" / "good"
COURSE, PAGES = load_course(ROOT), read_pages(ROOT)
ROWS = coverage(COURSE, PAGES)
PAGE = """# Calls

Words.

## First words
% teaches: OWN-1

```{quiz} every-kind
```

## Then *what*?

% teaches: OWN-1, OWN-2

:::{admonition} A note
```{scenario} short-call
```
:::

```{worksheet} handed-in
```
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The good course with one assessed sheet, and a page that covers both of its requirements."""
    root = Path(shutil.copytree(GOOD, tmp_path.resolve() / "course"))
    for sheet in (root / "exercises" / "worksheets").glob("*.yml"):
        if sheet.stem != "handed-in":
            sheet.unlink()
    (root / "book" / "_toc.yml").write_text("root: calls\nparts:\n- chapters: [{file: calls.md}]\n", encoding="utf-8")
    (root / "book" / "calls.md").write_text(PAGE, encoding="utf-8")
    return root


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def rows_of(root: Path) -> dict[str, Covered]:
    course = load_course(root)
    return {row.requirement.id: row for row in coverage(course, read_pages(root))}


def gaps_of(root: Path) -> dict[str, tuple[str, ...]]:
    return {name: row.gaps for name, row in rows_of(root).items() if row.gaps}


def page_of(text: str, folder: Path, name: str = "page.md") -> Page:
    (folder / name).write_text(text, encoding="utf-8")
    return read_page("page", folder / name, folder)


@pytest.mark.parametrize("stage", ["taught", "practised"])
def test_every_requirement_of_this_course_is(stage):
    assert len(ROWS) == 112
    assert [row.requirement.id for row in ROWS if stage in row.gaps] == []


def test_every_requirement_of_this_course_that_is_to_be_is_assessed():
    assert [row.requirement.id for row in ROWS if "assessed" in row.gaps] == []


def test_two_requirements_alone_are_left_unmarked():
    assert [row.requirement.id for row in ROWS if not row.requirement.assessed] == ["OC-26", "OC-27"]
    assert [row.requirement.id for row in ROWS if not row.requirement.assessed and row.places["assessed"]] == []


def test_every_place_of_this_course_is_on_a_page_of_the_book():
    names = {page.name for page in PAGES}
    placed = {place.page for row in ROWS for stage in STAGES for place in row.places[stage]}
    assert placed <= names


def test_a_requirement_that_loses_its_only_place_becomes_a_gap():
    """Proves the guard on the real course: take each page, each quiz and each scenario away and look."""
    single = next(row for row in ROWS if len(row.places["taught"]) == 1)
    [place] = single.places["taught"]
    rest = [replace(page, teachings=()) if page.name == place.page else page for page in PAGES]
    again = {row.requirement.id: row for row in coverage(COURSE, rest)}
    assert "taught" in again[single.requirement.id].gaps
    bare = replace(COURSE, quizzes={}, scenarios={})
    assert all("practised" in row.gaps for row in coverage(bare, PAGES))
    unmarked = replace(COURSE, worksheets={})
    assert {row.requirement.id for row in coverage(unmarked, PAGES) if "assessed" not in row.gaps} == {"OC-26", "OC-27"}


def test_a_covered_course_has_no_gap_and_names_its_places(course):
    rows = rows_of(course)
    assert [row.gaps for row in rows.values()] == [(), ()]
    taught = rows["OWN-1"].places["taught"]
    assert [(place.title, place.target) for place in taught] == [
        ("Calls: First words", "calls#first-words"),
        ("Calls: Then what?", "calls#then-what"),
    ]
    assert {place.target for place in rows["OWN-1"].places["practised"]} <= {
        "calls#quiz-every-kind",
        "calls#scenario-short-call",
    }
    assert {place.target for place in rows["OWN-1"].places["assessed"]} == {"calls#worksheet-handed-in"}


@pytest.mark.parametrize(
    ("old", "new", "gaps"),
    [
        ("% teaches: OWN-1, OWN-2", "", {"OWN-2": ("taught",)}),
        ("## Then *what*?\n", "Then what?\n", {"OWN-2": ("taught",)}),
        (
            "% teaches: OWN-1",
            "~~~\n% teaches: OWN-1\n~~~\n% teaches: OWN-1",
            {"OWN-1": ("taught",), "OWN-2": ("taught",)},
        ),
    ],
)
def test_a_line_teaches_only_right_under_a_heading(course, old, new, gaps):
    rewrite(course / "book" / "calls.md", old, new)
    assert gaps_of(course) == gaps


def test_a_page_that_the_book_does_not_list_covers_nothing(course):
    (course / "book" / "_toc.yml").write_text("root: intro\n", encoding="utf-8")
    assert {name: gaps[:2] for name, gaps in gaps_of(course).items()} == {
        "OWN-1": ("taught", "practised"),
        "OWN-2": ("taught", "practised"),
    }


def test_an_exercise_that_no_page_shows_is_no_practice(course):
    rewrite(course / "book" / "calls.md", "```{quiz} every-kind\n```\n", "")
    rewrite(
        course / "book" / "calls.md", "```{scenario} short-call\n```\n", "````\n```{scenario} short-call\n```\n````\n"
    )
    assert {name: gaps for name, gaps in gaps_of(course).items() if "practised" in gaps} == {
        "OWN-1": ("practised",),
        "OWN-2": ("practised",),
    }


def test_a_field_without_points_and_a_practice_sheet_assess_nothing(course):
    sheet = course / "exercises" / "worksheets" / "handed-in.yml"
    loaded = load_course(course).worksheets["handed-in"]
    practice = loaded.model_copy(update={"kind": "practice"})
    whole = load_course(course)
    whole.worksheets = {"handed-in": practice}
    assert all("assessed" in row.gaps for row in coverage(whole, read_pages(course)))
    bare = [field.model_copy(update={"points": 0}) for field in loaded.fields]
    whole.worksheets = {"handed-in": loaded.model_copy(update={"fields": bare, "criteria": []})}
    assert all("assessed" in row.gaps for row in coverage(whole, read_pages(course)))
    assert sheet.is_file()


def test_items_of_a_field_count_as_assessed_only_when_the_field_earns_points(course):
    whole, pages = load_course(course), read_pages(course)
    sheet = whole.worksheets["handed-in"]
    item = whole.quizzes["every-kind"].items[0].model_copy(update={"id": "graded", "requirements": ["OWN-2"]})
    for points, assessed in ((5, ["check-out/graded"]), (0, [])):
        field = QuizField.model_construct(
            id="check-out", label="Check-out", points=points, requirements=[], items=[item]
        )
        whole.worksheets = {"handed-in": sheet.model_copy(update={"fields": [field], "criteria": []})}
        places = {row.requirement.id: row.places["assessed"] for row in coverage(whole, pages)}
        assert [part for place in places["OWN-2"] for part in place.parts] == assessed
        assert places["OWN-1"] == []


def test_feeling_sure_is_no_practice_and_neither_is_a_moment_with_one_way_on(course):
    whole, pages = load_course(course), read_pages(course)
    quiz, play = whole.quizzes["every-kind"], whole.scenarios["short-call"]
    whole.quizzes = {
        "every-kind": quiz.model_copy(
            update={"items": [item.model_copy(update={"type": "self-rating"}) for item in quiz.items]}
        )
    }
    nodes = [node.model_copy(update={"choices": node.choices[:1]}) for node in play.nodes]
    whole.scenarios = {"short-call": play.model_copy(update={"nodes": nodes})}
    assert all("practised" in row.gaps for row in coverage(whole, pages))


def test_a_requirement_that_is_not_to_be_assessed_has_no_gap_there(course):
    (course / "exercises" / "worksheets" / "handed-in.yml").unlink()
    assert gaps_of(course) == {"OWN-1": ("assessed",), "OWN-2": ("assessed",)}
    file = course / "exercises" / "requirements.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("level: intermediate", "level: intermediate, assessed: false")
    )
    assert gaps_of(course) == {"OWN-1": ("assessed",)}


def test_wrong_lines_are_problems_with_file_and_line(course):
    page = course / "book" / "calls.md"
    page.write_text(
        "# Calls\n% teaches: OWN-1, OWN-9\n\nWords.\n\n% teaches: OWN-2\n\n## More\n% teaches:\n", encoding="utf-8"
    )
    said = [str(problem) for problem in check_course(load_course(course), plugins=False) if "_toc" not in str(problem)]
    assert said == [
        "book/calls.md:2: names the requirement 'OWN-9', which exercises/requirements.yml lacks",
        "book/calls.md:6: says what a section teaches, but stands under no heading; put it right under one",
        "book/calls.md:9: says that a section teaches, but not what; write ids, as in `% teaches: DC-T1, DC-M2`",
    ]


def test_a_list_of_pages_that_cannot_be_read_is_a_problem(course):
    (course / "book" / "_toc.yml").write_text("root: [\n", encoding="utf-8")
    assert "book/_toc.yml:2: cannot be read as YAML; look at this place" in map(str, check_course(load_course(course)))
    with pytest.raises(ContentError):
        read_pages(course)
    assert main(["coverage", str(course)]) == 2


def test_a_list_of_pages_may_nest_and_name_patterns(course):
    for name in ("a/one", "a/two", "b/three"):
        (course / "book" / f"{name}.md").parent.mkdir(exist_ok=True)
        (course / "book" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    toc = "root: calls\nchapters:\n- file: b/three\n  sections:\n  - glob: a/*\n- url: elsewhere\n- file: gone\n"
    (course / "book" / "_toc.yml").write_text(toc, encoding="utf-8")
    assert [page.name for page in read_pages(course)] == ["calls", "b/three", "a/one", "a/two"]


def test_settings_at_the_top_and_code_hold_no_headings(tmp_path):
    page = page_of(
        "---\n# a comment\nkey: 1\n---\n# Real\n% a comment\n(label)=\n% teaches: A-1\n\n```\n# no\n```\n", tmp_path
    )
    assert (page.title, [(line.line, line.anchor) for line in page.teachings]) == ("Real", [(8, "real")])


def test_a_notebook_page_counts_like_any_other(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "% teaches: A-1\n"]},
        {"cell_type": "code", "source": ["# no heading\n", 'quiz("first-words")\n']},
    ]
    page = page_of(json.dumps({"cells": cells}), tmp_path, "page.ipynb")
    assert page.exercises == (("quiz", "first-words"),)
    assert [(line.line, line.ids, line.heading) for line in page.teachings] == [(None, ("A-1",), "Title")]
    assert page_of("{oh", tmp_path, "other.ipynb").teachings == ()


def test_words_that_head_two_sections_lead_to_the_page(tmp_path):
    page = page_of(
        "# T\n## Same\n% teaches: A-1\n## Same\n% teaches: A-2\n## *Other*: it's `new`\n% teaches: A-3\n", tmp_path
    )
    assert [line.anchor for line in page.teachings] == ["", "", "other-it-s-new"]


def test_the_command_prints_a_matrix_and_exits_1_on_a_gap(course, capsys):
    assert main(["coverage", str(course)]) == 0
    assert "0 of 2 requirements have a gap." in capsys.readouterr().out
    (course / "exercises" / "worksheets" / "handed-in.yml").unlink()
    assert main(["coverage", str(course)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split() for line in said[:4]][1:] == [
        ["level", "taught", "practised", "assessed"],
        ["OWN-1", "foundation", "2", "2", "GAP"],
        ["OWN-2", "intermediate", "1", "2", "GAP"],
    ]
    assert said[-3:] == [
        "2 of 2 requirements have a gap:",
        "  OWN-1: not assessed",
        "  OWN-2: not assessed",
    ]


def test_the_command_gives_every_place_as_json(course, capsys):
    assert main(["coverage", "--json", str(course)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in data["requirements"]] == ["OWN-1", "OWN-2"]
    first = data["requirements"][0]
    assert first["gaps"] == []
    assert first["taught"][0] == {
        "title": "Calls: First words",
        "page": "calls#first-words",
        "unit": "section",
        "parts": [],
    }


def test_without_requirements_nothing_is_covered(course, capsys):
    (course / "exercises" / "requirements.yml").write_text("version: 2\n", encoding="utf-8")
    assert main(["coverage", str(course)]) == 1
    assert "run `evenkeel check`" in capsys.readouterr().err
