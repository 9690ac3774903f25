"""Files that survive: locked, written whole or not at all, and never thrown away when damaged.

A file is written beside its place, forced to the disk, and moved over the old one: whoever looks, and whenever
the machine stops, finds the old content or the new, whole. A lock per folder makes "read, change, write" one
step. A file that cannot be understood is renamed and reported, never deleted and never written over.

Every failure is a :class:`RecordError` whose message is for the learner.
"""

import contextlib
import errno
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NoReturn

from evenkeel.words import _

_LOCK_NAME = ".evenkeel.lock"
_LOCK_SECONDS = 10.0
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Code = Literal["busy", "full", "unwritable", "unreadable", "too-large", "refused"]


class RecordError(Exception):
    """Nothing was saved or read. ``code`` is for programs; ``message`` tells the learner what to do."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def now() -> str:
    """The present time as RFC 3339 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def save_time(earlier: object) -> str:
    """The present time, and never that of the earlier save: by it a page knows whether its record is the newest."""
    while (at := now()) == earlier:
        time.sleep(0.001)
    return at


@contextlib.contextmanager
def locked(folder: Path, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
    """Hold the folder's lock. The system lets go of it when the process ends, however it ends."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(folder / _LOCK_NAME, flags, 0o600)
    except OSError as error:
        refuse_write(error)
    try:
        _wait_for(descriptor, seconds)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise RecordError("busy", _("Your answers are being saved from somewhere else. Try again.")) from None
            time.sleep(0.01)
        except OSError as error:
            refuse_write(error)


def write_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` whole or not at all. Call it with the folder locked; raises :class:`RecordError`."""
    _sweep(path)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        _write_through(beside, data)
        beside.replace(path)
        force_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        refuse_write(error)


def _sweep(path: Path) -> None:
    """Remove what a killed save left behind. Nobody else is saving: the caller holds the lock."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        with contextlib.suppress(OSError):
            left.unlink()


def _write_through(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def force_folder(folder: Path) -> None:
    """Wait until a folder's names, what was renamed into it too, are on the disk. Raises ``OSError``."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_write(error: OSError) -> NoReturn:
    """Say in plain words why the system would not write."""
    if error.errno in _FULL:
        raise RecordError(
            "full",
            _(
                "There is no room left on the disk, so this is not saved yet. Your earlier answers are safe. "
                "Keep this page open and tell whoever looks after the course."
            ),
        ) from error
    words = _(
        "Your answers could not be saved ({reason}). Your earlier answers are safe. "
        "Keep this page open and tell whoever looks after the course."
    )
    raise RecordError("unwritable", words.format(reason=error.strerror)) from error


def remove(path: Path) -> None:
    """Delete a file that may be there; raises :class:`RecordError`."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        refuse_write(error)


def set_aside(path: Path) -> str:
    """Rename a file that cannot be understood, and return a sentence about it. The folder is locked."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    try:
        path.rename(kept)
    except OSError as error:
        refuse_write(error)
    return kept_notice(kept)


def kept_notice(kept: Path) -> str:
    """What to tell the learner about a file that was set aside."""
    words = _(
        "Your earlier answers could not be read. The file is kept as {file}; nothing was deleted. "
        "New answers are saved as usual. Tell your tutor if you need the earlier ones back."
    )
    return words.format(file=kept.name)


def damaged_files(folder: Path) -> list[Path]:
    """The files set aside in a folder, oldest first."""
    return sorted(folder.glob("*.damaged-*.json"))


def dump(value: object, limit: int) -> bytes:
    """The value as JSON of at most ``limit`` bytes; raises :class:`RecordError`."""
    try:
        data = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1).encode("utf-8", "replace")
    except (ValueError, TypeError, RecursionError) as error:
        words = _("These answers are not in a form that can be saved ({reason}).")
        raise RecordError("refused", words.format(reason=error)) from None
    if len(data) > limit:
        words = _("These answers are too long to save: at most {size} KiB fit.")
        raise RecordError("too-large", words.format(size=limit // 1024))
    return data + b"\n"
