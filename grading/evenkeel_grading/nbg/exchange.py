"""Collecting from the learners' trays, in which each of them can do anything at all."""

import datetime
import itertools
import os
import pwd
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import check_mode

from evenkeel.responses import FILE_NAME, MAX_BYTES
from evenkeel_grading.nbg.copying import Limits, RefusedError, copy_folder, printable
from evenkeel_grading.nbg.disk import disk_trouble
from evenkeel_grading.nbg.exchanging import TrayExchange
from evenkeel_grading.nbg.openwork import is_ours
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.stamps import parse_stamp
from evenkeel_grading.nbg.stores import open_store
from evenkeel_grading.nbg.trays import LEARNER, MOST_ENTRIES

_OUR_FOLDER = 8 << 20


@dataclass(frozen=True)
class Submission:
    """A folder of the exchange whose name could be read and whose owner fits it."""

    folder: Path
    learner: str
    handed_in: datetime.datetime
    stamp: str
    owner: int


class Collect(TrayExchange, ExchangeCollect):  # type: ignore[misc]
    """nbgrader's collecting, which follows no link, believes no name, and lets no one folder stop the rest.

    Everything refused is named, and then the command ends with status 1. What was collected before stays.
    """

    def init_src(self) -> None:
        """Find what is to be collected. Raises ``ExchangeError`` when the exchange itself cannot be used."""
        self._refused: dict[str, str] = {}
        settings = EvenkeelMarking(parent=self)
        settings.require_trial_is_safe()
        self._trial = settings.trial
        self._learners_uid = settings.learners_uid
        self._require_inbound()
        self._require_room("Nothing was collected")
        found = [self._submission(folder) for folder in self._folders()]
        by_learner: dict[str, list[Submission]] = {}
        for submission in filter(None, found):
            by_learner.setdefault(submission.learner, []).append(submission)
        due = self._due()
        extended = self._extensions() if due else {}
        self.src_records = [
            self._latest(by_learner[learner], due and max(due, extended.get(learner, due)))
            for learner in sorted(by_learner)
        ]

    def _require_inbound(self) -> None:
        self.inbound_path = str(self.trays)
        if not self.trays.is_dir():
            self.fail(f"Course not found: {self.inbound_path}")
        if not check_mode(self.inbound_path, read=True, execute=True):
            self.fail(f"You don't have read permissions for the directory: {self.inbound_path}")

    def _require_room(self, what: str) -> None:
        if trouble := disk_trouble(Path(self.coursedir.root)):
            self.fail(f"{trouble} {what}. When that is put right, collect again: it goes on where it stopped.")

    def _folders(self) -> list[Path]:
        """What is named as work for this assignment: in the trays, and beside them as before there were trays."""
        middle = f"+{self.coursedir.assignment_id}+"
        chosen = self.coursedir.student_id or "*"
        found = []
        for entry in sorted(self.trays.iterdir()):
            found += [entry] if middle in entry.name else self._in_tray(entry, middle)
        return [path for path in found if chosen == "*" or path.name.startswith(chosen + middle)]

    def _in_tray(self, tray: Path, middle: str) -> list[Path]:
        """By name alone: each is checked later. A tray that cannot be used stops nobody else."""
        if tray.is_symlink() or not tray.is_dir():
            return []
        try:
            with os.scandir(tray) as entries:
                names = [entry.name for entry in itertools.islice(entries, MOST_ENTRIES + 1)]
            found = [tray / name for name in sorted(names) if middle in name]
            if len(names) > MOST_ENTRIES:
                raise RefusedError(f"it is a tray that holds more than {MOST_ENTRIES} entries")
            if found:
                self._require_owner(tray.lstat().st_uid, tray.name)
        except RefusedError as error:
            self._refused[tray.name] = str(error)
            return []
        except OSError as error:
            self._refused[tray.name] = f"the tray cannot be looked into ({error.strerror})"
            return []
        return found

    def _submission(self, folder: Path) -> Submission | None:
        try:
            return self._checked(folder)
        except RefusedError as error:
            self._refused[folder.name] = str(error)
        except OSError as error:
            self._refused[folder.name] = f"it cannot be looked at ({error.strerror})"
        return None

    def _checked(self, folder: Path) -> Submission:
        pattern = rf"(?P<learner>.+)\+{re.escape(self.coursedir.assignment_id)}\+(?P<stamp>[^+]+)(\+[A-Za-z0-9_=-]+)?"
        match = re.fullmatch(pattern, folder.name)
        if match is None or not LEARNER.fullmatch(match["learner"]):
            raise RefusedError("its name is not of the form learner+assignment+time")
        try:
            handed_in = parse_stamp(match["stamp"])
        except ValueError:
            raise RefusedError("its name holds no time that can be read") from None
        if folder.parent != self.trays and folder.parent.name != match["learner"]:
            raise RefusedError(f"it is named after {match['learner']} and lies in the tray of {folder.parent.name}")
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            raise RefusedError("it is a link or a file, not a folder")
        self._require_owner(status.st_uid, match["learner"])
        return Submission(folder, match["learner"], handed_in, match["stamp"], status.st_uid)

    def _require_owner(self, user: int, learner: str) -> None:
        """The only proof of who handed in is the account that made the folder. Only the trial mode does without.

        In a cluster all learners have one user id, and each sees its own tray alone: then the tray is the proof.
        """
        if self._trial or user == self._learners_uid:
            return
        try:
            owner = pwd.getpwuid(user).pw_name
        except KeyError:
            owner = f"the unknown account {user}"
        if owner != learner:
            raise RefusedError(f"it is named after {learner} and belongs to {owner}")

    def _due(self) -> datetime.datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                due: datetime.datetime | None = gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None
        return due

    def _extensions(self) -> dict[str, datetime.datetime]:
        store = open_store(EvenkeelMarking(parent=self).store_at(self.coursedir.root))
        return store.extensions(self.coursedir.assignment_id)

    def _latest(self, submissions: list[Submission], due: datetime.datetime | None) -> Submission:
        in_time = [one for one in submissions if due and self.before_duedate and one.handed_in <= due]
        return max(in_time or submissions, key=lambda one: one.handed_in)

    def copy_files(self) -> None:
        """Collect each; then name what was refused. Raises ``ExchangeError`` when anything was."""
        for submission in self.src_records:
            try:
                self._collect(submission)
            except RefusedError as error:
                self._refused[submission.folder.name] = str(error)
            except OSError as error:
                self._refused[submission.folder.name] = f"it cannot be copied ({error.strerror})"
        self.log.info("Collected %s submissions of %s", len(self.src_records), self.coursedir.assignment_id)
        for name, reason in sorted(self._refused.items()):
            self.log.error("Not collected: %s: %s.", printable(name), printable(reason))
        if self._refused:
            self._require_room("Not everything was collected")
            self.fail(f"{len(self._refused)} submissions were not collected (named above). All others were.")

    def _collect(self, submission: Submission) -> None:
        dest = Path(
            self.coursedir.format_path(
                self.coursedir.submitted_directory, submission.learner, self.coursedir.assignment_id
            )
        )
        if dest.is_dir() and not self._newer(submission, dest):
            self.log.info("Nothing newer to collect: %s %s", submission.learner, self.coursedir.assignment_id)
            return
        dest.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".collecting-", dir=dest.parent.parent) as folder:
            copy = Path(folder, "copy")
            copy_folder(submission.folder, copy, self._limits(submission))
            if (copy / "timestamp.txt").is_dir():
                raise RefusedError("timestamp.txt is a folder")
            (copy / "timestamp.txt").write_text(submission.stamp, encoding="utf-8")
            self._set_modes(copy)
            if dest.is_dir():
                # Aside first and removed last: a stop in between leaves the old copy or the new one.
                dest.rename(Path(folder, "old"))
            copy.rename(dest)
        self.log.info("Collected: %s %s", submission.learner, self.coursedir.assignment_id)

    def _newer(self, submission: Submission, dest: Path) -> bool:
        had = self.coursedir.get_existing_timestamp(str(dest))
        if self.before_duedate:
            return bool(had != submission.handed_in)
        return bool(self.update and (had is None or submission.handed_in > had))

    def _limits(self, submission: Submission) -> Limits:
        owner = None if self._trial else submission.owner
        ignore = tuple(self.coursedir.ignore)
        if is_ours(self.coursedir, self.coursedir.assignment_id):
            return Limits(_OUR_FOLDER, _OUR_FOLDER, owner, ignore, ((FILE_NAME, MAX_BYTES),))
        return Limits(self.coursedir.max_file_size * 1000, self.coursedir.max_dir_size * 1000, owner, ignore)

    def _set_modes(self, folder: Path) -> None:
        shared = self.coursedir.groupshared
        for place, _, names in os.walk(folder):
            Path(place).chmod(0o2770 if shared else 0o755)
            for name in names:
                Path(place, name).chmod(0o660 if shared else 0o644)
