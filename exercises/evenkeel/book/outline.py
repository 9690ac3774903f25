"""The way through the course, for the page that shows a learner where they are: parts, pages, what is done on them.

It is a small script made with the book, so that it works from a file as from a server. Who did what is not in it: that
is in the learner's own records, which the page puts beside it.
"""

import json
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evenkeel.book.assets import generated
from evenkeel.book.elements import Element
from evenkeel.book.organisation import root_of
from evenkeel.pages import read_parts

FILE = "evenkeel-outline.js"


def note_exercises(app: Sphinx, doctree: nodes.document) -> None:
    """Remember what a page has to do, and whether it is the page that shows the way."""
    noted = app.env.metadata[app.env.docname]
    found = list(doctree.findall(Element))
    specs = [json.loads(node["html"]["spec"]) for node in found if "spec" in node["html"]]
    noted["evenkeel_exercises"] = [_known(spec) for spec in specs]
    noted["evenkeel_home"] = any(node["tag"] == "evenkeel-home" for node in found)


def _known(spec: dict[str, Any]) -> dict[str, Any]:
    """Enough of an exercise to tell from a record whether it is done."""
    known = {name: spec[name] for name in ("exercise", "id", "title")}
    if spec["exercise"] == "quiz":
        known["items"] = [item["id"] for item in spec["items"]]
    if spec["exercise"] == "worksheet":
        known["assessed"] = spec["kind"] != "practice"
    return known


def write(app: Sphinx, env: BuildEnvironment) -> None:
    """Write the script, for a book that has such a page."""
    if app.builder.format != "html" or not any(page.get("evenkeel_home") for page in env.metadata.values()):
        return
    outline = [part for part in _parts(env) if part["pages"]]
    text = json.dumps(outline, ensure_ascii=False, separators=(",", ":"))
    (generated(app) / FILE).write_text(f"globalThis.evenkeelOutline={text};\n", encoding="utf-8")


def _parts(env: BuildEnvironment) -> Iterator[dict[str, Any]]:
    """The parts of the book with those of their pages that have something to do, each exercise where it comes first."""
    seen: set[tuple[str, str]] = set()
    for title, names in read_parts(root_of(env.srcdir, env.config)):
        pages = [_page(env, name, seen) for name in names if name in env.found_docs]
        yield {"title": title, "pages": [page for page in pages if page["exercises"]]}


def _page(env: BuildEnvironment, name: str, seen: set[tuple[str, str]]) -> dict[str, Any]:
    new = []
    for exercise in env.metadata[name].get("evenkeel_exercises", ()):
        if (key := (exercise["exercise"], exercise["id"])) not in seen:
            seen.add(key)
            new.append(exercise)
    return {"page": name, "title": env.titles[name].astext(), "exercises": new}
