"""What of the translations is missing, stale or unusable. An exercise is never wrong for being untranslated."""

from dataclasses import replace
from pathlib import Path

from babel import Locale, UnknownLocaleError

from evenkeel import translations
from evenkeel.checks.quiz import check_quiz
from evenkeel.checks.report import Report
from evenkeel.checks.scenario import check_scenario
from evenkeel.checks.worksheet import check_worksheet
from evenkeel.course import FOLDERS, Course
from evenkeel.loading import Document, read_yaml, validate
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.base import Exercise
from evenkeel.problems import Problem
from evenkeel.translations import Translation

_PLACE = "exercises/translations/<language>/<quizzes, scenarios or worksheets>/<id>.yml"


def check_translations(course: Course) -> list[Problem]:
    """Every problem of every translation; what is missing or stale is a warning."""
    folder = course.root / translations.FOLDER
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return [problem for file in files for problem in _checked(course, file)]


def _checked(course: Course, file: Path) -> list[Problem]:
    name = file.relative_to(course.root)
    exercise = _exercise_of(course, name)
    if isinstance(exercise, str):
        return [Problem(name, None, "", exercise)]
    if exercise is None:
        return []  # the exercise has problems of its own, which are told
    document = read_yaml(file, course.root)
    translation, problems = validate(document, Translation)
    if translation is None:
        return problems
    made, problems = translations.load(course.root, name, exercise)
    if made is not None:
        problems = _of_its_own(course, name, exercise, made)
    return [*problems, *_standing(document, exercise, translation)]


def _of_its_own(course: Course, name: Path, exercise: Exercise, made: Exercise) -> list[Problem]:
    """What a translated exercise has got wrong that its source has right, such as a gap that is gone."""
    known = {(problem.path, problem.message) for problem in _problems(course, name, exercise)}
    return [each for each in _problems(course, name, made) if (each.path, each.message) not in known]


def _problems(course: Course, name: Path, exercise: Exercise) -> list[Problem]:
    report = Report(course, name)
    match exercise:
        case Quiz():
            check_quiz(exercise, report)
        case Scenario():
            check_scenario(exercise, report)
        case Worksheet():
            check_worksheet(exercise, report)
    return report.problems


def _exercise_of(course: Course, name: Path) -> Exercise | str | None:
    """The exercise that a file translates, ``None`` when it cannot be used, or what is wrong with the file's name."""
    parts = name.relative_to(translations.FOLDER).parts
    if len(parts) != 3 or parts[1] not in FOLDERS or name.suffix != ".yml":
        return f"does not belong here; a translation is {_PLACE}"
    try:
        Locale.parse(parts[0], sep="-")
    except (UnknownLocaleError, ValueError):
        return f"is in a folder for no language that we know: {parts[0]!r}; write a tag such as cy, es or es-MX"
    if not course.has(parts[1], name.stem):
        return f"translates an exercise that does not exist: exercises/{parts[1]}/{name.name}"
    shelf: dict[str, Exercise] = getattr(course, parts[1])
    return shelf.get(name.stem)


def _standing(document: Document, exercise: Exercise, translation: Translation) -> list[Problem]:
    state, every = translations.state(exercise, translation), len(translations.texts(exercise))
    found = [_at(document, place, "is of an earlier text; translate it anew") for place in state.stale]
    found += [_at(document, place, "is no text of the exercise any more") for place in state.unknown]
    if state.missing:
        words = f"has no words yet for {len(state.missing)} of {every} texts; the first is {state.missing[0]}"
        found.append(document.problem((), words, 1))
    return [replace(problem, warning=True) for problem in found]


def _at(document: Document, place: str, message: str) -> Problem:
    return replace(document.problem(("texts", place), message), path=place)
