"""The book's own scripts and styles, made from the front end at build time, and the pictures of exercises."""

import shutil
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import minify
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError

from evenkeel import bundle
from evenkeel.book.elements import Element

HERE = Path(__file__).parent
KINDS = ("quiz", "scenario", "worksheet")
EXERCISE_STYLE = "evenkeel-exercises.css"
BOOK_STYLE = "evenkeel-book.css"


class MinifyError(SphinxError):
    """A script or a style sheet that the minifier could not read."""

    category = "Evenkeel's own scripts and styles"


def script_name(kinds: Iterable[str]) -> str:
    """The script for a page with these kinds of exercise. A page with quizzes only does not load the others."""
    return "-".join(["evenkeel", *(kind for kind in KINDS if kind in set(kinds))])


def generated(app: Sphinx) -> Path:
    """The folder for files made at build time. It is one of Sphinx's static paths."""
    return Path(app.doctreedir) / "evenkeel-static"


def write(app: Sphinx) -> None:
    """Write the scripts and the style sheets, touching only what has changed."""
    if app.builder.format != "html":
        return
    folder = generated(app)
    folder.mkdir(parents=True, exist_ok=True)
    for size in range(1, len(KINDS) + 1):
        for kinds in combinations(KINDS, size):
            _put(folder / f"{script_name(kinds)}.js", script(kinds))
    for name in ("answers", "server", "handin"):
        if bundle.has(name):
            _put(folder / f"evenkeel-{name}.js", script([], host=name))
    _put(folder / EXERCISE_STYLE, exercise_style())
    book = (HERE / "styles" / "book.css").read_text(encoding="utf-8")
    _put(folder / BOOK_STYLE, minified(book, "text/css", BOOK_STYLE))
    app.add_css_file(BOOK_STYLE, priority=900)


def script(kinds: Sequence[str], host: str = "host") -> str:
    """The minified script for these kinds of exercise, or for what else ``host`` installs.

    Raises:
        MinifyError: the minifier could not read it.
    """
    return minified(bundle.script(kinds, host), "application/javascript", f"the script of {host}.js")


def exercise_style() -> str:
    """The minified style sheet of all exercises."""
    return minified(bundle.css(), "text/css", EXERCISE_STYLE)


def minified(text: str, media: str, name: str) -> str:
    """A script or a style sheet in fewer bytes, which does the same. ``media`` is its media type.

    Raises:
        MinifyError: the minifier could not read it. The build stops: half a script is worse than none.
    """
    try:
        small = minify.string(media, text)
    except minify.MinifyError as error:
        raise MinifyError(f"{name} could not be minified: {error}") from error
    return str(small)


def _put(file: Path, text: str) -> None:
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def note_images(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the pictures of a page's exercises: the front end looks for them at the path the author gave."""
    found = {node["html"]["src"] for node in doctree.findall(Element) if node["tag"] == "img"}
    app.env.metadata[app.env.docname]["evenkeel_images"] = sorted(found)


def copy_images(app: Sphinx, failed: Exception | None) -> None:
    """Copy exercises' pictures to the same path in the output."""
    if failed or app.builder.format != "html":
        return
    for source in {src for page in app.env.metadata.values() for src in page.get("evenkeel_images", ())}:
        target = Path(app.outdir, source)
        if Path(app.srcdir, source).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(app.srcdir, source), target)
