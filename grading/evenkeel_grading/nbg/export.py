"""``nbgrader export``: refused while anything waits for a tutor; safe to open in a spreadsheet."""

import csv
import io
from pathlib import Path
from typing import Any

import nbgrader.apps.exportapp
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from evenkeel_grading.nbg.openwork import is_ours, sentences, undecided, unmarked

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


class CheckedCsv(ExportPlugin):  # type: ignore[misc]
    """The columns of nbgrader's own CSV export."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file, or say what is open and leave with status 1, having written nothing."""
        wanted = _assignments(self, gradebook)
        require_decided(self, gradebook)
        rows = [
            self._row(gradebook, assignment, student)
            for assignment in wanted
            for student in gradebook.students
            if _wants(self, student.id)
        ]
        dest = Path(self.to or "grades.csv")
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([[inert(row[name]) for name in COLUMNS] for row in rows])
        dest.write_text(text.getvalue(), encoding="utf-8")
        self.log.info("Exported %s rows to %s", len(rows), dest)

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


def _assignments(plugin: ExportPlugin, gradebook: Gradebook) -> list[Any]:
    return [row for row in gradebook.assignments if not plugin.assignment or row.name in map(str, plugin.assignment)]


def _wants(plugin: ExportPlugin, student: str) -> bool:
    return not plugin.student or student in map(str, plugin.student)


def require_decided(plugin: ExportPlugin, gradebook: Gradebook) -> None:
    """Say what is open of all that ``plugin`` would write, and then leave with status 1."""
    coursedir = plugin.parent.coursedir
    refused = False
    for name in [row.name for row in _assignments(plugin, gradebook)]:
        found = undecided(coursedir, gradebook, name) if is_ours(coursedir, name) else {}
        found |= unmarked(coursedir, gradebook, name)
        for sentence in sentences(name, {learner: ids for learner, ids in found.items() if _wants(plugin, learner)}):
            plugin.log.error(sentence)
            refused = True
    if refused:
        plugin.log.error("No export of marks that wait for a tutor. Nothing was written.")
        raise SystemExit(1)


_stock_init_plugin = nbgrader.apps.exportapp.ExportApp.init_plugin


def checked_init_plugin(app: Any) -> None:
    """For ``ExportApp.init_plugin``: whatever exporter was named, it only starts when everything is decided."""
    _stock_init_plugin(app)
    with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
        require_decided(app.plugin_inst, gradebook)


def inert(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula. Numbers stay numbers."""
    if value is None:
        return ""
    text = str(value)
    risky = isinstance(value, str) and text.lstrip()[:1] in ("=", "+", "-", "@", "|", "%")
    return "'" + text if risky or text[:1] in ("\t", "\r", "\n") else text
