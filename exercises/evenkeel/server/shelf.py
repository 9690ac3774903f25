"""The course's exercises as the server needs them: whether there is one, and what an assignment asks for."""

import re
from pathlib import Path

from evenkeel.course import exercise_file, load_worksheet
from evenkeel.models import Worksheet
from evenkeel.problems import ContentError
from evenkeel.records import is_id

REVIEW = "my-review"
"""The one record of the review page: see ``frontend/review.js``."""
FOLDERS = {"quiz": "quizzes", "scenario": "scenarios", "worksheet": "worksheets"}
_ELEMENT = re.compile(r"<evenkeel-exercise\b[^>]*")
_KIND = re.compile(r"""\bexercise=["']([a-z]+)["']""")
_NAME = re.compile(r"""\bname=["']([a-z0-9-]+)["']""")
_Stamp = tuple[int, int]


class Shelf:
    """Reads a worksheet again only when its file has changed: every save needs it."""

    def __init__(self, root: Path, book: Path) -> None:
        self.root = root
        self.book = book
        self._pages: tuple[int, dict[str, str]] = (0, {})
        self._read: dict[str, tuple[_Stamp, Worksheet]] = {}

    def has(self, kind: str, name: str) -> bool:
        """Whether the course has this exercise. ``kind`` is ``quiz``, ``scenario``, ``worksheet`` or ``review``."""
        if kind == "review":
            return name == REVIEW
        return kind in FOLDERS and is_id(name) and (self.root / exercise_file(FOLDERS[kind], name)).is_file()

    def worksheet(self, name: str) -> Worksheet:
        """One worksheet; raises :class:`evenkeel.problems.ContentError`."""
        status = (self.root / exercise_file("worksheets", name)).stat()
        stamp = status.st_mtime_ns, status.st_size
        if name not in self._read or self._read[name][0] != stamp:
            self._read[name] = stamp, load_worksheet(self.root, name)
        return self._read[name][1]

    def page(self, name: str) -> str | None:
        """The page of the built book that holds the worksheet, as its address below the book."""
        try:
            built = (self.book / "index.html").stat().st_mtime_ns
        except OSError:
            return None
        if self._pages[0] != built:
            self._pages = built, _worksheet_pages(self.book)
        return self._pages[1].get(name)

    def assignment(self, name: str) -> Worksheet | None:
        """One assignment. ``None`` without it, and where it has problems: ``evenkeel check`` reports them."""
        try:
            worksheet = self.worksheet(name) if is_id(name) else None
        except (ContentError, OSError):
            return None
        return worksheet if worksheet and worksheet.assessed else None

    def assessed(self) -> dict[str, Worksheet]:
        """The assignments by id, less those with problems."""
        files = sorted((self.root / "exercises" / "worksheets").glob("*.yml"))
        found = {file.stem: self.assignment(file.stem) for file in files}
        return {name: worksheet for name, worksheet in found.items() if worksheet}


def _worksheet_pages(book: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(book.rglob("*.html")):
        for tag in _ELEMENT.findall(file.read_text(encoding="utf-8", errors="replace")):
            kind, name = _KIND.search(tag), _NAME.search(tag)
            if kind and name and kind[1] == "worksheet":
                found.setdefault(name[1], file.relative_to(book).as_posix())
    return found
