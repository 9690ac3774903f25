"""The pages of the book as their source has them: which there are, what their sections teach, what exercises they show.

A line ``% teaches: DC-T1, DC-M2`` right under a heading says what that section teaches. Readers do not see it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from evenkeel.problems import ContentError, Problem

TOC = Path("book", "_toc.yml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS = ("quiz", "scenario", "worksheet")

_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_TEACHES = re.compile(r"%\s*teaches\b\s*:?\s*(.*)$", re.IGNORECASE)
_BESIDE = re.compile(r"\s*$|%|\([^()\s]+\)=\s*$")
"""What may stand between a heading and its line: nothing, a comment, a label."""
_FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(.*)$")
_DIRECTIVE = re.compile(r"\{([\w:-]+)\}\s*(\S*)")
_CALL = re.compile(rf"\b({'|'.join(KINDS)})\(\s*[\"']([a-z0-9-]+)[\"']")
_AS_IT_STANDS = ("code", "code-block", "code-cell", "literalinclude", "math", "raw", "parsed-literal")
"""Directives whose inside is no text of the course."""


@dataclass(frozen=True)
class Teaching:
    """One ``% teaches:`` line. ``heading`` is ``None`` where the line does not stand under one."""

    line: int | None
    ids: tuple[str, ...]
    heading: str | None
    anchor: str = ""


@dataclass(frozen=True)
class Page:
    """One page. ``name`` is its path in the book, as in ``difficult/behind``; ``exercises`` are (kind, id)."""

    name: str
    file: Path
    title: str
    teachings: tuple[Teaching, ...]
    exercises: tuple[tuple[str, str], ...]


def read_pages(root: Path) -> list[Page]:
    """The pages that ``book/_toc.yml`` lists, in its order; without such a file, every page there is.

    Raises:
        ContentError: the list of pages cannot be read.
    """
    names = dict.fromkeys(_listed(root / "book"))
    found = [(name, root / "book" / f"{name}{suffix}") for name in names for suffix in (".md", ".ipynb")]
    return [read_page(name, file, root) for name, file in found if file.is_file()]


def read_page(name: str, file: Path, root: Path) -> Page:
    """One page. A page that cannot be read teaches nothing and shows nothing."""
    text, numbered = _text(file)
    seen = _Scan(text)
    slugs = [_slug(heading) for heading in seen.headings]
    teachings = tuple(
        Teaching(line if numbered else None, ids, heading and _plain(heading), _anchor(heading, slugs))
        for line, ids, heading in seen.teachings
    )
    title = _plain(seen.headings[0]) if seen.headings else name
    return Page(name, file.relative_to(root), title, teachings, tuple(dict.fromkeys(seen.exercises)))


def read_parts(root: Path) -> list[tuple[str, list[str]]]:
    """The parts of the book: their captions with the names of their pages. A book without parts is one.

    Raises:
        ContentError: the list of pages cannot be read.
    """
    data, every = _contents(root / "book")
    parts = data.get("parts") if isinstance(data, dict) else None
    if not isinstance(parts, list):
        return [("The course", list(dict.fromkeys(_listed(root / "book"))))]
    captions = (str(part.get("caption") or "") if isinstance(part, dict) else "" for part in parts)
    return [(caption, list(_entries(part, every))) for caption, part in zip(captions, parts, strict=True)]


def _listed(book: Path) -> Iterator[str]:
    data, every = _contents(book)
    yield from _entries(data, every) if (book / TOC.name).is_file() else map(_bare, every)


def _contents(book: Path) -> tuple[Any, list[str]]:
    """What the list of pages holds (``None`` without one), and every file that could be a page."""
    file = book / TOC.name
    every = sorted(path.relative_to(book).as_posix() for kind in ("md", "ipynb") for path in book.rglob(f"*.{kind}"))
    if not file.is_file():
        return None, every
    try:
        return yaml.load(file.read_bytes(), _LOADER), every  # a safe loader, ten times as fast
    except (UnicodeDecodeError, ValueError, RecursionError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        words = "cannot be read as YAML; look at this place"
        raise ContentError([Problem(TOC, mark.line + 1 if mark else None, "", words)]) from error


def _entries(data: Any, every: list[str]) -> Iterator[str]:
    """Every page named in a list of pages, at any depth."""
    if isinstance(data, list):
        for part in data:
            yield from _entries(part, every)
    elif isinstance(data, dict):
        for name, part in data.items():
            if name in ("root", "file") and isinstance(part, str):
                yield _bare(part)
            elif name == "glob" and isinstance(part, str):
                yield from (_bare(page) for page in every if fnmatch(page, part) or fnmatch(_bare(page), part))
            else:
                yield from _entries(part, every)


def _bare(page: str) -> str:
    return re.sub(r"\.(md|ipynb)$", "", page)


def _text(file: Path) -> tuple[str, bool]:
    """A page's Markdown, and whether its lines are those of the file. A notebook's code stands in fences."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix != ".ipynb":
        return text, True
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", False
    shown = (words if kind == "markdown" else f"````{{code-cell}}\n{words}\n````" for kind, words in cells)
    return "\n\n".join(shown), False


class _Scan:
    """Goes through a page's lines once. Text inside code is passed over, text inside other directives is not."""

    def __init__(self, text: str) -> None:
        self.headings: list[str] = []
        self.teachings: list[tuple[int, tuple[str, ...], str | None]] = []
        self.exercises: list[tuple[str, str]] = []
        self.fences: list[tuple[str, str]] = []
        self.under: str | None = None
        lines = text.splitlines()
        for number, line in enumerate(lines[_front_matter(lines) :], _front_matter(lines) + 1):
            self._line(number, line)

    def _line(self, number: int, line: str) -> None:
        if (found := _FENCE.match(line)) and self._fence(found[1], found[2].strip()):
            self.under = None
        elif self.fences and self.fences[-1][1] in _AS_IT_STANDS:
            self.exercises += _CALL.findall(line) if self.fences[-1][1] == "code-cell" else []
        elif heading := _HEADING.match(line):
            self.under = heading[1]
            self.headings.append(heading[1])
        elif taught := _TEACHES.match(line):
            ids = tuple(name.strip() for name in taught[1].split(",") if name.strip())
            self.teachings.append((number, ids, self.under))
        elif not _BESIDE.match(line):
            self.under = None

    def _fence(self, marks: str, words: str) -> bool:
        """Open or close a fence. False for a line that is neither, such as a fence shown inside code."""
        if self.fences and not words and marks.startswith(self.fences[-1][0]):
            self.fences.pop()
            return True
        if self.fences and self.fences[-1][1] in _AS_IT_STANDS:
            return False
        directive = _DIRECTIVE.match(words)
        name = directive[1] if directive else "code"
        if directive and name in KINDS:
            self.exercises.append((name, directive[2]))
        self.fences.append((marks, name))
        return True


def _front_matter(lines: list[str]) -> int:
    """How many lines the settings at the top of a page take."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)


def _anchor(heading: str | None, slugs: list[str]) -> str:
    """The anchor of a section; none for words that head two sections, whose second gets a number instead."""
    slug = _slug(heading or "")
    return slug if slugs.count(slug) == 1 else ""


def _slug(heading: str) -> str:
    """The anchor that the book gives a heading."""
    from docutils.nodes import make_id

    return make_id(_plain(heading))


def _plain(heading: str) -> str:
    """A heading's words without its markup."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"\s*\{#[\w-]+\}\s*$", "", heading))
    return re.sub(r"[*`]", "", words).strip()
