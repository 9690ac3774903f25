"""What a marker gives back: plain data that needs the standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


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
    """Something a person has to look at. Guards report a likeness or an oddity, never an accusation.

    ``evidence`` are the words that raised it. Of ``human_review`` they go to the one named person and nowhere else.
    """

    id: str
    kind: Literal["human_review", "guard"]
    urgency: Literal["today", "before-release"]
    message: str
    holds: bool
    criteria: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


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
