"""What the analysis of a class holds: plain data without a name of a learner."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 5
"""In a class below this size, whoever knows the learners can tell who chose what."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that could be chosen. ``n`` learners did. ``upper`` and ``lower`` are shares of the 27% groups."""

    id: str
    text: str
    key: bool
    n: int
    upper: float | None = None
    lower: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to decide within a question, such as a gap or a left side. ``text`` is empty when it is the whole.

    ``other`` is the number of learners whose answer is none of the options, ``blank`` of those who left it empty.
    """

    text: str
    options: tuple[Option, ...]
    blank: int
    other: int = 0

    @property
    def unchosen(self) -> list[str]:
        """The wrong options that nobody took."""
        return [one.text for one in self.options if not one.key and not one.n]


@dataclass(frozen=True, slots=True)
class Question:
    """A question over the class. Shares are of ``n`` learners; ``facility`` is the mean credit, blanks counting 0.

    ``discrimination`` and ``difference`` are None where they would mean nothing. ``kind`` is the item's type.
    """

    field: str
    id: str
    text: str
    kind: str
    points: float
    n: int
    blank: int
    facility: float | None
    parts: tuple[Part, ...]
    discrimination: float | None = None
    difference: float | None = None
    look: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a graded play. ``met`` learners came to it; ``facility`` is their mean credit, if it counts."""

    node: str
    title: str
    met: int
    facility: float | None
    choices: tuple[Option, ...]
    asked: Question | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Some words and how many learners it was."""

    words: str
    n: int


@dataclass(frozen=True, slots=True)
class PlayFigures:
    """A graded play over the class. ``n`` plays are counted; ``again`` of these learners had begun more than once.

    ``shares`` are by node and choice, of those who came to the node. ``ways`` are whole plays that two learners or
    more have in common, ``openings`` the first choices that they have.
    """

    field: str
    title: str
    scenario: str
    n: int
    unplayed: int
    impossible: int
    again: int
    facility: float | None
    decisions: tuple[Decision, ...]
    endings: tuple[Counted, ...]
    ways: tuple[Counted, ...]
    different: int
    openings: tuple[Counted, ...]
    shares: Mapping[tuple[str, str], float] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """An assignment over a class. ``counted`` of ``handed_in`` answer files could be read.

    ``n`` learners answered at least one question. ``coefficient`` says which ``reliability`` is.
    """

    assignment: str
    title: str
    handed_in: int
    counted: int
    n: int
    questions: tuple[Question, ...]
    plays: tuple[PlayFigures, ...]
    reliability: float | None = None
    coefficient: str = ""
    about: tuple[str, ...] = ()

    @property
    def first(self) -> list[Question]:
        """The questions to look at first, those with the most to look at before."""
        return sorted((one for one in self.questions if one.look), key=lambda one: -len(one.look))
