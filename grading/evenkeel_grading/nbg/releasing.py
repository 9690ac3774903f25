"""Releasing an assignment: the notebook goes out, and nobody's answers with it."""

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment

from evenkeel.responses import FILE_NAME


class ReleaseAssignment(ExchangeReleaseAssignment):  # type: ignore[misc]
    """nbgrader's releasing, which copies whatever lies in the folder, answers of a trial run too."""

    def copy_files(self) -> None:
        """Raises ``ExchangeError`` naming an answer file; nothing is released then."""
        for file in sorted(Path(self.src_path).rglob(FILE_NAME)):
            self.fail(
                f"{file} holds somebody's answers, which every learner would get. Delete it here and in"
                f" source/{self.coursedir.assignment_id}, then release again."
            )
        super().copy_files()
