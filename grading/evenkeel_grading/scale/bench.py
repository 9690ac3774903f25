"""Marking one piece of work, with everything at hand: the same steps as nbgrader's way, less folders and databases."""

import copy
import json
from collections.abc import Mapping, Sequence
from typing import Any

import nbformat
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient
from nbgrader.preprocessors import IgnorePattern, LimitOutput
from traitlets.config import Config

from evenkeel_grading.nbg import cells
from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.nbg.settling import suggested
from evenkeel_grading.private import notes_of
from evenkeel_grading.scale.work import Failed, Marked, MarkedNotebook, Piece, Result

LATER_STEPS = (IgnorePattern, ClearMetadataPreprocessor, LimitOutput)
"""nbgrader's steps after scoring that change a notebook. The configuration may switch the first two on."""


class Bench:
    """One assignment, ready to mark. ``masters`` are the released notebooks after the sanitising steps, by name."""

    def __init__(self, scorer: Scorer, masters: Mapping[str, str], config: Config) -> None:
        self._scorer = scorer
        self._masters = {name: nbformat.reads(text, as_version=4) for name, text in masters.items()}
        self._later = [step for step in (kind(config=config) for kind in LATER_STEPS) if step.enabled]

    def mark_all(self, pieces: Sequence[Piece]) -> list[Result]:
        """Mark each. One that cannot be marked stops no other."""
        return [self._mark_or_tell(piece) for piece in pieces]

    def _mark_or_tell(self, piece: Piece) -> Result:
        try:
            return self.mark(piece)
        except Exception as error:
            # Its kind alone: the words of an error may hold an answer, and this goes into logs.
            return Failed(piece.learner, f"marking it failed with {type(error).__name__}")

    def mark(self, piece: Piece) -> Marked:
        """The marked work of one learner."""
        reading = self._scorer.understand(piece.taken, piece.learner)
        marks = self._scorer.mark(reading.responses) if reading.responses and not reading.trouble else None
        outcome = cells.outcome(self._scorer, reading, marks)
        notebooks: dict[str, MarkedNotebook] = {}
        for name, master in self._masters.items():
            notebook = copy.deepcopy(master)
            cells.fill(notebook, self._scorer, reading, marks)
            notebook.metadata["evenkeel"] = outcome
            notebook = self._finish(notebook)
            cell_marks = suggested(notebook)
            notebooks[name] = MarkedNotebook(_text(notebook), cell_marks)
        notes = notes_of(self._scorer.assignment.id, piece.learner, marks.flags if marks else ())
        return Marked(piece.learner, notebooks, _kept(outcome), tuple(notes))

    def _finish(self, notebook: NotebookNode) -> NotebookNode:
        resources: dict[str, Any] = {}
        for step in self._later:
            notebook, resources = step.preprocess(notebook, resources)
        return notebook


def _text(notebook: NotebookNode) -> str:
    """As ``nbformat.v4.writes``, less the copy that it makes: the notebook is not needed after this."""
    plain = strip_transient(split_lines(notebook))
    return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False, separators=(",", ": "))


def _kept(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the outcome that is written to a store; the rest is in the notebook."""
    return {name: outcome[name] for name in ("digest", "trouble", "hold", "held", "criteria")}
