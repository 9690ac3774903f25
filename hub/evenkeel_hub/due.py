"""One assignment's due date as each learner has it, and the file that tells them. Without nbgrader: the hub uses it."""

import contextlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evenkeel.responses import ResponsesError, read_bytes
from evenkeel.server.dates import FILE_NAME, MAX_BYTES
from evenkeel_grading.nbg.trays import put
from evenkeel_grading.store import extra_time


@dataclass(frozen=True)
class Due:
    """One assignment: its due date, and the later one of each learner who has one. In UTC, without a zone."""

    assignment: str
    due: datetime | None
    extended: Mapping[str, datetime]

    def of(self, learner: str) -> tuple[datetime | None, bool]:
        """When it is due for this learner, and whether that is later than for the class."""
        longer = extra_time(self.due, self.extended.get(learner))
        return (self.due + longer, True) if self.due and longer else (self.due, False)


def page_of(dates: Sequence[Due], learner: str) -> bytes:
    """The file for one learner, as :func:`evenkeel.server.dates.read_dates` reads it."""
    entries = {}
    for one in dates:
        due, extended = one.of(learner)
        entries[one.assignment] = {"due": due and due.replace(tzinfo=UTC).isoformat(), "extended": extended}
    return json.dumps({"schema": 1, "assignments": entries}).encode()


def write_dates(tray: Path, dates: Sequence[Due]) -> None:
    """Write the file into a learner's tray, where it is not as it should be. Raises ``TrayError``."""
    data = page_of(dates, tray.name)
    try:
        if read_bytes(tray / FILE_NAME, max_bytes=MAX_BYTES) == data:
            return
    except ResponsesError:
        pass  # none yet, or something that is not ours: replaced, or told by put()
    put(tray, (FILE_NAME,), data)


def kept_dates(course: Path) -> list[Due]:
    """All due dates from the SQLite files of a course folder, read without nbgrader, which takes seconds to load.

    None where the class keeps its records in another database: ``python -m evenkeel_hub dates publish`` tells those.
    """
    due = _rows(course / "gradebook.db", "select name, duedate from assignment")
    longer = _rows(course / "marking.db", "select assignment, learner, due from extension")
    return [
        Due(
            name,
            datetime.fromisoformat(moment) if moment else None,
            {who: datetime.fromisoformat(until) for assignment, who, until in longer if assignment == name},
        )
        for name, moment in sorted(due)
    ]


def _rows(database: Path, query: str) -> list[tuple[str, ...]]:
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_read_only(database)) as opened:
        return opened.execute(query).fetchall()
    return []


def _read_only(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
