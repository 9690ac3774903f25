"""What can be wrong, and how it is said.

Exceptions of this package::

    EvenkeelError
    ├── CourseNotFoundError    no course folder where one was looked for
    ├── ContentError           an exercise that cannot be used; carries its problems
    ├── PlayError              a choice that a scenario does not allow
    └── CopyError              a learner copy that cannot be made there
"""

from dataclasses import dataclass
from pathlib import Path

Where = tuple[str | int, ...]
"""A place inside a file, as in ``("items", 0, "key")``."""


@dataclass(frozen=True)
class Problem:
    """One thing for an author to put right.

    ``file`` is given from the course's root where it lies inside it; ``line`` counts from 1; ``path`` is written
    like ``items[0].key`` and is empty for the file as a whole. A ``warning`` does not make the course wrong.
    """

    file: Path
    line: int | None
    path: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        place = self.file.as_posix() if self.line is None else f"{self.file.as_posix()}:{self.line}"
        message = f"warning: {self.message}" if self.warning else self.message
        return ": ".join(part for part in (place, self.path, message) if part)

    @property
    def order(self) -> tuple[str, int, str, str]:
        """What problems are sorted by: file, line, path, words."""
        return self.file.as_posix(), self.line or 0, self.path, self.message


def tidy(problems: list[Problem]) -> list[Problem]:
    """The problems in the order of the files, each once."""
    return sorted(set(problems), key=lambda problem: problem.order)


def path_text(where: Where) -> str:
    """Write a place the way authors read it: ``items[0].options[2].feedback``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return text.removeprefix(".")


class EvenkeelError(Exception):
    """Anything this package raises on purpose."""


class CourseNotFoundError(EvenkeelError):
    """There is no course where one was looked for."""


class ContentError(EvenkeelError):
    """An exercise cannot be used. ``problems`` says why, for its author."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class PlayError(EvenkeelError):
    """A choice was made that the scenario does not allow at that point."""


class CopyError(EvenkeelError):
    """A learner copy cannot be made there."""
