"""Folders that a learner's account can write to, read and removed by whoever may do more: no link is ever followed."""

import contextlib
import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_DEEPEST = 12


@dataclass
class Limits:
    """What may be read. ``owner``: the only user id whose files count, None for any. ``left_out``: what was not."""

    owner: int | None = None
    file_bytes: int = 64 << 20
    files: int = 50_000
    left_out: list[str] = field(default_factory=list)

    def leave_out(self, name: PurePosixPath, why: str) -> None:
        """Note a name that is not taken."""
        shown = "".join(sign if sign.isprintable() else "?" for sign in str(name))
        self.left_out.append(f"{shown}: {why}")


@dataclass(frozen=True)
class PlainFile:
    """An open plain file. ``name`` is its path from where the walk began."""

    name: PurePosixPath
    descriptor: int
    status: os.stat_result


@contextmanager
def opened(base: Path, *parts: str) -> Iterator[int]:
    """A folder below ``base``, which is trusted; no part is a link. Raises ``OSError``."""
    with contextlib.ExitStack() as stack:
        folder = os.open(base, _FOLDER & ~os.O_NOFOLLOW)
        stack.callback(os.close, folder)
        for part in parts:
            folder = os.open(part, _FOLDER, dir_fd=folder)
            stack.callback(os.close, folder)
        yield folder


def plain_files(base: Path, parts: tuple[str, ...], limits: Limits) -> Iterator[PlainFile]:
    """Every plain file below ``base/…parts``; nothing when there is no such folder. In the order of names."""
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(opened(base, *parts))
        except FileNotFoundError:
            return
        except OSError as error:
            limits.leave_out(PurePosixPath(*parts), error.strerror or "cannot be opened")
            return
        yield from _walk(folder, PurePosixPath(), limits, 1)


def _walk(folder: int, place: PurePosixPath, limits: Limits, depth: int) -> Iterator[PlainFile]:
    for name in sorted(os.listdir(folder)):
        try:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                yield from _inner(folder, place / name, limits, depth + 1)
            elif not stat.S_ISREG(status.st_mode):
                limits.leave_out(place / name, "a link" if stat.S_ISLNK(status.st_mode) else "not a plain file")
            else:
                yield from _file(folder, place / name, limits)
        except FileNotFoundError:
            continue  # replaced just now; whoever needs it whole looks twice
        except OSError as error:
            limits.leave_out(place / name, error.strerror or "cannot be opened")


def _inner(folder: int, place: PurePosixPath, limits: Limits, depth: int) -> Iterator[PlainFile]:
    if depth > _DEEPEST:
        limits.leave_out(place, "nested too deep")
        return
    descriptor = os.open(place.name, _FOLDER, dir_fd=folder)
    try:
        yield from _walk(descriptor, place, limits, depth)
    finally:
        os.close(descriptor)


def _file(folder: int, place: PurePosixPath, limits: Limits) -> Iterator[PlainFile]:
    descriptor = os.open(place.name, _FILE, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        if why := _refused(status, limits):
            limits.leave_out(place, why)
            return
        limits.files -= 1
        yield PlainFile(place, descriptor, status)
    finally:
        os.close(descriptor)


def _refused(status: os.stat_result, limits: Limits) -> str | None:
    if not stat.S_ISREG(status.st_mode):
        return "not a plain file"
    if limits.owner is not None and (status.st_uid != limits.owner or status.st_nlink > 1):
        return "belongs to another account, or has a second name"
    if status.st_size > limits.file_bytes:
        return "too large"
    return "too many files" if limits.files <= 0 else None


def remove(base: Path, *parts: str) -> bool:
    """Remove ``base/…parts`` with all in it, following no link. Whether it was there. Raises ``OSError``."""
    try:
        with opened(base, *parts[:-1]) as folder:
            os.stat(parts[-1], dir_fd=folder, follow_symlinks=False)
            # Python's own way goes as deep as its stack, and learners can nest deeper. The system's rm does not.
            rm = ["/bin/rm", "-rf", "--one-file-system", "--", f"./{parts[-1]}"]
            done = subprocess.run(rm, cwd=f"/proc/self/fd/{folder}", capture_output=True, text=True, check=False)
    except (FileNotFoundError, NotADirectoryError):
        return False
    if done.returncode != 0:
        raise OSError(done.stderr.strip() or f"{Path(base, *parts)} could not be removed")
    return True
