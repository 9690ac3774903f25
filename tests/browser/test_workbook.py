"""The course on paper: what is in both PDFs, and that no answer is in the learner's."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from books import Book
from bs4 import BeautifulSoup
from pypdf import PdfReader

from evenkeel.course import Course, load_course
from evenkeel.markup import plain
from evenkeel.workbook.documents import facilitator_guide, workbook
from evenkeel.workbook.excerpt import NoPageError
from evenkeel.workbook.make import make
from evenkeel.workbook.pdf import PdfError, chromium

pytestmark = pytest.mark.slow  # two PDFs of the whole course
BOTH = (workbook, facilitator_guide)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, course: Book) -> dict[str, PdfReader]:
    """Both PDFs of the real course by name."""
    made = make(course.root, tmp_path_factory.mktemp("print"), course.html)
    return {path.stem: PdfReader(path) for path in made}


@pytest.fixture(scope="module")
def content(course: Book) -> Course:
    return load_course(course.root)


def flat(text: str) -> str:
    """Words without what printing changes: spaces, ligatures; Sphinx turns quotation marks, dots and dashes."""
    return re.sub(r"[\s\"'’‘“”…\-–—.]+", "", unicodedata.normalize("NFKC", text))


def words(reader: PdfReader) -> str:
    return flat("".join(page.extract_text() for page in reader.pages))


def practice(content: Course) -> dict[str, Any]:
    return {name: sheet for name, sheet in content.worksheets.items() if not sheet.assessed}


def test_both_are_a4_tagged_and_have_an_outline_and_a_language(printed: dict[str, PdfReader]) -> None:
    for reader in printed.values():
        width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:])
        assert (width, height) == (210, 297)
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.trailer["/Root"]["/Lang"] == "en-GB"
        assert len(reader.outline) > 3


def test_the_workbook_has_every_practice_sheet_and_every_job_aid(
    printed: dict[str, PdfReader], content: Course, course: Book
) -> None:
    said = words(printed["workbook"])
    for sheet in practice(content).values():
        for field in sheet.fields:
            assert flat(field.label) in said, sheet.title
    aids = [page for page in course.root.glob("book/**/*.md") if "{div} job-aid" in page.read_text(encoding="utf-8")]
    assert len(aids) >= 3
    for page in aids:
        title = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert title
        assert flat(title[1]) in said


def test_the_contents_name_the_page_that_each_part_and_sheet_is_on(printed: dict[str, PdfReader]) -> None:
    for reader in printed.values():
        number, heading, *lines = (flat(line) for line in reader.pages[1].extract_text().splitlines())
        assert (number, heading) == ("2", "Contents")
        named = [match.groups() for line in lines if (match := re.fullmatch(r"(.+?)(\d+)", line))]
        assert len(named) > 20
        for title, number in named:
            assert title in flat(reader.pages[int(number) - 1].extract_text())


def test_no_answer_is_in_the_workbook_and_every_one_is_in_the_guide(content: Course, course: Book) -> None:
    mine, theirs = (flat(BeautifulSoup(made(content, course.html).page(), "html.parser").get_text()) for made in BOTH)
    answers = [plain(item.explanation) for quiz in content.quizzes.values() for item in quiz.items]
    choices = [choice for play in content.scenarios.values() for node in play.nodes for choice in node.choices]
    # A value of the organisation stands in the place of {{ org.… }}.
    secrets = [text for text in [*answers, *(plain(choice.reason) for choice in choices)] if "{{" not in text]
    assert len(secrets) > 200
    for secret in secrets:
        assert flat(secret) in theirs
        assert flat(secret) not in mine


def test_a_book_that_lacks_a_page_is_told(content: Course, tmp_path: Path) -> None:
    with pytest.raises(NoPageError, match="Build it again: make book"):
        workbook(content, tmp_path)


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("EVENKEEL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PdfError, match="apt-get install chromium"):
        chromium()
