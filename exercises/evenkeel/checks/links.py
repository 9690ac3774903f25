"""Checks of links in exercises: the page exists, and so does the part of it that is named."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from evenkeel.course import Course
from evenkeel.loading import Document
from evenkeel.markup import html_in, is_target, link_targets
from evenkeel.problems import Problem

_LABEL = re.compile(r"^\(([^()\s]+)\)=\s*$|^:name:\s*(\S+)|\{#([\w-]+)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)


def check_links(course: Course) -> list[Problem]:
    """Every link in every exercise that leads nowhere."""
    pages = _Pages(course.root / "book")
    return [
        document.problem(where, message)
        for document in course.documents.values()
        for where, text in document.texts("](")
        for target in link_targets(text)
        if is_target(target) and (message := pages.wrong(target))
    ]


def check_html(course: Course) -> list[Problem]:
    """Every text with HTML in it."""
    return html_problems(course.documents.values())


def html_problems(documents: Iterable[Document]) -> list[Problem]:
    """Every text with HTML in it in these files."""
    words = "has {!r}, which learners would see as it stands; take it out, HTML does nothing here"
    return [
        document.problem(where, words.format(tag))
        for document in documents
        for where, text in document.texts("<")
        if (tag := html_in(text))
    ]


class _Pages:
    """The pages of the book, read when they are first linked to."""

    def __init__(self, book: Path) -> None:
        self.book = book
        self.parts: dict[str, set[str] | None] = {}

    def wrong(self, target: str) -> str | None:
        """What is wrong with a link target, or ``None``."""
        page, _, part = target.partition("#")
        if not page:
            return f"links to {target!r}; name the page as well, like difficult/first-words{target}"
        if page not in self.parts:
            self.parts[page] = self._read(page)
        found = self.parts[page]
        if found is None:
            return f"links to {page!r}, but the book has no page book/{page}.md"
        if part and _slug(part) not in found:
            return f"links to {target!r}, but that page has no heading or label {part!r}"
        return None

    def _read(self, page: str) -> set[str] | None:
        for suffix in (".md", ".ipynb"):
            file = self.book / f"{page}{suffix}"
            if re.fullmatch(r"[a-z0-9][a-z0-9_/-]*", page) and file.is_file():
                return _parts(_page_text(file))
        return None


def _page_text(file: Path) -> str:
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix != ".ipynb":
        return text
    try:
        cells = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _parts(text: str) -> set[str]:
    labels = (next(filter(None, match.groups())) for match in _LABEL.finditer(text))
    return {_slug(words) for words in (*labels, *_HEADING.findall(text))}


def _slug(words: str) -> str:
    """The anchor that the book gives a heading or a label."""
    return re.sub(r"[\s_]+", "-", re.sub(r"[^\w\s-]", "", words.lower()).strip())
