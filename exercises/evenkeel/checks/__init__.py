"""What must hold of a course beyond the form of its files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from evenkeel.checks.links import check_html, check_links
from evenkeel.checks.organisation import check_organisation
from evenkeel.checks.owed import check_owed
from evenkeel.checks.plugins import check_plugins
from evenkeel.checks.quiz import check_quiz
from evenkeel.checks.report import Report
from evenkeel.checks.requirements import check_pages, check_requirements
from evenkeel.checks.scenario import check_scenario
from evenkeel.checks.settings import check_settings
from evenkeel.checks.sharing import Check, all_found
from evenkeel.checks.translations import check_translations
from evenkeel.checks.worksheet import check_worksheet
from evenkeel.course import Course, exercise_file
from evenkeel.problems import Problem, tidy

__all__ = ["check_course"]


def check_course(course: Course, plugins: bool = True) -> list[Problem]:
    """Every problem of a course, those found in loading it included, in the order of the files.

    Args:
        course: a loaded course.
        plugins: whether the checks that other installed packages add are made as well.
    """
    found = [*course.problems, *check_settings(course)]
    found += _checked(course, Path("exercises", "requirements.yml"), check_requirements)
    found += all_found(_of_exercises(course))
    found += check_links(course) + check_html(course) + check_organisation(course) + check_pages(course)
    found += check_translations(course) + check_owed(course)
    found += check_plugins(course) if plugins else []
    return tidy(found)


def _of_exercises(course: Course) -> list[Check]:
    """The check of each exercise by itself. The large ones stand first, so that shares of them end together."""
    checks: list[tuple[str, str, Callable[[Report], None]]] = [
        *(("scenarios", name, partial(check_scenario, scenario)) for name, scenario in course.scenarios.items()),
        *(("quizzes", name, partial(check_quiz, quiz)) for name, quiz in course.quizzes.items()),
        *(("worksheets", name, partial(check_worksheet, sheet)) for name, sheet in course.worksheets.items()),
    ]
    return [partial(_checked, course, exercise_file(folder, name), check) for folder, name, check in checks]


def _checked(course: Course, file: Path, check: Callable[[Report], None]) -> list[Problem]:
    report = Report(course, file)
    check(report)
    return report.problems
