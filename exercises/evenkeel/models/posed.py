"""Posed items: what a learner sees of an assessed item, and not a word on what is right.

Each has the shape of a practice item (:mod:`evenkeel.models.quiz`) without key, feedback and explanation. Those
stand in the rubric; put together the two make a practice item again, which is scored and checked as one.
"""

from typing import Annotated, Literal

from pydantic import Field

from evenkeel.models.base import Id, Image, Level, Line, RequirementId, Strict, Text, Title
from evenkeel.models.quiz import GappedText, TranscriptLine, Unit


class Choosable(Strict):
    """Something to tick, order or match, without a word on whether it is right."""

    id: Id
    text: Line


Choosables = Annotated[list[Choosable], Field(min_length=2, max_length=12)]


class Posed(Strict):
    """What every posed item has. ``requirements`` are the ones it assesses."""

    id: Id
    level: Level
    requirements: Annotated[list[RequirementId], Field(min_length=1)]
    stem: Text
    image: Image | None = None
    points: Annotated[int, Field(ge=1, le=100)] = 1


class PosedSingle(Posed):
    """One option is right. The answer is its id."""

    type: Literal["single"]
    options: Choosables


class PosedMultiple(Posed):
    """Some options are right. The answer is a list of ids."""

    type: Literal["multiple"]
    options: Choosables


class PosedTrueFalse(Posed):
    """A statement to judge. The answer is the string ``true`` or ``false``."""

    type: Literal["true-false"]


class PosedOrdering(Posed):
    """Things to put in order. The answer is a list of ids, first to last."""

    type: Literal["ordering"]
    items: Choosables


class PosedMatching(Posed):
    """Left sides to match with right sides. The answer maps left id to right id."""

    type: Literal["matching"]
    left: Choosables
    right: Choosables
    reuse: bool = False


class PosedCategorise(Posed):
    """Things to put into categories. The answer maps thing to category."""

    type: Literal["categorise"]
    things: Choosables
    categories: Annotated[list[Choosable], Field(min_length=2, max_length=5)]


class PosedChoiceGap(Strict):
    """A gap to fill from a list. The answer is an option's id."""

    id: Id
    kind: Literal["choice"]
    options: Annotated[list[Choosable], Field(min_length=2, max_length=8)]


class PosedTypedGap(Strict):
    """A gap to type into. The answer is what was typed."""

    id: Id
    kind: Literal["typed"]


class PosedCloze(Posed):
    """A text with gaps. The answer maps gap to its answer."""

    type: Literal["cloze"]
    text: GappedText
    gaps: Annotated[
        list[Annotated[PosedChoiceGap | PosedTypedGap, Field(discriminator="kind")]], Field(min_length=1, max_length=12)
    ]


class PosedJudgement(Posed):
    """Responses to rate or to rank. The answer maps response to a point as a string, or lists responses, best first."""

    type: Literal["judgement"]
    ask: Literal["rate", "rank"]
    responses: Choosables
    scale: Annotated[list[Title], Field(min_length=3, max_length=7)] = [
        "Very poor",
        "Poor",
        "Fair",
        "Good",
        "Very good",
    ]


class PosedRule(Strict):
    """What a rewritten sentence is to keep to, as the learner reads it."""

    id: Id
    name: Line


class PosedRewrite(Posed):
    """A sentence to write anew. The answer is the new sentence."""

    type: Literal["rewrite"]
    original: Title
    rules: Annotated[list[PosedRule], Field(min_length=1, max_length=8)]


class PosedPhrase(Strict):
    """A phrase of a transcript that can be marked."""

    id: Id
    text: Title


class PosedHighlight(Posed):
    """Phrases to mark in a transcript. The answer maps phrase to category; what is not marked is left out."""

    type: Literal["highlight"]
    categories: Annotated[list[Choosable], Field(min_length=1, max_length=2)]
    lines: Annotated[list[TranscriptLine], Field(min_length=1, max_length=20)]
    phrases: Annotated[list[PosedPhrase], Field(min_length=2, max_length=20)]


class PosedNumeric(Posed):
    """A number to type, with the units that may be typed with it. The answer is what was typed."""

    type: Literal["numeric"]
    units: Annotated[list[Unit], Field(max_length=8)] = []


class PosedShortText(Posed):
    """A few words to type. The answer is what was typed."""

    type: Literal["short-text"]


AnyPosed = Annotated[
    PosedSingle
    | PosedMultiple
    | PosedTrueFalse
    | PosedOrdering
    | PosedMatching
    | PosedCategorise
    | PosedCloze
    | PosedJudgement
    | PosedRewrite
    | PosedHighlight
    | PosedNumeric
    | PosedShortText,
    Field(discriminator="type"),
]
"""Every type of item but self-rating and flash card, which nobody can assess."""
