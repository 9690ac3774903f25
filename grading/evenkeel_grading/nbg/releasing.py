"""Releasing an assignment: the notebook goes out, and nobody's answers with it."""

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment

from evenkeel.responses import FILE_NAME
from evenkeel_grading.nbg.disk import disk_trouble, trouble_of
from evenkeel_grading.nbg.exchanging import TrayExchange
from evenkeel_grading.nbg.places import open_exchange


class ReleaseAssignment(TrayExchange, ExchangeReleaseAssignment):  # type: ignore[misc]
    """nbgrader's releasing, which copies whatever lies in the folder, answers of a trial run too."""

    def ensure_root(self) -> None:
        """Make the exchange where it is missing. nbgrader's opens it to all accounts, which could then rename it."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        try:
            open_exchange(Path(self.root), self.coursedir.course_id, self.coursedir.groupshared)
        except OSError as error:
            self.fail(f"The exchange at {self.root} cannot be made. {trouble_of(error, Path(self.root))}")
        if trouble := disk_trouble(Path(self.root)):
            self.fail(f"{trouble} Nothing was released.")

    def copy_files(self) -> None:
        """Raises ``ExchangeError`` naming an answer file; nothing is released then."""
        for file in sorted(Path(self.src_path).rglob(FILE_NAME)):
            self.fail(
                f"{file} holds somebody's answers, which every learner would get. Delete it here and in"
                f" source/{self.coursedir.assignment_id}, then release again."
            )
        super().copy_files()
