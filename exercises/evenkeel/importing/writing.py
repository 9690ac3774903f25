"""Putting an import where it belongs: all of it or nothing, and never over a file that is there."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evenkeel.course import is_root
from evenkeel.importing.neutral import ImportRefusedError


@dataclass(frozen=True)
class Place:
    """Where things go: exercises below ``exercises``, pictures below ``book``."""

    exercises: Path
    book: Path


def place_for(folder: Path) -> Place:
    """Where the files of an import belong when ``folder`` is named: a course, its exercises, or any other folder."""
    folder = folder.expanduser()
    if is_root(folder):
        return Place(folder / "exercises", folder / "book")
    if folder.name == "exercises" and is_root(folder.parent):
        return Place(folder, folder.parent / "book")
    return Place(folder, folder / "book")


def write_all(files: Mapping[Path, bytes], force: bool) -> list[Path]:
    """Write every file or none.

    Args:
        files: what to write, by its path.
        force: whether a file that is there may be replaced.

    Raises:
        ImportRefusedError: a file is there already, or one cannot be written.
    """
    there = [file for file in files if file.exists() or file.is_symlink()]
    if there and not force:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise ImportRefusedError(f"{there[0]}{more} is there already; move it away, or say --force to replace it")
    moved: list[tuple[Path, Path | None]] = []
    try:
        for file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
        staged = [(_staged(file, content), file) for file, content in files.items()]
        for temporary, file in staged:
            moved.append((file, _aside(file)))
            temporary.replace(file)
    except OSError as error:
        _undo(moved)
        raise ImportRefusedError(f"cannot be written to {error.filename or 'the folder'}: {error.strerror}") from error
    finally:
        for file in files:
            _tidy(file)
    for _, kept in moved:
        if kept is not None:
            kept.unlink(missing_ok=True)
    return list(files)


def _staged(file: Path, content: bytes) -> Path:
    """The content beside its place, forced to the disk."""
    temporary = file.with_name(f".{file.name}.import")
    with temporary.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    return temporary


def _aside(file: Path) -> Path | None:
    if not file.exists():
        return None
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(descriptor)
    shutil.copy2(file, name)
    return Path(name)


def _undo(moved: list[tuple[Path, Path | None]]) -> None:
    for file, kept in moved:
        if kept is not None:
            kept.replace(file)
        else:
            file.unlink(missing_ok=True)


def _tidy(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.with_name(f".{file.name}.import").unlink(missing_ok=True)
