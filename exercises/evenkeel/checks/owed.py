"""What an author still has to write: words that say so themselves, as an import leaves them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evenkeel.course import Course
from evenkeel.problems import Problem, Where

MARK = "TO WRITE:"
"""How words begin that stand in for words that nobody has written yet."""

FOLDERS = (Path("exercises", "quizzes"), Path("exercises", "scenarios"))


def check_owed(course: Course) -> list[Problem]:
    """Every place of a quiz or scenario that still says what is to be written there."""
    return [
        document.problem(where, "is still to be written; what stands there says what belongs there")
        for file, document in course.documents.items()
        if file.parent in FOLDERS
        for where in _owed(document.data, ())
    ]


def _owed(data: Any, where: Where) -> Iterator[Where]:
    if isinstance(data, str):
        if data.startswith(MARK):
            yield where
    elif isinstance(data, dict):
        for name, part in data.items():
            yield from _owed(part, (*where, name))
    elif isinstance(data, list):
        for index, part in enumerate(data):
            yield from _owed(part, (*where, index))
