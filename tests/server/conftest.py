"""A small course with a built book, and a server over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.serving import Served, Visitor

QUIZ = """\
schema: 1
title: A quiz
module: difficult
items:
  - id: first
    type: single
    level: foundation
    requirements: [DC-1]
    stem: Which?
    explanation: Because.
    options:
      - {id: this, text: This, feedback: Yes.}
      - {id: that, text: That, feedback: No.}
    key: this
"""
SHEET = """\
schema: 1
title: An assignment
module: difficult
kind: applied
level: foundation
brief: Write.
fields:
  - {id: words, kind: text, label: Your words, guidance: Some words.}
  - id: pick
    kind: choice
    label: Your pick
    guidance: One.
    points: 2
    options: [{id: one, text: One}, {id: two, text: Two}]
"""
PRACTICE = SHEET.replace("kind: applied", "kind: practice").replace("An assignment", "A practice sheet")
PAGE = """\
<!doctype html><html lang="en"><head><title>Page</title><script>document.title += " ran";</script></head>
<body><button onclick="document.title = 'clicked'">Go</button><h1>The page</h1></body></html>
"""


def write_course(root: Path) -> Path:
    """A course with one exercise of each place where answers go, and a built book."""
    files = {
        "_config.yml": "title: A course\n",
        "exercises/quizzes/a-quiz.yml": QUIZ,
        "exercises/worksheets/a-sheet.yml": SHEET,
        "exercises/worksheets/a-practice.yml": PRACTICE,
        "_build/html/index.html": PAGE,
        "_build/html/module/index.html": PAGE,
        "_build/html/module/page.html": PAGE,
        "_build/html/_static/site.css": "body { color: black }",
        "_build/html/_static/site.js": "'use strict';",
        "_build/html/.buildinfo": "secret",
        "_build/html/empty/readme.txt": "no page in this folder",
        "_build/outside.html": "<html><head></head><body>outside</body></html>",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "_build/html/linked.html").symlink_to(root / "_build/outside.html")
    (root / "_build/html/linked-folder").symlink_to(root / "exercises")
    return root


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests that do not stop it."""
    folder = tmp_path_factory.mktemp("served")
    server = Served(write_course(folder / "course"), folder / "work").start()
    yield server
    server.stop()


@pytest.fixture
def learner(served: Served) -> Visitor:
    """Signed in, with nothing saved yet."""
    visitor = served.visitor().sign_in()
    assert visitor.ask("DELETE", "evenkeel/api/records?assignments=1").status == 200
    return visitor
