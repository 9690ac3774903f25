"""Where a class lies on a machine, and the folders of the exchange. Knows no nbgrader, so that the hub can use it."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """``root`` is the course's content, ``work`` what marking writes. ``course`` is nbgrader's course folder."""

    root: Path
    work: Path
    course_id: str

    @property
    def course(self) -> Path:
        return self.work / "course"

    @property
    def exchange(self) -> Path:
        return self.work / "exchange"

    @property
    def outbound(self) -> Path:
        """What tutors hand out, one folder an assignment, for everybody to read."""
        return self.exchange / self.course_id / "outbound"

    @property
    def inbound(self) -> Path:
        """One tray a learner (:mod:`evenkeel_grading.nbg.trays`)."""
        return self.exchange / self.course_id / "inbound"


def places(root: Path, work: Path | None = None) -> Places:
    """From arguments, then ``EVENKEEL_WORK`` and ``EVENKEEL_COURSE``, then the defaults of a single machine."""
    root = Path(root).resolve()
    chosen = work or Path(os.environ.get("EVENKEEL_WORK") or root / "_run")
    return Places(root, Path(chosen).resolve(), os.environ.get("EVENKEEL_COURSE") or "evenkeel")


def prepare(root: Path, work: Path | None = None) -> Places:
    """Make the working folders, as the account that marks. Idempotent."""
    where = places(root, work)
    where.work.mkdir(parents=True, exist_ok=True)
    # Answers and marks are in it: for the account that marks, and nobody else.
    where.course.mkdir(mode=0o700, exist_ok=True)
    open_exchange(where.exchange, where.course_id)
    return where


def open_exchange(exchange: Path, course_id: str, groupshared: bool = False) -> None:
    """Make the exchange's folders, and close those of ours that an earlier version left open. Idempotent.

    nbgrader's own has a folder in which every account may make, rename and remove entries, and so a class that
    anybody can take away. Here only the account that marks may (with ``groupshared``: its group), and learners
    write into their own trays alone. The folder of trays cannot be listed: whoever knows a name can go through.
    """
    course = exchange / course_id
    shared = 0o2020 if groupshared else 0
    for folder, mode in ((exchange, 0o755), (course, 0o755), (course / "outbound", 0o755), (course / "inbound", 0o711)):
        wanted = mode | shared | (0o040 if shared else 0)
        folder.mkdir(parents=True, exist_ok=True)
        status = folder.stat()
        if status.st_uid == os.geteuid() and status.st_mode & 0o7777 != wanted:
            folder.chmod(wanted)
