"""One file as data, with the place of everything in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evenkeel.problems import Problem, Where, path_text


@dataclass(slots=True)
class Spot:
    """Where a value stands: its line, the line of its name, the text as typed, and the spots inside it."""

    line: int
    name_line: int | None = None
    text: str | None = None
    inside: dict[str | int, "Spot"] | None = None


@dataclass
class Document:
    """One file as data. ``readable`` is false when there was nothing to build data from.

    ``written`` is every value as typed, one after another: most files have no sign of most kinds of trouble, and that
    is quick to tell.
    """

    file: Path
    data: Any = None
    spot: Spot = field(default_factory=lambda: Spot(1))
    problems: list[Problem] = field(default_factory=list)
    readable: bool = False
    spoilt: set[Where] = field(default_factory=set)
    written: str = ""

    def spot_of(self, where: Where) -> tuple[Spot, bool]:
        """The nearest spot to a place, and whether it is the place itself."""
        spot = self.spot
        for part in where:
            if not spot.inside or part not in spot.inside:
                return spot, False
            spot = spot.inside[part]
        return spot, True

    def line_of(self, where: Where) -> int:
        """The line of a value; of the mapping around it when there is no such value."""
        return self.spot_of(where)[0].line

    def problem(self, where: Where, message: str, line: int | None = None) -> Problem:
        """A problem at a place of this file."""
        return Problem(self.file, line or self.line_of(where), path_text(where), message)

    def texts(self, sign: str) -> Iterator[tuple[Where, str]]:
        """Every text with a sign in it, with its place."""
        return texts(self.data, (), sign) if sign in self.written else iter(())


def texts(data: Any, where: Where, sign: str) -> Iterator[tuple[Where, str]]:
    """Every text with a sign in it, with its place."""
    if isinstance(data, str):
        if sign in data:
            yield where, data
    elif isinstance(data, dict | list):
        for name, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts(part, (*where, name), sign)
