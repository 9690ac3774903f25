"""Checks of ``organisation.yml`` and of every place that asks for one of its values."""

import re
from collections.abc import Iterator
from pathlib import Path

from evenkeel.course import FOLDERS, Course
from evenkeel.organisation import FILE, placeholders, wrong_names
from evenkeel.problems import Problem

_CODE = re.compile(r"^(`{3,}|~{3,})(?![`~{]).*?^\1|`[^`\n]+`|^%[^\n]*", re.DOTALL | re.MULTILINE)
_SHOWN_ONLY = {"brief", "content_note", "guidance"}
_DECIDES = (
    "asks for an organisation's value where marks are decided; an assessed worksheet may do so in its brief, "
    "its content_note and the guidance of its fields, so that the same answer earns the same mark everywhere"
)
_ORG = re.compile(r"\{\{\s*org\b[^}]*(?:\}\}|$)", re.MULTILINE)


def check_organisation(course: Course) -> list[Problem]:
    """Unknown values in exercises and pages, and with ``strict`` every placeholder."""
    return [*_unfilled(course), *_exercises(course), *_pages(course)]


def _unfilled(course: Course) -> Iterator[Problem]:
    if course.settings is None or not course.settings.organisation.strict:
        return
    for where, _ in placeholders(course.settings.organisation):
        yield course.problem(FILE, where, "is still empty, and the file says `strict: true`; fill it in")


def _exercises(course: Course) -> Iterator[Problem]:
    assessed = {name for name, sheet in course.worksheets.items() if sheet.assessed}
    for file, document in course.documents.items():
        if file.parent.name in FOLDERS:
            for where, text in document.texts("{{"):
                yield from (document.problem(where, message) for message in _wrong(course, text))
                if file.parent.name == "worksheets" and file.stem in assessed and not _SHOWN_ONLY & set(where):
                    yield document.problem(where, _DECIDES)


def _pages(course: Course) -> Iterator[Problem]:
    for page in sorted(filter(Path.is_file, (course.root / "book").rglob("*.md"))):
        name = page.relative_to(course.root)
        for line, braces in _asked(page.read_text(encoding="utf-8", errors="replace")):
            yield from (Problem(name, line, "", message) for message in _wrong(course, braces))


def _asked(text: str) -> Iterator[tuple[int, str]]:
    """Every ``{{ org… }}`` outside code, with its line. Other substitutions are the page's own affair."""
    bare = _CODE.sub(lambda code: "\n" * code[0].count("\n"), text)
    for found in _ORG.finditer(bare):
        yield bare.count("\n", 0, found.start()) + 1, found[0]


def _wrong(course: Course, text: str) -> list[str]:
    wrong = wrong_names(text)
    if not wrong and not (course.root / FILE).exists():
        return [f"asks for a value of {FILE}, which the course does not have; copy the one that comes with Evenkeel"]
    return wrong
