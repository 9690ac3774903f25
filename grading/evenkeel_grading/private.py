"""The private store: notes that one named role reads, and nobody else. A database of its own, mode 0600.

A note says that a ``human_review`` situation of an assignment seems to have come up in a learner's answer: whose,
which situation, how soon, in which field. The learner's words are kept only where the same day counts, so that
their reader can judge how soon to act. A note changes no mark. Marking only ever adds notes, so in a database with
users of its own the account that marks needs the right to INSERT and none to read.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from evenkeel_grading.findings import Flag
from evenkeel_grading.html_text import printable
from evenkeel_grading.wiping import wipe_deleted, write_anew

LONGEST_QUOTE = 400

_metadata = MetaData()
_note = Table(
    "note",
    _metadata,
    Column("id", String(64), primary_key=True),
    Column("learner", String(128), nullable=False, index=True),
    Column("assignment", String(64), nullable=False),
    Column("situation", String(64), nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("fields", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("closed_at", String(32)),
    Column("closed_by", String(128)),
    Column("done", Text),
)


class PrivateStoreError(Exception):
    """The store cannot be used. ``str()`` says what to do, and nothing of what is in it."""


@dataclass(frozen=True)
class Note:
    """One note. ``fields`` are field ids, divided by commas; ``quote`` is empty where the words are not needed."""

    id: str
    learner: str
    assignment: str
    situation: str
    urgency: str
    fields: str
    quote: str
    at: str
    closed_at: str | None = None
    closed_by: str | None = None
    done: str | None = None


def notes_of(assignment: str, learner: str, flags: Sequence[Flag]) -> list[Note]:
    """The notes that a marking gives rise to. The same words make the same note, however often they are marked."""
    return [_note_of(assignment, learner, flag) for flag in flags if flag.kind == "human_review"]


def _note_of(assignment: str, learner: str, flag: Flag) -> Note:
    words = " … ".join(item.quote for item in flag.evidence)
    fields = ", ".join(dict.fromkeys(item.field for item in flag.evidence))
    named = "\0".join([assignment, learner, flag.id, fields, words])
    return Note(
        hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest(),
        learner,
        assignment,
        flag.id,
        flag.urgency,
        fields,
        # PostgreSQL takes no text with this sign: whoever types it would go unnoticed.
        words[:LONGEST_QUOTE].replace("\0", "\ufffd") if flag.urgency == "today" else "",
        _now(),
    )


class PrivateStore:
    """The store at an SQLAlchemy URL. An SQLite file is made for this account alone.

    Raises:
        PrivateStoreError: from every method, when the database cannot be used.
    """

    def __init__(self, url: str) -> None:
        file = make_url(url).database if make_url(url).get_backend_name() == "sqlite" else None
        if file and file != ":memory:":
            _keep_to_this_account(Path(file))
        # Without its values: what an error says may end up in a log.
        self._engine: Engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
        wipe_deleted(self._engine)
        with _told():
            _metadata.create_all(self._engine)

    def add(self, notes: Sequence[Note]) -> None:
        """Add the notes that are not there yet. A closed one stays closed."""
        for note in notes:
            with _told():
                try:
                    with self._engine.begin() as connection:
                        connection.execute(insert(_note), [_row(note)])
                except IntegrityError:
                    continue

    def notes(self, *, closed: bool = False) -> list[Note]:
        """Open notes, or all. Those for today come first, then the oldest."""
        query = select(_note) if closed else select(_note).where(_note.c.closed_at.is_(None))
        with _told(), self._engine.begin() as connection:
            found = [Note(**row) for row in connection.execute(query).mappings()]
        return sorted(found, key=lambda note: (note.urgency != "today", note.at, note.id))

    def close(self, note_id: str, who: str, done: str) -> None:
        """Close the one open note whose id begins so, with what was done. ``KeyError``: there is none, or several."""
        found = [note for note in self.notes() if note_id and note.id.startswith(note_id)]
        if len(found) != 1:
            raise KeyError(note_id)
        change = update(_note).where(_note.c.id == found[0].id)
        with _told(), self._engine.begin() as connection:
            # What was said has served its purpose.
            connection.execute(change.values(closed_at=_now(), closed_by=who, done=done, quote=""))

    def erase(self, learner: str) -> int:
        """Delete all notes on a learner, and return how many there were. In SQLite nothing is left of them."""
        found = self._delete(_note.c.learner == learner)
        with _told():
            write_anew(self._engine)
        return found

    def notes_on(self, learner: str) -> list[Note]:
        """All notes on one learner, closed ones too."""
        return [note for note in self.notes(closed=True) if note.learner == learner]

    def tidy(self, days: int) -> int:
        """Delete the notes that were closed more than ``days`` days ago, and return how many there were."""
        return self._delete(_note.c.closed_at < _now(timedelta(days=days)))

    def _delete(self, which: Any) -> int:
        with _told(), self._engine.begin() as connection:
            return int(connection.execute(delete(_note).where(which)).rowcount)


def _row(note: Note) -> dict[str, Any]:
    return {column.name: getattr(note, column.name) for column in _note.columns}


@contextmanager
def _told() -> Iterator[None]:
    """Turn what a database says into words without anything of a note in them."""
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        why = type(getattr(error, "orig", None) or error).__name__
        raise PrivateStoreError(f"The private notes cannot be read or written ({why}).") from None


def _keep_to_this_account(file: Path) -> None:
    """Make folder and file where they are not there, and let nobody else in."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise PrivateStoreError(f"The private notes at {file} cannot be opened: {error.strerror}.") from None
    try:
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != 0o600:
            os.fchmod(descriptor, 0o600)
    except OSError as error:
        raise PrivateStoreError(f"Others may be able to read {file}, and that cannot be changed: {error}.") from None
    finally:
        os.close(descriptor)


def _now(before: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) - before).isoformat(timespec="milliseconds")


def said(notes: Sequence[Note]) -> Iterator[str]:
    """The notes as lines for a terminal, those for today under a heading of their own."""
    for urgency, heading in (("today", "For today"), ("before-release", "Before the mark goes out")):
        chosen = [note for note in notes if note.urgency == urgency]
        if chosen:
            yield f"{heading}:"
        for note in chosen:
            yield from _lines(note)


def _lines(note: Note) -> Iterator[str]:
    state = f"closed {note.closed_at} by {note.closed_by}: {note.done}" if note.closed_at else "open"
    yield f"  {note.id[:8]}  {printable(note.learner)}, {note.assignment}, {note.situation}"
    yield f"            noted {note.at}; field {note.fields or 'not named'}; {state}"
    if note.quote:
        yield f"            “{printable(note.quote)}”"
