"""The form between any foreign format and our own: what a bank of questions or a branching story says.

A reader of a format fills these and decides nothing about our models; :mod:`evenkeel.importing.items` and
:mod:`evenkeel.importing.scenes` turn them into our files, and find the flaws that are the same in every format.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from evenkeel.importing.words import EMPTY, Words
from evenkeel.problems import EvenkeelError

Kind = Literal[
    "choice",
    "true-false",
    "ordering",
    "matching",
    "categorise",
    "cloze",
    "numeric",
    "short-text",
    "flash-cards",
    "none",
]
"""``none``: a kind that we have no place for; ``unsupported`` says which."""

Condition = dict[str, Any]

MediaReader = Callable[[str], bytes | None]
"""The bytes of a picture by the name that the source uses, or ``None``. Raises :class:`ImportRefusedError`."""


class ImportRefusedError(EvenkeelError):
    """A file is not read at all. The message says why, for whoever tried."""


class FlawError(EvenkeelError):
    """One item or passage cannot come over. The message says why."""


@dataclass
class Answer:
    """Something to choose, order or type. ``weight`` is in percent of the item's credit: 100 is wholly right."""

    text: Words
    weight: float = 0.0
    feedback: Words = EMPTY
    name: str = ""


@dataclass
class Number:
    """An accepted number, from ``low`` to ``high``, with its share of the credit in percent."""

    low: float
    high: float
    weight: float = 100.0
    feedback: Words = EMPTY


@dataclass
class Pair:
    """A thing and what it belongs to. An empty ``left`` is a partner for nothing."""

    left: Words
    right: Words
    feedback: Words = EMPTY


@dataclass
class Gap:
    """A gap of a cloze, marked in its text as ``\\ue000<number>\\ue001``. ``typed``: its answers are typed."""

    answers: list[Answer]
    typed: bool
    number: bool = False
    weight: int = 1


@dataclass
class Question:
    """One question of a bank.

    ``several``: more than one answer may be ticked. ``weighted``: the source gives its own credit for each answer.
    ``lost`` lists what its reader could not keep; ``flaws`` why it cannot come over at all. ``extra`` is what one of
    our own exports added (see :mod:`evenkeel.exporting.extra`).
    """

    kind: Kind
    place: str
    title: str = ""
    stem: Words = EMPTY
    answers: list[Answer] = field(default_factory=list)
    several: bool = False
    weighted: bool = False
    numbers: list[Number] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    body: Words = EMPTY
    gaps: list[Gap] = field(default_factory=list)
    key: bool | None = None
    case_matters: bool = False
    explanation: Words = EMPTY
    hints: list[Words] = field(default_factory=list)
    points: float = 1.0
    unsupported: str = ""
    lost: list[str] = field(default_factory=list)
    flaws: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Section:
    """The questions of one category, test or file: they become one quiz."""

    title: str
    questions: list[Question] = field(default_factory=list)
    intro: Words = EMPTY
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Effect:
    """A change of a story's variable: ``set`` to a value, or ``add`` to it."""

    name: str
    how: Literal["set", "add"]
    value: int


@dataclass
class Spoken:
    """Words of a passage that show when a condition (as :mod:`evenkeel.conditions` parses it) holds."""

    text: Words
    when: Condition | None = None
    who: str = "narrator"


@dataclass
class Way:
    """A link of a passage: what it says, and where it leads. ``routes`` are tried in order before ``to``.

    ``reply`` is what comes right after it, before the next passage.
    """

    text: Words
    to: str
    when: Condition | None = None
    effects: list[Effect] = field(default_factory=list)
    routes: list[tuple[Condition, str]] = field(default_factory=list)
    reply: list[Spoken] = field(default_factory=list)
    body: str = ""
    """What the source calls the taking of this link, where its conditions ask for that."""


@dataclass
class Passage:
    """A moment of a story. One without ways on is an ending. ``enter`` happens whenever a play comes here."""

    name: str
    place: str
    lines: list[Spoken] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    enter: list[Effect] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    title: str = ""
    debrief: Words = EMPTY
    model_line: Words = EMPTY


@dataclass
class Story:
    """A branching story. ``start_values``: the variables that the source itself gives a value at the start."""

    title: str
    start: str
    passages: list[Passage] = field(default_factory=list)
    start_values: dict[str, int] = field(default_factory=dict)
    overrides: list[tuple[Condition, str]] = field(default_factory=list)
    own: bool = False
    """Whether it is an export of ours: then every passage is meant, whether a play comes there or not."""
    intro: Words = EMPTY
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Source:
    """What a reader found in a file: quizzes, a story, or both, with general notes and losses."""

    format: str
    sections: list[Section] = field(default_factory=list)
    story: Story | None = None
    media: MediaReader = lambda _: None
    lost: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
