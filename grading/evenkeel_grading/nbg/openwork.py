"""What still waits for a tutor. While anything does, no feedback and no marks leave the house for that learner."""

import fnmatch
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

from evenkeel_grading.nbg.ours import NotReleasedError, released


def is_ours(coursedir: CourseDirectory, assignment: str) -> bool:
    """Whether the assignment is marked from answers; in doubt it is."""
    try:
        return released(coursedir, assignment) is not None
    except NotReleasedError:
        return True


def open_work(gradebook: Gradebook, assignment: str) -> dict[str, list[str]]:
    """By learner, the ids of what a tutor has not decided: held or unconfirmed criteria, unreadable answers."""
    rows = (
        gradebook.db.query(Student.id, BaseCell.name)
        .join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(Assignment.name == assignment, Grade.needs_manual_grade.is_(True))
        .order_by(Student.id, BaseCell.name)
    )
    found: dict[str, list[str]] = {}
    for student, cell in rows:
        found.setdefault(student, []).append(cell.removeprefix("criterion-").removeprefix("field-"))
    return found


def waiting(coursedir: CourseDirectory, assignment: str) -> dict[str, list[str]]:
    """:func:`open_work` of the learners that a command is for; nothing for a conventional assignment."""
    if not is_ours(coursedir, assignment):
        return {}
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        found = open_work(gradebook, assignment)
    wanted = coursedir.student_id or "*"
    return {student: ids for student, ids in found.items() if fnmatch.fnmatchcase(student, wanted)}


def sentences(assignment: str, found: dict[str, list[str]]) -> Iterator[str]:
    """One for each learner, in words for the tutor."""
    for student, ids in found.items():
        yield f"{student}, {assignment}: a tutor has still to decide {', '.join(ids)}."


@contextmanager
def left_out(coursedir: CourseDirectory, students: Iterable[str]) -> Iterator[None]:
    """Leave these learners out of an nbgrader step."""
    before = coursedir.student_id_exclude
    coursedir.student_id_exclude = ",".join(filter(None, [before, *students]))
    try:
        yield
    finally:
        coursedir.student_id_exclude = before
