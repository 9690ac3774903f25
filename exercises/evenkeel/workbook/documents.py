"""What goes into the workbook and the facilitator's guide, as two HTML pages to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from evenkeel import words
from evenkeel.checks.settings import NAME, check_settings
from evenkeel.course import Course
from evenkeel.organisation import values_of
from evenkeel.pages import Page, read_pages, read_parts
from evenkeel.problems import ContentError
from evenkeel.spec import spec
from evenkeel.workbook.excerpt import BuiltPage

FACILITATOR: Final = "guides/facilitator"
"""The page with the session plans. A course without it gets keys and conversations only."""

_pages = Environment(
    loader=PackageLoader("evenkeel.workbook"), autoescape=select_autoescape(default=True), trim_blocks=True
)
_pages.globals |= {"_": words._, "language": words.language, "direction": words.direction}


@dataclass(frozen=True)
class Sheet:
    """An exercise in its printed form."""

    title: str
    words: Markup


@dataclass
class Chapter:
    """One page of the book, as far as it goes into print."""

    title: str
    in_short: Markup = field(default_factory=Markup)
    job_aids: list[Markup] = field(default_factory=list)
    worksheets: list[Sheet] = field(default_factory=list)
    quizzes: list[Sheet] = field(default_factory=list)
    plays: list[dict[str, Any]] = field(default_factory=list)

    @property
    def lesson(self) -> bool:
        """Whether the page teaches: it has a quiz."""
        return bool(self.quizzes)


@dataclass(frozen=True)
class Part:
    """A part of the book with its chapters."""

    title: str
    chapters: list[Chapter]


@dataclass(frozen=True)
class Entry:
    """A line of the contents. ``depth`` is 0 for a part and 1 for what is in it."""

    title: str
    page: int
    depth: int


@dataclass(frozen=True)
class Document:
    """A page to print: a template, and what goes into it."""

    template: str
    values: dict[str, Any]

    def page(self, contents: Sequence[Entry] = ()) -> str:
        """The HTML. Page numbers are known once it has been printed, so the contents are given afterwards."""
        return _pages.get_template(self.template).render(contents=contents, **self.values)


def workbook(course: Course, html: Path) -> Document:
    """The workbook: lessons in brief, worksheets to write in, job aids. No answer is in it."""
    return Document("workbook.html.j2", {"title": book_title(course), "parts": list(_parts(course, html))})


def facilitator_guide(course: Course, html: Path) -> Document:
    """The guide: session plans, every conversation with its reasons, and the answers of all practice items."""
    plans = BuiltPage(html, FACILITATOR).whole() if (html / f"{FACILITATOR}.html").is_file() else Markup()
    parts = [part for part in _parts(course, html) if any(one.quizzes or one.plays for one in part.chapters)]
    return Document("facilitator.html.j2", {"title": book_title(course), "plans": plans, "parts": parts})


def book_title(course: Course) -> str:
    """The title in ``_config.yml``.

    Raises:
        ContentError: there is none.
    """
    if problems := check_settings(course):
        raise ContentError(problems)
    return str(yaml.safe_load((course.root / NAME).read_bytes())["title"])


def _parts(course: Course, html: Path) -> Iterator[Part]:
    pages = {page.name: page for page in read_pages(course.root)}
    for title, names in read_parts(course.root):
        found = (_chapter(course, html, pages[name]) for name in names if name in pages)
        chapters = [chapter for chapter in found if chapter is not None]
        if chapters:
            yield Part(title, chapters)


def _chapter(course: Course, html: Path, page: Page) -> Chapter | None:
    """The page's part in print; None for a page that has none, such as the page that hands in."""
    built = BuiltPage(html, page.name)
    chapter = Chapter(built.title, job_aids=built.job_aids())
    for kind, name in page.exercises:
        _add(chapter, course, built, kind, name)
    if not (chapter.job_aids or chapter.worksheets or chapter.quizzes or chapter.plays):
        return None
    chapter.in_short = built.in_short() if chapter.lesson else Markup()
    return chapter


def _add(chapter: Chapter, course: Course, built: BuiltPage, kind: str, name: str) -> None:
    if kind == "scenario" and name in course.scenarios:
        chapter.plays.append(spec(course.scenarios[name], name, values=values_of(course.root)))
        return
    words = built.exercise(kind, name)
    if words is None:
        return
    if kind == "quiz" and name in course.quizzes:
        chapter.quizzes.append(Sheet(course.quizzes[name].title, words))
    elif kind == "worksheet" and name in course.worksheets and not course.worksheets[name].assessed:
        chapter.worksheets.append(Sheet(course.worksheets[name].title, words))
