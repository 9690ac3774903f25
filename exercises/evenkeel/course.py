"""Finding a course and loading it. Code is installed; content is found."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from evenkeel.loading import Document, read_yaml, validate
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.base import Exercise
from evenkeel.models.requirement import Requirement, Requirements
from evenkeel.organisation import Settings, read_settings
from evenkeel.problems import ContentError, CourseNotFoundError, Problem, Where
from evenkeel.translations import in_language

FOLDERS: dict[str, type[Exercise]] = {"quizzes": Quiz, "scenarios": Scenario, "worksheets": Worksheet}
"""The folders below ``exercises/`` and what their files hold."""

FEEDBACK = Path("exercises", "feedback")
"""Where a course says what feedback there is on drafts of its private sheets: a file for each, named as the sheet."""

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
E = TypeVar("E", bound=Exercise)


@dataclass
class Course:
    """A whole course. Exercises that cannot be used are missing here and have their problems in ``problems``."""

    root: Path
    settings: Settings | None = None
    requirements: dict[str, Requirement] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict[str, str]] = field(default_factory=dict)
    """For a source whose table is divided: how ids start, and the title of that part."""
    quizzes: dict[str, Quiz] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    worksheets: dict[str, Worksheet] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    documents: dict[Path, Document] = field(default_factory=dict)
    """Every content file that was read, by its path from the root: where the lines come from."""

    def problem(self, file: Path, where: Where, message: str, line: int | None = None) -> Problem:
        """A problem at a place of one of the course's files, with its line where that is known."""
        if file in self.documents:
            return self.documents[file].problem(where, message, line)
        return Document(file).problem(where, message, line)

    def has(self, folder: str, exercise_id: str) -> bool:
        """Whether there is a file for this exercise, usable or not."""
        return exercise_file(folder, exercise_id) in self.documents


def exercise_file(folder: str, exercise_id: str) -> Path:
    """The path of an exercise's file from the root: ``exercises/quizzes/first-words.yml``."""
    return Path("exercises", folder, f"{exercise_id}.yml")


def is_root(folder: Path) -> bool:
    """Whether a folder is the root of a course."""
    return (folder / "_config.yml").is_file() and (folder / "exercises").is_dir()


def find_root(path: Path | None = None) -> Path:
    """The course's folder: the path given, else ``EVENKEEL_ROOT``, else the nearest folder above.

    Raises:
        CourseNotFoundError: the folder given holds no course, or none was found.
    """
    named = path or (Path(os.environ["EVENKEEL_ROOT"]) if os.environ.get("EVENKEEL_ROOT") else None)
    if named is not None:
        folder = named.expanduser().resolve()
        if is_root(folder):
            return folder
        source = "" if path else " (from EVENKEEL_ROOT)"
        raise CourseNotFoundError(f"{folder}{source} is not a course: it needs _config.yml and exercises/")
    here = Path.cwd()
    for folder in (here, *here.parents):
        if is_root(folder):
            return folder
    raise CourseNotFoundError("no course here or above: go to a folder inside one, name it, or set EVENKEEL_ROOT to it")


def load_course(root: Path) -> Course:
    """Load everything. One file's problems never hide another's; they are all in ``course.problems``."""
    course = load_requirements(root)
    shelves: Mapping[str, dict[str, Exercise]] = {name: getattr(course, name) for name in FOLDERS}
    for name, model in FOLDERS.items():
        folder = course.root / "exercises" / name
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if not file.name.startswith("."):
                _load_exercise(course, file, model, shelves[name])
    return course


def load_requirements(root: Path) -> Course:
    """A course without its exercises: the settings, the modules and the requirements."""
    course = Course(root.resolve())
    course.settings, course.problems, course.documents = read_settings(course.root)
    _load_requirements(course)
    return course


def load_exercise(root: Path, folder: str, exercise_id: str) -> Course:
    """A course with one exercise in it, and what its checks look up: the settings and the requirements."""
    course = load_requirements(root)
    shelf: dict[str, Exercise] = getattr(course, folder)
    _load_exercise(course, course.root / exercise_file(folder, exercise_id), FOLDERS[folder], shelf)
    return course


def load_quiz(root: Path, exercise_id: str) -> Quiz:
    """Load one quiz.

    Raises:
        ContentError: there is no such quiz, or its file has problems.
    """
    return _load_one(root, "quizzes", exercise_id, Quiz)


def load_scenario(root: Path, exercise_id: str) -> Scenario:
    """Load one scenario.

    Raises:
        ContentError: there is no such scenario, or its file has problems.
    """
    return _load_one(root, "scenarios", exercise_id, Scenario)


def load_worksheet(root: Path, exercise_id: str) -> Worksheet:
    """Load one worksheet.

    Raises:
        ContentError: there is no such worksheet, or its file has problems.
    """
    return _load_one(root, "worksheets", exercise_id, Worksheet)


def _load_one(root: Path, folder: str, exercise_id: str, model: type[E]) -> E:
    name = model.__name__.lower()
    root = root.resolve()
    shelf = root / "exercises" / folder
    if bad_name(exercise_id) or not (shelf / f"{exercise_id}.yml").exists():
        there = ", ".join(sorted(file.stem for file in shelf.glob("*.yml"))) or "none"
        words = f"there is no {name} {exercise_id!r}; there is {there}"
        raise ContentError([Problem(Path("exercises", folder), None, "", words)])
    made, problems = validate(read_yaml(shelf / f"{exercise_id}.yml", root), model)
    if made is None:
        raise ContentError(problems)
    return in_language(root, folder, exercise_id, made)


def _load_requirements(course: Course) -> None:
    file = Path("exercises", "requirements.yml")
    document = course.documents[file] = read_yaml(course.root / file, course.root)
    made, problems = validate(document, Requirements)
    course.problems.extend(problems)
    if made is not None:
        course.requirements = {requirement.id: requirement for requirement in made.requirements}
        course.modules, course.sources, course.parts = dict(made.modules), dict(made.sources), dict(made.parts)


def _load_exercise(course: Course, file: Path, model: type[Exercise], shelf: dict[str, Exercise]) -> None:
    name = file.relative_to(course.root)
    if message := _bad_file(file):
        course.problems.append(Problem(name, None, "", message))
        return
    document = course.documents[name] = read_yaml(file, course.root)
    made, problems = validate(document, model)
    course.problems.extend(problems)
    if made is not None:
        shelf[file.stem] = made


def _bad_file(file: Path) -> str | None:
    if file.suffix != ".yml" or (file.is_dir() and not file.is_symlink()):
        return "does not belong here; this folder holds one .yml file for each exercise"
    return bad_name(file.stem)


def bad_name(exercise_id: str) -> str | None:
    """What is wrong with a name for an exercise's file, in words that go after the name."""
    if not _ID.fullmatch(exercise_id) or len(exercise_id) > 64:
        return "has a name that is not an id; use small letters, figures and single hyphens, as in first-words.yml"
    return None
