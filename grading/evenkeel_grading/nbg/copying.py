"""Copying a folder that somebody else made: no link followed, nothing but plain files read, nothing endless."""

import fnmatch
import itertools
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evenkeel_grading.nbg.disk import of_the_disk

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CHUNK = 1 << 16


class RefusedError(Exception):
    """The folder is not taken. The message says why, in words for the tutor."""


@dataclass(frozen=True)
class Limits:
    """What may be taken. Sizes in bytes; ``owner`` is the only user id whose files count, None for any."""

    file_bytes: int
    total_bytes: int
    owner: int | None
    ignore: tuple[str, ...] = ()
    sizes: tuple[tuple[str, int], ...] = ()
    entries: int = 1000
    depth: int = 8

    def size_of(self, name: str) -> int:
        """The most that a file of this name may hold."""
        return dict(self.sizes).get(name, self.file_bytes)


class _Copy:
    """One copy under way: what is left of the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = limits.total_bytes
        self.entries = limits.entries

    def folder(self, source: int, dest: Path, depth: int) -> None:
        if depth > self.limits.depth:
            raise RefusedError("its folders are nested too deep")
        dest.mkdir(mode=0o700)
        for name in self.names(source):
            if not any(fnmatch.fnmatch(name, pattern) for pattern in self.limits.ignore):
                self.entry(source, name, dest, depth)

    def names(self, source: int) -> list[str]:
        """What a folder holds, in order. Each counts, a folder too: a million of them would fill the course's disk."""
        with os.scandir(source) as entries:
            names = [entry.name for entry in itertools.islice(entries, self.entries + 1)]
        self.entries -= len(names)
        if self.entries < 0:
            raise RefusedError(f"it holds more than {self.limits.entries} files and folders")
        return sorted(names)

    def entry(self, source: int, name: str, dest: Path, depth: int) -> None:
        status = os.stat(name, dir_fd=source, follow_symlinks=False)
        self.require_owner(status, name)
        if stat.S_ISDIR(status.st_mode):
            with _opened(name, _FOLDER, source) as inner:
                self.folder(inner, dest / name, depth + 1)
        elif stat.S_ISREG(status.st_mode):
            self.file(source, name, dest)
        else:
            kind = "a link" if stat.S_ISLNK(status.st_mode) else "not a plain file"
            raise RefusedError(f"{name} is {kind}")

    def file(self, source: int, name: str, dest: Path) -> None:
        with _opened(name, _FILE, source) as descriptor:
            # Looked at again by what is open: the name may have been given to another file since.
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise RefusedError(f"{name} is a link")
            self.require_owner(status, name)
            self.contents(descriptor, name, dest / name)

    def contents(self, descriptor: int, name: str, dest: Path) -> None:
        left = self.limits.size_of(name)
        with dest.open("xb") as copy:
            while data := os.read(descriptor, _CHUNK):
                left -= len(data)
                self.bytes -= len(data)
                if left < 0 or self.bytes < 0:
                    raise RefusedError(f"{name} is too large" if left < 0 else "it is too large")
                copy.write(data)

    def require_owner(self, status: os.stat_result, name: str) -> None:
        if self.limits.owner is not None and status.st_uid != self.limits.owner:
            raise RefusedError(f"{name} belongs to another account")


def copy_folder(source: Path, dest: Path, limits: Limits) -> None:
    """Copy ``source`` to ``dest``, which must not be there. Raises :class:`RefusedError`, or
    ``OSError`` when the disk takes no more; may leave a part behind."""
    try:
        with _opened(source, _FOLDER, None) as descriptor:
            _Copy(limits).folder(descriptor, dest, 1)
    except RefusedError:
        raise
    except OSError as error:
        if of_the_disk(error):
            raise  # nothing is wrong with the folder
        raise RefusedError(f"it cannot be read ({error.strerror})") from None


def printable(name: str) -> str:
    """A name that a learner chose, in one line and without signs that a terminal obeys."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


@contextmanager
def _opened(name: str | Path, flags: int, folder: int | None) -> Iterator[int]:
    descriptor = os.open(name, flags, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
