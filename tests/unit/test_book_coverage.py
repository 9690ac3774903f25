"""The directive ``{coverage}`` in plain Sphinx, in a course with requirements of its own."""

import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

GOOD = Path(__file__).parents[1] / "examples" / "good"
CONF = """
extensions = ["myst_parser", "evenkeel.book"]
html_theme = "basic"
exclude_patterns = ["safe", "intro.md"]
root_doc = "calls"
"""
CALLS = """# Calls

## First words
% teaches: OWN-1, OWN-2

```{quiz} own-words
```

```{worksheet} handed-in
```
"""
QUIZ = """schema: 1
title: In your own words
module: calls
items:
  - {id: calm, type: true-false, level: foundation, requirements: [OWN-1, OWN-2], stem: Calm helps., key: true,
     feedback_true: It does., feedback_false: It does., explanation: It spreads.}
"""
REQUIREMENTS = """version: 1
modules: {calls: 'Calls'}
levels: [foundation, intermediate]
sources: {own: 'Made up for R&D', other: 'Nobody refers to this one'}
parts:
  own: {OWN-1: 'The first', OWN-2: 'The second'}
requirements:
  - {id: OWN-1, text: 'Stay calm & kind.', source: own, module: calls, level: foundation}
  - {id: OWN-2, text: 'Say what you can do.', source: own, module: calls, level: intermediate, assessed: false}
"""


def sphinx(root: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "sphinx", "-q", "--no-color", root / "book", root / "html"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done


def page(root: Path) -> str:
    return (root / "html" / "coverage.html").read_text(encoding="utf-8")


def row(html: str, name: str) -> str:
    found = re.search(rf"<tr id='{name}'.*?</tr>", html, re.DOTALL)
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(copytree(GOOD, tmp_path_factory.mktemp("own") / "course"))
    (root / "book" / "conf.py").write_text(CONF, encoding="utf-8")
    (root / "book" / "calls.md").write_text(CALLS, encoding="utf-8")
    (root / "book" / "coverage.md").write_text(
        "---\norphan: true\n---\n# Ours\n\n```{coverage}\n```\n", encoding="utf-8"
    )
    (root / "exercises" / "requirements.yml").write_text(REQUIREMENTS, encoding="utf-8")
    (root / "exercises" / "quizzes" / "own-words.yml").write_text(QUIZ, encoding="utf-8")
    sphinx(root)
    return root


def test_every_requirement_has_an_anchor_and_links_to_its_places(course: Path) -> None:
    first = row(page(course), "own-1")
    assert "Stay calm &amp; kind." in first
    assert re.findall(r'href="([^"]+)"', first) == [
        "calls.html#first-words",
        "calls.html#quiz-own-words",
        *["calls.html#worksheet-handed-in"] * first.count("#worksheet-handed-in"),
    ]
    calls = (course / "html" / "calls.html").read_text(encoding="utf-8")
    for anchor in ("first-words", "quiz-own-words", "worksheet-handed-in"):
        assert re.search(rf"""id=["']{anchor}["']""", calls), anchor


def test_what_is_left_unmarked_says_so(course: Path) -> None:
    second = row(page(course), "own-2")
    assert "Left unmarked on purpose." in second or "worksheet-handed-in" in second
    assert "nobody is marked on OWN-2" in page(course)


def test_a_source_is_divided_into_its_parts_and_one_without_requirements_is_left_out(course: Path) -> None:
    html = page(course)
    assert re.findall(r"<h([23])>([^<]+)<a", html) == [
        ("2", "Made up for R&amp;D"),
        ("3", "The first"),
        ("3", "The second"),
    ]
    assert "Nobody refers to this one" not in html


def test_the_heat_map_has_words_for_those_who_do_not_see_it(course: Path) -> None:
    [image] = re.findall(r"<img [^>]*>", page(course))
    assert 'alt="A heat map with three cells for each of 2 requirements' in image
    source = re.search(r'src="([^"]+)"', image)
    assert source is not None
    assert (course / "html" / source[1]).read_text(encoding="utf-8").startswith("<?xml")
    assert "The picture in words." in page(course)


@pytest.mark.slow
def test_the_page_follows_the_course_when_a_place_goes(course: Path) -> None:
    calls = course / "book" / "calls.md"
    text = calls.read_text(encoding="utf-8")
    calls.write_text(text.replace("% teaches: OWN-1, OWN-2", "% teaches: OWN-1"), encoding="utf-8")
    sphinx(course)
    assert "<strong>Not yet.</strong>" in row(page(course), "own-2")
    assert "There is one gap." in page(course)
    calls.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_a_course_without_requirements_gets_a_sentence_and_its_author_a_warning(course: Path) -> None:
    file = course / "exercises" / "requirements.yml"
    file.write_text("version: 2\n", encoding="utf-8")
    said = sphinx(course).stderr
    file.write_text(REQUIREMENTS, encoding="utf-8")
    assert "coverage.md:6: WARNING: there are no requirements to cover" in said
    assert "This course lists no requirements." in page(course)
