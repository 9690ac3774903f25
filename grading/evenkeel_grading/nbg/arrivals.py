"""Work that has come in and is not marked yet, told by names and times alone: nothing of a learner's is opened."""

import datetime
import itertools
import os
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from evenkeel_grading.nbg.openwork import collected_at
from evenkeel_grading.nbg.stamps import parse_stamp
from evenkeel_grading.nbg.trays import MOST_ENTRIES, trays

Newest = dict[str, dict[str, datetime.datetime]]
"""By assignment and learner, when the newest hand-in was made, in UTC without a zone."""


def arrived(inbound: Path) -> Newest:
    """What lies in the trays. Whoever can look into none finds nothing."""
    found: Newest = {}
    for tray in _trays(inbound):
        for assignment, moment in filter(None, map(_read, _after(f"{tray.name}+", tray))):
            of = found.setdefault(assignment, {})
            of[tray.name] = max(moment, of.get(tray.name, moment))
    return found


def to_mark(coursedir: CourseDirectory, gradebook: Gradebook, assignment: str, came: Newest) -> list[str]:
    """The learners with work that is newer than what is marked: still in their tray, or collected already.

    Where work in time goes before later work, what lies in the tray of somebody whose work was collected is left out.
    """
    in_time_first = coursedir.config.ExchangeCollect.get("before_duedate", False)
    marked = {row.student.id: row.timestamp for row in gradebook.assignment_submissions(assignment)}
    newest = dict(came.get(assignment, {}))
    for learner in set(newest) | set(_collected(coursedir, assignment)):
        collected = collected_at(coursedir, learner, assignment)
        if collected is not None:
            newest[learner] = collected if in_time_first else max(collected, newest.get(learner, collected))
    return sorted(one for one, at in newest.items() if one not in marked or (marked[one] or at.min) < at)


def _trays(inbound: Path) -> list[Path]:
    try:
        return list(trays(inbound))
    except OSError:
        return []


def _after(start: str, tray: Path) -> list[str]:
    """The rest of each name in a tray that begins so."""
    try:
        with os.scandir(tray) as entries:
            names = [entry.name for entry in itertools.islice(entries, MOST_ENTRIES)]
    except OSError:
        return []
    return [name.removeprefix(start) for name in names if name.startswith(start)]


def _read(name: str) -> tuple[str, datetime.datetime] | None:
    assignment, _, rest = name.partition("+")
    try:
        return assignment, parse_stamp(rest.partition("+")[0])
    except ValueError:
        return None


def _collected(coursedir: CourseDirectory, assignment: str) -> list[str]:
    places = Path(coursedir.format_path(coursedir.submitted_directory, "*", assignment))
    return [folder.parent.name for folder in places.parent.parent.glob(f"*/{places.name}")]
