"""From an assignment and a learner's answers to marks: the one way in for every caller."""

from collections.abc import Callable, Mapping
from typing import Any

from evenkeel.course import find_root
from evenkeel.fitting import fit, fitting_answers
from evenkeel.models.worksheet import WRITTEN, Worksheet
from evenkeel.responses import Answer, Responses, check_responses, require_belongs
from evenkeel_grading.assignment import Assignment, load_assignment
from evenkeel_grading.closed import mark_closed
from evenkeel_grading.human_review import look
from evenkeel_grading.marker import mark_written
from evenkeel_grading.marker.written import Written
from evenkeel_grading.marks import CriterionMark, Finding, Marks

Marker = Callable[[Assignment, Mapping[str, str]], Finding]
"""A marker of written criteria: assignment and written answers by field id in, finding out. It does nothing else."""


def mark(
    assignment: str | Assignment, responses: Responses | Mapping[str, Any], *, marker: Marker = mark_written
) -> Marks:
    """Mark one response.

    ``assignment`` may be an id of the course found from here; ``responses`` may be the data of a responses file.

    Raises:
        ResponsesError: the answers are for another assignment, or are not of a responses file's shape.
        NoKeyError: a closed field has no key.
        ContentError: the assignment cannot be loaded.
    """
    if isinstance(assignment, str):
        assignment = load_assignment(find_root(), assignment)
    if not isinstance(responses, Responses):
        responses = check_responses(dict(responses))
    require_belongs(responses, assignment=assignment.id)
    answers = fitting_answers(responses, assignment.worksheet)
    texts = Written(written_texts(assignment, answers))
    finding = marker(assignment, texts)
    # Whatever marks, somebody who may not be safe is looked for in the same way.
    flags = (*finding.flags, *look(assignment.watch, texts))
    return Marks(
        assignment.id,
        mark_closed(assignment, answers),
        _weighted(assignment, finding),
        flags,
        tuple(fit(responses, assignment.worksheet)),
        dict(texts),
    )


def unusable(responses: Responses, worksheet: Worksheet) -> str | None:
    """Why answers of the right file are not marked as they are, for a tutor; None when they can be.

    An answer of the wrong shape is not one that a learner's page makes: something went wrong on the way.
    """
    return " ".join(one.message for one in fit(responses, worksheet) if one.code == "wrong-type") or None


def _weighted(assignment: Assignment, finding: Finding) -> dict[str, CriterionMark]:
    return {
        criterion.id: CriterionMark(finding.criteria[criterion.id], float(criterion.weight))
        for criterion in assignment.worksheet.criteria
    }


def written_texts(assignment: Assignment, answers: Mapping[str, Answer]) -> dict[str, str]:
    """The written answers as texts. Of rows each becomes a line; evidence points into these lines."""
    return {
        field.id: as_text(answers[field.id])
        for field in assignment.worksheet.fields
        if field.kind in (*WRITTEN, "date") and field.id in answers
    }


def as_text(answer: Answer) -> str:
    """A written answer as the text that evidence points into."""
    if isinstance(answer, str):
        return answer
    rows = answer.values() if isinstance(answer, Mapping) else answer
    return "\n".join(" ".join(row.values()).strip() for row in rows if isinstance(row, Mapping))
