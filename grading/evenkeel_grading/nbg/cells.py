"""Filling a released notebook with what a tutor sees: the answers, the evidence, then the number."""

import math
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils

from evenkeel_grading import evidence_html
from evenkeel_grading.marks import Marks
from evenkeel_grading.nbg.scoring import CRITERION, FIELD, Reading, Scorer


def fill(notebook: NotebookNode, scorer: Scorer, reading: Reading) -> None:
    """Write words and an explicit number into every scored cell, and the answers into the worksheet's cell."""
    marks = scorer.mark(reading.responses) if reading.responses and not reading.trouble else None
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        # Words, not code, are what a tutor and a learner read here.
        cell.source = ""
        if utils.is_grade(cell):
            _score(cell, scorer, reading, marks)
        elif cell.metadata.get("nbgrader", {}).get("grade_id") == "worksheet":
            cell.outputs = [_display(*_answers(scorer, reading))]


def _score(cell: NotebookNode, scorer: Scorer, reading: Reading, marks: Marks | None) -> None:
    grade_id = cell.metadata.nbgrader.grade_id
    most = float(cell.metadata.nbgrader.points)
    if marks is None:
        tutor, learner, points = evidence_html.trouble(reading.trouble or ""), "", 0.0
    else:
        tutor, learner, points = _judged(grade_id, scorer, reading, marks)
    cell.metadata["evenkeel"] = {"title": _title(grade_id, scorer), "held": bool(marks is None or marks.hold)}
    number = new_output("execute_result", data={"text/plain": repr(within(points, most))}, execution_count=None)
    cell.outputs = [_display(tutor, learner), number]
