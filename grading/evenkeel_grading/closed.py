"""Closed fields: exact points from the rubric's keys, by the course's four rules."""

from collections.abc import Mapping
from typing import Any

from evenkeel.models.worksheet import ClosedField
from evenkeel.scoring import matching, multiple, ordering, single
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.marks import ClosedMark
from evenkeel_grading.rubric import AnyKey, ChoiceKey, MatchingKey, MultichoiceKey


class NoKeyError(Exception):
    """A closed field has no key. Nothing is marked then: a missing key must never become a mark."""


def mark_closed(assignment: Assignment, answers: Mapping[str, Any]) -> dict[str, ClosedMark]:
    """Points for each closed field, in the worksheet's order; raises :class:`NoKeyError`."""
    return {
        field.id: ClosedMark(_credit(assignment, field, answers.get(field.id)) * field.points, float(field.points))
        for field in assignment.worksheet.fields
        if isinstance(field, ClosedField)
    }


def _credit(assignment: Assignment, field: ClosedField, answer: Any) -> float:
    key = assignment.rubric.keys.get(field.id)
    if key is None or kind_of(key) != field.kind:  # type: ignore[attr-defined]
        raise NoKeyError(f"The rubric of {assignment.id!r} has no fitting key for the field {field.id!r}.")
    return credit(key, answer)


def kind_of(key: AnyKey) -> str:
    """The kind of field that a key is for."""
    if isinstance(key, ChoiceKey):
        return "choice"
    if isinstance(key, MultichoiceKey):
        return "multichoice"
    return "matching" if isinstance(key, MatchingKey) else "ordering"


def credit(key: AnyKey, answer: Any) -> float:
    """The credit, 0.0 to 1.0, of an answer by its key."""
    if isinstance(key, ChoiceKey):
        return single(key.key, answer)
    if isinstance(key, MultichoiceKey):
        return multiple(key.keys, answer)
    if isinstance(key, MatchingKey):
        return matching(key.key, answer)
    return ordering(key.order, answer)
