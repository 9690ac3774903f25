"""The course that a learner's server gets: what is read and done, and nothing of what is set and marked.

What goes along is listed here; everything else stays behind, so that a new folder is never given to learners by
mistake. The package's own code is installed there, not copied, and so is its lock, which names this folder.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evenkeel import __version__
from evenkeel.problems import CopyError

TAKEN = ("_config.yml", "organisation.yml", "README.md", "LICENSE", "book", "exercises")
"""The files and folders of the course's root that go along."""

BUILT_BOOK = Path("_build", "html")
MARKER = ".evenkeel-learner-copy"
"""Stands in every learner copy. Only a folder that holds it is ever replaced."""

_NEVER = {"rubrics", "_build", "__pycache__", "node_modules", "responses.json", "gradebook.db"}


def learner_copy(root: Path, destination: Path, built_book: bool = False) -> int:
    """Write the copy and return how many files it holds.

    The copy is made beside its place and put there whole: a copy that was cut short is never mistaken for one.

    Args:
        root: the course's folder.
        destination: a folder that does not exist, is empty, or is an earlier learner copy.
        built_book: whether ``_build/html`` goes along.

    Raises:
        CopyError: the destination holds something else or lies inside what is copied, the course holds a link, the
            built book is missing, or the files cannot be written.
    """
    if destination.is_symlink():
        raise CopyError(f"{destination} is a link; name the folder itself")
    root, destination = root.resolve(), destination.resolve()
    _check_place(root, destination)
    if built_book and not (root / BUILT_BOOK).is_dir():
        raise CopyError(f"{root / BUILT_BOOK} does not exist; build the book first")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{destination.name}-", dir=destination.parent) as work:
            files = _write(root, Path(work, "new"), built_book)
            _put(Path(work, "new"), destination, Path(work, "old"))
    except OSError as error:
        raise CopyError(f"{destination} cannot be written: {error}") from error
    return files


def _check_place(root: Path, destination: Path) -> None:
    if any(destination.is_relative_to(root / name) for name in TAKEN) or root.is_relative_to(destination):
        raise CopyError(f"{destination} lies inside the course's own content; choose a place outside it")
    if not destination.exists():
        return
    if not destination.is_dir():
        raise CopyError(f"{destination} is a file; name a folder")
    if any(destination.iterdir()) and not (destination / MARKER).is_file():
        raise CopyError(f"{destination} is not empty and not an earlier learner copy; nothing was changed")


def _write(root: Path, new: Path, built_book: bool) -> int:
    count = 0
    tops = [root / name for name in TAKEN] + ([root / BUILT_BOOK] if built_book else [])
    for top in tops:
        for file in _files(top, root):
            to = new / file.relative_to(root)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to, follow_symlinks=False)
            count += 1
    (new / MARKER).write_text(json.dumps({"evenkeel": __version__, "files": count}) + "\n", encoding="utf-8")
    return count


def _files(path: Path, root: Path) -> Iterator[Path]:
    """The files at or below a path that go along, in order."""
    if path.is_symlink():
        raise CopyError(f"{path.relative_to(root)} is a link; a learner copy takes files only")
    if path.is_file():
        yield path
    elif path.is_dir() and path != root / "exercises" / "evenkeel":
        for inner in sorted(path.iterdir()):
            if inner.name not in _NEVER and not inner.name.startswith("."):
                yield from _files(inner, root)


def _put(new: Path, destination: Path, old: Path) -> None:
    """Put the finished copy in its place; on failure the earlier one comes back."""
    if not destination.exists():
        new.rename(destination)
        return
    destination.rename(old)
    try:
        new.rename(destination)
    except OSError:
        old.rename(destination)
        raise
