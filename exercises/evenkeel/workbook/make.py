"""Make both PDFs from the course and its built book."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from evenkeel.course import Course, load_course
from evenkeel.problems import ContentError
from evenkeel.workbook.documents import facilitator_guide, workbook
from evenkeel.workbook.pdf import chromium, print_to

DOCUMENTS: Final[dict[str, Callable[[Course, Path], str]]] = {
    "workbook": workbook,
    "facilitator-guide": facilitator_guide,
}


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
    return [_print(target / name, page(course, html)) for name, page in DOCUMENTS.items()]


def _print(path: Path, page: str) -> Path:
    source, pdf = path.with_suffix(".html"), path.with_suffix(".pdf")
    source.write_text(page, encoding="utf-8")
    print_to(source.resolve(), pdf.resolve())
    return pdf
