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

    ``reply`` is how the person answers at once; ``reason`` tells afterwards why the choice helped or not.
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


class Node(Strict):
    """A moment in the conversation that ends in a choice. A decision practises ``requirements``."""

    id: Id
    title: Title
    lines: Annotated[list[SpokenLine], Field(min_length=1)]
    image: Image | None = None
    choices: Annotated[list[Choice], Field(min_length=1, max_length=6)]
    requirements: list[RequirementId] = []


class Ending(Strict):
    """Where a play stops. ``model_line`` is a sentence worth borrowing."""

    id: Id
    title: Title
    outcome: Literal["strong", "recovered", "paused"]
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


class Scenario(Exercise):
    """A scenario: ``exercises/scenarios/<id>.yml``."""

    level: Level
    intro: Text
    customer: Customer
    state: Annotated[dict[Variable, StateVariable], Field(min_length=1, max_length=8)]
    start: Id
    overrides: list[Override] = []
    nodes: Annotated[list[Node], Field(min_length=1, max_length=200)]
    endings: Annotated[list[Ending], Field(min_length=1, max_length=20)]
