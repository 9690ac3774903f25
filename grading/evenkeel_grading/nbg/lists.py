"""The formgrader's lists of work, without totals that nobody has decided: the evidence comes before the number."""

import json
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.server_extensions.formgrader import apihandlers

from evenkeel_grading.nbg.openwork import is_ours

_SCORES = ("score", "code_score", "written_score", "task_score")


def undecided_hidden(coursedir: CourseDirectory, rows: Any) -> Any:
    """The rows of a list, or one row, with 0 in place of the scores of our work that waits for a tutor."""
    if isinstance(rows, list):
        return [undecided_hidden(coursedir, row) for row in rows]
    if rows.get("needs_manual_grade") and is_ours(coursedir, rows["name"]):
        return rows | {name: 0 for name in _SCORES if name in rows}
    return rows


def _hiding(stock: type[Any]) -> type[Any]:
    class Hiding(stock):  # type: ignore[misc]
        def write(self, chunk: Any) -> None:
            if isinstance(chunk, str) and chunk[:1] in "[{":
                chunk = json.dumps(undecided_hidden(self.coursedir, json.loads(chunk)))
            super().write(chunk)

    return Hiding


HIDING = {
    stock: _hiding(stock)
    for stock in (
        apihandlers.SubmissionCollectionHandler,
        apihandlers.SubmissionHandler,
        apihandlers.SubmittedNotebookCollectionHandler,
        apihandlers.StudentSubmissionCollectionHandler,
        apihandlers.StudentNotebookSubmissionCollectionHandler,
    )
}
"""nbgrader's handlers of lists, and what stands in their place."""
