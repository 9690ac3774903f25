"""The folder that worker processes of this machine keep things in while a command runs."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "evenkeel-workers-"


@contextmanager
def own_folder() -> Iterator[str]:
    """A new folder for this account alone, gone afterwards. What commands that were killed left behind goes first.

    A command holds a lock on its folder for as long as it lives, however it ends: nothing is guessed from an age.
    """
    clear_up(Path(tempfile.gettempdir()))
    folder, lock = _made()
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _made() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        # Another command may take it for a left one until it is locked.
        with suppress(FileNotFoundError):
            lock = _open(folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def clear_up(parent: Path) -> None:
    """Remove the folders in ``parent`` that no command of this account uses any more. Never raises."""
    for folder in sorted(parent.glob(f"{_PREFIX}*")):
        with suppress(OSError):
            _remove_unused(folder)


def _remove_unused(folder: Path) -> None:
    lock = _open(folder)
    try:
        # Anybody may put a folder of this name there: others' are theirs.
        if os.fstat(lock).st_uid == os.geteuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)  # which follows no link
    finally:
        os.close(lock)


def _open(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
