"""A class on its server, opened from a command: its folders, its settings and its records."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from evenkeel.course import find_root
from evenkeel.problems import EvenkeelError
from evenkeel_grading.nbg.opening import course_of
from evenkeel_grading.nbg.places import Places, places
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.private import PrivateStore
from evenkeel_grading.store import MarkingStore
from evenkeel_hub.roll import Roll, roll_url


class AdminError(EvenkeelError):
    """It cannot be done. ``str()`` tells the administrator why and what to do."""


@dataclass(frozen=True)
class Hosted:
    """One class. Databases are opened when they are first asked for."""

    places: Places
    coursedir: CourseDirectory

    @property
    def course(self) -> Path:
        """nbgrader's course folder."""
        return Path(self.coursedir.root).resolve()

    @property
    def exchange(self) -> Path:
        """The course's part of the exchange: ``inbound``, ``outbound``, ``feedback``."""
        return self.places.exchange / self.places.course_id

    @property
    def marker(self) -> str:
        """The account that marks: it owns the course folder."""
        return self.course.owner()

    @cached_property
    def marking(self) -> EvenkeelMarking:
        """The settings of marking."""
        return EvenkeelMarking(parent=self.coursedir)

    @cached_property
    def roll(self) -> Roll:
        """Who is in the class."""
        return Roll(roll_url(self.course))

    @cached_property
    def store(self) -> MarkingStore:
        """The marking store."""
        return MarkingStore(self.marking.store_at(str(self.course)))

    @property
    def private(self) -> PrivateStore:
        """The private notes. Raises ``PrivateStoreError``."""
        return PrivateStore(self.marking.private_at(str(self.course)))

    def gradebook(self) -> Any:
        """nbgrader's gradebook, to be used with ``with``."""
        return Gradebook(self.coursedir.db_url, self.places.course_id)


def open_hosted(root: Path | None) -> Hosted:
    """The class of the course at ``root`` (default: found from here). Raises :class:`EvenkeelError`."""
    found = find_root(root)
    hosted = Hosted(places(found), course_of(found))
    with as_owner(hosted.course):
        # Made now where they are not there yet: later, root might make them, and the account that marks be shut out.
        _ = hosted.roll, hosted.store
    return hosted


@contextlib.contextmanager
def as_owner(folder: Path) -> Iterator[None]:
    """As root, act as the account that owns ``folder``: what is made belongs to it. As anybody else, as oneself."""
    status = folder.stat()
    if os.geteuid() != 0 or status.st_uid == 0:
        yield
        return
    groups, group = os.getgroups(), os.getegid()
    os.setgroups([])
    os.setegid(status.st_gid)
    os.seteuid(status.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
        os.setgroups(groups)
