"""The formgrader's page for one learner's work, and what a tutor does on it: decide, with a reason, or give a level
blind. Added to the formgrader's own addresses, behind its own sign-in and its own check of where a request is from.
"""

import json
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.api import MissingEntry
from nbgrader.server_extensions.formgrader.apihandlers import GradeHandler
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, check_notebook_dir, check_xsrf
from nbgrader.server_extensions.formgrader.handlers import SubmissionHandler
from tornado import web

from evenkeel.server.base import Refusal
from evenkeel_grading.kept import Decision, Opinion
from evenkeel_grading.marks import TOP_LEVEL
from evenkeel_grading.nbg.desk import Desk
from evenkeel_grading.nbg.scoring import CRITERION
from evenkeel_grading.nbg.tutor import tutor_of
from evenkeel_grading.store import MarkingStore

STATIC = Path(__file__).parent / "static"
LONGEST_REASON = 1000


class SubmissionPage(SubmissionHandler):  # type: ignore[misc]
    """nbgrader's page, which is also told who looks, what is decided, and what they are not to see yet."""

    @property
    def exporter(self) -> Any:
        return _Exporter(self, super().exporter)


class _Exporter:
    """Gives nbgrader's exporter the state of the work to go with the notebook."""

    def __init__(self, handler: SubmissionPage, exporter: Any) -> None:
        self._handler = handler
        self._exporter = exporter

    def from_filename(self, filename: str, resources: dict[str, Any]) -> Any:
        self._handler.gradebook.db.expire_all()
        desk = Desk(self._handler.coursedir, self._handler.gradebook, resources["assignment_id"])
        state = page_state(desk, resources["student"], tutor_of(self._handler))
        return self._exporter.from_filename(filename, resources=resources | {"evenkeel": state})


def page_state(desk: Desk, learner: str, tutor: str) -> dict[str, Any]:
    """What the page's template needs to know besides the marked notebook, as ``resources.evenkeel``."""
    work = desk.works.get(learner)
    decisions: dict[str, list[Decision]] = {}
    for one in desk.store.decisions(desk.assignment, learner):
        decisions.setdefault(one.criterion, []).append(one)
    own = {one.criterion: one.level for one in desk.opinions if one.learner == learner and one.who == tutor}
    links = desk.submissions()
    waiting = [one.learner for one in desk.queue() if one.learner != learner and desk.left(one)]
    return {
        "tutor": tutor,
        "digest": work.digest if work else "",
        "blind": desk.blind(learner, tutor),
        "moderated": learner in desk.moderated,
        "own": own,
        "next": links[waiting[0]] if waiting else "",
        "decisions": decisions,
        "cells": {row.cell.removeprefix(CRITERION): row for row in desk.rows if row.learner == learner},
        "as_level": as_level,
    }


def as_level(points: float, most: float) -> int | None:
    """The level that the points of a criterion are; None when a tutor gave points between two levels."""
    level = points * TOP_LEVEL / most if most else 0.0
    return round(level) if abs(level - round(level)) < 0.001 else None


