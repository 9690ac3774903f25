"""The book: a Sphinx extension that puts the course's exercises on its pages and makes the theme fit.

Directives ``quiz``, ``scenario`` and ``worksheet`` (each with an exercise's id), ``answers`` and ``handin``; a
renderer for our widgets in executed notebooks; templates and styles. Works in Jupyter Book 1 and in plain Sphinx.
"""

from typing import Any

from sphinx.application import Sphinx

from evenkeel.book import assets, contacts, elements, page, settings
from evenkeel.book.directives import ElementDirective, ExerciseDirective

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_config_value("evenkeel_root", "", "env", str)
    app.add_config_value("evenkeel_digest", "", "env", str)
    app.add_config_value("evenkeel_contacts", {}, "html", dict)
    app.add_config_value("evenkeel_strict_contacts", False, "html", bool)
    elements.register(app)
    for kind in ("quiz", "scenario", "worksheet"):
        app.add_directive(kind, ExerciseDirective)
    for name in ("answers", "handin"):
        app.add_directive(name, ElementDirective)
    app.connect("config-inited", settings.adjust, priority=900)
    app.connect("builder-inited", assets.write)
    app.connect("builder-inited", contacts.check)
    app.connect("doctree-read", assets.note_images)
    app.connect("html-page-context", page.adjust, priority=900)
    app.connect("build-finished", assets.copy_images)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
