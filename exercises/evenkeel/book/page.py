"""What each page loads: our scripts where their element stands, and none of what learners have no use for."""

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from evenkeel import words
from evenkeel.book.assets import EXERCISE_STYLE, script_name
from evenkeel.book.elements import Element

UNWANTED = ("thebe", "clipboard", "copybutton", "toggle", "design-tabs", "sphinx-book-theme.js", "mathjax")
"""Parts of names. The first and the last would load a script from another site; the others do nothing here."""
EARLY = 100
SPHINX = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "translations.js")
SETS = "documentation_options."
"""How an inline script starts that sets an option of Sphinx's scripts: they are read on the search page alone."""


def speak(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Give the templates the way to translate. Called first: the theme draws some to see whether they are empty."""
    context["tr"] = words._


def adjust(app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Change what the page's template gets. Called after the themes have had their say."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    _add_ours(app, page, doctree)
    context["script_files"] = _deferred(_wanted(context["script_files"]), page)
    context["css_files"] = _wanted(context["css_files"])
    context["help_box"] = app.config.evenkeel_organisation["box"]
    context["header_buttons"] = []
    # the themes write lang="{{ language }}" in tags of their own, and nothing on which way it is written
    context["language"] = f'{words.language()}" dir="{words.direction()}'


def _add_ours(app: Sphinx, page: str, doctree: nodes.document | None) -> None:
    """Add the scripts that the page needs. They do not wait for the theme's scripts, nor hold up the page."""
    found = [] if doctree is None else [node for node in doctree.findall(Element) if "-" in node["tag"]]
    needed = app.env.metadata.get(page, {}).get("evenkeel_needs", ())
    others = {node["tag"] for node in found if "exercise" not in node["html"]}
    for name in [*([script_name(needed)] if needed else []), *sorted(others)]:
        app.add_js_file(f"{name}.js", priority=EARLY, loading_method="async")
    if found:
        app.add_css_file(EXERCISE_STYLE)


def _wanted(files: Iterable[Any]) -> list[Any]:
    """The files without the unwanted ones. A script without a file name is recognised by its text."""
    return [file for file in files if not any(part in _name(file) for part in UNWANTED)]


def _deferred(files: list[Any], page: str) -> list[Any]:
    """The files, of which Sphinx's own no longer hold up the page; but the search page runs them as it is read."""
    if page == "search":
        return files
    return [
        _later(file) if _name(file).endswith(SPHINX) else file for file in files if not _name(file).startswith(SETS)
    ]


def _later(file: Any) -> Any:
    return type(file)(file.filename, priority=file.priority, **{**file.attributes, "defer": "defer"})


def _name(file: Any) -> str:
    return str(file.filename or file.attributes.get("body", "")).lower()
