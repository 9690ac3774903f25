"""Items that are answered by typing: gaps in a text, a sentence written anew, a number, a few words."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from evenkeel.models.base import Id, Line, Strict, Text, Title
from evenkeel.models.items import GappedText, Option, Phrase, ScoredItem


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


Number = Annotated[
    float,
    Field(ge=-1e12, le=1e12, allow_inf_nan=False, description="A number, with a point as its decimal sign: 12.5."),
]


Unit = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40, pattern=r"^[^\n]*$"),
    Field(description="What a number counts, in words or as a sign: minutes, %, £."),
]


class WrongNumber(Strict):
    """A wrong number that many come to. ``feedback`` says what went astray."""

    value: Number
    tolerance: Annotated[Number, Field(ge=0)] = 0.0
    feedback: Text


class NumericItem(ScoredItem):
    """A number to type. Credit: all or nothing, for the key or what lies no further from it than ``tolerance``.

    The first of ``units`` stands beside the box; each of them may be typed as well. ``feedback`` is for the right
    number. How a number may be written is said in :mod:`evenkeel.numbers`.
    """

    type: Literal["numeric"]
    key: Number
    tolerance: Annotated[Number, Field(ge=0)] = 0.0
    units: Annotated[list[Unit], Field(max_length=8)] = []
    feedback: Text
    wrong: Annotated[list[WrongNumber], Field(max_length=8)] = []


class Idea(Strict):
    """Something a good answer says, in any of the ways of ``accept``. ``name`` is what the learner reads afterwards."""

    id: Id
    name: Line
    accept: Annotated[list[Phrase], Field(min_length=1, max_length=20)]
    feedback: Text


class Unwanted(Strict):
    """Something a good answer does not say. ``name`` is what the learner reads when they did say it."""

    id: Id
    name: Line
    phrases: Annotated[list[Phrase], Field(min_length=1, max_length=20)]
    feedback: Text


class ShortTextItem(ScoredItem):
    """A few words to type. Credit: (ideas found minus unwanted ones found) over all ideas, never below 0.

    A phrase is found as whole words, with small slips forgiven (see :mod:`evenkeel.typed`). ``example`` is one good
    answer, shown afterwards.
    """

    type: Literal["short-text"]
    ideas: Annotated[list[Idea], Field(min_length=1, max_length=8)]
    unwanted: Annotated[list[Unwanted], Field(max_length=8)] = []
    example: Title
