"""Marking for Evenkeel: evidence first, and a person has the last word.

``mark(assignment, responses)`` gives :class:`Marks`. Names are loaded when they are first used, so that
importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evenkeel_grading.assignment import Assignment, load_assignment
    from evenkeel_grading.closed import NoKeyError
    from evenkeel_grading.marking import Marker, mark
    from evenkeel_grading.marks import ClosedMark, CriterionMark, Evidence, Flag, Marks

__all__ = [
    "Assignment",
    "ClosedMark",
    "CriterionMark",
    "Evidence",
    "Flag",
    "Marker",
    "Marks",
    "NoKeyError",
    "load_assignment",
    "mark",
]

_HOMES = {
    "Assignment": "assignment",
    "load_assignment": "assignment",
    "NoKeyError": "closed",
    "Marker": "marking",
    "mark": "marking",
    "ClosedMark": "marks",
    "CriterionMark": "marks",
    "Evidence": "marks",
    "Flag": "marks",
    "Marks": "marks",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
