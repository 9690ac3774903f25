"""Fetching, from the learner's side: an assignment that was handed out, and feedback from one's own tray."""

from pathlib import Path

from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeFetchFeedback

from evenkeel_grading.nbg.exchanging import TrayExchange


class FetchAssignment(TrayExchange, ExchangeFetchAssignment):  # type: ignore[misc]
    """nbgrader's, from an exchange that learners cannot write to."""


class FetchFeedback(TrayExchange, ExchangeFetchFeedback):  # type: ignore[misc]
    """nbgrader's, which looks into the learner's own tray in place of a folder that all share."""

    def init_src(self) -> None:
        """Find the feedback of the assignment. None yet is no error: then nothing is fetched."""
        self.src_path = str(self.feedback_in_tray(self.coursedir.assignment_id))
        self.feedback_files = [
            (page.stem, page.parent.name, str(page)) for page in sorted(Path(self.src_path).glob("*/*.html"))
        ]
        if not self.feedback_files:
            self.log.warning("No feedback on %s for you yet.", self.coursedir.assignment_id)
