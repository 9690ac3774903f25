"""Quizzes: a file of items for practice. Their keys go into the page with them, so nothing here is assessed."""

from typing import Annotated, Literal

from pydantic import Field

from evenkeel.models.base import Exercise, Id, Line, Strict, Text, Title
from evenkeel.models.behaviour import Behaviour
from evenkeel.models.items import Fixed, GappedText, Item, LeftSide, Option, Phrase, RightSide, ScoredItem
from evenkeel.models.written import (
    AnyRule,
    ChoiceGap,
    ClozeItem,
    Idea,
    LengthRule,
    NumericItem,
    RewriteItem,
    ShortTextItem,
    TypedGap,
    Unit,
    Unwanted,
    WrongNumber,
)

__all__ = [
    "AnyItem",
    "AnyRule",
    "CategoriseItem",
    "ChoiceGap",
    "ClozeItem",
    "FlashCardItem",
    "GappedText",
    "HighlightItem",
    "Idea",
    "Item",
    "JudgedResponse",
    "JudgementItem",
    "LeftSide",
    "LengthRule",
    "MarkablePhrase",
    "MatchingItem",
    "MultipleItem",
    "NumericItem",
    "Option",
    "OrderingItem",
    "Phrase",
    "Quiz",
    "RewriteItem",
    "RightSide",
    "ScoredItem",
    "SelfRatingItem",
    "ShortTextItem",
    "SingleItem",
    "TranscriptLine",
    "TrueFalseItem",
    "TypedGap",
    "Unit",
    "Unwanted",
    "WrongNumber",
]


class SingleItem(ScoredItem):
    """One key among the options. Credit: all or nothing."""

    type: Literal["single"]
    options: Annotated[list[Option], Field(min_length=2, max_length=12)]
    fixed: Fixed = []
    key: Id


class MultipleItem(ScoredItem):
    """One or more keys. Credit: (right ticks minus wrong ticks) over right options, never below 0."""

    type: Literal["multiple"]
    options: Annotated[list[Option], Field(min_length=2, max_length=12)]
    fixed: Fixed = []
    keys: Annotated[list[Id], Field(min_length=1)]


class TrueFalseItem(ScoredItem):
    """A statement to judge. Credit: all or nothing. The answer is the string ``true`` or ``false``."""

    type: Literal["true-false"]
    key: bool
    feedback_true: Text
    feedback_false: Text


class OrderingItem(ScoredItem):
    """Things to put in order. Credit: (pairs in order minus pairs out of order) over all pairs, never below 0."""

    type: Literal["ordering"]
    items: Annotated[list[Option], Field(min_length=2, max_length=12)]
    order: list[Id]


class MatchingItem(ScoredItem):
    """Left sides to match with right sides. Credit: right matches over all left sides."""

    type: Literal["matching"]
    left: Annotated[list[LeftSide], Field(min_length=2, max_length=12)]
    right: Annotated[list[RightSide], Field(min_length=2, max_length=12)]
    key: dict[Id, Id]
    reuse: bool = False


class CategoriseItem(ScoredItem):
    """Things to put into categories. Credit: right placements over all things; a blank earns and costs nothing."""

    type: Literal["categorise"]
    things: Annotated[list[LeftSide], Field(min_length=2, max_length=12)]
    categories: Annotated[list[RightSide], Field(min_length=2, max_length=5)]
    key: dict[Id, Id]


class JudgedResponse(Strict):
    """A response to judge. ``panel`` is the experts' rating, or its place when ranking; ``feedback`` says why."""

    id: Id
    text: Line
    panel: Annotated[int, Field(ge=1, le=12)]
    feedback: Text


class JudgementItem(ScoredItem):
    """Situational judgement: how good is each response, in the eyes of a panel of experts?

    ``ask: rate`` wants a point of ``scale`` for each response, worst first. Credit of a response: 1 minus the
    distance from the panel's rating over the widest distance possible; of the item: the mean over all responses.
    ``ask: rank`` wants the responses in order, best first. Credit: as for ordering.
    """

    type: Literal["judgement"]
    ask: Literal["rate", "rank"]
    responses: Annotated[list[JudgedResponse], Field(min_length=2, max_length=12)]
    scale: Annotated[list[Title], Field(min_length=3, max_length=7)] = [
        "Very poor",
        "Poor",
        "Fair",
        "Good",
        "Very good",
    ]


class SelfRatingItem(Item):
    """A scale to place oneself on. Never right or wrong, and no points. ``feedback`` is the note for that answer."""

    type: Literal["self-rating"]
    scale: Annotated[list[Option], Field(min_length=2, max_length=11)]


class TranscriptLine(Strict):
    """Something said. ``text`` has each phrase that can be marked as its id in double brackets: [[calm-down]], Ms."""

    who: Title
    text: GappedText


class MarkablePhrase(Strict):
    """A phrase of a transcript that can be marked. ``feedback`` says what it does, or that it does nothing."""

    id: Id
    text: Title
    feedback: Text


class HighlightItem(ScoredItem):
    """Phrases to mark in a transcript, with one or two categories. A phrase that ``key`` does not name has none.

    Credit: (right marks minus wrong marks) over the phrases of the key, never below 0.
    """

    type: Literal["highlight"]
    categories: Annotated[list[RightSide], Field(min_length=1, max_length=2)]
    lines: Annotated[list[TranscriptLine], Field(min_length=1, max_length=20)]
    phrases: Annotated[list[MarkablePhrase], Field(min_length=2, max_length=20)]
    key: Annotated[dict[Id, Id], Field(min_length=1)]


class FlashCardItem(Item):
    """A card to turn: ``stem`` is its front, ``back`` its back. The learner says whether they knew it; no points.

    ``explanation`` is shown after that.
    """

    type: Literal["flash-card"]
    back: Text


AnyItem = Annotated[
    SingleItem
    | MultipleItem
    | TrueFalseItem
    | OrderingItem
    | MatchingItem
    | CategoriseItem
    | ClozeItem
    | JudgementItem
    | RewriteItem
    | SelfRatingItem
    | HighlightItem
    | NumericItem
    | ShortTextItem
    | FlashCardItem,
    Field(discriminator="type"),
]


class Quiz(Exercise):
    """A quiz: ``exercises/quizzes/<id>.yml``."""

    intro: Text | None = None
    behaviour: Behaviour | None = None
    items: Annotated[list[AnyItem], Field(min_length=1, max_length=100)]
