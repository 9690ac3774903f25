"""``nbgrader validate`` runs a notebook as the account that calls it: not with what a learner handed in."""

import json
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange
from nbgrader.validator import Validator

from evenkeel_grading.nbg.settings import EvenkeelMarking

_OURS = "{} belongs to an assignment marked from its answers. It is not run: there is nothing in it to validate."
_LEARNERS = (
    "{} is a learner's work: validating it would run what they wrote, as your account. That is switched off"
    " (c.EvenkeelMarking.execute_conventional, explained in nbgrader_config.py)."
)


class CheckedValidator(Validator):  # type: ignore[misc]
    """nbgrader's ``Validator``, in whose place :mod:`evenkeel_grading.nbg.install` puts it."""

    def validate(self, filename: str) -> Any:
        """As nbgrader's, for what may be run. Raises ``NbGraderException``; as a command ends with status 1."""
        file = Path(filename).resolve()
        if _is_ours(file):
            self._refuse(_OURS.format(filename))
        if self._is_learners(file) and not EvenkeelMarking(parent=self).execute_conventional:
            self._refuse(_LEARNERS.format(filename))
        return super().validate(filename)

    def _is_learners(self, file: Path) -> bool:
        coursedir = CourseDirectory(parent=self)
        course = Path(coursedir.root)
        theirs = (coursedir.submitted_directory, coursedir.autograded_directory)
        folders = [*(course / name for name in theirs), Path(Exchange(coursedir=coursedir, parent=self).root)]
        return any(file.is_relative_to(folder.resolve()) for folder in folders)

    def _refuse(self, message: str) -> NoReturn:
        # The command prints a traceback for every exception, but lets its own way of ending through.
        if self.parent is not None:
            self.parent.fail(message)
        raise NbGraderException(message)


def _is_ours(file: Path) -> bool:
    try:
        metadata = json.loads(file.read_text(encoding="utf-8"))["metadata"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False  # nbgrader cannot read it either and says so
    return "evenkeel" in metadata
