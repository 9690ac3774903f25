"""The steps of nbgrader that are ours. Each leaves a conventional assignment to nbgrader's own way."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearSolutions,
    Execute,
    GetGrades,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)

from evenkeel.responses import Responses
from evenkeel_grading.marks import Marks
from evenkeel_grading.nbg import cells
from evenkeel_grading.nbg.ours import Released, released
from evenkeel_grading.nbg.scoring import Reading, Scorer
from evenkeel_grading.nbg.settings import EvenkeelMarking
from evenkeel_grading.nbg.settling import held, settle, standing, suggested
from evenkeel_grading.nbg.stores import open_private_store, open_store
from evenkeel_grading.private import notes_of

Step = tuple[NotebookNode, ResourcesDict]


def _ours(step: NbGraderPreprocessor, resources: ResourcesDict) -> Released | None:
    """The released master when this is an assignment of ours. The step's parent's parent is the converter."""
    return released(step.parent.parent.coursedir, resources["nbgrader"]["assignment"])


class ClearConventionalSolutions(ClearSolutions):  # type: ignore[misc]
    """Take solutions out of a master. Ours have none, and their comment cells keep their words."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        if "evenkeel" in nb.metadata:
            return nb, resources
        step: Step = super().preprocess(nb, resources)
        return step


class UseReleased(NbGraderPreprocessor):  # type: ignore[misc]
    """Put the released notebook in place of the learner's, of which nothing is used."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        master = _ours(self, resources)
        if master is None:
            return nb, resources
        return master.notebook(resources["nbgrader"]["notebook"]), resources


class OverwriteCellsAtOnce(OverwriteCells):  # type: ignore[misc]
    """nbgrader's step, which asks the gradebook twice for each cell, with two questions for a whole notebook."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        if _ours(self, resources) is None:
            step: Step = super().preprocess(nb, resources)
            return step
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
            self.gradebook = _KnownCells(gradebook.find_notebook(self.notebook_id, self.assignment_id))
            return Preprocessor.preprocess(self, nb, resources)


class _KnownCells:
    """The two look-ups that ``OverwriteCells`` makes, answered from memory."""

    def __init__(self, notebook: Any) -> None:
        self._source = {cell.name: cell for cell in notebook.source_cells}
        self._graded = {cell.name: cell for cell in notebook.grade_cells}

    def find_source_cell(self, name: str, *_: str) -> Any:
        if name not in self._source:
            raise MissingEntry(f"No such source cell: {name}")
        return self._source[name]

    def find_graded_cell(self, name: str, *_: str) -> Any:
        if name not in self._graded:
            raise MissingEntry(f"No such grade cell: {name}")
        return self._graded[name]


class CheckCellMetadataOnce(CheckCellMetadata):  # type: ignore[misc]
    """nbgrader's check. Of ours all learners have the same cells, and the same cells are checked once a run."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        if _ours(self, resources) is None:
            step: Step = super().preprocess(nb, resources)
            return step
        settings = json.dumps([[cell.cell_type, cell.metadata.get("nbgrader")] for cell in nb.cells], sort_keys=True)
        if settings != getattr(self, "_checked", None):
            super().preprocess(nb, resources)
            self._checked = settings
        return nb, resources


class ScoreResponses(NbGraderPreprocessor):  # type: ignore[misc]
    """Mark the answers in the *submitted* folder and write number and evidence into every scored cell.

    Last of the sanitising steps. Never reads the copy under ``autograded/``: links were followed on the way there.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        master = _ours(self, resources)
        if master is None:
            return nb, resources
        names = resources["nbgrader"]
        scorer = Scorer.of(EvenkeelMarking(parent=self).root, names["assignment"])
        scorer.require_keys(nb)
        coursedir = self.parent.parent.coursedir
        folder = coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"])
        reading = scorer.read(Path(folder), names["student"])
        marks = scorer.mark(reading.responses) if reading.responses and not reading.trouble else None
        self._note(names, marks)
        cells.fill(nb, scorer, reading, marks)
        nb.metadata["evenkeel"] = cells.outcome(scorer, reading, marks)
        return nb, resources

    def _note(self, names: dict[str, str], marks: Marks | None) -> None:
        """Put what is for one named person alone into the private store, before anything else is kept.

        The store is opened for everybody's work, so that a store that cannot be used says nothing about anybody.
        """
        if self._private_url:
            notes = notes_of(names["assignment"], names["student"], marks.flags if marks else ())
            open_private_store(self._private_url).add(notes)

    @cached_property
    def _private_url(self) -> str | None:
        """The private store of this run, None when the organisation keeps no notes."""
        settings = EvenkeelMarking(parent=self)
        return settings.private_at(self.parent.parent.coursedir.root) if settings.keeps_private_notes else None


