"""What all parts of our exchange share: which classes nbgrader takes, and folders that are not open to all."""

from pathlib import Path

from nbgrader.exchange.default import Exchange
from nbgrader.utils import get_username
from traitlets.config import Config

from evenkeel_grading.nbg.trays import FEEDBACK

_OURS = "evenkeel_grading.nbg."


def configure_exchange(c: Config, exchange: Path | None = None, course_id: str | None = None) -> None:
    """Make nbgrader use our exchange, by name: nothing is loaded here. A learner's server needs no more than this."""
    if exchange is not None:
        c.Exchange.root = str(exchange)
    if course_id is not None:
        c.CourseDirectory.course_id = course_id
    c.ExchangeFactory.exchange = _OURS + "exchanging.TrayExchange"
    c.ExchangeFactory.collect = _OURS + "exchange.Collect"
    c.ExchangeFactory.submit = _OURS + "submitting.Submit"
    c.ExchangeFactory.list = _OURS + "listing.List"
    c.ExchangeFactory.fetch_assignment = _OURS + "fetching.FetchAssignment"
    c.ExchangeFactory.fetch_feedback = _OURS + "fetching.FetchFeedback"
    c.ExchangeFactory.release_assignment = _OURS + "releasing.ReleaseAssignment"
    c.ExchangeFactory.release_feedback = _OURS + "feedback.ReleaseFeedback"


class TrayExchange(Exchange):  # type: ignore[misc]
    """nbgrader's exchange with a tray a learner (:mod:`evenkeel_grading.nbg.trays`)."""

    def ensure_root(self) -> None:
        """The exchange has to be there. nbgrader's asks for one that every account can write to."""
        if not Path(self.root).is_dir():
            self.fail(f"There is no exchange at {self.root}. Tell whoever looks after the course.")

    @property
    def trays(self) -> Path:
        """The folder of trays. Raises ``ExchangeError`` without a course id."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        return Path(self.root, self.coursedir.course_id, "inbound")

    @property
    def learner(self) -> str:
        """Who this is to nbgrader: the account, or who was named on the command line."""
        chosen = str(self.coursedir.student_id or "*")
        name = str(get_username()) if "*" in chosen else chosen
        if "/" in name or name.startswith("."):
            self.fail(f"{name!r} cannot be the name of a learner.")
        return name

    def feedback_in_tray(self, assignment: str, learner: str | None = None) -> Path:
        """Where released feedback lies: ``<time of the hand-in>/<notebook>.html`` below it."""
        return self.trays / (learner or self.learner) / FEEDBACK / assignment
