"""A tutor's desk: what stores and gradebook together say of an assignment, for the pages and the commands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, Grade, Gradebook, GradeCell, Student, SubmittedAssignment
from nbgrader.api import SubmittedNotebook as Submission
from nbgrader.coursedir import CourseDirectory

from evenkeel_grading.kept import Opinion
from evenkeel_grading.nbg.scoring import CRITERION
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.stores import open_store
from evenkeel_grading.queue import Class, Entry, Totals, queue, step_of
from evenkeel_grading.store import MarkingStore

BOTH = 2
"""How many tutors mark a work blind for moderation."""


@dataclass(frozen=True)
class Row:
    """One cell of a learner's work in the gradebook. ``score`` is what stands: the tutor's points, else ours."""

    submission: str
    learner: str
    cell: str
    most: float
    suggested: float
    score: float
    open: bool


class Desk:
    """One assignment as it stands now."""

    def __init__(self, coursedir: CourseDirectory, gradebook: Gradebook, assignment: str) -> None:
        self.assignment = assignment
        self.settings = EvenkeelMarking(parent=coursedir)
        self.store: MarkingStore = open_store(self.settings.store_at(coursedir.root))
        self.works = {work.learner: work for work in self.store.works(assignment)}
        self.rows = [row for row in _rows(gradebook, assignment) if row.learner in self.works]
        self._own: dict[str, list[Row]] = {}
        for row in self.rows:
            self._own.setdefault(row.learner, []).append(row)
        self.moderated = self.store.moderated(assignment)
        self.opinions = self.store.opinions(assignment)

    def queue(self) -> list[Entry]:
        """All marked works in the order in which they need a person."""
        return queue(
            self.assignment,
            list(self.works.values()),
            self._totals(),
            self.settings.pass_share,
            self.settings.blind_share,
        )

    def _totals(self) -> Totals:
        suggested: dict[str, float] = {}
        weights: dict[str, float] = {}
        most: dict[str, float] = {}
        for row in self.rows:
            suggested[row.learner] = suggested.get(row.learner, 0.0) + row.suggested
            most[row.cell] = row.most
            if row.cell.startswith(CRITERION):
                weights[row.cell] = row.most
        return Totals(suggested, sum(most.values()), step_of(weights))

    def submissions(self) -> dict[str, str]:
        """By learner, the id under which the formgrader shows their work."""
        return {row.learner: row.submission for row in self.rows}

    def open_parts(self, learner: str) -> int:
        """How many parts of a work a tutor has still to decide."""
        return sum(row.open for row in self._own.get(learner, ()))

    def left(self, entry: Entry) -> int:
        """How many parts of a queued work wait for a person: all that is open, and what the queue itself asks for."""
        waits = self.open_parts(entry.learner)
        if waits or entry.place is Class.REST or self.settings.confirm == "all":
            return waits
        # Where only held work has to be confirmed, nothing else is open in the gradebook.
        decided = {one.criterion for one in self.store.decisions(self.assignment, entry.learner)}
        return len(self._criteria(entry.learner) - decided)

    def _criteria(self, learner: str) -> set[str]:
        own = (row.cell for row in self._own.get(learner, ()))
        return {cell.removeprefix(CRITERION) for cell in own if cell.startswith(CRITERION)}

    def blind(self, learner: str, tutor: str) -> set[str]:
        """The criteria of which this tutor is shown no suggestion and no decision yet."""
        given = [one for one in self.opinions if one.learner == learner]
        criteria = self._criteria(learner)
        if learner in self.moderated:
            return {name for name in criteria if _wanted(given, name, tutor)}
        sampled = any(entry.blind for entry in self.queue() if entry.learner == learner)
        return criteria - {one.criterion for one in given} if sampled else set()

    def to_moderate(self, tutor: str) -> list[str]:
        """The learners whose work this tutor is still to mark blind."""
        return sorted(name for name in self.moderated & self.works.keys() if self.blind(name, tutor))


def _wanted(given: Iterable[Opinion], criterion: str, tutor: str) -> bool:
    who = {one.who for one in given if one.criterion == criterion}
    return tutor not in who and len(who) < BOTH


def _rows(gradebook: Gradebook, assignment: str) -> list[Row]:
    """Every scored cell of an assignment, in one query."""
    columns: tuple[Any, ...] = (Submission.id, Student.id, GradeCell.name, GradeCell.max_score, Grade.auto_score)
    query = (
        gradebook.db.query(*columns, Grade.manual_score, Grade.needs_manual_grade)
        .join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Submission, Submission.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == Submission.id)
        .join(GradeCell, GradeCell.id == Grade.cell_id)
        .filter(Assignment.name == assignment)
        .order_by(Student.id, GradeCell.name)
    )
    return [
        Row(submission, learner, cell, most or 0.0, auto or 0.0, auto or 0.0 if own is None else own, waits)
        for submission, learner, cell, most, auto, own, waits in query
    ]
