"""Make both PDFs from the course and its built book."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from bs4 import BeautifulSoup
from pypdf import PdfReader

from evenkeel import words
from evenkeel.course import Course, load_course
from evenkeel.languages import language_of
from evenkeel.problems import ContentError
from evenkeel.words import _
from evenkeel.workbook.documents import Document, Entry, facilitator_guide, workbook
from evenkeel.workbook.pdf import chromium, print_to

DOCUMENTS: Final[dict[str, Callable[[Course, Path], Document]]] = {
    "workbook": workbook,
    "facilitator-guide": facilitator_guide,
}

PASSES: Final = 4


def make(root: Path, target: Path, html: Path | None = None) -> list[Path]:
    """Write ``workbook.pdf`` and ``facilitator-guide.pdf`` into ``target``, and return their paths.

    ``html`` is the folder of the built book; the course's own when absent.

    Raises:
        NoPageError: the book has not been built, or not since a page was added.
        ContentError: the course has problems.
        PdfError: there is no Chromium, or it could not print.
    """
    chromium()
    html = html or root / "_build" / "html"
    course = load_course(root)
    if course.problems:
        raise ContentError(course.problems)
    target.mkdir(parents=True, exist_ok=True)
    with words.speaking(language_of(root)):
        return [_print(target / name, document(course, html)) for name, document in DOCUMENTS.items()]


def _print(path: Path, document: Document) -> Path:
    """Print until the page numbers in the contents are those of the pages: adding the contents moves them once."""
    source, pdf = path.with_suffix(".html"), path.with_suffix(".pdf")
    contents: list[Entry] = []
    for _pass in range(PASSES):
        source.write_text(document.page(contents), encoding="utf-8")
        print_to(source.resolve(), pdf.resolve())
        before, contents = contents, _contents(source, pdf)
        if contents == before:
            break
    return pdf


def _contents(source: Path, pdf: Path) -> list[Entry]:
    """Parts and what is in them, without the cover and the contents themselves.

    The pages are those of the outline that Chromium made of the headings. The words are the headings' own: in the
    outline a space is lost wherever a line breaks.
    """
    headings = BeautifulSoup(source.read_text(encoding="utf-8"), "html.parser").find_all(["h1", "h2"])
    with PdfReader(pdf) as reader:
        pages = list(_pages(reader, reader.outline))
    found = [
        Entry(heading.get_text(" ", strip=True), page, int(heading.name == "h2"))
        for heading, page in zip(headings, pages, strict=True)
    ]
    return [entry for entry in found if entry.page > 1 and entry.title != _("Contents")]


def _pages(reader: PdfReader, outline: list[Any], depth: int = 0) -> Iterator[int]:
    """The page of each heading of the first two depths, in their order."""
    for item in outline:
        if not isinstance(item, list):
            yield (reader.get_destination_page_number(item) or 0) + 1
        elif depth == 0:
            yield from _pages(reader, item, depth + 1)
