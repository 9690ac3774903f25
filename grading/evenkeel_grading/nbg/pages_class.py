"""How a class did, in the formgrader's neighbourhood and behind its sign-in."""

from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from tornado import web

from evenkeel_grading.analysis import analyse
from evenkeel_grading.analysis.saying import to_html
from evenkeel_grading.closed import NoKeyError
from evenkeel_grading.nbg.classwork import class_work


class ClassPage(BaseHandler):  # type: ignore[misc]
    """``/formgrader/class/ASSIGNMENT``: questions and plays over the class. No learner is named."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str) -> None:
        self.gradebook.db.expire_all()
        try:
            self.gradebook.find_assignment(assignment)
            made, works = class_work(self.coursedir, assignment)
        except (MissingEntry, NoKeyError):
            # A conventional assignment, or one whose rubric cannot be used: `evenkeel check` says which.
            raise web.HTTPError(404, f"No closed questions of {assignment!r} can be read") from None
        figures = analyse(made, [work.responses for work in works if work.responses], len(works))
        self.set_header("Cache-Control", "no-store")
        self.write(to_html(figures, made.scenarios, base_url=self.base_url))


HANDLERS: list[Any] = [(r"/formgrader/class/([^/]+)/?", ClassPage)]
"""Our addresses and what answers them."""
