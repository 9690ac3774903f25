"""The book's own scripts and styles, made from the front end at build time, and the pictures of exercises.

A page with exercises loads one script. It holds the exercises' own files and the parts that these exercises need (see
:mod:`evenkeel.parts`), and its name says which: ``evenkeel-quiz-choosing-sorting.js``. One classic script has its order
within it, so it works from a file as from a server. Pages are read in any number of processes, each noting what its
pages need; then the main process writes a script for each set that was noted, before any page is written.
"""

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import minify
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from evenkeel import bundle
from evenkeel.book.elements import Element
from evenkeel.parts import PARTS, parts_of

HERE = Path(__file__).parent
KINDS = ("quiz", "scenario", "worksheet", "review")
EXERCISE_STYLE = "evenkeel-exercises.css"
BOOK_STYLE = "evenkeel-book.css"


class MinifyError(SphinxError):
    """A script or a style sheet that the minifier could not read."""

    category = "Evenkeel's own scripts and styles"


def needs(doctree: nodes.document) -> tuple[str, ...]:
    """The kinds of exercise on a page and the parts that they need, in a fixed order; none on a page without any."""
    found = [node["html"] for node in doctree.findall(Element) if "spec" in node["html"]]
    kinds = {each["exercise"] for each in found}
    parts = {part for each in found for part in parts_of(json.loads(each["spec"]))}
    return tuple(name for name in (*KINDS, *PARTS) if name in kinds | parts)


def script_name(needed: Iterable[str]) -> str:
    """The script for a page that needs these kinds of exercise and these parts."""
    return "-".join(["evenkeel", *needed])


def generated(app: Sphinx) -> Path:
    """The folder for files made at build time. It is one of Sphinx's static paths."""
    return Path(app.doctreedir) / "evenkeel-static"


def write(app: Sphinx) -> None:
    """Write the scripts and the style sheets, touching only what has changed."""
    if app.builder.format != "html":
        return
    folder = generated(app)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("answers", "server", "handin", "home"):
        if bundle.has(name):
            put(folder / f"evenkeel-{name}.js", script([], host=name))
    put(folder / EXERCISE_STYLE, exercise_style())
    book = (HERE / "styles" / "book.css").read_text(encoding="utf-8")
    put(folder / BOOK_STYLE, minified(book, "text/css", BOOK_STYLE))
    app.add_css_file(BOOK_STYLE, priority=900)


def note_needs(app: Sphinx, doctree: nodes.document) -> None:
    """Remember what a page's exercises need: their script and their pictures, which stand where the author said."""
    images = {node["html"]["src"] for node in doctree.findall(Element) if node["tag"] == "img"}
    noted = app.env.metadata[app.env.docname]
    noted["evenkeel_images"], noted["evenkeel_needs"] = sorted(images), needs(doctree)


def write_scripts(app: Sphinx, env: BuildEnvironment) -> None:
    """Write a script for each set of kinds and parts that some page needs, and take away those of an earlier build."""
    if app.builder.format != "html":
        return
    sets = {page["evenkeel_needs"] for page in env.metadata.values() if page.get("evenkeel_needs")}
    wanted = {f"{script_name(each)}.js": each for each in sets}
    for old in generated(app).glob(f"{script_name(())}-*.js"):
        if old.name.split("-")[1] in KINDS and old.name not in wanted:
            old.unlink()
    for name, needed in sorted(wanted.items()):
        kinds, parts = ([each for each in needed if each in known] for known in (KINDS, PARTS))
        put(generated(app) / name, script(kinds, parts=parts))


def script(kinds: Sequence[str], host: str = "host", parts: Sequence[str] | None = None) -> str:
    """The minified script for these kinds of exercise with these parts, or for what else ``host`` installs.

    Raises:
        MinifyError: the minifier could not read it.
    """
    return minified(bundle.script(kinds, host, parts), "application/javascript", f"the script of {host}.js")


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


def put(file: Path, text: str) -> None:
    """Write a file, if it is not so already."""
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


_EVALUATED = re.compile(r'"plural_expr": "(?P<rule>[^"]*)"')


def settle_translations(app: Sphinx, failed: Exception | None) -> None:
    """Write the rule of plurals into Sphinx's words for search as code.

    Sphinx makes a function of it when the page loads, and the served book's policy lets no text become code.
    """
    file = Path(app.outdir, "_static", "translations.js")
    if failed or app.builder.format != "html" or not file.is_file():
        return
    words = file.read_text(encoding="utf-8")
    rule = _EVALUATED.search(words)
    if rule and words.startswith(_ADD):
        put(file, _ADDED.replace("RULE", rule["rule"]) + words.removeprefix(_ADD))


_ADD = "Documentation.addTranslations("
_ADDED = """((catalog) => {
  Object.assign(Documentation.TRANSLATIONS, catalog.messages);
  Documentation.PLURAL_EXPR = (n) => RULE;
  Documentation.LOCALE = catalog.locale;
})("""


def copy_images(app: Sphinx, failed: Exception | None) -> None:
    """Copy exercises' pictures to the same path in the output."""
    if failed or app.builder.format != "html":
        return
    for source in {src for page in app.env.metadata.values() for src in page.get("evenkeel_images", ())}:
        target = Path(app.outdir, source)
        if Path(app.srcdir, source).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(app.srcdir, source), target)
