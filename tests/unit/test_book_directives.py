"""The directives in plain Sphinx, without Jupyter Book or its theme: what authors are told, and what is on the page."""

import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

COURSE = Path(__file__).parents[1] / "browser" / "course"
CONF = """
extensions = ["myst_parser", "evenkeel.book"]
html_theme = "basic"
exclude_patterns = ["part", "index.md", "your-answers.md"]
root_doc = "start"
"""
START = """# Start

```{quiz} one-more
```

```{quiz} one-more
```

```{quiz} no-such-quiz
```

```{worksheet} ../../secret
```

```{quiz} broken
```

```{quiz} every-kind
```
"""
BROKEN = "schema: 1\ntitle: Broken\nmodule: difficult-customers\nitems: []\ncolour: red\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What Sphinx said, and the folder of the pages."""
    root = tmp_path_factory.mktemp("course")
    copytree(COURSE, root, dirs_exist_ok=True)
    (root / "book" / "conf.py").write_text(CONF, encoding="utf-8")
    (root / "book" / "start.md").write_text(START, encoding="utf-8")
    (root / "exercises" / "quizzes" / "broken.yml").write_text(BROKEN, encoding="utf-8")
    words = [sys.executable, "-m", "sphinx", "-q", "--no-color", root / "book", root / "html"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stderr, root / "html"


@pytest.mark.parametrize(
    "words",
    [
        "start.md:6: WARNING: the quiz 'one-more' stands twice on this page; keep one",
        "start.md:9: WARNING: this quiz cannot be shown: exercises/quizzes: there is no quiz 'no-such-quiz'",
        "start.md:12: WARNING: this worksheet cannot be shown: exercises/worksheets: there is no worksheet",
        "start.md:15: WARNING: this quiz cannot be shown: exercises/quizzes/broken.yml:5: ",
        "links to 'part/sheet', but the book has no such page",
    ],
)
def test_authors_are_told_what_is_wrong_and_where(built: tuple[str, Path], words: str) -> None:
    assert words in built[0]


def test_a_missing_exercise_leaves_a_visible_gap(built: tuple[str, Path]) -> None:
    html = (built[1] / "start.html").read_text(encoding="utf-8")
    assert html.count("belongs here, but it could not be loaded") == 3


def test_exercises_stand_on_the_page_once_with_their_script(built: tuple[str, Path]) -> None:
    html = (built[1] / "start.html").read_text(encoding="utf-8")
    assert '<html lang="en-GB" dir="ltr" ' in html
    assert html.count("<evenkeel-exercise ") == 2
    assert len(set(re.findall(r"_static/(evenkeel-quiz[a-z-]*\.js)", html))) == 1
    assert "<script>alert(1)" not in html


def test_pictures_lie_where_the_front_end_looks_for_them(built: tuple[str, Path]) -> None:
    assert (built[1] / "figures" / "ear.svg").is_file()
