"""One marking run at a time in a course: two at once can lose graded work (measured)."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = ".marking.lock"


class CourseBusyError(Exception):
    """Another marking run holds the course. The message says which, in words for the person waiting."""


@contextmanager
def course_lock(course: Path, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the course's lock, waiting at most ``wait`` seconds. Raises :class:`CourseBusyError`.

    The system lets go of the lock when the process ends, however it ends: there is no stale lock to remove.
    """
    descriptor = os.open(course / FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o660)
    try:
        _acquire(descriptor, wait, say)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}, started {time.strftime('%H:%M:%S')}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, wait: float, say: Callable[[str], None]) -> None:
    until = time.monotonic() + wait
    said = False
    while not _try(descriptor):
        holder = os.pread(descriptor, 100, 0).decode("utf-8", "replace") or "another process"
        if time.monotonic() >= until:
            raise CourseBusyError(f"Another marking run of this course is under way ({holder}). Try again later.")
        if not said:
            say(f"Another marking run of this course is under way ({holder}). Waiting for it to end.")
            said = True
        time.sleep(0.1)


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
