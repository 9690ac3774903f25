"""How a quiz behaves: when it says what was right, how often one may try, what is drawn, and when it is passed."""

from typing import Annotated, Literal

from pydantic import Field

from evenkeel.models.base import Id, Line, RequirementId, Strict

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A part of an item's points, from 0 to 1."""

Remedial = Annotated[list[Line], Field(min_length=1, max_length=6)]
"""Where to read it again: lines with a link each, as in ``[The two leaps](difficult/leaps)``."""


class Cost(Strict):
    """What help takes off an item's credit: for each hint shown, and for each try after the first. Never below 0."""

    hint: Share = 0.0
    attempt: Share = 0.0


class Behaviour(Strict):
    """The settings of a quiz. What is left out is as in a quiz without settings.

    ``feedback``: after each check (immediate), all together once the quiz is handed in (deferred), or never (hidden:
    the page then has no key). ``attempts``: checks of one question; ``rounds``: times through the quiz. ``draw``: so
    many of all items; ``pools``: so many of each pool, and every item without one. ``pass``: the share of the points.
    """

    feedback: Annotated[
        Literal["immediate", "deferred", "hidden"],
        Field(description="When it is said what was right: after each check, after the hand-in, or never."),
    ] = "immediate"
    attempts: Annotated[
        int | None, Field(ge=1, le=10, description="How often one question may be checked in a round.")
    ] = None
    rounds: Annotated[int | None, Field(ge=1, le=20, description="How often the whole quiz may be taken.")] = None
    confidence: Annotated[
        bool, Field(description="Ask how sure the learner is: certainty-based marking after Gardner-Medwin.")
    ] = False
    shuffle: Annotated[
        list[Literal["items", "options"]],
        Field(max_length=2, description="What stands in another order for each learner. It stays so for a round."),
    ] = []
    draw: Annotated[int | None, Field(ge=1, le=100, description="Ask so many of all the items.")] = None
    pools: Annotated[
        dict[Id, Annotated[int, Field(ge=1, le=100)]],
        Field(description="Ask so many of each pool, and every item without one: {first-words: 2, heat: 1}."),
    ] = {}
    pass_: Annotated[
        float | None,
        Field(alias="pass", gt=0, le=1, allow_inf_nan=False, description="The share of the points needed: 0.7."),
    ] = None
    cost: Annotated[Cost, Field(description="What hints and further tries take off an item's credit.")] = (
        Cost.model_construct()
    )
    remedial: Annotated[
        dict[RequirementId, Remedial], Field(description="Pages to read again, by the requirement that was missed.")
    ] = {}
