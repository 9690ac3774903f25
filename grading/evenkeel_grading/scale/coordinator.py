"""The one place that hands work out, takes results in and has them written: nbgrader's autograde for a large class."""

import fnmatch
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from evenkeel_grading.nbg.converter import MarkAnswers
from evenkeel_grading.nbg.kept_files import Kept
from evenkeel_grading.nbg.layout import configure_marking
from evenkeel_grading.nbg.ours import Released
from evenkeel_grading.nbg.preprocessors import ScoreResponses
from evenkeel_grading.nbg.scoring import Scorer, take
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.scale import kit
from evenkeel_grading.scale.bench import Bench
from evenkeel_grading.scale.gradebook import UnknownError
from evenkeel_grading.scale.pools import Pool, PoolError
from evenkeel_grading.scale.progress import Progress
from evenkeel_grading.scale.work import Failed, Piece, Result
from evenkeel_grading.scale.writing import CannotWriteError, Done, Writer

BATCH_PIECES, BATCH_SIZE = 64, 8 << 20
_LISTS = ("sanitize_preprocessors", "autograde_preprocessors")
_AGAIN = "What was marked so far is kept; run the command again to go on."


class MarkAtScale(MarkAnswers):
    """``MarkAnswers`` with the marking given away. Lock, checks, skipping and what is written are the same.

    ``open_pool`` is asked when there is something to mark: until then its workers have time to get ready.
    """

    def __init__(
        self, open_pool: Callable[[], AbstractContextManager[Pool]], progress: Progress, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self._open_pool, self._progress = open_pool, progress
        self._failed: list[Failed] = []
        # What is under way: two small texts a learner.
        self._out: dict[str, Kept] = {}

    def convert_notebooks(self) -> None:
        """Mark all that is to be marked. Raises ``NbGraderException`` when any work could not be marked."""
        assignment = self.coursedir.assignment_id
        ours = self._released(assignment)
        if ours is None:
            self._refuse(f"{assignment!r} is a conventional nbgrader assignment: mark it with `nbgrader autograde`.")
        self._require_our_steps()
        folders = self._wanted()
        self._progress.start(len(folders), len(self.assignments) - len(folders))
        stopped = self._mark_until_stopped(ours, folders) if folders else ""
        self._progress.end()
        self._tell_all()
        if stopped:
            raise NbGraderException(stopped)

    def _mark_until_stopped(self, ours: Released, folders: list[tuple[str, str]]) -> str:
        """What stopped it before all were marked, if anything did."""
        try:
            self._mark(ours, folders)
        except (PoolError, CannotWriteError, UnknownError) as error:
            self._progress.end()
            self.log.error("%s %s", error, _AGAIN)
            return str(error)
        return ""

    def _require_our_steps(self) -> None:
        """Workers know the course's own steps only; with others the marks might not be nbgrader's."""
        usual = Config()
        configure_marking(usual)
        changed = [name for name in _LISTS if list(getattr(self, name)) != list(usual.Autograde[name])]
        changed += [name for name in ("pre_convert_hook", "post_convert_hook") if getattr(self, name) is not None]
        if changed:
            self._refuse(
                f"nbgrader_config.py changes c.Autograde.{changed[0]}, which this command does not run. Take that"
                " away, or mark with `nbgrader autograde`. Nothing was marked."
            )

    def _wanted(self) -> list[tuple[str, str]]:
        """Submitted folder and learner of all work to be marked."""
        left_out = self.coursedir.student_id_exclude.split(",")
        found = ((folder, self._ids(folder)[1]) for folder in sorted(self.assignments))
        return [
            (folder, learner) for folder, learner in found if learner not in left_out and self._is_due(folder, learner)
        ]

    def _is_due(self, folder: str, learner: str) -> bool:
        self.notebooks = self.assignments[folder]
        return self.force or not self._is_marked(self.coursedir.assignment_id, learner)

    def _mark(self, ours: Released, folders: list[tuple[str, str]]) -> None:
        root = EvenkeelMarking(parent=self).root
        scorer = Scorer.of(root, ours.assignment)
        names = fnmatch.filter(sorted(ours.files), self.coursedir.notebook_id)
        masters = {name: self._sanitised(name, scorer, folders[0][0]) for name in names}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            writer = Writer(self, gradebook, ours.assignment)
            with self._open_pool() as pool:
                results = pool.run(
                    lambda: kit.pack(Path(root), ours.assignment, scorer, masters, self.config),
                    lambda: Bench(scorer, masters, Config(kit.later_settings(self.config))),
                    self._pieces(folders),
                )
                self._write_all(writer, results)

    def _write_all(self, writer: Writer, results: Iterator[list[Result]]) -> None:
        batch: list[Done] = []
        try:
            for some in results:
                batch += self._take_in(some)
                if len(batch) >= BATCH_PIECES or sum(marked.size for marked, _ in batch) >= BATCH_SIZE:
                    full, batch = batch, []
                    self._write(writer, full)
        finally:
            # What is marked is written, whatever stopped the rest.
            self._write(writer, batch)

    def _sanitised(self, name: str, scorer: Scorer, folder: str) -> str:
        """The released notebook after nbgrader's sanitising steps, which are the same for all learners."""
        resources = self.init_single_notebook_resources(f"{folder}/{name}.ipynb")
        resources["metadata"] = {"name": name, "path": folder}
        notebook = nbformat.v4.new_notebook()
        for step in self._steps():
            if isinstance(step, ScoreResponses):
                break
            notebook, resources = step(notebook, resources)
        scorer.require_keys(notebook)
        return str(nbformat.writes(notebook))

    def _pieces(self, folders: list[tuple[str, str]]) -> Iterator[Piece]:
        for folder, learner in folders:
            # When it was handed in is read first: should newer work come in between, it is seen to be newer next time.
            self._out[learner] = Kept.of(Path(folder))
            yield Piece(learner, take(Path(folder)))

    def _take_in(self, results: list[Result]) -> list[Done]:
        done: list[Done] = []
        for one in results:
            kept = self._out.pop(one.learner)
            if isinstance(one, Failed):
                self._failed.append(one)
            else:
                done.append((one, kept))
        return done

    def _write(self, writer: Writer, batch: list[Done]) -> None:
        if not batch:
            return
        failed = writer.write(batch)
        self._failed += failed
        lost = {one.learner for one in failed}
        for marked, _ in batch:
            if marked.learner in lost:
                continue
            if marked.outcome["trouble"]:
                self._troubles[marked.learner] = marked.outcome["trouble"]
        self._progress.add(len(batch) - len(failed))

    def _tell_all(self) -> None:
        for one in sorted(self._failed, key=lambda failed: failed.learner):
            self.log.error("%s could not be marked: %s", one.learner, one.why)
        if self._failed:
            self.log.error("%s pieces of work could not be marked. Everybody else is.", len(self._failed))
        self._tell_troubles()
        if self._failed:
            raise NbGraderException("Some work could not be marked.")
