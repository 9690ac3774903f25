"""nbgrader's lists with trays: what was handed in lies in them, and so does the feedback on it."""

import filecmp
import os
import re
import shutil
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeList

from evenkeel_grading.nbg.exchanging import TrayExchange
from evenkeel_grading.nbg.trays import FEEDBACK

_NAME = re.compile(r"(?P<student_id>[^+]+)\+(?P<assignment_id>[^+]+)\+(?P<timestamp>[^+]+)(?P<random_string>\+[^+]+)?")
Info = dict[str, Any]


class List(TrayExchange, ExchangeList):  # type: ignore[misc]
    """nbgrader's list. Of hand-ins in trays it shows the names alone: it opens nothing that a learner made."""

    def init_dest(self) -> None:
        """Find what is to be listed."""
        if self.inbound:
            self.assignments = sorted(str(path) for path in self._handed_in())
        else:
            super().init_dest()

    def _handed_in(self) -> list[Path]:
        course = self.coursedir.course_id or "*"
        learner, assignment = self.coursedir.student_id or "*", self.coursedir.assignment_id or "*"
        found: list[Path] = []
        for trays in Path(self.root).glob(f"{course}/inbound"):
            # A learner cannot list the trays, and has only one.
            whose = learner if os.access(trays, os.R_OK) else self.learner
            found += [path for path in trays.glob(f"{whose}/{whose}+{assignment}+*") if _is_one(path)]
        return found

    def parse_assignments(self) -> list[Info]:
        """What nbgrader's gives; for work in trays from its names, for work handed in from here with our feedback."""
        if self.inbound:
            return _grouped([self._from_name(Path(path)) for path in self.assignments])
        found: list[Info] = super().parse_assignments()
        for one in (submission for info in found for submission in info.get("submissions", [])):
            self._add_feedback(one)
        return found

    def _from_name(self, path: Path) -> Info:
        match = _NAME.fullmatch(path.name)
        assert match is not None  # _is_one() has looked
        given = Path(path.parent, FEEDBACK, match["assignment_id"], match["timestamp"])
        return match.groupdict() | {
            "course_id": path.parent.parent.parent.name,
            "status": "removed" if self.remove else "submitted",
            "path": str(path),
            "notebooks": [],
            "has_local_feedback": False,
            "has_exchange_feedback": given.is_dir(),
            "feedback_updated": False,
            "local_feedback_path": None,
        }

    def _add_feedback(self, one: Info) -> None:
        folder = Path(self.root, one["course_id"], "inbound", self.learner, FEEDBACK)
        for notebook in one["notebooks"]:
            page = folder / one["assignment_id"] / one["timestamp"] / f"{notebook['notebook_id']}.html"
            had = notebook["local_feedback_path"]
            notebook["has_exchange_feedback"] = page.is_file()
            notebook["feedback_updated"] = bool(had and page.is_file()) and not filecmp.cmp(had, page, False)
        one["has_exchange_feedback"] = bool(one["notebooks"]) and all(
            notebook["has_exchange_feedback"] for notebook in one["notebooks"]
        )
        one["feedback_updated"] = any(notebook["feedback_updated"] for notebook in one["notebooks"])

    def remove_files(self) -> list[Info]:
        """List and remove. A tray's learner may keep something in the way: then the others are removed all the same."""
        if not self.inbound:
            return list(super().remove_files())
        found = self.parse_assignments()
        for one in (submission for info in found for submission in info["submissions"]):
            self.log.info("Removing %s", self.format_inbound_assignment(one | {"status": "removed"}))
            try:
                shutil.rmtree(one["path"])
            except OSError as error:
                self.log.error("Not removed: %s: %s.", one["path"], error.strerror)
        return found


def _is_one(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    named = match is not None and match["student_id"] == path.parent.name and path.name.isprintable()
    return named and path.is_dir() and not path.is_symlink()


def _grouped(found: list[Info]) -> list[Info]:
    groups: dict[tuple[str, str, str], list[Info]] = {}
    for one in found:
        groups.setdefault((one["course_id"], one["student_id"], one["assignment_id"]), []).append(one)
    return [
        {
            "course_id": course,
            "student_id": student,
            "assignment_id": assignment,
            "status": submissions[0]["status"],
            "submissions": sorted(submissions, key=lambda one: str(one["timestamp"])),
        }
        for (course, student, assignment), submissions in sorted(groups.items())
    ]
