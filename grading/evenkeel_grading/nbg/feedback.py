"""Feedback, after a person: refused while anything waits for a tutor, then a page of words without code."""

import getpass
import os
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.converters.generate_feedback import GenerateFeedback
from nbgrader.exchange.default import ExchangeReleaseFeedback

from evenkeel_grading.nbg.openwork import is_ours, left_out, sentences, waiting
from evenkeel_grading.nbg.pages import FeedbackPage
from evenkeel_grading.nbg.preprocessors import ForLearner
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.stores import open_store

_REFUSED = "No feedback for work that waits for a tutor. Decide it in the formgrader, then try again."


class WriteFeedback(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's ``GenerateFeedback``, in whose place :mod:`evenkeel_grading.nbg.install` puts it."""

    def start(self) -> None:
        """Write feedback for the learners whose work is decided. Raises ``NbGraderException`` naming the others."""
        assignment = self.coursedir.assignment_id
        found = waiting(self.coursedir, assignment)
        try:
            with left_out(self.coursedir, found):
                super().start()
        finally:
            for sentence in sentences(assignment, found):
                self.log.error(sentence)
        if found:
            self.log.error(_REFUSED)
            raise NbGraderException(" ".join([_REFUSED, *sentences(assignment, found)]))

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Our assignments get our page; the others nbgrader's."""
        names = self.init_single_notebook_resources(notebook_filename)["nbgrader"]
        if not is_ours(self.coursedir, names["assignment"]):
            super().convert_single_notebook(notebook_filename)
            return
        stock: Any = self.exporter
        self.exporter: Any = self._page()
        try:
            super().convert_single_notebook(notebook_filename)
        finally:
            self.exporter = stock
        self._record(names)

    def _page(self) -> FeedbackPage:
        page = FeedbackPage(parent=self, config=self.config)
        page.register_preprocessor(ForLearner)
        return page

    def _record(self, names: dict[str, Any]) -> None:
        """Keep what was decided past the formgrader's page, as decided by whoever gives the feedback."""
        store = open_store(EvenkeelMarking(parent=self).store_at(self.coursedir.root))
        with Gradebook(names["db_url"], self.coursedir.course_id) as gradebook:
            row = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            scores = {
                grade.name.removeprefix("criterion-"): (grade.auto_score, grade.score)
                for grade in row.grades
                if grade.name.startswith("criterion-")
            }
        who = os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
        store.catch_up(names["assignment"], names["student"], scores, who)


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]
    """Put feedback into the exchange, for decided work only: a mark may have been opened again since it was written."""

    def copy_files(self) -> None:
        """Raises ``ExchangeError`` naming the learners left out."""
        assignment = self.coursedir.assignment_id
        found = waiting(self.coursedir, assignment)
        with left_out(self.coursedir, found):
            super().copy_files()
        for sentence in sentences(assignment, found):
            self.log.error(sentence)
        if found:
            self.fail(_REFUSED)
