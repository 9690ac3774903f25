"""What items are made of, whatever their kind: options, sides, phrases, texts with gaps, and the head of an item."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer, SerializationInfo, StringConstraints

from evenkeel.markup import blocks, check_plain, with_gaps
from evenkeel.models.base import PAGE, Id, Image, Level, Line, RequirementId, Strict, Text
from evenkeel.models.behaviour import Remedial


def _as_gapped(value: str, info: SerializationInfo) -> Any:
    return with_gaps(blocks(value)) if info.context == PAGE else value


GappedText = Annotated[
    Text,
    PlainSerializer(_as_gapped),
    Field(description="Prose with gaps, each written as its id in double brackets: I am [[feeling]] that you waited."),
]
"""Prose whose gaps become nodes of their own."""

Phrase = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, pattern=r"^[^\n]*$"),
    AfterValidator(check_plain),
    Field(description="A word or a few words. Capitals, accents, punctuation and spacing make no difference."),
]


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


Fixed = Annotated[list[Id], Field(description="Options that keep their place when the others are shuffled.")]


class Item(Strict):
    """What every item has.

    ``hints`` are shown one by one, when the learner asks. ``remedial`` says where to read it again. ``pool`` is
    what it is drawn from (see :class:`evenkeel.models.behaviour.Behaviour`).
    """

    id: Id
    level: Level
    requirements: Annotated[list[RequirementId], Field(min_length=1)]
    stem: Text
    image: Image | None = None
    explanation: Text
    hints: Annotated[list[Line], Field(max_length=5)] = []
    remedial: Remedial | None = None
    pool: Id | None = None


class ScoredItem(Item):
    """An item with a key. ``points`` is what a wholly right answer earns."""

    points: Annotated[int, Field(ge=1, le=100)] = 1
