"""Makes the theme light once the pages are written: one style sheet with what they use, and few icons in its font.

A theme's style sheets come first on the line and hold up the first picture of a page; nine tenths of their rules meet
nothing in a course. Each page then links to one sheet, made from those it had. The theme's own files stay beside it.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from posixpath import normpath, relpath

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx

from evenkeel.book.assets import minified, put
from evenkeel.book.purge import Names, purge

SHEET = "_static/styles/pages.css"
LINK = re.compile(
    r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="(?P<up>[^":]*?)(?P<file>_static/[^"?]+)[^"]*"[^>]*>\n?'
)
FONT = re.compile(
    r"@font-face\s*\{[^}]*?url\((?P<file>[^)]*/webfonts/(?P<name>fa-(?P<style>\w)\w+)[\w-]*)\.woff2\)[^}]*\}"
)
SOURCE = re.compile(r"src:[^;}]*")
NEEDLESS = re.compile(r'[ \t]*<script\b[^>]*\bsrc="[^"]*_static/scripts/bootstrap\.js[^"]*"[^>]*></script>\n?')
NEEDS = ("data-bs-", "pst-collapse-sidebar-button")
"""What the theme uses Bootstrap's script for, as it is written in a page: menus that drop down, and a hint."""


def slim(app: Sphinx, failed: Exception | None) -> None:
    """Give all pages the one small sheet. Called when the pages and the theme's files are written."""
    if failed or app.builder.format != "html" or app.config.html_theme != "sphinx_book_theme":
        return
    out, memory = Path(app.outdir), Path(app.doctreedir) / "evenkeel-sheets.json"
    files = [file for file in sorted(out.rglob("*.html")) if "_static" not in file.relative_to(out).parts]
    pages = {file: file.read_text(encoding="utf-8") for file in files}
    sheets = _sheets(pages.values(), memory)
    put(memory, json.dumps(sheets))
    version = _write_sheet(out, sheets, names(pages.values(), _scripts(out)))
    for file, html in pages.items():
        put(file, lighter(html, version))


def _sheets(pages: Iterable[str], memory: Path) -> list[str]:
    """The theme's sheets in their order. A page that an earlier build wrote links to none of them any more."""
    known = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else []
    found = [link["file"] for html in pages for link in LINK.finditer(html) if link["file"] != SHEET]
    return [*known, *dict.fromkeys(file for file in found if file not in known and not _is_ours(file))]


def _scripts(out: Path) -> list[str]:
    files = sorted(file for file in (out / "_static").rglob("*.js") if file.name != "bootstrap.js")
    return [file.read_text(encoding="utf-8") for file in files]


def names(pages: Iterable[str], scripts: Iterable[str]) -> Names:
    """What rules can meet in pages, and in what scripts may add to them: any word of theirs."""
    words = {word for text in scripts for word in re.findall(r"[\w-]+", text)}
    classes, ids, elements = set(words), set(words), {word.lower() for word in words}
    for html in pages:
        classes.update(word for each in re.findall(r"""\bclass=["']([^"']*)""", html) for word in each.split())
        ids.update(re.findall(r"""\bid=["']([^"']*)""", html))
        elements.update(re.findall(r"<([a-z][\w-]*)", html))
    return Names(frozenset(classes), frozenset(ids), frozenset(elements))


def _write_sheet(out: Path, sheets: list[str], found: Names) -> str:
    """Write the one sheet and the icons that it shows; return its version, which changes when it does."""
    css = "\n".join(purge(_read(out, file), found) for file in sheets if (out / file).is_file())
    text = minified(_with_fewer_icons(out, css), "text/css", SHEET)
    put(out / SHEET, text)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _read(out: Path, file: str) -> str:
    """A sheet with those that it imports, its addresses being as from the one sheet."""
    text = (out / file).read_text(encoding="utf-8")
    folder = str(Path(file).parent.as_posix())

    def moved(found: re.Match[str]) -> str:
        there = normpath(f"{folder}/{found['to']}")
        return f"url({found['quote']}{relpath(there, Path(SHEET).parent.as_posix())}"

    def imported(found: re.Match[str]) -> str:
        return _read(out, normpath(f"{folder}/{found['to']}"))

    text = re.sub(r"""url\((?P<quote>["']?)(?!["']?(?:data:|https?:|/|#))(?P<to>[^"')]+)""", moved, text)
    return re.sub(r"""@import\s*["'](?P<to>[^"':]+)["']\s*;""", imported, text)


def _with_fewer_icons(out: Path, css: str) -> str:
    """The sheet with fonts of those icons that it names, each as one sign in quotation marks.

    They stand within the sheet. A font that came later would move what stands beside its icons.
    """
    signs = {int(code, 16) for code in re.findall(r"""["']\\([0-9a-fA-F]{1,6})["']""", css)}
    signs |= {ord(sign) for sign in re.findall(r"""["']([^"'])["']""", css)}

    def smaller(found: re.Match[str]) -> str:
        if not re.search(rf"\.(?:{found['name']}|fa{found['style']})\b", css):
            return ""
        font = base64.b64encode(_cut((out / SHEET).parent / f"{found['file']}.ttf", signs)).decode("ascii")
        return SOURCE.sub(f'src:url(data:font/woff;base64,{font}) format("woff")', found[0])

    return FONT.sub(smaller, css)


def _cut(font: Path, signs: set[int]) -> bytes:
    """A font with these signs alone."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    options.flavor = "woff"
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    written = BytesIO()
    with TTFont(font, recalcTimestamp=False) as whole:
        cutter.subset(whole)
        subset.save_font(whole, written, options)
    return written.getvalue()


def lighter(html: str, version: str) -> str:
    """A page that links to the one sheet in place of the theme's, and leaves out a script that it has no use for."""
    links = [link for link in LINK.finditer(html) if not _is_ours(link["file"])]
    if not links:
        return html
    one = f'    <link rel="stylesheet" href="{links[0]["up"]}{SHEET}?v={version}" />\n'

    def joined(link: re.Match[str]) -> str:
        return link[0] if _is_ours(link["file"]) else one if link.start() == links[0].start() else ""

    html = LINK.sub(joined, html)
    return html if any(need in html for need in NEEDS) else NEEDLESS.sub("", html)


def _is_ours(file: str) -> bool:
    return Path(file).name.startswith("evenkeel-")
