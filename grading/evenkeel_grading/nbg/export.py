"""``nbgrader export``: refused while anything waits for a tutor; safe to open in a spreadsheet."""

import csv
import io
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from evenkeel_grading.nbg.openwork import is_ours, open_work, sentences

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


class CheckedCsv(ExportPlugin):  # type: ignore[misc]
    """The columns of nbgrader's own CSV export."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file, or say what is open and leave with status 1, having written nothing."""
        wanted = [row for row in gradebook.assignments if not self.assignment or row.name in map(str, self.assignment)]
        self._require_decided(gradebook, [row.name for row in wanted])
        rows = [
            self._row(gradebook, assignment, student)
            for assignment in wanted
            for student in gradebook.students
            if self._wants(student.id)
        ]
        dest = Path(self.to or "grades.csv")
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([[inert(row[name]) for name in COLUMNS] for row in rows])
        dest.write_text(text.getvalue(), encoding="utf-8")
        self.log.info("Exported %s rows to %s", len(rows), dest)

    def _wants(self, student: str) -> bool:
        return not self.student or student in map(str, self.student)

    def _require_decided(self, gradebook: Gradebook, assignments: list[str]) -> None:
        refused = False
        for assignment in assignments:
            if not is_ours(self.parent.coursedir, assignment):
                continue
            found = {name: ids for name, ids in open_work(gradebook, assignment).items() if self._wants(name)}
            for sentence in sentences(assignment, found):
                self.log.error(sentence)
                refused = True
        if refused:
            self.log.error("No export of marks that wait for a tutor. Nothing was written.")
            raise SystemExit(1)

    def _row(self, gradebook: Gradebook, assignment: Any, student: Any) -> dict[str, Any]:
        row = {name: getattr(student, name) for name in ("last_name", "first_name", "email")}
        row |= {"assignment": assignment.name, "duedate": assignment.duedate, "max_score": assignment.max_score}
        row |= {"student_id": student.id, "timestamp": None}
        row |= dict.fromkeys(("raw_score", "late_submission_penalty", "score"), 0.0)
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            return row
        penalty = submission.late_submission_penalty or 0.0
        return row | {
            "timestamp": submission.timestamp,
            "raw_score": submission.score,
            "late_submission_penalty": penalty,
            "score": max(0.0, submission.score - penalty),
        }


def inert(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula. Numbers stay numbers."""
    if value is None:
        return ""
    text = str(value)
    risky = isinstance(value, str) and text.lstrip()[:1] in ("=", "+", "-", "@", "|", "%")
    return "'" + text if risky or text[:1] in ("\t", "\r", "\n") else text
