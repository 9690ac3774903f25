"""Settings that a book of ours always has, whatever ``_config.yml`` says.

They are what keeps every request on the book's own site, the pages accessible, and code out of learners' sight.
"""

import hashlib
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from evenkeel import words
from evenkeel.book.assets import generated
from evenkeel.book.render import MIME
from evenkeel.words import N_, _

HERE = Path(__file__).parent
PACKAGE = HERE.parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

UNWANTED = ("sphinx_thebe", "sphinx_copybutton", "sphinx_comments", "sphinx_togglebutton")

THEME_OPTIONS = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "use_repository_button": False,
    "use_edit_page_button": False,
    "use_issues_button": False,
    "launch_buttons": {},
    "repository_url": "",
    "analytics": {},
    "search_as_you_type": False,
    "navbar_start": [],
    "navbar_center": [],
    "navbar_end": [],
    "navbar_persistent": [],
    "footer_content_items": ["evenkeel-footer.html"],
    "toc_title": N_("On this page"),
    "search_bar_text": N_("Search the course"),
    "logo": {"alt_text": ""},
}


def speak(_app: Sphinx, config: Config) -> None:
    """Say the interface's words in the book's language. Called before anything else says one."""
    words.settle(config.language or words.SOURCE)


def adjust(app: Sphinx, config: Config) -> None:
    """Set what is ours to set. Called once, after every other extension has read its settings."""
    config.evenkeel_digest = digest(PACKAGE, Path(app.srcdir))
    config.html_static_path += [str(HERE / "static"), str(generated(app))]
    config.html_copy_source = False
    config.html_show_sourcelink = False
    config.html_use_index = False
    for listeners in app.events.listeners.values():
        listeners[:] = [listener for listener in listeners if not _unwanted(listener.handler)]
    if config.html_theme == "sphinx_book_theme":
        _adjust_theme(config)
    if hasattr(config, "nb_render_plugin"):
        _adjust_notebooks(app, config)


def _adjust_theme(config: Config) -> None:
    config.templates_path.insert(0, str(HERE / "templates"))
    ours = {name: _(value) if isinstance(value, str) and value else value for name, value in THEME_OPTIONS.items()}
    config.html_theme_options = {**config.html_theme_options, **ours}
    config.html_context.setdefault("default_mode", "auto")


def _adjust_notebooks(app: Sphinx, config: Config) -> None:
    config.nb_render_plugin = "evenkeel"
    config.nb_mime_priority_overrides = [("*", MIME, 1), ("*", WIDGET_VIEW, None)]
    config.nb_remove_code_source = True
    if not config.nb_execution_cache_path:
        # jupyter-cache looks at code cells only: the package behind them has to be part of where it looks
        caches = Path(app.outdir).parent / ".jupyter_cache"
        for old in caches.glob("*"):
            if old.is_dir() and old.name != config.evenkeel_digest:
                shutil.rmtree(old)
        config.nb_execution_cache_path = str(caches / config.evenkeel_digest)


def _unwanted(handler: object) -> bool:
    """Whether a handler is of an extension that loads scripts from elsewhere, or adds what learners do not need."""
    return str(getattr(handler, "__module__", "")).split(".")[0] in UNWANTED


def digest(*folders: Path) -> str:
    """A short hash of the Python files in folders: the package's, and those that draw the book's figures.

    When it changes, every page is read again and every cell is executed again.
    """
    found = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*.py")):
            found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]
