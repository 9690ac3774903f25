"""Advice on a private sheet: which way to go on, worked out from how somebody rates themselves.

The rule is data, and the page works it out (``frontend/advice.js``): the first route of the list with at least
``least`` of its fields answered with an option of ``low`` is the one to suggest. It needs no more answers than that.
Where no route is low, ``beyond`` is said.
"""

from typing import Annotated

from pydantic import Field

from evenkeel.models.base import Id, Level, Strict, Text, Title


class Route(Strict):
    """A way through the course for one level. ``fields`` are the choices that count for it."""

    level: Level
    title: Title
    fields: Annotated[list[Id], Field(min_length=1)]
    least: Annotated[int, Field(ge=1, description="How many of the fields have to be low.")] = 1
    text: Text


class Advice(Strict):
    """The routes, first steps first. ``low`` are ids of options that mean: not yet."""

    low: Annotated[list[Id], Field(min_length=1)]
    routes: Annotated[list[Route], Field(min_length=1, max_length=8)]
    beyond: Text
