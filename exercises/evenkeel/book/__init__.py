"""The book: a Sphinx extension that puts the course's exercises on its pages and makes the theme fit.

Directives ``quiz``, ``scenario`` and ``worksheet`` (each with an exercise's id), ``home``, ``answers``, ``handin``,
``contacts``, ``laws`` and ``sensitive``; a renderer for our widgets in executed notebooks; templates and styles.
Works in Jupyter Book 1 and in plain Sphinx.
"""

from typing import Any

from sphinx.application import Sphinx

from evenkeel.book import assets, elements, organisation, outline, page, review, sensitive, settings, slim
from evenkeel.book.coverage import CoverageDirective
from evenkeel.book.directives import ElementDirective, ExerciseDirective

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything with Sphinx."""
    app.add_config_value("evenkeel_root", "", "env", str)
    app.add_config_value("evenkeel_digest", "", "env", str)
    app.add_config_value("evenkeel_organisation", {}, "env", dict)
    elements.register(app)
    for kind in ("quiz", "scenario", "worksheet"):
        app.add_directive(kind, ExerciseDirective)
    app.add_directive("coverage", CoverageDirective)
    for name in ("home", "answers", "handin"):
        app.add_directive(name, ElementDirective)
    app.add_directive("review", review.ReviewDirective)
    app.add_directive("contacts", organisation.ContactsDirective)
    app.add_directive("laws", organisation.LawsDirective)
    app.add_directive("sensitive", sensitive.SensitiveDirective)
    app.connect("config-inited", settings.speak, priority=100)
    app.connect("config-inited", organisation.settle)
    app.connect("config-inited", settings.adjust, priority=900)
    app.connect("builder-inited", assets.write)
    app.connect("builder-inited", organisation.check)
    app.connect("doctree-read", assets.note_needs)
    app.connect("env-updated", assets.write_scripts)
    app.connect("doctree-read", review.note_quizzes)
    app.connect("env-updated", review.write_items)
    app.connect("doctree-read", outline.note_exercises)
    app.connect("env-updated", outline.write)
    app.connect("doctree-read", sensitive.show_review, priority=900)
    app.connect("html-page-context", page.speak, priority=1)
    app.connect("html-page-context", page.adjust, priority=900)
    app.connect("build-finished", assets.copy_images)
    app.connect("build-finished", assets.settle_translations)
    app.connect("build-finished", slim.slim, priority=900)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
