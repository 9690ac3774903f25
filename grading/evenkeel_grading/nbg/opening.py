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
    """The class of the course at ``root``. Without ``JUPYTER_CONFIG_PATH``, by the course's own configuration."""
    os.environ.setdefault("JUPYTER_CONFIG_PATH", str(root / "grading"))
    os.environ.setdefault("EVENKEEL_ROOT", str(root))
    app = NbGrader(raise_config_file_errors=True)
    app.load_config_file()
    return CourseDirectory(parent=app)


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
