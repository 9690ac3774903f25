"""Telling our assignments from conventional ones: by the released master, never by anything a learner sent."""

import copy
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory


class NotReleasedError(Exception):
    """An assignment of ours has no usable released notebook. The message says what the tutor can do."""


@dataclass(frozen=True)
class Released:
    """The released notebooks of an assignment of ours, by name (the file's stem)."""

    assignment: str
    files: dict[str, Path]

    def notebook(self, name: str) -> NotebookNode:
        """A fresh copy of the released notebook ``name``."""
        path = self.files[name]
        return copy.deepcopy(_notebook(str(path), _stamp(path)))


def released(coursedir: CourseDirectory, assignment: str) -> Released | None:
    """The released master when ``assignment`` is ours, None when it is conventional.

    Raises :class:`NotReleasedError` when the master in source/ or the gradebook says that it is ours and the
    released copy does not: guessing "conventional" there would run it.
    """
    folder = _folder(coursedir, coursedir.release_directory, assignment)
    files = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if _mark(path) is not None}
    for path in files.values():
        if _mark(path) != assignment:
            raise NotReleasedError(
                f"The released notebook {path.name} of {assignment!r} says that it belongs to {_mark(path)!r}."
            )
    if files:
        return Released(assignment, files)
    source = _folder(coursedir, coursedir.source_directory, assignment)
    if any(_mark(path) is not None for path in source.glob("*.ipynb")) or _gradebook_knows(coursedir, assignment):
        raise NotReleasedError(
            f"The released notebook of {assignment!r} is missing or damaged. Make it again with"
            f" `nbgrader generate_assignment {assignment} --force`, then mark."
        )
    return None


def _folder(coursedir: CourseDirectory, step: str, assignment: str) -> Path:
    return Path(coursedir.format_path(step, ".", assignment))


def _mark(path: Path) -> str | None:
    """The assignment a notebook says it belongs to; None when it does not say or cannot be read."""
    try:
        metadata = _metadata(str(path), _stamp(path))
    except (OSError, ValueError):
        return None
    return metadata.get("assignment") if isinstance(metadata, dict) else None


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=64)
def _text(path: str, stamp: tuple[int, int, int]) -> str:
    del stamp  # only there to forget a file that changed
    return Path(path).read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _notebook(path: str, stamp: tuple[int, int, int]) -> NotebookNode:
    return nbformat.reads(_text(path, stamp), as_version=4)


@lru_cache(maxsize=64)
def _metadata(path: str, stamp: tuple[int, int, int]) -> Any:
    notebook = json.loads(_text(path, stamp))
    return notebook.get("metadata", {}).get("evenkeel") if isinstance(notebook, dict) else None


def _gradebook_knows(coursedir: CourseDirectory, assignment: str) -> bool:
    """Whether the gradebook holds the scored cells of a master of ours under this name."""
    if coursedir.db_url.startswith("sqlite:///") and not os.path.exists(coursedir.db_url[10:]):  # noqa: PTH110
        return False
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            notebooks = gradebook.find_assignment(assignment).notebooks
        except MissingEntry:
            return False
        cells = [cell for notebook in notebooks for cell in notebook.source_cells]
        return any(cell.source and "from evenkeel import marked" in cell.source for cell in cells)
