"""Putting marked work into gradebook, stores and folders, a batch at a time.

The order of a batch is: the old marked folders go, then private notes, the gradebook, the marking store, and the new
folders, each with its notebook last. The notebook says that the work is marked. So whenever this process is killed,
the same command goes on, and nothing that was not written whole counts as marked.
"""

import errno
import shutil
from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import OperationalError

from evenkeel_grading.kept import Marking
from evenkeel_grading.nbg.converter import MarkAnswers
from evenkeel_grading.nbg.kept_files import Kept, write_part
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.settling import Standing, held, standing
from evenkeel_grading.nbg.stores import open_private_store, open_store
from evenkeel_grading.private import PrivateStoreError
from evenkeel_grading.scale.gradebook import Entry, Rows, UnknownError
from evenkeel_grading.scale.work import Failed, Marked
from evenkeel_grading.store import extra_time

Done = tuple[Marked, Kept]
# For these nothing else could be written either.
_STOPPING = (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EMFILE)


class CannotWriteError(Exception):
    """Nothing can be written now. The message says where; what was written before stands."""


class Writer:
    """Writes the results of one assignment, for the converter that was configured for the course.

    Raises:
        UnknownError: the gradebook does not know the assignment.
        CannotWriteError: the private store cannot be used.
    """

    def __init__(self, converter: MarkAnswers, gradebook: Gradebook, assignment: str) -> None:
        settings = EvenkeelMarking(parent=converter)
        self._converter, self._assignment, self._confirm = converter, assignment, settings.confirm
        self._engine = gradebook.engine
        self._store = open_store(settings.store_at(converter.coursedir.root))
        self._private_url = settings.private_at(converter.coursedir.root) if settings.keeps_private_notes else None
        penalties = AssignLatePenalties(parent=converter)
        penalties.init_plugin()
        with self._engine.begin() as connection:
            self._rows = Rows(connection, assignment, penalties, create_student=converter.create_student)

    def write(self, batch: Sequence[Done]) -> list[Failed]:
        """Write all that can be written; returns what cannot.

        Raises:
            CannotWriteError: a database or the disk takes nothing.
        """
        try:
            self._write(batch)
        except OperationalError as error:
            raise CannotWriteError(f"A database of the course cannot be written: {error.orig}.") from None
        except PrivateStoreError as error:
            raise CannotWriteError(str(error)) from None
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _STOPPING:
                raise CannotWriteError(f"Nothing can be written: {error.strerror}.") from None
            if len(batch) > 1:
                return [failed for one in batch for failed in self.write([one])]
            return [self._gave_up(batch[0][0].learner, error)]
        return []

    def _gave_up(self, learner: str, error: Exception) -> Failed:
        shutil.rmtree(self._folder(learner), ignore_errors=True)
        return Failed(learner, str(error) if isinstance(error, UnknownError) else f"writing it failed: {_kind(error)}")

    def _write(self, batch: Sequence[Done]) -> None:
        self._note(batch)
        for marked, _ in batch:
            if self._folder(marked.learner).exists():
                shutil.rmtree(self._folder(marked.learner))
        standings = self._standings(batch)
        given = self._store.extensions(self._assignment)
        extra = {marked.learner: extra_time(self._rows.due, given.get(marked.learner)) for marked, _ in batch}
        entries = [
            Entry(marked, kept.handed_in, extra[marked.learner], now)
            for (marked, kept), now in zip(batch, standings, strict=True)
        ]
        with self._engine.begin() as connection:
            self._rows.write(connection, entries)
        # After the gradebook: a crash in between asks for one look too many, never for one too few.
        self._store.save_all(self._assignment, [_marking(entry) for entry in entries])
        for marked, kept in batch:
            self._file(marked, kept)

    def _note(self, batch: Sequence[Done]) -> None:
        """Before anything else is kept. The store is opened for every batch, whether or not there is a note."""
        if self._private_url:
            open_private_store(self._private_url).add([note for marked, _ in batch for note in marked.notes])

    def _standings(self, batch: Sequence[Done]) -> list[Standing]:
        before = self._store.standings(self._assignment, [marked.learner for marked, _ in batch])
        return [
            standing(marked.outcome, self._confirm, *before.get(marked.learner, (None, None))) for marked, _ in batch
        ]

    def _folder(self, learner: str) -> Path:
        return Path(self._converter._format_dest(self._assignment, learner))

    def _file(self, marked: Marked, kept: Kept) -> None:
        folder = self._folder(marked.learner)
        kept.write(folder)
        parts = [write_part(folder / f"{name}.ipynb", one.text) for name, one in marked.notebooks.items()]
        self._converter.set_permissions(self._assignment, marked.learner)
        for part, name in zip(parts, marked.notebooks, strict=True):
            part.replace(folder / f"{name}.ipynb")


def _marking(entry: Entry) -> Marking:
    outcome = entry.marked.outcome
    return Marking(entry.marked.learner, outcome["digest"], entry.standing.kept, outcome["criteria"], held(outcome))


def _kind(error: Exception) -> str:
    # Its kind alone: the words of a database's error may hold an answer.
    return f"{type(error).__name__} ({error.strerror})" if isinstance(error, OSError) else type(error).__name__