class DecisionHandler(BaseApiHandler):  # type: ignore[misc]
    """``PUT {"digest", "level", "why"}``: a level for one criterion of one learner's work.

    Blind, it is kept as this tutor's own level, and the page then shows the suggestion. Otherwise it is the decision:
    the suggestion confirmed, or changed with a reason.
    """

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, submission_id: str, criterion: str) -> None:
        self.gradebook.db.expire_all()
        grade = self._grade(submission_id, criterion)
        assignment, learner = grade.notebook.assignment.assignment.name, grade.notebook.student.id
        desk, tutor = Desk(self.coursedir, self.gradebook, assignment), tutor_of(self)
        level, why = self._asked(desk, learner)
        suggested = _suggested(desk, learner, criterion)
        if criterion in desk.blind(learner, tutor):
            work = desk.works[learner]
            desk.store.give(assignment, [Opinion(learner, criterion, tutor, work.digest, level, suggested)])
            if level != suggested or not grade.needs_manual_grade:
                self.write(json.dumps({"shown": True}))
                return
        if suggested is not None and level != suggested and not why:
            self._refuse(400, "Say in a few words why you choose another level than the suggested one.")
        self._decide(desk.store, grade, criterion, tutor, level, suggested, why)
        self.write(json.dumps({"shown": True}))

    def _grade(self, submission_id: str, criterion: str) -> Any:
        try:
            notebook = self.gradebook.find_submission_notebook_by_id(submission_id)
            return next(grade for grade in notebook.grades if grade.name == CRITERION + criterion)
        except (MissingEntry, StopIteration):
            raise web.HTTPError(404) from None

    def _asked(self, desk: Desk, learner: str) -> tuple[int, str]:
        asked = self.get_json_body()
        asked = asked if isinstance(asked, dict) else {}
        level, why = asked.get("level"), asked.get("why", "")
        if type(level) is not int or not 0 <= level <= TOP_LEVEL or not isinstance(why, str):
            self._refuse(400, "Choose a level from 0 to 3.")
        work = desk.works.get(learner)
        if work is None or asked.get("digest") != work.digest:
            self._refuse(409, "This work was marked again since the page was opened. Reload the page and look again.")
        return level, " ".join(why.split())[:LONGEST_REASON]

    def _decide(
        self, store: MarkingStore, grade: Any, criterion: str, tutor: str, level: int, suggested: int | None, why: str
    ) -> None:
        """First into the gradebook, where marks are; a reason that could not be kept then is asked for again."""
        before = grade.auto_score if grade.manual_score is None else grade.manual_score
        confirmed = level == suggested
        points = grade.auto_score if confirmed else float(grade.cell.max_score) * level / TOP_LEVEL
        assignment, learner = grade.notebook.assignment.assignment.name, grade.notebook.student.id
        # A confirmed suggestion stays the program's, so that a change of the rubric asks for it again.
        grade.manual_score = None if confirmed else points
        grade.needs_manual_grade = False
        self.gradebook.db.commit()
        store.decide(assignment, learner, criterion, tutor, before, points, why)

    def _refuse(self, status: int, message: str) -> NoReturn:
        raise Refusal(status, message)

    def write_error(self, _status: int, **kwargs: Any) -> None:
        """``{"message"}`` in plain words: the page shows it."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        said = error.said if isinstance(error, Refusal) else "Something went wrong. Reload the page and look again."
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"message": said}))


def _suggested(desk: Desk, learner: str, criterion: str) -> int | None:
    """The level that a tutor may be shown; None where nothing is suggested."""
    work = desk.works.get(learner)
    if work is None or work.hold.kind or criterion not in work.suggestions:
        return None
    return int(work.suggestions[criterion]["level"])


class RecordedGradeHandler(GradeHandler):  # type: ignore[misc]
    """nbgrader's own saving of points, which the closed fields use. Who did it, and when, is kept as well."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, grade_id: str) -> None:
        try:
            grade = self.gradebook.find_grade_by_id(grade_id)
        except MissingEntry:
            raise web.HTTPError(404) from None
        before = grade.auto_score if grade.manual_score is None else grade.manual_score
        super().put(grade_id)
        after = grade.auto_score if grade.manual_score is None else grade.manual_score
        assignment, learner = grade.notebook.assignment.assignment.name, grade.notebook.student.id
        desk = Desk(self.coursedir, self.gradebook, assignment)
        if learner in desk.works:
            name = grade.name.removeprefix(CRITERION)
            desk.store.decide(assignment, learner, name, tutor_of(self), before, after)


HANDLERS: list[Any] = [
    (r"/formgrader/api/decision/([^/]+)/([^/]+)/?", DecisionHandler),
    (r"/formgrader/desk/(.*)", web.StaticFileHandler, {"path": str(STATIC)}),
]
