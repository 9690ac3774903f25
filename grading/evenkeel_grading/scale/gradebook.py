"""Rows of many submissions in nbgrader's gradebook, in one transaction, with the values nbgrader itself would write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
    new_uuid,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import Connection, bindparam, insert, select, update

from evenkeel_grading.nbg.settling import Standing, settle
from evenkeel_grading.scale.work import Marked

_SUBMITTED, _NOTEBOOK, _GRADE, _COMMENT = (
    kind.__table__ for kind in (SubmittedAssignment, SubmittedNotebook, Grade, Comment)
)
# As ``Gradebook.add_submission``: which rows a submission gets for a cell of the master.
_GRADED = (GradeCell.__name__, TaskCell.__name__)
_COMMENTED = (SolutionCell.__name__, TaskCell.__name__)


class UnknownError(Exception):
    """The gradebook lacks what these rows would belong to. The message says what."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One marked work on its way into the gradebook. ``extension`` is time given beyond the due date."""

    marked: Marked
    handed_in: datetime | None
    extension: timedelta | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Cell:
    id: str
    notebook: str
    kind: str


class Rows:
    """The rows of one assignment. ``penalties`` is nbgrader's step with the configured plugin.

    Raises:
        UnknownError: the gradebook does not know the assignment.
    """

    def __init__(
        self, connection: Connection, assignment: str, penalties: AssignLatePenalties, *, create_student: bool
    ) -> None:
        found = connection.execute(
            select(Assignment.id, Assignment.duedate).where(Assignment.name == assignment)
        ).one_or_none()
        if found is None:
            raise UnknownError(f"The gradebook does not know it: No such assignment: {assignment}")
        self._assignment, self.due = found
        self._penalties = penalties
        self._create_student = create_student
        notebooks = connection.execute(select(Notebook.id, Notebook.name).where(Notebook.assignment_id == found.id))
        self._notebooks = {name: row for row, name in notebooks}
        cells = select(BaseCell.id, BaseCell.notebook_id, BaseCell.type)
        cells = cells.where(BaseCell.notebook_id.in_(self._notebooks.values()))
        self._cells = [_Cell(*row) for row in connection.execute(cells)]

    def write(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Write all of them, or raise and leave the transaction to be rolled back."""
        by_learner = {entry.marked.learner: entry for entry in entries}
        self._require_students(connection, by_learner)
        submissions = self._submissions(connection, by_learner)
        notebooks = {
            row: (learner, name)
            for row, (learner, name) in self._submitted_notebooks(connection, submissions).items()
            if name in by_learner[learner].marked.notebooks
        }
        self._settle(connection, by_learner, notebooks)
        clear = update(_COMMENT).where(_COMMENT.c.notebook_id.in_(notebooks), _COMMENT.c.auto_comment.is_not(None))
        connection.execute(clear.values(auto_comment=None))
        self._penalise(connection, submissions, notebooks)

    def _require_students(self, connection: Connection, learners: Iterable[str]) -> None:
        known = set(connection.execute(select(Student.id).where(Student.id.in_(learners))).scalars())
        new = [{"id": learner} for learner in learners if learner not in known]
        if new and not self._create_student:
            raise UnknownError(f"The gradebook does not know it: No such student: {new[0]['id']}")
        if new:
            connection.execute(insert(Student.__table__), new)

    def _submissions(self, connection: Connection, entries: Mapping[str, Entry]) -> "dict[str, _Submission]":
        """By learner, with the time and extension that hold now; missing ones are made with all that is in them."""
        query = select(_SUBMITTED.c.student_id, _SUBMITTED.c.id, _SUBMITTED.c.timestamp)
        query = query.where(_SUBMITTED.c.assignment_id == self._assignment, _SUBMITTED.c.student_id.in_(entries))
        known = {learner: (row, time) for learner, row, time in connection.execute(query)}
        self._update_times(connection, [(row, time, entries[one]) for one, (row, time) in known.items()])
        new = {learner: new_uuid() for learner in entries if learner not in known}
        self._add(connection, {row: entries[learner] for learner, row in new.items()})
        rows = {learner: row for learner, (row, _) in known.items()} | new
        times = {learner: entry.handed_in or known.get(learner, (None, None))[1] for learner, entry in entries.items()}
        return {one: _Submission(rows[one], times[one], entries[one].extension) for one in entries}

    def _update_times(self, connection: Connection, known: "list[tuple[str, datetime | None, Entry]]") -> None:
        changes = [
            {"row": row, "time": entry.handed_in or time, "extra": entry.extension} for row, time, entry in known
        ]
        change = update(_SUBMITTED).where(_SUBMITTED.c.id == bindparam("row"))
        _many(connection, change.values(timestamp=bindparam("time"), extension=bindparam("extra")), changes)

    def _add(self, connection: Connection, new: Mapping[str, Entry]) -> None:
        submitted = [
            {
                "id": row,
                "assignment_id": self._assignment,
                "student_id": entry.marked.learner,
                "timestamp": entry.handed_in,
                "extension": entry.extension,
            }
            for row, entry in new.items()
        ]
        made = {(row, notebook): new_uuid() for row in new for notebook in self._notebooks.values()}
        notebooks = [
            {"id": one, "assignment_id": row, "notebook_id": notebook, "flagged": False}
            for (row, notebook), one in made.items()
        ]
        _many(connection, insert(_SUBMITTED), submitted)
        _many(connection, insert(_NOTEBOOK), notebooks)
        for table, kinds, values in ((_GRADE, _GRADED, {"needs_manual_grade": True}), (_COMMENT, _COMMENTED, {})):
            rows = [
                {"id": new_uuid(), "cell_id": cell.id, "notebook_id": made[row, cell.notebook]} | values
                for row in new
                for cell in self._cells
                if cell.kind in kinds
            ]
            _many(connection, insert(table), rows)

    def _submitted_notebooks(
        self, connection: Connection, submissions: "Mapping[str, _Submission]"
    ) -> dict[str, tuple[str, str]]:
        """Learner and the notebook's name, by the id of the submitted notebook."""
        learners = {one.id: learner for learner, one in submissions.items()}
        names = {row: name for name, row in self._notebooks.items()}
        query = select(_NOTEBOOK.c.id, _NOTEBOOK.c.assignment_id, _NOTEBOOK.c.notebook_id)
        found = connection.execute(query.where(_NOTEBOOK.c.assignment_id.in_(learners)))
        return {row: (learners[submission], names[notebook]) for row, submission, notebook in found}

    def _settle(
        self, connection: Connection, entries: Mapping[str, Entry], notebooks: Mapping[str, tuple[str, str]]
    ) -> None:
        graded = self._grades(connection, notebooks)
        changes: list[dict[str, Any]] = []
        for row, (learner, name) in notebooks.items():
            entry = entries[learner]
            for cell, suggestion in entry.marked.notebooks[name].cells.items():
                grade = graded[row, cell]
                before = (grade.auto_score, grade.needs_manual_grade)
                settle(grade, suggestion, entry.standing)
                if (grade.auto_score, grade.needs_manual_grade) != before:
                    changes.append({"row": grade.id, "auto": grade.auto_score, "needs": grade.needs_manual_grade})
        change = update(_GRADE).where(_GRADE.c.id == bindparam("row"))
        _many(connection, change.values(auto_score=bindparam("auto"), needs_manual_grade=bindparam("needs")), changes)

    def _grades(self, connection: Connection, notebooks: Iterable[str]) -> dict[tuple[str, str], Any]:
        columns = (_GRADE.c.id, _GRADE.c.auto_score, _GRADE.c.manual_score, _GRADE.c.needs_manual_grade)
        query = select(_GRADE.c.notebook_id, BaseCell.name.label("cell"), *columns).join(
            BaseCell, BaseCell.id == _GRADE.c.cell_id
        )
        found = connection.execute(query.where(_GRADE.c.notebook_id.in_(notebooks))).mappings()
        return {(row["notebook_id"], row["cell"]): SimpleNamespace(**row) for row in found}

    def _penalise(
        self,
        connection: Connection,
        submissions: "Mapping[str, _Submission]",
        notebooks: Mapping[str, tuple[str, str]],
    ) -> None:
        """As ``AssignLatePenalties``: none, and then what the plugin says of those that were late."""
        clear = update(_NOTEBOOK).where(_NOTEBOOK.c.id.in_(notebooks), _NOTEBOOK.c.late_submission_penalty.is_not(None))
        connection.execute(clear.values(late_submission_penalty=None))
        late = {row: submissions[learner].late(self.due) for row, (learner, _) in notebooks.items()}
        late = {row: seconds for row, seconds in late.items() if seconds > 0}
        if not late:
            return
        # The score as the gradebook adds it up, after the grades were written.
        scores = connection.execute(
            select(SubmittedNotebook.id, SubmittedNotebook.score).where(SubmittedNotebook.id.in_(late))
        )
        charged = [{"row": row, "penalty": self._penalty(notebooks[row][0], score, late[row])} for row, score in scores]
        change = update(_NOTEBOOK).where(_NOTEBOOK.c.id == bindparam("row"))
        _many(
            connection,
            change.values(late_submission_penalty=bindparam("penalty")),
            [one for one in charged if one["penalty"] is not None],
        )

    def _penalty(self, learner: str, score: float, seconds: float) -> float | None:
        penalty = self._penalties.plugin_inst.late_submission_penalty(learner, score, seconds)
        if penalty is None:
            return None
        return float(self._penalties._check_late_penalty(SimpleNamespace(score=score), penalty))


@dataclass(frozen=True, slots=True)
class _Submission:
    id: str
    handed_in: datetime | None
    extension: timedelta | None

    def late(self, due: datetime | None) -> float:
        """Seconds after the due date, as ``SubmittedAssignment.total_seconds_late``."""
        if self.handed_in is None or due is None:
            return 0.0
        return max(0.0, (self.handed_in - due - (self.extension or timedelta())).total_seconds())


def _many(connection: Connection, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)
