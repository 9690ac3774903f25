"""``nbgrader autograde`` for this course: nothing of a learner's is opened but ``responses.json``, nothing is run.

nbgrader's own converter copies the whole submitted folder, following links, and opens the learner's notebook
before any preprocessor. For an assignment of ours this one takes the released notebook instead, copies two small
plain files that nbgrader needs later, and marks from the submitted answers. A conventional assignment goes
nbgrader's way, if its administrator allowed it to be run at all.
"""

import datetime
import fnmatch
import glob
import re
import shutil
from pathlib import Path
from typing import Any, NoReturn

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException

from evenkeel_grading.closed import NoKeyError
from evenkeel_grading.nbg.disk import disk_trouble
from evenkeel_grading.nbg.kept_files import Kept, is_whole, write_whole
from evenkeel_grading.nbg.lock import CourseBusyError, course_lock
from evenkeel_grading.nbg.ours import NotReleasedError, Released, released
from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.stores import open_store
from evenkeel_grading.store import extra_time


class MarkAnswers(Autograde):  # type: ignore[misc]
    """nbgrader's ``Autograde``, in whose place :mod:`evenkeel_grading.nbg.install` puts it."""

    def start(self) -> None:
        """Mark, with the course's lock held. Raises ``NbGraderException`` when any work could not be marked."""
        settings = EvenkeelMarking(parent=self)
        by_button = isinstance(self.parent, NbGraderAPI)
        wait = settings.lock_wait_button if by_button else settings.lock_wait
        self._troubles: dict[str, str] = {}
        self._made: list[Any] = []
        self._require_room("Nothing was marked")
        try:
            with course_lock(Path(self.coursedir.root), wait, self.log.warning):
                super().start()
        except CourseBusyError as error:
            self._refuse(str(error))
        except Exception:
            self._require_room("Not everything was marked")
            raise

    def _require_room(self, what: str) -> None:
        if trouble := disk_trouble(Path(self.coursedir.root)):
            self._refuse(f"{trouble} {what}. When that is put right, mark again: it goes on where it stopped.")

    def _refuse(self, message: str) -> NoReturn:
        self.log.error(message)
        raise NbGraderException(message)

    def _released(self, assignment_id: str) -> Released | None:
        """Raises ``NbGraderException`` with plain words when an assignment of ours is not released."""
        try:
            return released(self.coursedir, assignment_id)
        except NotReleasedError as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from error

    # ---- what to mark ----

    def init_notebooks(self) -> None:
        """As nbgrader's; of ours every submitted folder counts, whether or not it holds a notebook."""
        folders = {
            folder: self._ids(folder)
            for folder in glob.glob(self._format_source(self.coursedir.assignment_id, self.coursedir.student_id))  # noqa: PTH207
        }
        ours = {name: self._released(name) for name in {assignment for assignment, _ in folders.values()}}
        self._check(ours)
        if not any(ours.values()):
            super().init_notebooks()
            return
        self.assignments = {}
        self.notebooks: list[str] = []
        for folder, (assignment, _) in folders.items():
            self.assignments[folder] = self._names(folder, ours[assignment]) or self._refuse_name(assignment)

    def _refuse_name(self, assignment: str) -> NoReturn:
        """Going on would take away what is marked and put nothing in its place."""
        self._refuse(f"{assignment!r} has no notebook that fits {self.coursedir.notebook_id!r}. Nothing was marked.")

    def _ids(self, folder: str) -> tuple[str, str]:
        pattern = self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
        match = re.match(pattern, folder)
        if match is None:
            raise NbGraderException(f"Could not match {folder!r} with {pattern!r}")
        return match["assignment_id"], match["student_id"]

    def _names(self, folder: str, ours: Released | None) -> list[str]:
        names = sorted(ours.files) if ours else [path.stem for path in sorted(Path(folder).glob("*.ipynb"))]
        return [f"{folder}/{name}.ipynb" for name in names if fnmatch.fnmatch(name, self.coursedir.notebook_id)]

    def _check(self, ours: dict[str, Released | None]) -> None:
        """No key, no run; and nothing conventional unless it was allowed."""
        for assignment, master in ours.items():
            if master is None:
                self._require_execution_allowed(assignment)
                continue
            try:
                scorer = Scorer.of(EvenkeelMarking(parent=self).root, assignment)
                for name in master.files:
                    scorer.require_keys(master.notebook(name))
            except NoKeyError as error:
                self._refuse(str(error))

    def _require_execution_allowed(self, assignment: str) -> None:
        if not EvenkeelMarking(parent=self).execute_conventional:
            self._refuse(
                f"{assignment!r} is a conventional nbgrader assignment: marking it would run what learners wrote."
                " That is switched off. An administrator who accepts the risk sets"
                " c.EvenkeelMarking.execute_conventional = True in nbgrader_config.py, where it is explained."
            )

    # ---- one learner's work ----

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether to mark this work: it is new, newer than what was marked, or ``--force`` was given."""
        if self._released(assignment_id) is None:
            return bool(super().init_destination(assignment_id, student_id))
        if student_id in self.coursedir.student_id_exclude.split(","):
            return False
        marked = Path(self._format_dest(assignment_id, student_id))
        if not self.force and self._is_marked(assignment_id, student_id):
            self.log.info("Already marked: %s", marked)
            return False
        if marked.exists():
            shutil.rmtree(marked)
        return True

    def _is_marked(self, assignment_id: str, student_id: str) -> bool:
        """Whether every notebook is there, and nothing newer was handed in since."""
        marked = Path(self._format_dest(assignment_id, student_id))
        if not all(is_whole(marked / Path(name).name) for name in self.notebooks):
            return False
        folders = (Path(self._format_source(assignment_id, student_id)), marked)
        new, old = (Kept.of(folder).handed_in for folder in folders)
        return not (new and old and new > old)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy what nbgrader needs later and make the gradebook's rows. Nothing else leaves the submitted folder."""
        ours = self._released(assignment_id)
        if ours is None:
            super().init_assignment(assignment_id, student_id)
            return
        kept = Kept.of(Path(self._format_source(assignment_id, student_id)))
        kept.write(Path(self._format_dest(assignment_id, student_id)))
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            self._make_rows(gradebook, assignment_id, student_id, kept.handed_in)

    def _make_rows(
        self, gradebook: Gradebook, assignment_id: str, student_id: str, handed_in: datetime.datetime | None
    ) -> None:
        if self.create_student:
            gradebook.update_or_create_student(student_id)
        try:
            gradebook.find_student(student_id)
            gradebook.find_assignment(assignment_id)
        except MissingEntry as error:
            self._refuse(f"The gradebook does not know it: {error}")
        times: dict[str, Any] = {"timestamp": handed_in} if handed_in else {}
        times["extension"] = self._extra_time(gradebook, assignment_id, student_id)
        submission = gradebook.update_or_create_submission(assignment_id, student_id, **times)
        if submission.total_seconds_late > 0:
            self.log.warning("%s handed in %s seconds late", student_id, submission.total_seconds_late)

    def _extra_time(self, gradebook: Gradebook, assignment_id: str, student_id: str) -> datetime.timedelta | None:
        """What this learner was given beyond the due date. The marking store knows it before any work is there."""
        store = open_store(EvenkeelMarking(parent=self).store_at(self.coursedir.root))
        due = gradebook.find_assignment(assignment_id).duedate
        return extra_time(due, store.extensions(assignment_id).get(student_id))

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Both of nbgrader's steps in memory, starting from nothing, and one file written at the end."""
        assignment, student = self._ids(str(Path(notebook_filename).parent))
        if self._released(assignment) is None:
            super().convert_single_notebook(notebook_filename)
            return
        resources = self.init_single_notebook_resources(notebook_filename)
        path = Path(notebook_filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        notebook = nbformat.v4.new_notebook()
        for step in self._steps():
            notebook, resources = step(notebook, resources)
        trouble = notebook.metadata.get("evenkeel", {}).get("trouble")
        if trouble:
            self._troubles[student] = trouble
        write_whole(Path(self._format_dest(assignment, student)) / path.name, nbformat.writes(notebook))

    def _steps(self) -> list[Any]:
        """The configured steps of both lists, made once a run: nbgrader makes them anew for each notebook."""
        if not self._made:
            try:
                for self._sanitizing in (True, False):
                    self._init_preprocessors()
                    self._made += self.exporter._preprocessors
            finally:
                self._sanitizing = True
        return self._made

    def convert_notebooks(self) -> None:
        """All of them; then say whose work could not be read. Raises ``NbGraderException`` when there is any."""
        super().convert_notebooks()
        self._tell_troubles()

    def _tell_troubles(self) -> None:
        for student, trouble in sorted(self._troubles.items()):
            self.log.error("%s: %s", student, trouble)
        if self._troubles:
            names = ", ".join(sorted(self._troubles))
            self._refuse(
                f"The answers of {names} could not be used. They score nothing for now and wait for a tutor;"
                " everybody else is marked."
            )
