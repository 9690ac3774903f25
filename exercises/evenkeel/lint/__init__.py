"""Looking at a course's content for what a reader would mark in red: flaws of items, wording, balance, review days.

``evenkeel check`` says whether a course works; the lint says whether it is well written. Other packages add to it
through the entry-point group ``evenkeel.lint``: a function ``lint(course) -> list[Finding]``.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from evenkeel.course import Course, exercise_file
from evenkeel.lint import allow, asked, bank, flaws, given, review
from evenkeel.lint.files import File, of_exercises, of_pages
from evenkeel.lint.page import read_pages
from evenkeel.lint.rules import RULES, Finding
from evenkeel.problems import EvenkeelError, Problem

__all__ = ["GROUP", "RULES", "Finding", "lint_bank", "lint_course", "lint_questions"]

GROUP = "evenkeel.lint"
BANK = Path("exercises", "quizzes")


def lint_course(course: Course, today: date | None = None, plugins: bool = True) -> list[Finding]:
    """Everything found in a loaded course, in the order of the files; what an exception allows has its ``reason``.

    Args:
        course: a loaded course. Exercises that could not be loaded are left out; ``evenkeel check`` tells of them.
        today: the day to measure review days by; the present one when left out.
        plugins: whether what other installed packages add is looked for as well.
    """
    exercises = list(of_exercises(course))
    files = [*of_pages(read_pages(course.root), exercises), *exercises]
    found = [finding for file in files for finding in (*file.found(), *_reviewed(file, today or date.today()))]
    found += [*lint_questions(course, asked.of_course(course)), *_bank(course), *_given(course)]
    if plugins:
        found += [one for point in entry_points(group=GROUP) for one in _added(point, course)]
    places = {file.path for file in files} | {one.problem.file for one in found}
    named = [one for path in sorted(places) for one in allow.exceptions(path, _lines(course.root / path))]
    return sorted(set(allow.apply(found, named)), key=lambda one: (one.problem.order, one.rule))


def _added(point: EntryPoint, course: Course) -> Iterable[Finding]:
    """What another package finds.

    Raises:
        EvenkeelError: it cannot be loaded, so that its part of the course would not be looked at.
    """
    try:
        added = point.load()
    except (ImportError, AttributeError) as error:
        raise EvenkeelError(f"{point.value} cannot be loaded, so its part was not looked at: {error}") from error
    return list(added(course))


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []


def lint_questions(course: Course, questions: Iterable[asked.Asked]) -> Iterator[Finding]:
    """The flaws of some questions, one by one."""
    for question in questions:
        for rule, where, message in flaws.check_flaws(question):
            yield Finding(rule, course.problem(question.file, where, message))


def _reviewed(file: File, today: date) -> Iterator[Finding]:
    """A review that is due is a warning: nobody changed anything that day."""
    for rule, message in review.check_review(file.about, file.review, today):
        yield Finding(rule, Problem(file.path, None, "", message, warning=rule == "review-due"))


def lint_bank(questions: list[asked.Asked], folder: Path) -> Iterator[Finding]:
    """How a bank of questions leans as a whole; told of the folder that it lies in."""
    for rule, message in bank.check_bank(questions):
        yield Finding(rule, Problem(folder, None, "", message))


def _given(course: Course) -> Iterator[Finding]:
    """The typed answers that an item gives away itself."""
    for name, quiz in course.quizzes.items():
        file = exercise_file("quizzes", name)
        for index, item in enumerate(quiz.items):
            for rule, where, message in given.check_given(item, ("items", index)):
                yield Finding(rule, course.problem(file, where, message))


def _bank(course: Course) -> Iterator[Finding]:
    questions = asked.of_course(course)
    yield from lint_bank(questions, BANK)
    for question, where, message in bank.check_stems(questions):
        yield Finding("near-duplicate", course.problem(question.file, where, message))
