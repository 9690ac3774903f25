"""Filling a released notebook with what a person reads: the answers, the evidence, and the number last."""

import math
import re
from typing import Any

from nbformat import NotebookNode, from_dict

from evenkeel.markup import plain
from evenkeel.models.worksheet import Criterion
from evenkeel.responses import Responses
from evenkeel_grading import evidence_html
from evenkeel_grading.evidence_closed import closed_block
from evenkeel_grading.html_text import typed
from evenkeel_grading.marks import TOP_LEVEL, ClosedMark, Marks, is_private
from evenkeel_grading.nbg.scoring import CRITERION, FIELD, Reading, Scorer
from nbgrader import utils

_POINTS = re.compile(r'<p class="ek-points">.*?</p>', re.DOTALL)


def fill(notebook: NotebookNode, scorer: Scorer, reading: Reading, marks: Marks | None) -> None:
    """For the tutor: words and an explicit number in every scored cell, the state of the work in the worksheet's.

    ``marks`` is None when the answers cannot be marked as they are: then every scored cell gets 0 and says why.
    """
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        # Words, not code, are what a tutor and a learner read here.
        cell.source = ""
        if utils.is_grade(cell):
            _score(cell, scorer, reading, marks)
        elif _grade_id(cell) == "worksheet":
            cell.outputs = [_display(_state(scorer, reading, marks))]


def _score(cell: NotebookNode, scorer: Scorer, reading: Reading, marks: Marks | None) -> None:
    grade_id, most = _grade_id(cell), float(cell.metadata.nbgrader.points)
    cell.metadata["evenkeel"] = {"title": title(grade_id, scorer), "held": marks is not None and _held(grade_id, marks)}
    if grade_id.startswith(CRITERION):
        criterion = _criterion(scorer, grade_id)
        cell.metadata["evenkeel"] |= {
            "criterion": criterion.id,
            "levels": [plain(level) for level in criterion.levels],
            "blind": evidence_html.words_block(scorer.assignment, marks, criterion) if marks else _trouble(reading),
            "suggestion": _suggestion(marks, criterion.id),
        }
    points = _points(grade_id, marks) if marks else 0.0
    words = _tutor(grade_id, scorer, reading, marks)
    number: dict[str, Any] = {"output_type": "execute_result", "execution_count": None, "metadata": {}}
    number["data"] = {"text/plain": repr(within(points, most))}
    cell.outputs = [_display(words), from_dict(number)]


def _criterion(scorer: Scorer, grade_id: str) -> Criterion:
    return next(one for one in scorer.assignment.worksheet.criteria if CRITERION + one.id == grade_id)


def _suggestion(marks: Marks | None, criterion: str) -> dict[str, Any] | None:
    """What the page says after the evidence; None where no level is suggested until a tutor has decided."""
    if marks is None or marks.hold:
        return None
    mark = marks.criteria[criterion]
    return {"level": mark.level, "missing": mark.missing, "sure": evidence_html.sureness(mark.confidence)}


