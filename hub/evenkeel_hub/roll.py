"""The roll: who is in the class, in which role and groups. The one place of truth for it.

A database beside the gradebook (``roll.db``, SQLite), or any SQLAlchemy URL in ``EVENKEEL_ROLL``. The gradebook's
names and the hub's groups are made from it. Nobody is taken off the roll by withdrawing: their work stays, their
access ends. :mod:`evenkeel_hub.erasing` takes somebody off it.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.pool import NullPool

from evenkeel_grading.wiping import wipe_deleted, write_anew

Role = Literal["learner", "tutor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
_GROUPS: dict[Role, str] = {"learner": "nbgrader", "tutor": "formgrade", "administrator": "administer"}

# As collecting takes them, and small: JupyterHub makes the names that people sign in with small.
_ID = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,127}")
_GROUP = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

_metadata = MetaData()
_person = Table(
    "person",
    _metadata,
    Column("id", String(128), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    Column("role", String(16), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("added", String(32), nullable=False),
    Column("withdrawn", String(32)),
    Column("erase_asked", String(32)),
    Column("account_made", Boolean, nullable=False),
)


@dataclass(frozen=True)
class Person:
    """One line of the roll. Times are RFC 3339 in UTC; ``account_made``: by us, so that it may be removed again."""

    id: str
    name: str = ""
    email: str = ""
    role: Role = "learner"
    groups: tuple[str, ...] = ()
    added: str = ""
    withdrawn: str | None = None
    erase_asked: str | None = None
    account_made: bool = False

    @property
    def active(self) -> bool:
        """Whether this person may sign in."""
        return self.withdrawn is None


def bad_id(text: str) -> str | None:
    """What is wrong with an account's name, in words that go after it; None when it will do."""
    if text != text.lower():
        return "has capital letters; write it small, as people sign in with it"
    if not _ID.fullmatch(text):
        return "is no account name; use small letters, figures and . _ - @ +, beginning with a letter or figure"
    return None


def bad_group(text: str) -> str | None:
    """What is wrong with a group's name, in words that go after it; None when it will do."""
    return None if _GROUP.fullmatch(text) else "is no group name; use small letters, figures and hyphens, 40 at most"


class Roll:
    """The roll at an SQLAlchemy URL. Keeps no connection open. What is deleted is overwritten."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url, poolclass=NullPool)
        wipe_deleted(self._engine)
        _metadata.create_all(self._engine)

    def people(self) -> list[Person]:
        """Everybody, by id; withdrawn people too."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(_person).order_by(_person.c.id)).mappings().all()
        return [_made(row) for row in rows]

    def find(self, name: str) -> Person | None:
        """One person; None when the roll does not know the id."""
        with self._engine.begin() as connection:
            row = connection.execute(select(_person).where(_person.c.id == name)).mappings().first()
        return _made(row) if row else None

    def put(self, people: Iterable[Person]) -> None:
        """Add these people, or put them in place of who has their id: all or none."""
        rows = [_row(replace(one, added=one.added or now())) for one in people]
        with self._engine.begin() as connection:
            for start in range(0, len(rows), 500):
                some = rows[start : start + 500]
                connection.execute(delete(_person).where(_person.c.id.in_([row["id"] for row in some])))
                connection.execute(insert(_person), some)

    def remove(self, name: str) -> int:
        """Take somebody off the roll, and return how many lines that were (0 or 1)."""
        with self._engine.begin() as connection:
            return int(connection.execute(delete(_person).where(_person.c.id == name)).rowcount)

    def vacuum(self) -> None:
        """Give back the room of what was deleted, in SQLite."""
        write_anew(self._engine)


def roll_url(course: Path) -> str:
    """Where the roll is, for nbgrader's course folder."""
    return os.environ.get("EVENKEEL_ROLL") or f"sqlite:///{Path(course).resolve() / 'roll.db'}"


def role_group(role: Role, course_id: str) -> str:
    """The hub's group of everybody with a role. Those of learners and tutors nbgrader looks for by these names."""
    return f"{_GROUPS[role]}-{course_id}"


def hub_groups(people: Sequence[Person], course_id: str) -> dict[str, list[str]]:
    """The hub's groups, each with its people's ids: for ``c.JupyterHub.load_groups`` and the hub's API.

    Those of :func:`role_group`, and ``class-…-<group>`` for each group of the class list. Nobody who is withdrawn is in
    any.
    """
    groups: dict[str, list[str]] = {role_group(role, course_id): [] for role in ROLES}
    for person in people:
        if person.active:
            groups[role_group(person.role, course_id)].append(person.id)
            for group in person.groups:
                groups.setdefault(f"class-{course_id}-{group}", []).append(person.id)
    return groups


def now() -> str:
    """The present time, RFC 3339 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _made(row: Any) -> Person:
    return Person(**(dict(row) | {"groups": tuple(row["groups"])}))


def _row(person: Person) -> dict[str, Any]:
    return person.__dict__ | {"groups": list(person.groups)}