class ExecuteConventional(Execute):  # type: ignore[misc]
    """Run a notebook only when it is a conventional one and its administrator switched that on."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict, **settings: Any) -> Step:
        if _ours(self, resources) is not None:
            return nb, resources
        if not EvenkeelMarking(parent=self).execute_conventional:
            raise NbGraderException(
                f"{resources['nbgrader']['assignment']!r} is a conventional assignment; running it is switched off."
            )
        step: Step = super().preprocess(nb, resources, **settings)
        return step


class SaveMarks(SaveAutoGrades):  # type: ignore[misc]
    """Put the suggested points into the gradebook, by the rules of :mod:`evenkeel_grading.nbg.settling`."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        if _ours(self, resources) is None:
            step: Step = super().preprocess(nb, resources)
            return step
        names = resources["nbgrader"]
        settings = EvenkeelMarking(parent=self)
        store = open_store(settings.store_at(self.parent.parent.coursedir.root))
        outcome = nb.metadata.get("evenkeel", {})
        work = (names["assignment"], names["student"])
        now = standing(outcome, settings.confirm, store.digest(*work), store.rule(*work))
        with Gradebook(names["db_url"]) as gradebook:
            row = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            grades = _by_name(gradebook, Grade, row.id)
            for name, cell in suggested(nb).items():
                settle(grades[name], cell, now)
            for comment in _by_name(gradebook, Comment, row.id).values():
                comment.auto_comment = None
            gradebook.db.commit()
        # After the gradebook: a crash in between asks for one look too many, never for one too few.
        store.save(*work, outcome.get("digest") or "", now.kept, outcome.get("criteria", {}), held(outcome))
        return nb, resources


def _by_name(gradebook: Gradebook, kind: type, notebook: str) -> dict[str, Any]:
    """The grades or comments of one submitted notebook in one query (nbgrader asks once a cell)."""
    query = gradebook.db.query(kind, BaseCell.name).join(BaseCell, BaseCell.id == kind.cell_id)  # type: ignore[attr-defined]
    return {name: row for row, name in query.filter(kind.notebook_id == notebook)}  # type: ignore[attr-defined]


class ForLearner(GetGrades):  # type: ignore[misc]
    """For the feedback page: nbgrader's decided marks and comments, then the learner's words to go with them."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        nb, resources = super().preprocess(nb, resources)
        assignment = resources["nbgrader"]["assignment"]
        scorer = Scorer.of(EvenkeelMarking(parent=self).root, assignment)
        kept = nb.metadata.get("evenkeel", {})
        responses = Responses.model_validate(kept["responses"]) if kept.get("responses") else None
        if scorer.digest(Reading(responses, kept.get("trouble"), kept.get("trace", ""))) != kept.get("digest"):
            raise NbGraderException(
                f"The worksheet or rubric of {assignment} changed after this was marked. Mark it again:"
                f" nbgrader autograde {assignment} --student {resources['nbgrader']['student']} --force"
            )
        cells.for_learner(nb, scorer, responses)
        organisation = EvenkeelMarking(parent=self).organisation
        if organisation is not None:
            nb.metadata["evenkeel"]["another_look"] = organisation.marking.another_look.model_dump()
        return nb, resources
