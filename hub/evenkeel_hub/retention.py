"""Keeping no longer than needed: what is due to go by the settings, and letting it go."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evenkeel_grading.private import PrivateStoreError
from evenkeel_hub.backup import SUFFIX
from evenkeel_hub.erasing import erase, tidy_receipts
from evenkeel_hub.hosted import AdminError, Hosted, as_owner
from evenkeel_hub.roll import Person
from evenkeel_hub.settings import EvenkeelClass


@dataclass(frozen=True)
class Step:
    """One thing that is due. ``do`` does it, and may raise :class:`AdminError`."""

    what: str
    do: Callable[[], object]


def due(hosted: Hosted, moment: datetime) -> list[Step]:
    """What is due at a moment (with its zone), by ``EvenkeelClass`` and ``EvenkeelMarking.private_days``."""
    settings = EvenkeelClass(parent=hosted.coursedir)
    return list(
        itertools.chain(
            _people(hosted, settings, moment),
            _files(hosted, settings, moment),
            [_notes(hosted)],
        )
    )


def _people(hosted: Hosted, settings: EvenkeelClass, moment: datetime) -> Iterator[Step]:
    for person in hosted.roll.people():
        if why := _why(hosted, person, settings, moment):
            yield Step(f"Erase {person.id}: {why}.", lambda name=person.id: erase(hosted, name))  # type: ignore[misc]


def _why(hosted: Hosted, person: Person, settings: EvenkeelClass, moment: datetime) -> str | None:
    if person.erase_asked:
        return "erasing was asked for and is not finished"
    if person.withdrawn and _over(person.withdrawn, settings.withdrawn_days, moment):
        return f"withdrawn more than {settings.withdrawn_days} days ago"
    if person.role == "learner" and settings.inactive_days and _over(person.added, settings.inactive_days, moment):
        last = _last_hand_in(hosted, person.id)
        if last is None or _over(last, settings.inactive_days, moment):
            return f"nothing handed in for {settings.inactive_days} days"
    return None


def _last_hand_in(hosted: Hosted, learner: str) -> str | None:
    """The newest of the learner's hand-ins: by the time in its name as nbgrader writes it, or as it was marked."""
    tray = hosted.places.inbound / learner
    names = [entry.name for entry in tray.iterdir()] if tray.is_dir() and not tray.is_symlink() else []
    stamps = [name.split("+")[-2][:19].replace(" ", "T") + "+00:00" for name in names if name.count("+") >= 3]
    with as_owner(hosted.course), hosted.gradebook() as gradebook:
        rows = [one for one in gradebook.students if one.id == learner]
        times = [work.timestamp for row in rows for work in row.submissions if work.timestamp]
    stamps += [f"{time:%Y-%m-%dT%H:%M:%S}+00:00" for time in times]
    return max((stamp for stamp in stamps if _moment(stamp)), default=None)


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.fromisoformat(stamp)
    except ValueError:
        return None


def _over(stamp: str, days: int, moment: datetime) -> bool:
    at = _moment(stamp)
    return bool(days and at and moment - at > timedelta(days=days))


def _files(hosted: Hosted, settings: EvenkeelClass, moment: datetime) -> Iterator[Step]:
    if settings.receipt_days:
        before = (moment - timedelta(days=settings.receipt_days)).isoformat()
        for file in tidy_receipts(hosted.course, before):
            yield Step(f"Delete the receipt {file.name}.", file.unlink)
    folder = Path(settings.backup_folder) if settings.backup_folder else None
    backups = sorted(folder.glob(f"evenkeel-*{SUFFIX}")) if folder and settings.backup_days else []
    for file in backups[:-1]:  # never the last one
        made = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        if moment - made > timedelta(days=settings.backup_days):
            yield Step(f"Delete the backup {file.name}.", file.unlink)


def _notes(hosted: Hosted) -> Step:
    days = hosted.marking.private_days

    def tidy() -> None:
        try:
            with as_owner(hosted.course):
                hosted.private.tidy(days)
        except PrivateStoreError as error:
            words = "whoever may read them runs: python -m evenkeel_grading private check"
            raise AdminError(f"{error} Closed private notes are deleted when {words}.") from None

    return Step(f"Delete private notes that were closed more than {days} days ago, if there are any.", tidy)
