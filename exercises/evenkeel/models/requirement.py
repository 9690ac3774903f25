"""Requirements: what the course has to teach, practise and assess (``exercises/requirements.yml``)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from evenkeel.markup import check_plain
from evenkeel.models.base import Id, Level, RequirementId, Strict, Title


class Requirement(Strict):
    """One requirement in the course's own words. Ids are stable: never reused, never given anew.

    ``assessed: false`` is for what a course teaches and practises but can or should not mark.
    """

    id: RequirementId
    text: Annotated[str, Field(min_length=1, max_length=400), AfterValidator(check_plain)]
    source: Id
    module: Id
    level: Level
    assessed: Annotated[bool, Field(description="false: taught and practised, and never marked.")] = True


class Requirements(Strict):
    """All requirements, with the modules, levels and sources that they and the exercises name.

    ``parts`` divides the table of a long source: by how the ids start, with a title for each part.
    """

    version: Literal[1]
    modules: Annotated[dict[Id, Title], Field(min_length=1)]
    levels: Annotated[list[Level], Field(min_length=1)]
    sources: Annotated[dict[Id, Title], Field(min_length=1)]
    parts: Annotated[
        dict[Id, dict[str, Title]],
        Field(description="For a source: how ids start, and the title of that part. One table for each."),
    ] = {}
    requirements: Annotated[list[Requirement], Field(min_length=1)]
