"""The review page: ``{review}``, and the files with the items that may come back on it.

The page itself needs no quiz: it reads from the learner's own records what was missed, and then loads the quizzes
that something is due from, one small script each, so that it works from a file as from a server. An index says which
quizzes the book has, on which page, and which of their items can come back.
"""

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from evenkeel.book.assets import generated
from evenkeel.book.elements import Element, element
from evenkeel.book.organisation import root_of
from evenkeel.course import load_quiz, load_scenario
from evenkeel.models import Quiz
from evenkeel.problems import ContentError
from evenkeel.spec import spec
from evenkeel.words import _

NAME = "my-review"
FOLDER = "evenkeel-review"


class ReviewDirective(SphinxDirective):
    """Places the review."""

    def run(self) -> list[nodes.Node]:
        """Give the element, with words for a reader without JavaScript."""
        data = json.dumps({"exercise": "review", "id": NAME, "title": _("Questions to come back to")})
        words = _("This page brings back the questions that you missed. It needs JavaScript.")
        inside = element("div", nodes.paragraph(words, words), class_="evk-fallback")
        return [element("evenkeel-exercise", inside, id=NAME, exercise="review", name=NAME, spec=data)]


def note_quizzes(app: Sphinx, doctree: nodes.document) -> None:
    """Remember which quizzes stand on a page."""
    found = [node["html"] for node in doctree.findall(Element) if node["html"].get("exercise") == "quiz"]
    app.env.metadata[app.env.docname]["evenkeel_quizzes"] = [html["name"] for html in found]


def write_items(app: Sphinx, env: BuildEnvironment) -> None:
    """Write the quizzes that the book shows, and their index. A quiz with problems has been warned of by its page."""
    if app.builder.format != "html":
        return
    folder = generated(app) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if not any("review" in page.get("evenkeel_needs", ()) for page in env.metadata.values()):
        return
    folder.mkdir(parents=True)
    index: dict[str, dict[str, Any]] = {}
    for page in sorted(env.found_docs):
        for name in env.metadata[page].get("evenkeel_quizzes", ()):
            if name not in index and (quiz := _quiz(env, name)) is not None:
                index[name] = _known(quiz, page)
                _put(folder / f"{name}.js", f"(globalThis.evenkeelQuizzes??={{}})[{json.dumps(name)}]=", quiz)
    _put(folder / "index.js", "globalThis.evenkeelReview=", index)


def _quiz(env: BuildEnvironment, name: str) -> dict[str, Any] | None:
    """What the page gets of a quiz, or ``None`` for one that has problems or does not say what is right."""
    root = root_of(env.srcdir, env.config)
    try:
        quiz: Quiz = load_quiz(root, name)
    except ContentError:
        return None
    if quiz.behaviour is not None and quiz.behaviour.feedback == "hidden":
        return None
    return spec(quiz, name, partial(load_scenario, root), env.config.evenkeel_organisation["values"])


def _known(quiz: dict[str, Any], page: str) -> dict[str, Any]:
    """A self-rating does not come back: nothing in it can be missed."""
    items = [item["id"] for item in quiz["items"] if item["type"] != "self-rating"]
    return {"title": quiz["title"], "page": page, "items": items}


def _put(file: Path, start: str, data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    file.write_text(f"{start}{text};\n", encoding="utf-8")
