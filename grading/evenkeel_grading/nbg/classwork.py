"""The work of a class as it was collected, read as marking reads it."""

import glob
import re
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from evenkeel.responses import Responses
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.nbg.settings import EvenkeelMarking


@dataclass(frozen=True, slots=True)
class Handed:
    """One learner's work. ``trouble`` says why it cannot be used; then there are no ``responses``."""

    learner: str
    responses: Responses | None
    trouble: str = ""


def class_work(coursedir: CourseDirectory, assignment: str) -> tuple[Assignment, list[Handed]]:
    """The assignment and all collected work for it, by learner. Damaged work is told, and stops nothing.

    Raises:
        NoKeyError: worksheet or rubric cannot be used.
    """
    scorer = Scorer.of(EvenkeelMarking(parent=coursedir).root, assignment)
    return scorer.assignment, [_read(scorer, *one) for one in sorted(_folders(coursedir, assignment).items())]


def _read(scorer: Scorer, learner: str, folder: Path) -> Handed:
    reading = scorer.read(folder, learner)
    return Handed(learner, None if reading.trouble else reading.responses, reading.trouble or "")


def _folders(coursedir: CourseDirectory, assignment: str) -> dict[str, Path]:
    """The submitted folder of each learner, found as nbgrader finds them."""
    step = coursedir.submitted_directory
    named = re.compile(coursedir.format_path(step, "(?P<learner>[^/]+)", assignment, escape=True))
    every = glob.escape(coursedir.format_path(step, "\0", assignment)).replace("\0", "*")
    found = ((named.fullmatch(path), path) for path in glob.glob(every))  # noqa: PTH207
    return {match["learner"]: Path(path) for match, path in found if match}
