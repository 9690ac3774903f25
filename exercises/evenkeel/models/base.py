"""What every kind of exercise shares: strictness, ids, levels, checked text, images."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    StringConstraints,
)

from evenkeel.markup import blocks, check_markup, check_plain, inline

PAGE = "page"
"""The serialisation context in which prose is written as nodes and not as it stands in the file."""


def _as_blocks(value: str, info: SerializationInfo) -> Any:
    return blocks(value) if info.context == PAGE else value


def _as_inline(value: str, info: SerializationInfo) -> Any:
    return inline(value) if info.context == PAGE else value


def _check_day(value: str) -> str:
    try:
        if len(value) == len("2027-05-31"):
            date.fromisoformat(value)
            return value
    except ValueError:
        pass
    raise ValueError(f"must be a day written like '2027-05-31'; it is {value!r}")


def _check_own_name(value: str) -> str:
    # the one id that every record of a page has before anything is put into it
    if value == "constructor":
        raise ValueError("is a name that browsers keep for themselves; choose another")
    return value


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64, strict=True),
    AfterValidator(_check_own_name),
    Field(description="An id: small letters, figures and single hyphens, as in first-words."),
]
"""The same rule as in a learner's answers."""

RequirementId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]+[0-9]*-[A-Z]*[0-9]*$", max_length=32),
    Field(description="The id of a requirement in exercises/requirements.yml, such as DC-S5."),
]

Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=8000),
    AfterValidator(check_markup),
    PlainSerializer(_as_blocks),
    Field(description="Prose. *emphasis*, **strong**, [words](module/page#part), lists of lines with `- ` or `1. `."),
]
"""Prose with the small markup of :mod:`evenkeel.markup`."""

Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\n]*$"),
    AfterValidator(check_markup),
    PlainSerializer(_as_inline),
    Field(description="Prose on one line. *emphasis*, **strong**, [words](module/page#part)."),
]
"""Prose on one line, with the inline part of the markup."""

Title = Annotated[
    str,
    StringConstraints(min_length=1, max_length=160, pattern=r"^[^\n]*$"),
    AfterValidator(check_plain),
    Field(description="Plain words on one line, without markup."),
]

Level = Literal["foundation", "intermediate", "advanced", "leadership"]


class Strict(BaseModel):
    """A model that takes nothing it does not know and changes nothing it is given."""

    # Its checks are made ready when first used: no command needs those of every kind of exercise.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Image(Strict):
    """A picture. ``src`` is a path below ``book/``; ``alt`` says what the picture shows."""

    src: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_/.-]*\.(svg|png|jpg|webp)$")]
    alt: Title


class Review(Strict):
    """When a person who is qualified to looks at this content, or looks at it again. ``done``: whether one has."""

    due: Annotated[str, AfterValidator(_check_day), Field(description="A day in quotes, as in '2027-05-31'.")]
    by: Title
    done: bool


class Exercise(Strict):
    """The head of every exercise file. The id is the stem of the file's name."""

    schema_: Literal[1] = Field(alias="schema", description="The version of this form: 1. Stands first.")
    title: Title
    module: Annotated[Id, Field(description="The id of a module in exercises/requirements.yml.")]
    content_note: Annotated[
        Text | None, Field(description="What may be hard to read here; shown before it starts.")
    ] = None
    review: Annotated[
        Review | None,
        Field(exclude=True, description="For content on threats, self-harm or law: its review by a qualified person."),
    ] = None
