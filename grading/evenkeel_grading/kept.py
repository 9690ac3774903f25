"""What the marking store keeps, as plain data that needs the standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

HoldKind = Literal["", "person", "guard"]


@dataclass(frozen=True)
class Decision:
    """A mark that a person confirmed (``before`` equals ``after``) or changed; in points, of the criterion's weight."""

    criterion: str
    who: str
    before: float | None
    after: float | None
    why: str
    at: str


@dataclass(frozen=True)
class Opinion:
    """A level given blind. ``suggested`` is what the rules suggested then, None where there was no suggestion."""

    learner: str
    criterion: str
    who: str
    digest: str
    level: int
    suggested: int | None


@dataclass(frozen=True)
class Hold:
    """Whether a work is held: ``kind`` as in :data:`HoldKind`, and the words on it that tutors may read."""

    kind: HoldKind = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marking:
    """What one marking leaves in the store. ``under`` is the rule of confirmation, ``criteria`` as in ``Marks``."""

    learner: str
    digest: str
    under: str
    criteria: Mapping[str, Mapping[str, Any]]
    held: Hold = Hold()


@dataclass(frozen=True)
class Work:
    """The latest marking of one learner's work. ``suggestions`` by criterion: level, points, confidence and more."""

    learner: str
    digest: str
    hold: Hold = Hold()
    suggestions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
