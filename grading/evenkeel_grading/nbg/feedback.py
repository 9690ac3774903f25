"""Feedback, after a person: refused while anything waits for a tutor, then a page of words without code."""

import getpass
import os
import re
from glob import glob
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.converters.generate_feedback import GenerateFeedback
from nbgrader.exchange.default import ExchangeReleaseFeedback

from evenkeel_grading.nbg.disk import disk_trouble
from evenkeel_grading.nbg.exchanging import TrayExchange
from evenkeel_grading.nbg.openwork import is_ours, left_out, sentences, waiting
from evenkeel_grading.nbg.pages import FeedbackPage
from evenkeel_grading.nbg.preprocessors import ForLearner
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.stamps import parse_stamp
from evenkeel_grading.nbg.stores import open_store
from evenkeel_grading.nbg.trays import FEEDBACK, TrayError, make_tray, put

_REFUSED = "No feedback for work that waits for a tutor. Decide it in the formgrader, then try again."

_NO_TIME = "1970-01-01 00:00:00.000000 UTC"


class WriteFeedback(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's ``GenerateFeedback``, in whose place :mod:`evenkeel_grading.nbg.install` puts it."""

    def start(self) -> None:
        """Write feedback for the learners whose work is decided. Raises ``NbGraderException`` naming the others."""
        assignment = self.coursedir.assignment_id
        if trouble := disk_trouble(Path(self.coursedir.root)):
            self.log.error("%s No feedback was written.", trouble)
            raise NbGraderException(trouble)
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


class ReleaseFeedback(TrayExchange, ExchangeReleaseFeedback):  # type: ignore[misc]
    """Put feedback into each learner's tray, for decided work only: a mark may have been opened again since."""

    def init_dest(self) -> None:
        """Nothing is shared: each page has a tray of its own. Raises ``ExchangeError`` without a course id."""
        self.dest_path = str(self.trays)

    def copy_files(self) -> None:
        """Raises ``ExchangeError`` naming the learners left out."""
        assignment = self.coursedir.assignment_id
        found = waiting(self.coursedir, assignment)
        with left_out(self.coursedir, found):
            refused = self._release()
        for sentence in [*sentences(assignment, found), *refused]:
            self.log.error(sentence)
        if found:
            self.fail(_REFUSED)
        if refused:
            self.fail("Feedback could not be given to some learners (named above). All others have theirs.")

    def _release(self) -> list[str]:
        """Give everybody their pages; returns a sentence for each learner who could not get one."""
        excluded = set(filter(None, (self.coursedir.student_id_exclude or "").split(",")))
        refused = []
        pages = glob(f"{self.src_path}/*.html")  # noqa: PTH207 -- the folder's name is a pattern itself
        for page in sorted(map(Path, pages)):
            learner = self._whose(page)
            if learner in excluded:
                continue
            try:
                self._give(page, learner)
            except (TrayError, OSError, ValueError) as error:
                refused.append(f"{learner}, {self.coursedir.assignment_id}: no feedback given. {error}")
        return refused

    def _whose(self, page: Path) -> str:
        """By nbgrader's own layout, which an organisation may have changed."""
        course = self.coursedir
        pattern = course.format_path(course.feedback_directory, "(?P<learner>[^/]+)", course.assignment_id, escape=True)
        match = re.fullmatch(pattern, str(page.parent))
        if match is None:
            self.fail(f"{page} does not lie where feedback is kept ({pattern}).")
        return str(match["learner"]) if match else ""

    def _give(self, page: Path, learner: str) -> None:
        stamp = _stamp(page.parent)
        tray = self.trays / learner
        if not tray.is_dir() and EvenkeelMarking(parent=self).trial:
            make_tray(self.trays, learner, os.getuid())
        put(tray, (FEEDBACK, self.coursedir.assignment_id, stamp, page.name), page.read_bytes())
        self.log.info("Feedback given: %s %s %s", learner, self.coursedir.assignment_id, stamp)


def _stamp(folder: Path) -> str:
    """When the work was handed in. Work that somebody put there by hand may not say: it still gets its feedback."""
    try:
        stamp = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        parse_stamp(stamp)
    except (OSError, ValueError):
        return _NO_TIME
    return stamp
