"""Quizzes: a file of items for practice. Their keys go into the page with them, so nothing here is assessed."""

from typing import Annotated, Literal

from pydantic import Field

from evenkeel.models.base import Exercise, Id, Image, Level, Line, RequirementId, Strict, Text


class Option(Strict):
    """One answer to choose. ``feedback`` says why it is or is not the key."""

    id: Id
    text: Line
    feedback: Text


class LeftSide(Strict):
    """One thing to match. ``feedback`` says why its partner fits."""

    id: Id
    text: Line
    feedback: Text


class RightSide(Strict):
    """One thing to match with."""

    id: Id
    text: Line


class Item(Strict):
    """What every item has. ``points`` is what a wholly right answer earns."""

    id: Id
    level: Level
    requirements: Annotated[list[RequirementId], Field(min_length=1)]
    stem: Text
    image: Image | None = None
    explanation: Text
    points: Annotated[int, Field(ge=1, le=100)] = 1


class SingleItem(Item):
    """One key among the options. Credit: all or nothing."""

    type: Literal["single"]
    options: Annotated[list[Option], Field(min_length=2, max_length=12)]
    key: Id


class MultipleItem(Item):
    """One or more keys. Credit: (right ticks minus wrong ticks) over right options, never below 0."""

    type: Literal["multiple"]
    options: Annotated[list[Option], Field(min_length=2, max_length=12)]
    keys: Annotated[list[Id], Field(min_length=1)]


class TrueFalseItem(Item):
    """A statement to judge. Credit: all or nothing. The answer is the string ``true`` or ``false``."""

    type: Literal["true-false"]
    key: bool
    feedback_true: Text
    feedback_false: Text


class OrderingItem(Item):
    """Things to put in order. Credit: (pairs in order minus pairs out of order) over all pairs, never below 0."""

    type: Literal["ordering"]
    items: Annotated[list[Option], Field(min_length=2, max_length=12)]
    order: list[Id]


class MatchingItem(Item):
    """Left sides to match with right sides. Credit: right matches over all left sides."""

    type: Literal["matching"]
    left: Annotated[list[LeftSide], Field(min_length=2, max_length=12)]
    right: Annotated[list[RightSide], Field(min_length=2, max_length=12)]
    key: dict[Id, Id]
    reuse: bool = False


AnyItem = Annotated[
    SingleItem | MultipleItem | TrueFalseItem | OrderingItem | MatchingItem, Field(discriminator="type")
]


class Quiz(Exercise):
    """A quiz: ``exercises/quizzes/<id>.yml``."""

    intro: Text | None = None
    items: Annotated[list[AnyItem], Field(min_length=1, max_length=100)]
