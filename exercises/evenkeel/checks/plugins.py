"""Checks that other packages add through the entry-point group ``evenkeel.checks``.

Each is a function ``check(course: Course) -> list[Problem]``.
"""

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from evenkeel.course import Course
from evenkeel.problems import Problem

GROUP = "evenkeel.checks"


def check_plugins(course: Course) -> list[Problem]:
    """What the checks of other packages found.

    A check that cannot be loaded is a problem itself: its part of the course was not checked.
    """
    return [problem for point in entry_points(group=GROUP) for problem in _run(point, course)]


def _run(point: EntryPoint, course: Course) -> list[Problem]:
    try:
        check = point.load()
    except (ImportError, AttributeError) as error:
        message = f"cannot be loaded, so its part of the course was not checked: {error}"
        return [Problem(Path(point.value), None, "", message)]
    return list(check(course))
