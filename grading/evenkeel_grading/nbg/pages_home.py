"""A tutor's first page, in the formgrader's neighbourhood and behind its sign-in: how much waits, and where."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from tornado import web

from evenkeel.course import load_worksheet
from evenkeel.problems import ContentError
from evenkeel_grading.nbg.arrivals import Newest, arrived, to_mark
from evenkeel_grading.nbg.desk import Desk
from evenkeel_grading.nbg.openwork import is_ours
from evenkeel_grading.nbg.pages_desk import TEMPLATES
from evenkeel_grading.nbg.pages_fetch import RUNS
from evenkeel_grading.nbg.tutor import tutor_of
from evenkeel_grading.queue import Class


@dataclass(frozen=True)
class Head:
    """One assignment in figures: learners whose work is marked, of whom these wait for a tutor.

    ``held`` of those who wait the rules could not mark or a person must see first. ``blind``: this tutor's to moderate.
    ``new``: learners whose newest work is not marked yet. ``due`` is in UTC.
    """

    assignment: str
    title: str
    due: datetime | None
    marked: int
    waiting: int
    held: int
    blind: int
    new: int = 0

    @property
    def waits(self) -> bool:
        """Whether there is anything for this tutor to do."""
        return self.waiting > 0 or self.blind > 0 or self.new > 0


def head_of(desk: Desk, title: str, due: datetime | None, tutor: str, new: int = 0) -> Head:
    """What waits at one assignment's desk, by the rules of its queue."""
    waiting = [entry for entry in desk.queue() if desk.left(entry)]
    held = sum(entry.place in (Class.PERSON, Class.HELD) for entry in waiting)
    return Head(desk.assignment, title, due, len(desk.works), len(waiting), held, len(desk.to_moderate(tutor)), new)


class HomePage(BaseHandler):  # type: ignore[misc]
    """``/formgrader/home``: the assignments that are marked from answers, those with the most waiting first."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self) -> None:
        self.gradebook.db.expire_all()
        ours = [one for one in self.gradebook.assignments if is_ours(self.coursedir, one.name)]
        came = arrived(Path(self.api.exchange_root, self.api.course_id, "inbound"))
        heads = [self._head(one, came) for one in ours]
        self.set_header("Cache-Control", "no-store")
        page = TEMPLATES.get_template("home.html.j2")
        xsrf = self.xsrf_token.decode()
        self.write(page.render(base_url=self.base_url, xsrf=xsrf, heads=sorted(heads, key=_order), runs=RUNS))

    def _head(self, one: Assignment, came: Newest) -> Head:
        desk = Desk(self.coursedir, self.gradebook, one.name)
        new = len(to_mark(self.coursedir, self.gradebook, one.name, came))
        return head_of(desk, _title(desk.settings.root, one.name), one.duedate, tutor_of(self), new)


def _order(head: Head) -> tuple[int, int, str]:
    return -head.waiting - head.new, -head.marked, head.assignment


def _title(root: str, assignment: str) -> str:
    try:
        return load_worksheet(Path(root), assignment).title
    except (ContentError, OSError):
        return assignment


HANDLERS: list[Any] = [(r"/formgrader/home/?", HomePage)]
"""Our address and what answers it."""
