"""Small disks for tests: one that can be filled and emptied, or switched to reading only. Needs root."""

import contextlib
import errno
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


class Disk:
    """A memory disk of a few megabytes at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> None:
        """Leave not a byte."""
        with (self.path / "filler").open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(b"x" * size):
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def read_only(self) -> None:
        """As a system does with a disk whose faults it has found."""
        _run("mount", "-o", "remount,ro", str(self.path))

    def mend(self) -> None:
        """Room again, and writing again."""
        _run("mount", "-o", "remount,rw", str(self.path))
        (self.path / "filler").unlink(missing_ok=True)


@contextlib.contextmanager
def disk(size: str = "6m") -> Iterator[Disk]:
    """It and all on it go at the end."""
    path = Path(tempfile.mkdtemp(prefix="ekt-disk-"))
    _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(path))
    try:
        yield Disk(path)
    finally:
        _run("umount", "-l", str(path))
        path.rmdir()


def can_mount() -> bool:
    """A container's root often may not."""
    try:
        with disk("1m"):
            return True
    except AssertionError:
        return False


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.stderr}"
