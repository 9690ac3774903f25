"""What marking gives: plain data, without any reader's or writer's knowledge.

Points are unrounded everywhere; only :attr:`Marks.total` is rounded, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from evenkeel.fitting import FieldProblem
from evenkeel.scoring import round_mark
from evenkeel_grading.findings import CriterionFinding, Evidence, Finding, Flag

__all__ = [
    "TOP_LEVEL",
    "ClosedMark",
    "CriterionFinding",
    "CriterionMark",
    "Evidence",
    "Finding",
    "Flag",
    "Marks",
    "is_private",
]

TOP_LEVEL = 3


@dataclass(frozen=True, slots=True)
class ClosedMark:
    """The unrounded points of a closed field, 0 to ``max``.

    ``credits`` are those of its items or decisions, 0 to 1. With a ``problem`` the answer cannot be marked by a
    rule: the points are provisional and a tutor decides.
    """

    points: float
    max: float
    credits: Mapping[str, float | Fraction] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CriterionMark:
    """A finding with its weight. ``points`` is weight times level over 3, unrounded."""

    finding: CriterionFinding
    max: float

    @property
    def level(self) -> int:
        return self.finding.level

    @property
    def points(self) -> float:
        return float(Fraction(self.max) * self.level / TOP_LEVEL)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.finding.evidence

    @property
    def missing(self) -> str:
        return self.finding.missing

    @property
    def confidence(self) -> float:
        return self.finding.confidence


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one response. ``texts`` are the written answers that evidence points into."""

    assignment: str
    closed: Mapping[str, ClosedMark]
    criteria: Mapping[str, CriterionMark]
    flags: tuple[Flag, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def hold(self) -> bool:
        """Whether nobody is shown the suggestion before a tutor has decided."""
        return any(flag.holds for flag in self.flags)

    @property
    def waits(self) -> bool:
        """Whether anything of it, held or impossible to mark by a rule, waits for a tutor's decision."""
        return self.hold or any(mark.problem for mark in self.closed.values())

    @property
    def total(self) -> float:
        """All points, summed unrounded and rounded once, half up, to one decimal."""
        closed = sum((Fraction(mark.points) for mark in self.closed.values()), Fraction(0))
        written = sum((Fraction(mark.max) * mark.level / TOP_LEVEL for mark in self.criteria.values()), Fraction(0))
        return round_mark(closed + written)

    def to_json(self, *, private: bool = False) -> dict[str, Any]:
        """The marks as JSON data. Human-review flags only with ``private``: they are for one named role."""
        shown = [flag for flag in self.flags if private or not is_private(flag)]
        return {
            "assignment": self.assignment,
            "total": self.total,
            "criteria": {name: _criterion_json(mark) for name, mark in self.criteria.items()},
            "closed": {name: {"points": mark.points} for name, mark in self.closed.items()},
            "flags": [{"id": flag.id, "kind": flag.kind, "urgency": flag.urgency} for flag in shown],
            "hold": self.waits,
        }


def is_private(flag: Flag) -> bool:
    """Whether a flag is for one named role only. Others are told at most that a person has to look."""
    return flag.kind == "human_review"


def _criterion_json(mark: CriterionMark) -> dict[str, Any]:
    return {
        "level": mark.level,
        "points": mark.points,
        "evidence": [
            {"field": item.field, "start": item.start, "end": item.end, "quote": item.quote, "for": item.part}
            for item in mark.evidence
        ],
        "missing": mark.missing,
        "confidence": mark.confidence,
    }
