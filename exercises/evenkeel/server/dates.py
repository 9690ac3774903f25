"""When assignments are due for this learner: ``dates.json`` in the learner's tray, written by whoever marks.

The gradebook decides; this file only tells. So whatever is wrong with it, there is no date and a line in the log.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evenkeel.responses import ResponsesError, read_bytes

FILE_NAME = "dates.json"
MAX_BYTES = 1 << 18
_MOST = 1000
_log = logging.getLogger("evenkeel.desk")


@dataclass(frozen=True)
class Due:
    """``at`` is in UTC. ``extended``: this learner has been given more time than the class."""

    at: datetime
    extended: bool = False

    def passed(self, moment: datetime) -> bool:
        """Whether this moment is too late."""
        return moment > self.at


def due_facts(due: Due | None, moment: datetime) -> dict[str, Any]:
    """What a page shows of it: ``due`` (RFC 3339 or ``None``), ``extended``, ``overdue`` (it has passed)."""
    if due is None:
        return {"due": None, "extended": False, "overdue": False}
    return {"due": due.at.isoformat(), "extended": due.extended, "overdue": due.passed(moment)}


def read_dates(tray: Path) -> dict[str, Due]:
    """Due dates by assignment, as ``{"schema": 1, "assignments": {ID: {"due": RFC 3339 or null, "extended": bool}}}``.

    A link, a pipe, a file too large, damaged or of another form gives no dates; one bad entry costs only itself.
    """
    try:
        value = json.loads(read_bytes(tray / FILE_NAME, max_bytes=MAX_BYTES).decode("utf-8"))
        return dict(_entries(value))
    except ResponsesError as error:
        if error.code != "missing":
            _log.warning("Evenkeel: due dates are not shown: %s", error.message)
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
        _log.warning("Evenkeel: due dates are not shown: %s is damaged (%s)", FILE_NAME, type(error).__name__)
    return {}


def _entries(value: Any) -> Iterator[tuple[str, Due]]:
    if value["schema"] != 1 or len(value["assignments"]) > _MOST:
        raise ValueError("not a list of due dates")
    for name, entry in value["assignments"].items():
        try:
            if entry["due"] is not None:
                yield name, Due(_moment(entry["due"]), entry.get("extended") is True)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            _log.warning("Evenkeel: the due date of one assignment cannot be read: %.80r", name)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at.astimezone(UTC)
