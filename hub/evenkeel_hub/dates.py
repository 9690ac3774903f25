"""Due dates, and more time for one learner.

The truth: nbgrader's gradebook holds each assignment's due date, the marking store who was given longer. From both
comes what each learner's page shows: ``dates.json`` in the learner's tray. Moments are kept in UTC without a zone, as
nbgrader keeps them, and shown with one.
"""

import re
from datetime import UTC, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import tz

from evenkeel.server.shelf import Shelf
from evenkeel_grading.nbg.trays import TrayError, trays
from evenkeel_grading.store import extra_time
from evenkeel_hub.due import Due, write_dates
from evenkeel_hub.hosted import AdminError, Hosted, as_owner

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def zone_of(name: str | None) -> tzinfo:
    """The time zone of this name (``Europe/London``), or the machine's, summer time and all.

    Raises :class:`AdminError`.
    """
    if name is None:
        return tz.gettz() or UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise AdminError(f"There is no time zone {name!r}. Write it as in Europe/London.") from None


def moment(text: str, zone: tzinfo) -> datetime:
    """``2026-12-01T17:00`` in that zone as UTC without a zone. A day alone means its last minute.

    A moment that the clock passes twice is the later one. Raises :class:`AdminError`: no moment, or one that the clock
    leaves out.
    """
    try:
        day = datetime.combine(datetime.fromisoformat(text), time(23, 59)) if _DAY.fullmatch(text) else None
        given = day or datetime.fromisoformat(text)
    except ValueError:
        raise AdminError(f"{text!r} is no moment. Write it as in 2026-12-01T17:00.") from None
    local = given if given.tzinfo else given.replace(tzinfo=zone, fold=1)
    there = local.astimezone(UTC)
    if there.astimezone(local.tzinfo).replace(tzinfo=None) != given.replace(tzinfo=None):
        raise AdminError(f"{text} does not exist there: the clock goes forward then.")
    return there.replace(tzinfo=None)


def every(hosted: Hosted) -> list[Due]:
    """All assignments of the gradebook, by name."""
    with as_owner(hosted.course):
        with hosted.gradebook() as gradebook:
            due = {row.name: row.duedate for row in gradebook.assignments}
        return [Due(name, due[name], hosted.store.extensions(name)) for name in sorted(due)]


def set_due(hosted: Hosted, assignment: str, due: datetime | None) -> list[str]:
    """Set or clear an assignment's due date and tell the learners. Returns what to tell; raises :class:`AdminError`."""
    with as_owner(hosted.course), hosted.gradebook() as gradebook:
        known = [row.name for row in gradebook.assignments]
        if assignment not in known and assignment not in Shelf(hosted.places.root, hosted.course).assessed():
            raise AdminError(f"There is no assignment {assignment!r}; there is {', '.join(known) or 'none'}.")
        gradebook.update_or_create_assignment(assignment).duedate = due
        gradebook.db.commit()
        _to_submissions(gradebook, Due(assignment, due, hosted.store.extensions(assignment)))
    return publish(hosted)


def extend(hosted: Hosted, learner: str, assignment: str, until: datetime | None) -> list[str]:
    """Give one learner until then, or take it back (None). Returns what to tell; raises :class:`AdminError`."""
    if hosted.roll.find(learner) is None:
        raise AdminError(f"{learner!r} is not on the roll.")
    found = next((one for one in every(hosted) if one.assignment == assignment), None)
    if found is None or found.due is None:
        raise AdminError(f"{assignment!r} has no due date, so there is nothing to extend.")
    if until is not None and until <= found.due:
        raise AdminError(f"That is not later than for everybody ({said(found.due, UTC)}).")
    with as_owner(hosted.course), hosted.gradebook() as gradebook:
        hosted.store.extend(assignment, learner, until)
        _to_submissions(gradebook, Due(assignment, found.due, hosted.store.extensions(assignment)))
    return publish(hosted)


def _to_submissions(gradebook: Any, due: Due) -> None:
    """Work that is marked already: nbgrader works out from the submission's extension whether it was late."""
    for submission in gradebook.assignment_submissions(due.assignment):
        submission.extension = extra_time(due.due, due.extended.get(submission.student_id))
    gradebook.db.commit()


def publish(hosted: Hosted) -> list[str]:
    """Write each learner's ``dates.json`` where it is not as it should be. Returns what went wrong, in words."""
    dates, notes = every(hosted), []
    with as_owner(hosted.course):
        for tray in trays(hosted.places.inbound):
            try:
                write_dates(tray, dates)
            except TrayError as error:
                notes.append(str(error))
    return notes


def said(due: datetime, zone: tzinfo) -> str:
    """A moment for people: ``2026-12-01 17:00 GMT``."""
    return due.replace(tzinfo=UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def field(due: datetime, zone: tzinfo) -> str:
    """A moment as a date field of a form holds it, in that zone: ``2026-12-01T17:00``."""
    return due.replace(tzinfo=UTC).astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def table(dates: list[Due], zone: tzinfo) -> list[str]:
    """All due dates as lines, extensions below their assignment."""
    lines = []
    for one in dates:
        lines.append(f"{one.assignment}: {said(one.due, zone) if one.due else 'no due date'}")
        lines += [f"  {who}: {said(until, zone)}" for who, until in sorted(one.extended.items()) if one.of(who)[1]]
    return lines
