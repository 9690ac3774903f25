"""What marking gives: plain data, without any reader's or writer's knowledge.

Points are unrounded everywhere; only :attr:`Marks.total` is rounded, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from evenkeel.responses import FieldProblem
from evenkeel.scoring import round_mark

TOP_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters ``start`` to ``end`` of a field's text, word for word, and the part they satisfy."""

    field: str
    start: int
    end: int
    quote: str
    part: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person has to look at. Guards report a likeness or an oddity, never an accusation."""

    id: str
    kind: Literal["human_review", "guard"]
    urgency: Literal["today", "before-release"]
    message: str
    holds: bool
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """What a marker says of one criterion.

    ``level`` is 0 to 3, ``confidence`` 0.0 to 1.0. ``missing`` is one sentence on the way to the next level,
    empty at the top. ``against`` are sentences that keep the criterion at level 0.
    """

    level: int
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""
    confidence: float = 1.0
    against: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a marker gives back for one answer."""

    criteria: Mapping[str, CriterionFinding]
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedMark:
    """The unrounded points of a closed field, 0 to ``max``."""

    points: float
    max: float


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
    def total(self) -> float:
        """All points, summed unrounded and rounded once, half up, to one decimal."""
        closed = sum((Fraction(mark.points) for mark in self.closed.values()), Fraction(0))
        written = sum((Fraction(mark.max) * mark.level / TOP_LEVEL for mark in self.criteria.values()), Fraction(0))
        return round_mark(closed + written)

    def to_json(self, *, private: bool = False) -> dict[str, Any]:
        """The marks as JSON data. Human-review flags of urgency ``today`` only with ``private``."""
        shown = [flag for flag in self.flags if private or not is_private(flag)]
        return {
            "assignment": self.assignment,
            "total": self.total,
            "criteria": {name: _criterion_json(mark) for name, mark in self.criteria.items()},
            "closed": {name: {"points": mark.points} for name, mark in self.closed.items()},
            "flags": [{"id": flag.id, "kind": flag.kind, "urgency": flag.urgency} for flag in shown],
            "hold": self.hold,
        }


def is_private(flag: Flag) -> bool:
    """Whether a flag is for one named role only."""
    return flag.kind == "human_review" and flag.urgency == "today"


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
