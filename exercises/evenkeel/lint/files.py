"""Pages and exercises in one form: the words in them, what they are about, and what their own rules find."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evenkeel.course import FOLDERS, Course, exercise_file
from evenkeel.lint import numbers, pages, prose, review, wording
from evenkeel.lint.asked import of_quiz
from evenkeel.lint.balance import check_balance
from evenkeel.lint.page import Page
from evenkeel.lint.prose import Prose
from evenkeel.lint.rules import Finding
from evenkeel.lint.terms import SUBJECT
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.base import Exercise
from evenkeel.problems import Problem, Where

SHOWS = ("quiz", "scenario", "worksheet", "assignment")
"""The directives by which a page shows an exercise."""


@dataclass
class File:
    """A file with words in it. ``review`` is what it says of its review."""

    path: Path
    words: list[Prose]
    review: object

    @cached_property
    def whole(self) -> str:
        """All its words, the list of sources left aside."""
        return " ".join(part.text for part in self.words if part.kind != "source")

    @cached_property
    def about(self) -> str | None:
        """Why it needs a review, if it does."""
        return review.subject(self.whole)

    def found(self) -> Iterator[Finding]:
        """What its words and its own rules show."""
        sensitive = SUBJECT.search(self.whole) is not None
        for part in self.words:
            for rule, message in (*wording.check_wording(part, sensitive), *numbers.check_numbers(part)):
                yield Finding(rule, self.problem(part, message))

    def problem(self, part: Prose, message: str) -> Problem:
        """A problem of some of its words."""
        return Problem(self.path, part.line, "", message)


@dataclass
class PageFile(File):
    """A page. ``shown`` are the exercises on it."""

    page: Page
    shown: list[File]

    @cached_property
    def about(self) -> str | None:
        """Why it needs a review: for its own words, or for those of an exercise on it."""
        return review.subject(self.whole) or next((file.about for file in self.shown if file.about), None)

    def found(self) -> Iterator[Finding]:
        """What its words show, and the page as a whole."""
        yield from super().found()
        for rule, line, message in pages.check_page(self.page):
            yield Finding(rule, Problem(self.path, line, "", message))


@dataclass
class ExerciseFile(File):
    """An exercise."""

    course: Course
    exercise: Exercise

    def found(self) -> Iterator[Finding]:
        """What its words show, and the balance of a scenario."""
        yield from super().found()
        if isinstance(self.exercise, Scenario):
            for rule, where, message in check_balance(self.exercise):
                yield Finding(rule, self.course.problem(self.path, where, message))

    def problem(self, part: Prose, message: str) -> Problem:
        """A problem of some of its words, with the entry that they stand in."""
        return self.course.problem(self.path, part.where, message)


def of_exercises(course: Course) -> Iterator[ExerciseFile]:
    """Every exercise that could be loaded."""
    for folder in FOLDERS:
        for name, exercise in getattr(course, folder).items():
            path = exercise_file(folder, name)
            words = list(prose.of_exercise(course, path, _poor(exercise, path)))
            given = exercise.review.model_dump() if exercise.review else None
            yield ExerciseFile(path, words, given, course, exercise)


def of_pages(found: Iterable[Page], exercises: list[ExerciseFile]) -> Iterator[PageFile]:
    """Every page, with the exercises on it."""
    by_id = {file.path.stem: file for file in exercises}
    for page in found:
        named = [fence.argument for fence in page.fences if fence.name in SHOWS]
        named += [match[1] for line in page.lines if (match := _SHOWN.match(line))]
        shown: list[File] = [by_id[name] for name in named if name in by_id]
        yield PageFile(page.file, list(prose.of_page(page)), page.front.get("review"), page, shown)


_SHOWN = re.compile(rf"^:{{3,}}\{{(?:{'|'.join(SHOWS)})\}}\s+([\w-]+)")


def _poor(exercise: Exercise, path: Path) -> set[Where]:
    """The places of the words that are there to be a poor choice."""
    if isinstance(exercise, Quiz):
        asked = [one for one in of_quiz(exercise, path) if one.form != "parts"]
        originals: set[Where] = {("items", n, "original") for n in range(len(exercise.items))}
        return originals | {answer.where for one in asked for answer in one.distractors}
    if isinstance(exercise, Scenario):
        return {
            ("nodes", n, "choices", c, "text")
            for n, node in enumerate(exercise.nodes)
            for c, choice in enumerate(node.choices)
            if choice.quality != "good"
        }
    return set(_options(exercise)) if isinstance(exercise, Worksheet) else set()


def _options(sheet: Worksheet) -> Iterator[Where]:
    """The places of the options of a worksheet. Which of them is right stands elsewhere."""
    for f, field in enumerate(sheet.fields):
        yield from (("fields", f, "options", n, "text") for n, _ in enumerate(getattr(field, "options", ())))
        for i, item in enumerate(getattr(field, "items", ())):
            yield from (
                ("fields", f, "items", i, "options", n, "text") for n, _ in enumerate(getattr(item, "options", ()))
            )
