"""Handing in: into the learner's own tray, whole or not at all, and on the disk before anybody is told so."""

import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nbgrader.exchange.default import ExchangeSubmit

from evenkeel.responses import FILE_NAME, ResponsesError, parse_responses, read_bytes
from evenkeel.safefile import force_folder
from evenkeel_grading.nbg.disk import disk_trouble
from evenkeel_grading.nbg.exchanging import TrayExchange
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.trays import TrayError, make_tray

UNFINISHED = ".handing-in-"
_LEFT_SECONDS = 24 * 3600


class Submit(TrayExchange, ExchangeSubmit):  # type: ignore[misc]
    """nbgrader's handing in, which also writes who hands in, and what for, into the copy of ``responses.json``."""

    def init_dest(self) -> None:
        """Find the learner's tray. Raises ``ExchangeError`` when there is none, naming whom to ask."""
        learner = self.learner
        if not self.authenticator.has_access(learner, self.coursedir.course_id):
            self.fail("You do not have access to this course.")
        if "+" in learner:
            self.fail(f"The student ID should contain no '*' nor '+'; got {learner}")
        self.cache_path = str(Path(self.cache, self.coursedir.course_id))
        self.inbound_path = str(self._tray(learner))
        self.assignment_filename = f"{learner}+{self.coursedir.assignment_id}+{self.timestamp}"

    def _tray(self, learner: str) -> Path:
        tray = self.trays / learner
        if not tray.is_dir() and self.trays.is_dir() and EvenkeelMarking(parent=self).trial:
            with suppress(TrayError):
                make_tray(self.trays, learner, os.getuid())
        if not tray.is_dir():
            self.fail(
                f"There is no tray for {learner} in the exchange ({tray}), so nothing can be handed in yet."
                " Your answers are kept. Ask whoever looks after the course to add you to the class."
            )
        if not os.access(tray, os.R_OK | os.W_OK | os.X_OK):
            why = disk_trouble(tray) or f"The tray {tray} is not open to you."
            self.fail(f"{why} Your answers are kept. Tell whoever looks after the course.")
        return tray

    def copy_files(self) -> None:
        """Put it together beside its place, on the disk, and only then give it its name: nobody collects a half."""
        self.init_release()
        self.check_filename_diff()
        try:
            self._hand_in(f"{self.assignment_filename}+{secrets.token_urlsafe(9)}")
        except OSError as error:
            why = disk_trouble(Path(self.inbound_path)) or f"{error}."
            self.fail(f"This was not handed in. {why} Your answers are kept.")

    def _hand_in(self, name: str) -> None:
        with self._unfinished() as folder:
            self._put_together(folder / "all")
            _lay_down(folder / "all", folder / "copy")
            (folder / "copy").rename(Path(self.inbound_path, name))
            force_folder(Path(self.inbound_path))
            self.log.info("Submitted as: %s %s", self.coursedir.course_id, name)
            self._remember(folder / "all")

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        for left in Path(self.inbound_path).glob(f"{UNFINISHED}*"):
            with suppress(OSError):
                if time.time() - left.lstat().st_mtime > _LEFT_SECONDS:
                    shutil.rmtree(left)
        with tempfile.TemporaryDirectory(
            prefix=UNFINISHED, dir=self.inbound_path, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)

    def _put_together(self, folder: Path) -> None:
        self.do_copy(self.src_path, str(folder))
        (folder / "timestamp.txt").write_text(self.timestamp, encoding="utf-8")
        (folder / "submission_secret.txt").write_text(secrets.token_hex(64), encoding="utf-8")

    def _remember(self, folder: Path) -> None:
        """nbgrader's list of what one handed in. It is handed in already: a full home must not deny that."""
        try:
            Path(self.cache_path).mkdir(parents=True, exist_ok=True)
            shutil.copytree(folder, Path(self.cache_path, self.assignment_filename))
        except OSError as error:
            self.log.error("Handed in. It could not be added to your own list of hand-ins: %s", error)

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy and bind. Raises ``ExchangeError`` on a link, or on answers to another assignment."""
        for place, folders, names in os.walk(src):
            for name in folders + names:
                if Path(place, name).is_symlink():
                    self.fail(f"{name} in your folder is a link to somewhere else. Hand in plain files only.")
        super().do_copy(src, dest, log)
        if (Path(src) / FILE_NAME).exists():
            self._bind(Path(src) / FILE_NAME, Path(dest) / FILE_NAME)

    def _bind(self, answers: Path, copy: Path) -> None:
        assignment = self.coursedir.assignment_id
        try:
            data = read_bytes(answers)
            responses = parse_responses(data)
        except ResponsesError as error:
            # Handed in as it is: the tutor sees what is wrong with it, and nothing of the learner's is lost.
            self.log.error("Your answers could not be read: %s Your tutor will see them as they are.", error.message)
            return
        if responses.assignment != assignment:
            self.fail(f"The answers in this folder are for {responses.assignment}, not for {assignment}.")
        if responses.learner == self.learner:
            return  # bound already by the hand-in page, whose receipt carries the checksum of exactly these bytes
        bound = json.loads(data.decode("utf-8-sig")) | {"learner": self.learner, "assignment": assignment}
        copy.unlink(missing_ok=True)
        copy.write_text(json.dumps(bound, ensure_ascii=False, indent=1), encoding="utf-8", errors="replace")


def _lay_down(source: Path, dest: Path) -> None:
    """Copy, wait until all of it is on the disk, and open it to the tray's group, the account that marks.

    What is made in a folder takes its group only while the folder passes it on, and a folder whose mode a learner sets
    does not any more, since learners are not of that group: so each folder's mode comes last.
    """
    dest.mkdir()
    for entry in sorted(source.iterdir()):
        if entry.is_dir():
            _lay_down(entry, dest / entry.name)
        else:
            with (dest / entry.name).open("xb") as file, entry.open("rb") as original:
                shutil.copyfileobj(original, file)
                file.flush()
                os.fchmod(file.fileno(), 0o640)
                os.fsync(file.fileno())
    dest.chmod(0o770)
    force_folder(dest)