def _grade_id(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def title(grade_id: str, scorer: Scorer) -> str:
    """The words over a scored cell: the label of its field or the title of its criterion."""
    names = {FIELD + field.id: field.label for field in scorer.assignment.worksheet.fields}
    names |= {CRITERION + criterion.id: criterion.title for criterion in scorer.assignment.worksheet.criteria}
    return names.get(grade_id, grade_id)


def _held(grade_id: str, marks: Marks) -> bool:
    return marks.hold if grade_id.startswith(CRITERION) else bool(_closed(grade_id, marks).problem)


def _points(grade_id: str, marks: Marks) -> float:
    if grade_id.startswith(CRITERION):
        return marks.criteria[grade_id.removeprefix(CRITERION)].points
    return _closed(grade_id, marks).points


def _closed(grade_id: str, marks: Marks) -> ClosedMark:
    return marks.closed[grade_id.removeprefix(FIELD)]


def within(points: float, most: float) -> float:
    """A finite number from 0 to ``most``: anything else nbgrader would take for full marks, or stop at."""
    return min(max(points, 0.0), most) if math.isfinite(points) else 0.0


def _tutor(grade_id: str, scorer: Scorer, reading: Reading, marks: Marks | None) -> str:
    if marks is None or reading.responses is None:
        return _trouble(reading)
    if grade_id.startswith(CRITERION):
        return evidence_html.evidence_block(scorer.assignment, marks, _criterion(scorer, grade_id))
    return closed_block(scorer.assignment, marks, reading.responses, grade_id.removeprefix(FIELD), "tutor")


def _trouble(reading: Reading) -> str:
    return evidence_html.trouble(reading.trouble or "")


def _state(scorer: Scorer, reading: Reading, marks: Marks | None) -> str:
    """The worksheet's cell: what does not fit or holds the work, then every answer that no scored cell shows."""
    if marks is None or reading.responses is None:
        return _trouble(reading)
    shown = {name for criterion in scorer.assignment.worksheet.criteria for name in criterion.fields}
    rest = {name: text for name, text in marks.texts.items() if name not in shown}
    labels = {field.id: field.label for field in scorer.assignment.worksheet.fields}
    words = "".join(_unmarked(labels[name], text) for name, text in rest.items())
    notes = evidence_html.notes_block(marks)
    return notes + words or "<p>All answers stand below, each with the part it is marked for.</p>"


def _unmarked(label: str, text: str) -> str:
    # Through typed(): it is a learner's text.
    return (
        '<div class="ek-evidence tex2jax_ignore mathjax_ignore">'
        f"<p><strong>{typed(label)}</strong> (never marked)</p>"
        '<blockquote class="ek-words" style="white-space:pre-wrap;overflow-wrap:anywhere">'
        f"{typed(text)}</blockquote></div>"
    )


def _display(html: str) -> NotebookNode:
    # Not new_output(), which checks each against the whole notebook schema; the notebook is checked when written.
    return from_dict({"output_type": "display_data", "metadata": {}, "data": {"text/html": html}})


def for_learner(notebook: NotebookNode, scorer: Scorer, responses: Responses | None) -> None:
    """Turn a marked notebook into what its writer reads: no keys, no suggestion, the marks that were decided.

    nbgrader's ``GetGrades`` has put the decided score of each cell into its metadata.
    """
    marks = scorer.mark(responses) if responses else None
    notebook.metadata["evenkeel"]["title"] = scorer.assignment.worksheet.title
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
        if utils.is_grade(cell):
            words = _learner(cell, scorer, responses, marks) if marks and responses else ""
            cell.metadata["evenkeel"] = {"title": title(_grade_id(cell), scorer), "words": words}


def _learner(cell: NotebookNode, scorer: Scorer, responses: Responses, marks: Marks) -> str:
    grade_id, settings = _grade_id(cell), cell.metadata.nbgrader
    if grade_id.startswith(CRITERION):
        level = math.floor(TOP_LEVEL * settings.score / settings.points + 0.01) if settings.points else 0
        decided = min(max(level, 0), TOP_LEVEL)
        return evidence_html.learner_block(scorer.assignment, marks, _criterion(scorer, grade_id), decided)
    words = closed_block(scorer.assignment, marks, responses, grade_id.removeprefix(FIELD), "learner")
    # The page itself says the points that were decided.
    return _POINTS.sub("", words)


def outcome(scorer: Scorer, reading: Reading, marks: Marks | None) -> dict[str, Any]:
    """What later steps need to know. It is kept in the marked notebook, which stays with tutors."""
    return {
        "assignment": scorer.assignment.id,
        "digest": scorer.digest(reading),
        "trouble": reading.trouble,
        "trace": reading.trace,
        "hold": marks is None or marks.hold,
        "held": _hold(marks),
        "criteria": marks.to_json()["criteria"] if marks else {},
        "responses": reading.responses.model_dump(mode="json", by_alias=True) if marks and reading.responses else None,
    }


def _hold(marks: Marks | None) -> dict[str, Any]:
    """Why the work is held, in what tutors may know. Of what is private only that a person has to look."""
    holding = [flag for flag in marks.flags if flag.holds] if marks else []
    kind = "person" if any(map(is_private, holding)) else "guard" if holding else ""
    return {"kind": kind, "notes": [flag.message for flag in holding if not is_private(flag)]}
