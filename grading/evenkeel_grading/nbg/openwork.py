"""What still waits for a tutor. While anything does, no feedback and no marks leave the house for that learner."""

import datetime
import fnmatch
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

from evenkeel.responses import ResponsesError, read_bytes
from evenkeel_grading.nbg.ours import NotReleasedError, released
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.stamps import parse_stamp
from evenkeel_grading.nbg.stores import open_store

NEWER = "the newer hand-in, which is collected and not marked yet"
UNMARKED = "the hand-in, which is collected and not marked yet"
MILDER = "what was marked when less had to be confirmed (mark it again)"
_STAMP_BYTES = 4096


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


def undecided(coursedir: CourseDirectory, gradebook: Gradebook, assignment: str) -> dict[str, list[str]]:
    """:func:`open_work`, with :data:`NEWER` for each learner whose marks are for work that another has replaced.

    And with :data:`MILDER` where everything has to be confirmed now, but had not when the work was marked.
    """
    found = open_work(gradebook, assignment)
    for student in _marked_milder(coursedir, assignment):
        found.setdefault(student, []).append(MILDER)
    rows = (
        gradebook.db.query(Student.id, SubmittedAssignment.timestamp)
        .join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )
    for student, marked in rows:
        collected = collected_at(coursedir, student, assignment)
        if collected is not None and (marked is None or collected > marked):
            found.setdefault(student, []).append(NEWER)
    return dict(sorted(found.items()))


def unmarked(coursedir: CourseDirectory, gradebook: Gradebook, assignment: str) -> dict[str, list[str]]:
    """:data:`UNMARKED` for each learner of the gradebook whose collected work has no marks at all."""
    marked = {row.student.id for row in gradebook.assignment_submissions(assignment)}
    others = (student.id for student in gradebook.students if student.id not in marked)
    return {student: [UNMARKED] for student in others if collected_at(coursedir, student, assignment) is not None}


def _marked_milder(coursedir: CourseDirectory, assignment: str) -> list[str]:
    settings = EvenkeelMarking(parent=coursedir)
    if settings.confirm != "all":
        return []
    store = open_store(settings.store_at(coursedir.root))
    # An older store does not say under which rule a work was marked: nothing counts as confirmed by it.
    return [student for rule in ("none", None) for student in store.marked_under(assignment, rule)]


def collected_at(coursedir: CourseDirectory, student: str, assignment: str) -> datetime.datetime | None:
    """When the work that was collected was handed in; None where there is none, or its time cannot be read."""
    folder = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
    try:
        return parse_stamp(read_bytes(folder / "timestamp.txt", max_bytes=_STAMP_BYTES).decode().strip())
    except (ResponsesError, ValueError):
        return None


def waiting(coursedir: CourseDirectory, assignment: str) -> dict[str, list[str]]:
    """:func:`undecided` of the learners that a command is for; nothing for a conventional assignment."""
    if not is_ours(coursedir, assignment):
        return {}
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        found = undecided(coursedir, gradebook, assignment)
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
