"""Requirements: what the course has to teach, practise and assess (``exercises/requirements.yml``)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from evenkeel.markup import check_plain
from evenkeel.models.base import Id, Level, RequirementId, Strict, Title


class Requirement(Strict):
    """One requirement in the course's own words. Ids are stable: never reused, never given anew."""

    id: RequirementId
    text: Annotated[str, Field(min_length=1, max_length=400), AfterValidator(check_plain)]
    source: Id
    module: Id
    level: Level


class Requirements(Strict):
    """All requirements, with the modules, levels and sources that they and the exercises name."""

    version: Literal[1]
    modules: Annotated[dict[Id, Title], Field(min_length=1)]
    levels: Annotated[list[Level], Field(min_length=1)]
    sources: Annotated[dict[Id, Title], Field(min_length=1)]
    requirements: Annotated[list[Requirement], Field(min_length=1)]
