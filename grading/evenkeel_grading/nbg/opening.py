"""Opening a class from a command: its configuration as ``nbgrader`` finds it, then its gradebook and stores."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory

from evenkeel_grading.nbg.desk import Desk


class NoSuchAssignmentError(Exception):
    """The gradebook does not know the assignment. ``str()`` says so."""


def course_of(root: Path) -> CourseDirectory:
    """The class of the course at ``root``, by the configuration that :func:`told_of` gives it."""
    app = NbGrader(raise_config_file_errors=True)
    with told_of(root):
        app.load_config_file()
    return CourseDirectory(parent=app)


@contextmanager
def told_of(root: Path) -> Iterator[None]:
    """While configuration is read, the environment names this course and, afterwards, what it named before.

    ``JUPYTER_CONFIG_PATH`` stays as it is where it is set for this course; else it is the course's own folder. Without
    this, a command for another course than ``EVENKEEL_ROOT`` would mix the settings of both.
    """
    before = {name: os.environ.get(name) for name in ("EVENKEEL_ROOT", "JUPYTER_CONFIG_PATH")}
    another = before["EVENKEEL_ROOT"] and Path(before["EVENKEEL_ROOT"]).expanduser().resolve() != root.resolve()
    given = None if another else before["JUPYTER_CONFIG_PATH"]
    os.environ |= {"EVENKEEL_ROOT": str(root), "JUPYTER_CONFIG_PATH": given or str(root / "grading")}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def assignments_of(root: Path) -> list[str]:
    """The assignments that the gradebook knows."""
    coursedir = course_of(root)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        return sorted(row.name for row in gradebook.assignments)


@contextmanager
def desk_of(root: Path, assignment: str) -> Iterator[Desk]:
    """A tutor's desk for one assignment. Raises :class:`NoSuchAssignmentError`."""
    coursedir = course_of(root)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            gradebook.find_assignment(assignment)
        except MissingEntry:
            raise NoSuchAssignmentError(f"The gradebook at {coursedir.root} does not know {assignment!r}.") from None
        yield Desk(coursedir, gradebook, assignment)
