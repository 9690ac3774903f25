"""Quizzes: a file of items for practice. Their keys go into the page with them, so nothing here is assessed."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer, SerializationInfo, StringConstraints

from evenkeel.markup import blocks, check_plain, with_gaps
from evenkeel.models.base import PAGE, Exercise, Id, Image, Level, Line, RequirementId, Strict, Text, Title
from evenkeel.models.behaviour import Behaviour, Remedial


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


class ChoiceGap(Strict):
    """A gap to fill from a list. Each option's feedback says why it does or does not fit."""

    id: Id
    kind: Literal["choice"]
    options: Annotated[list[Option], Field(min_length=2, max_length=8)]
    key: Id


class TypedGap(Strict):
    """A gap to type into. ``accept`` lists what is right; small slips are forgiven (see :mod:`evenkeel.typed`)."""

    id: Id
    kind: Literal["typed"]
    accept: Annotated[list[Phrase], Field(min_length=1, max_length=12)]
    feedback: Text


AnyGap = Annotated[ChoiceGap | TypedGap, Field(discriminator="kind")]


class ClozeItem(ScoredItem):
    """A text with gaps. Credit: right gaps over all gaps."""

    type: Literal["cloze"]
    text: GappedText
    gaps: Annotated[list[AnyGap], Field(min_length=1, max_length=12)]


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


class Rule(Strict):
    """What a rewritten phrase must keep to. ``name`` is what the learner reads, ``feedback`` says why it matters."""

    id: Id
    name: Line
    feedback: Text


class PhraseRule(Rule):
    """``contains`` and ``starts-with`` want one of the phrases, ``without`` wants none. Whole words only."""

    kind: Literal["contains", "without", "starts-with"]
    phrases: Annotated[list[Phrase], Field(min_length=1, max_length=40)]


class LengthRule(Rule):
    """So many words, at least and at most."""

    kind: Literal["length"]
    min_words: Annotated[int, Field(ge=1, le=300)] = 1
    max_words: Annotated[int, Field(ge=1, le=300)]


AnyRule = Annotated[PhraseRule | LengthRule, Field(discriminator="kind")]


class RewriteItem(ScoredItem):
    """A sentence to write anew. Credit: rules met over rules; the original unchanged earns nothing.

    ``example`` is one good way to say it, shown afterwards. It meets every rule.
    """

    type: Literal["rewrite"]
    original: Title
    rules: Annotated[list[AnyRule], Field(min_length=1, max_length=8)]
    example: Title


class SelfRatingItem(Item):
    """A scale to place oneself on. Never right or wrong, and no points. ``feedback`` is the note for that answer."""

    type: Literal["self-rating"]
    scale: Annotated[list[Option], Field(min_length=2, max_length=11)]


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
    | SelfRatingItem,
    Field(discriminator="type"),
]


class Quiz(Exercise):
    """A quiz: ``exercises/quizzes/<id>.yml``."""

    intro: Text | None = None
    behaviour: Behaviour | None = None
    items: Annotated[list[AnyItem], Field(min_length=1, max_length=100)]
