"""Scenarios: a conversation that branches on the learner's choices and on state variables."""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    PlainSerializer,
    SerializationInfo,
    StringConstraints,
    Tag,
)

from evenkeel.conditions import check_condition, parse
from evenkeel.models.base import PAGE, Exercise, Id, Image, Level, Line, RequirementId, Strict, Text, Title
from evenkeel.models.quiz import AnyItem

Variable = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=32, strict=True),
    Field(description="The name of a state variable: small letters and underscores."),
]


def _as_json(value: str, info: SerializationInfo) -> Any:
    return parse(value) if info.context == PAGE else value


Condition = Annotated[
    str,
    StringConstraints(max_length=300),
    AfterValidator(check_condition),
    PlainSerializer(_as_json),
    Field(description="A condition, such as: tension >= 9, or: trust < 4 and not visited('apology')."),
]
"""Such as ``tension >= 9``, ``trust < 4 and not visited('apology')``. See :mod:`evenkeel.conditions`."""

Goal = Literal["acknowledge", "clarify", "set-limits", "keep-safe", "involve", "recover"]
"""What a decision can practise: see the feeling, find out and say plainly, say what goes and what does not, keep
people safe, bring others in, mend what went wrong and let go."""


class StateVariable(Strict):
    """A meter. ``better`` says which way is good; values stay within ``min`` and ``max``."""

    label: Title
    help: Text
    start: int
    min: int = 0
    max: int = 10
    better: Literal["higher", "lower"]


class SpokenLine(Strict):
    """One line of the conversation, shown only when ``when`` holds."""

    who: Literal["customer", "learner", "colleague", "narrator", "coach"]
    text: Text
    when: Condition | None = None


class Route(Strict):
    """Where to go when ``when`` holds. The last route of a list has no condition."""

    to: Id
    when: Condition | None = None


def _one_or_many(value: Any) -> str:
    """Tell the two forms of ``goto`` apart, so that a problem is told once and of the form that was meant."""
    return "many" if isinstance(value, list) else "one"


Goto = Annotated[
    Annotated[Id, Tag("one")] | Annotated[list[Route], Field(min_length=1), Tag("many")],
    Discriminator(_one_or_many),
]
"""The id of a node or an ending, or a list of routes."""


class Choice(Strict):
    """What the learner may say or do.

    ``reply`` is how the person answers at once; ``reason`` tells afterwards why the choice helped or not. ``skills``
    says which goals the choice meets: 2 fully, 1 in part. A goal that another choice of the node meets and this one
    leaves out counts as missed.
    """

    id: Id
    text: Text
    quality: Literal["good", "tempting", "poor"]
    effects: dict[Variable, int] = {}
    reply: Annotated[list[SpokenLine], Field(min_length=1)]
    reason: Text
    goto: Goto
    when: Condition | None = None
    requirements: list[RequirementId] = []
    skills: dict[Goal, Annotated[int, Field(ge=1, le=2)]] = {}


class Hub(Strict):
    """A node whose choices lead to scenes that can be taken in any order, each once.

    The choice ``leave`` opens when ``enough`` of the others were taken.
    """

    enough: Annotated[int, Field(ge=1, le=5)]
    leave: Id


class Timer(Strict):
    """A decision against the clock, for learners who switch timers on. ``choice`` is taken when time runs out."""

    seconds: Annotated[int, Field(ge=20, le=600)]
    choice: Id


class PartNote(Strict):
    """What may be hard in this part, shown before it. ``skip`` is the choice that goes round it."""

    text: Text
    skip: Id


class Node(Strict):
    """A moment in the conversation that ends in a choice. A decision practises ``requirements``.

    ``script`` are words to try, shown to those who want them. With ``item`` the learner answers a question in place
    of choosing: the first choice whose ``when`` holds after the answer is what comes of it.
    """

    id: Id
    title: Title
    content_note: PartNote | None = None
    lines: Annotated[list[SpokenLine], Field(min_length=1)]
    image: Image | None = None
    script: Line | None = None
    item: AnyItem | None = None
    hub: Hub | None = None
    timer: Timer | None = None
    choices: Annotated[list[Choice], Field(min_length=1, max_length=6)]
    requirements: list[RequirementId] = []


class Ending(Strict):
    """Where a play stops. ``early``: before the story was through. ``model_line`` is a sentence worth borrowing."""

    id: Id
    title: Title
    outcome: Literal["strong", "recovered", "paused"]
    early: bool = False
    lines: Annotated[list[SpokenLine], Field(min_length=1)]
    debrief: Text
    model_line: Line


class Override(Strict):
    """After a choice: when ``when`` holds, go to ``to`` and not where the choice leads. Each fires once a play."""

    when: Condition
    to: Id


class Customer(Strict):
    """The person in the scenario."""

    name: Title
    about: Text


class Variant(Strict):
    """A version of the scenario. ``start`` holds the start values that differ; lines differ by ``variant('id')``."""

    id: Id
    start: dict[Variable, int] = {}


class Scenario(Exercise):
    """A scenario: ``exercises/scenarios/<id>.yml``.

    A play with the seed n is the variant n modulo their number. ``reflection`` is what a coach would ask at the end.
    """

    level: Level
    intro: Text
    customer: Customer
    state: Annotated[dict[Variable, StateVariable], Field(min_length=1, max_length=8)]
    variants: Annotated[list[Variant], Field(max_length=12)] = []
    start: Id
    overrides: list[Override] = []
    nodes: Annotated[list[Node], Field(min_length=1, max_length=200)]
    endings: Annotated[list[Ending], Field(min_length=1, max_length=20)]
    reflection: Text | None = None
