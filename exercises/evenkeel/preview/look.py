"""A look at one file: what is wrong with it, and what the front end would get."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from evenkeel.checks.links import check_links
from evenkeel.checks.quiz import check_quiz
from evenkeel.checks.report import Report
from evenkeel.checks.scenario import check_scenario
from evenkeel.checks.worksheet import check_worksheet
from evenkeel.course import FOLDERS, Course, exercise_file, is_root, load_course, load_exercise, load_scenario
from evenkeel.mapping import draw
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.problems import EvenkeelError, Problem, tidy
from evenkeel.spec import spec


@dataclass(frozen=True)
class Look:
    """``spec`` is absent when the file cannot be shown; ``drawing`` is the map (SVG) of a scenario."""

    problems: list[Problem]
    spec: dict[str, Any] | None = None
    drawing: str | None = None
    images: frozenset[str] = field(default_factory=frozenset)


def place_of(file: Path) -> tuple[Path, str, str]:
    """The course's folder, the folder of exercises and the id that a file's path says.

    Raises:
        EvenkeelError: the file lies in no course's ``exercises/quizzes``, ``scenarios`` or ``worksheets``.
    """
    file = file.expanduser().resolve()
    folder = file.parent
    if folder.name not in FOLDERS or folder.parent.name != "exercises" or not is_root(folder.parents[1]):
        known = ", ".join(f"exercises/{name}/" for name in FOLDERS)
        raise EvenkeelError(f"{file} does not lie in {known} of a course; put it there, then preview it")
    if not file.is_file():
        raise EvenkeelError(f"there is no file {file}; `evenkeel new` starts one")
    return folder.parents[1], folder.name, file.stem


def look(root: Path, folder: str, exercise_id: str) -> Look:
    """Load and check one file as ``evenkeel check`` would, but for what other packages check."""
    course = load_exercise(root, folder, exercise_id)
    made = getattr(course, folder).get(exercise_id)
    if isinstance(made, Worksheet):  # it may play a scenario, which has to be known
        course = load_course(root)
    file = exercise_file(folder, exercise_id)
    problems = [problem for problem in [*course.problems, *_checked(course, file, made)] if problem.file == file]
    if made is None:
        return Look(tidy(problems))
    values = course.settings.values() if course.settings else {}
    data = spec(made, exercise_id, partial(load_scenario, root), values)
    drawing = draw(made) if isinstance(made, Scenario) else None
    return Look(tidy(problems), data, drawing, frozenset(_images(data)))


def _checked(course: Course, file: Path, made: Any) -> list[Problem]:
    report = Report(course, file)
    if isinstance(made, Quiz):
        check_quiz(made, report)
    elif isinstance(made, Scenario):
        check_scenario(made, report)
    elif isinstance(made, Worksheet):
        check_worksheet(made, report)
    return [*report.problems, *check_links(course)]


def _images(data: Any) -> list[str]:
    """Every picture that the front end will ask for."""
    if isinstance(data, list):
        return [src for part in data for src in _images(part)]
    if not isinstance(data, dict):
        return []
    own = [data["src"]] if isinstance(data.get("src"), str) else []
    return own + [src for part in data.values() for src in _images(part)]
