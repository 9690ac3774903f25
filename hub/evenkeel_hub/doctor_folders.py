"""What ``evenkeel doctor`` looks at in folders: whose they are, who can open them, how much room is left."""

import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evenkeel_grading.nbg.trays import MODE, is_tray
from evenkeel_hub.backup import SUFFIX
from evenkeel_hub.doctor import Finding, Patient
from evenkeel_hub.settings import EvenkeelClass

_SECRET = ("source", "grading/rubrics", ".git")
_LEAST_FREE = 1 << 30
_BACKUP_HOURS = 48


def course_folder(patient: Patient) -> Iterator[Finding]:
    """Gradebook, stores and answers are for the account that marks alone."""
    course, marker = patient.hosted.course, patient.hosting.marker
    if (owner := _name(course.stat().st_uid)) != marker:
        cure = f"chown -R {marker} {course}, or set EVENKEEL_MARKER={owner} if that account marks."
        yield Finding("problem", "course-owner", f"{course} belongs to {owner}, not to {marker}.", cure)
    if course.stat().st_mode & 0o077:
        what = f"Other accounts can open {course}, with everybody's answers and marks."
        yield Finding("problem", "course-mode", what, f"chmod 0700 {course}")
    for name in ("gradebook.db", "marking.db", "roll.db", ".private/notes.db"):
        file = course / name
        if file.exists() and file.stat().st_uid != course.stat().st_uid:
            what = f"{file} belongs to {_name(file.stat().st_uid)}: the account that marks may not be able to write it."
            yield Finding("problem", "store-owner", what, f"chown {_name(course.stat().st_uid)}: {file}")
    notes = course / ".private" / "notes.db"
    if notes.exists() and notes.stat().st_mode & 0o077:
        yield Finding("problem", "private-notes", f"Other accounts can open {notes}.", f"chmod 0600 {notes}")


def exchange(patient: Patient) -> Iterator[Finding]:
    """Nobody but the account that marks makes, renames or removes anything but what is in their own tray."""
    places = patient.hosting.places
    for folder in (places.exchange, places.exchange / places.course_id, places.outbound, places.inbound):
        if not folder.is_dir():
            cure = "python -m evenkeel_hub prepare makes it."
            yield Finding("problem", "exchange-missing", f"{folder} is not there: nobody can hand in.", cure)
        elif folder.stat().st_mode & 0o022:
            what = f"Every account can change {folder}: a learner could take the class's hand-ins away."
            yield Finding("problem", "exchange-mode", what, f"chmod go-w {folder}")
    if places.inbound.is_dir() and places.inbound.stat().st_mode & 0o004:
        what = f"Everybody can list {places.inbound} and see who is in the class."
        yield Finding("warning", "exchange-listed", what, f"chmod 0711 {places.inbound}")


def trays(patient: Patient) -> Iterator[Finding]:
    """A tray is its learner's, and nobody else can open it."""
    inbound = patient.hosting.places.inbound
    wrong = [why for entry in (os.scandir(inbound) if inbound.is_dir() else ()) for why in [_tray(entry)] if why]
    if wrong:
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        cure = "python -m evenkeel_hub people import CLASS.csv puts owner and mode right; move what is no tray away."
        yield Finding("problem", "trays", f"Trays in {inbound}: {'; '.join(sorted(wrong)[:5])}{more}.", cure)


def _tray(entry: os.DirEntry[str]) -> str | None:
    if not is_tray(entry):
        return f"{entry.name!r} is no tray"
    status = entry.stat(follow_symlinks=False)
    if stat.S_IMODE(status.st_mode) != MODE:
        return f"{entry.name} has the mode {stat.S_IMODE(status.st_mode):o}, not {MODE:o}"
    try:
        account = pwd.getpwnam(entry.name)
    except KeyError:
        return None  # on a cluster, or somebody whose account is gone
    return None if status.st_uid == account.pw_uid else f"{entry.name} belongs to {_name(status.st_uid)}"


def masters(patient: Patient) -> Iterator[Finding]:
    """Learners can read neither masters nor rubrics nor keys, here or in their own copy of the course."""
    root, copy = patient.hosting.places.root, patient.hosting.learner_root
    for name in _SECRET:
        if _open_to_all(root / name):
            what = f"Every account can read {root / name}: masters, keys and rubrics."
            yield Finding("problem", "masters-open", what, f"chmod -R o-rwx {root / name}")
        if (copy / name).exists():
            what = f"Learners' own copy of the course, {copy}, holds {name}."
            cure = f"rm -r {copy}, then: evenkeel learner-copy {copy} --built-book"
            yield Finding("problem", "masters-copied", what, cure)
    if not (copy / "_build" / "html" / "index.html").is_file():
        cure = f"make book, then: evenkeel learner-copy {copy} --built-book"
        yield Finding("problem", "book-missing", f"There is no built book in {copy}, which learners read.", cure)


def _open_to_all(folder: Path) -> bool:
    """Whether any account can list the folder or go through it, the folders above it too."""
    if not folder.is_dir():
        return False
    above = all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents)
    return above and bool(folder.stat().st_mode & 0o005)


def disk_space(patient: Patient) -> Iterator[Finding]:
    """Room for everybody's answers."""
    for folder in dict.fromkeys((patient.hosting.places.work, Path("/home"), Path("/tmp"))):
        if folder.is_dir() and (free := shutil.disk_usage(folder).free) < _LEAST_FREE:
            what = f"Only {free >> 20} MiB are free where {folder} lies. Saving stops when it is full."
            yield Finding("problem", "disk-space", what, "Make room, or give it a larger disk.")


def backups(patient: Patient) -> Iterator[Finding]:
    """There is a backup, it is young, and nobody else can read it."""
    settings = EvenkeelClass(parent=patient.hosted.coursedir)
    if not settings.backup_folder:
        cure = "Make one every night (guide: Keeping a server well) and name its folder: c.EvenkeelClass.backup_folder."
        yield Finding("warning", "no-backups", "No folder of backups is named, so they cannot be looked at.", cure)
        return
    files = sorted(Path(settings.backup_folder).glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime)
    old = datetime.now(UTC) - timedelta(hours=_BACKUP_HOURS)
    if not files or datetime.fromtimestamp(files[-1].stat().st_mtime, UTC) < old:
        what = f"The newest backup in {settings.backup_folder} is older than {_BACKUP_HOURS} hours, or there is none."
        cure = f"python -m evenkeel_hub backup --to {settings.backup_folder}, then see why it is not made every night."
        yield Finding("problem", "old-backup", what, cure)
    if open_files := [file.name for file in files if file.stat().st_mode & 0o077]:
        what = f"Other accounts can read backups, with everybody's answers: {', '.join(open_files[:3])}."
        yield Finding("problem", "open-backup", what, f"chmod 0600 {settings.backup_folder}/*{SUFFIX}")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"the unknown account {user}"


CHECKS = (course_folder, exchange, trays, masters, disk_space, backups)
