"""From one submitted folder to what each scored cell of the notebook gets: a number, and words for the tutor."""

import hashlib
import json
import math
import os
import stat
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import nbgrader.utils
from nbformat import NotebookNode

from evenkeel.course import exercise_file
from evenkeel.problems import ContentError
from evenkeel.responses import FILE_NAME, Responses, ResponsesError, parse_responses, read_bytes, require_belongs
from evenkeel_grading.assignment import (
    OPEN_CUES,
    OPEN_SITUATIONS,
    RUBRICS,
    SHARED_CUES,
    SITUATIONS,
    Assignment,
    load_assignment,
    played,
)
from evenkeel_grading.closed import NoKeyError, kind_of
from evenkeel_grading.marking import mark, unusable
from evenkeel_grading.marks import Marks

FIELD, CRITERION = "field-", "criterion-"
_TRACED = (FILE_NAME, "timestamp.txt")
_TRACED_BYTES = 1 << 20


@dataclass(frozen=True)
class Taken:
    """A submitted folder as it was when it was looked at: the answer file's bytes, or why there are none.

    ``trace`` is the same for the same files handed in at the same time, whether or not they can be used.
    """

    data: bytes | None
    trouble: str
    trace: str


@dataclass(frozen=True)
class Reading:
    """What a submitted folder held. ``trouble`` is a sentence for the tutor when it cannot be marked as it is.

    ``trace`` then tells this folder from another with the same trouble: a tutor decided about one of them only.
    """

    responses: Responses | None
    trouble: str | None
    trace: str = ""


@dataclass(frozen=True)
class Scorer:
    """One assignment, ready to mark. ``version`` changes with anything that a mark depends on but the answers."""

    assignment: Assignment
    version: str

    @classmethod
    def of(cls, root: str, assignment: str) -> "Scorer":
        """For the course at ``root``; raises :class:`NoKeyError` when rubric or worksheet cannot be used."""
        if not root:
            raise NoKeyError("No key, no run: c.EvenkeelMarking.root does not say where the course's rubrics are.")
        files = (
            exercise_file("worksheets", assignment),
            RUBRICS / f"{assignment}.yml",
            SHARED_CUES,
            SITUATIONS,
            OPEN_CUES,
            OPEN_SITUATIONS,
        )
        found = tuple(_bytes(Path(root, file)) for file in files)
        loaded = _load(root, assignment, found)
        # Which scenarios a mark depends on is known only once the worksheet has been read.
        plays = [_bytes(Path(root, exercise_file("scenarios", name))) for name in played(loaded.assignment.worksheet)]
        return _load(root, assignment, (*found, *plays)) if plays else loaded

    def require_keys(self, notebook: NotebookNode) -> None:
        """Raise :class:`NoKeyError` unless scored cells and keys or criteria are the same, with the same points."""
        scored = [cell.metadata.nbgrader for cell in notebook.cells if nbgrader.utils.is_grade(cell)]
        for settings in scored:
            self._require_key(settings)
        # A closed field that is worth nothing has no cell.
        lost = {name for name, points in self._points.items() if points} - {one.grade_id for one in scored}
        if lost:
            raise NoKeyError(
                f"No cell, no run: the released notebook of {self.assignment.id!r} has no scored cell for"
                f" {', '.join(sorted(lost))}. Make the assignment again."
            )

    def _require_key(self, settings: Any) -> None:
        points = self._points.get(settings.grade_id)
        if points is None:
            raise NoKeyError(
                f"No key, no run: the scored cell {settings.grade_id!r} of {self.assignment.id!r} has no fitting"
                f" entry in {RUBRICS}/{self.assignment.id}.yml. Add it, or make the assignment again."
            )
        if not math.isclose(points, settings.points):
            raise NoKeyError(
                f"No key, no run: {settings.grade_id!r} of {self.assignment.id!r} was released with"
                f" {settings.points:g} points and the worksheet now says {points:g}. Make the assignment again."
            )

    @cached_property
    def _points(self) -> dict[str, float]:
        keys, rubrics = self.assignment.rubric.keys, self.assignment.rubric.criteria
        closed = {
            FIELD + field.id: float(getattr(field, "points", 0))
            for field in self.assignment.worksheet.fields
            if field.id in keys and kind_of(keys[field.id]) == field.kind
        }
        written = {
            CRITERION + criterion.id: float(criterion.weight)
            for criterion in self.assignment.worksheet.criteria
            if criterion.id in rubrics
        }
        return closed | written

    def read(self, folder: Path, learner: str) -> Reading:
        """The answers of a submitted folder. Never raises on anything a learner can put there."""
        return self.understand(take(folder), learner)

    def understand(self, taken: Taken, learner: str) -> Reading:
        """The answers of what was taken from a folder, here or on another machine. Never raises either."""
        if taken.data is None:
            return Reading(None, taken.trouble, taken.trace)
        try:
            responses = parse_responses(taken.data)
            require_belongs(responses, assignment=self.assignment.id, learner=learner)
        except ResponsesError as error:
            return Reading(None, error.message, taken.trace)
        wrong = unusable(responses, self.assignment.worksheet)
        return Reading(responses, wrong, taken.trace if wrong else "")

    def mark(self, responses: Responses) -> Marks:
        """The suggested marks."""
        return mark(self.assignment, responses)

    def digest(self, reading: Reading) -> str:
        """The same for the same answers under the same rubric, whoever marks when."""
        whole = reading.responses if not reading.trouble else None
        answers = whole.model_dump(mode="json")["fields"] if whole else reading.trace
        text = json.dumps([self.version, answers, reading.trouble], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=16)
def _load(root: str, assignment: str, files: tuple[bytes, ...]) -> Scorer:
    """``files`` are what the assignment is made of: a change in any of them makes a new scorer."""
    try:
        loaded = load_assignment(Path(root), assignment)
    except ContentError as error:
        raise NoKeyError(f"No key, no run: {error}") from error
    return Scorer(loaded, hashlib.sha256(b"\0".join(files)).hexdigest())


def _open_folder(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def take(folder: Path) -> Taken:
    """What a submitted folder holds, read without following a link. Never raises on what a learner can put there."""
    # By the open folder: neither it nor a file of it can be swapped for a link in between.
    try:
        descriptor = _open_folder(folder)
    except OSError as error:
        why = f"The submitted folder cannot be opened, or is a link: {error.strerror}."
        return Taken(None, why, f"no folder: {error.errno}")
    try:
        trace = _trace(descriptor)
        return Taken(read_bytes(FILE_NAME, dir_fd=descriptor), "", trace)
    except ResponsesError as error:
        return Taken(None, error.message, trace)
    finally:
        os.close(descriptor)


def _trace(folder: int) -> str:
    return hashlib.sha256(repr([_start(name, folder) for name in _TRACED]).encode()).hexdigest()


def _start(name: str, folder: int) -> tuple[int, int, bytes]:
    """Kind, size and first bytes of a file; of anything but a plain file only that it cannot be read."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        return error.errno or 0, 0, b""
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return stat.S_IFMT(status.st_mode), 0, b""
        return stat.S_IFMT(status.st_mode), status.st_size, os.read(descriptor, _TRACED_BYTES)
    except OSError as error:
        return error.errno or 0, 0, b""
    finally:
        os.close(descriptor)
