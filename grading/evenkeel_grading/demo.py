"""``make demo-class``: twelve made-up learners hand in through the real exchange, so that a tutor can try marking.

Only in the one-person trial mode, since one account hands in under twelve names. Doing it twice adds nothing.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from evenkeel.course import find_root
from evenkeel.loading import read_yaml
from evenkeel.responses import FILE_NAME
from evenkeel_grading.nbg.layout import Places, nbgrader_config, places
from evenkeel_grading.nbg.submitting import Submit

NAMES = {
    "ada": "Ada Okoro",
    "ben": "Ben Hart",
    "cara": "Cara Lindqvist",
    "dev": "Dev Patel",
    "ella": "Ella Novak",
    "farid": "Farid Haddad",
    "grace": "Grace Mensah",
    "hana": "Hana Sato",
    "ivan": "Ivan Petrov",
    "jo": "Jo Marsh",
    "kofi": "Kofi Boateng",
    "lena": "Lena Fischer",
}
_FORMAT = "%Y-%m-%d %H:%M:%S.%f %Z"


@dataclass(frozen=True)
class Work:
    """What one learner hands in for one assignment. ``text`` is the answer file, damaged or not."""

    learner: str
    assignment: str
    text: str
    late: bool


class DemoError(Exception):
    """The class cannot be made; ``str()`` says why."""


class _SubmitAt(Submit):
    """Handing in, at a time of our choosing: a class does not hand in within one second."""

    at: datetime

    def set_timestamp(self) -> None:
        self.timestamp = self.at.strftime(_FORMAT)


def works(root: Path) -> Iterator[Work]:
    """All that the class hands in, from ``grading/demo/<assignment>.yml``."""
    for file in sorted((root / "grading" / "demo").glob("*.yml")):
        for learner, entry in read_yaml(file).data.items():
            answers = {"schema": 1, "assignment": file.stem, "fields": entry.get("fields", {})}
            text = entry.get("damaged") or json.dumps(answers, ensure_ascii=False)
            yield Work(learner, file.stem, text, entry.get("late", False))


def make_class(root: Path, work: Path | None = None) -> list[Work]:
    """Hand in what is not handed in yet, collect it, and return it. Raises :class:`DemoError`."""
    where = places(root, work)
    config = nbgrader_config(root, work)
    api = NbGraderAPI(config=config)
    api.log.setLevel("ERROR")
    due = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=20)
    wanted = [one for one in works(root) if not _handed_in(where, one)]
    for assignment in sorted({one.assignment for one in wanted}):
        _set_out(api, where, assignment, due)
    for number, one in enumerate(wanted):
        _hand_in(config, where, one, due + timedelta(minutes=95 if one.late else -37 * (number + 1)))
    for assignment in sorted({one.assignment for one in wanted}):
        _must(api.collect(assignment))
    _name(api)
    return wanted


def _handed_in(where: Places, one: Work) -> bool:
    return any(where.inbound.glob(f"{one.learner}/{one.learner}+{one.assignment}+*"))


def _set_out(api: NbGraderAPI, where: Places, assignment: str, due: datetime) -> None:
    if not (where.outbound / assignment).is_dir():
        _must(api.generate_assignment(assignment))
        _must(api.release_assignment(assignment))
    with Gradebook(api.coursedir.db_url, where.course_id) as gradebook:
        if gradebook.find_assignment(assignment).duedate is None:
            gradebook.update_or_create_assignment(assignment, duedate=due.replace(tzinfo=None))


def _hand_in(config: Config, where: Places, one: Work, at: datetime) -> None:
    folder = where.work / "demo" / one.learner / one.assignment
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(where.outbound / one.assignment, folder)
    (folder / FILE_NAME).write_text(one.text, encoding="utf-8")
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id, coursedir.student_id = one.assignment, one.learner
    submit = _SubmitAt(
        coursedir=coursedir,
        authenticator=Authenticator(config=config),
        config=config,
        assignment_dir=str(folder.parent),
        cache=str(where.work / "demo" / one.learner / ".cache"),
    )
    submit.at = at
    # The damaged file among them is meant: nothing to tell here.
    submit.log.setLevel("CRITICAL")
    submit.start()


def _must(result: dict[str, Any]) -> None:
    if not result["success"]:
        raise DemoError(result.get("log") or result.get("error") or "nbgrader failed")


def _name(api: NbGraderAPI) -> None:
    with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
        for learner, name in NAMES.items():
            first, last = name.split()
            gradebook.update_or_create_student(learner, first_name=first, last_name=last)


def main() -> int:
    """Command line: 0 when the class is there, 1 with the reason when it is not."""
    os.environ["EVENKEEL_TRIAL"] = "1"
    # nbgrader runs alembic by its bare name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        new = make_class(find_root())
    except (DemoError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    if not new:
        print("The demo class has handed in already.")
        return 0
    print(f"{len({one.learner for one in new})} made-up learners handed in {len(new)} pieces of work. To mark them:")
    print("  `make run`, then open the link for marking; or, in this folder:")
    print("  export PATH=$PWD/.venv/bin:$PATH JUPYTER_CONFIG_PATH=$PWD/grading")
    for assignment in sorted({one.assignment for one in new}):
        print(f"  nbgrader autograde {assignment}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
