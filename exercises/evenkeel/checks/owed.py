"""What an author still has to write: words that say so themselves, as an import leaves them."""

from pathlib import Path

from evenkeel.course import Course
from evenkeel.problems import Problem

MARK = "TO WRITE:"
"""How words begin that stand in for words that nobody has written yet."""

FOLDERS = (Path("exercises", "quizzes"), Path("exercises", "scenarios"))


def check_owed(course: Course) -> list[Problem]:
    """Every place of a quiz or scenario that still says what is to be written there."""
    return [
        document.problem(where, "is still to be written; what stands there says what belongs there")
        for file, document in course.documents.items()
        if file.parent in FOLDERS
        for where, text in document.texts(MARK)
        if text.startswith(MARK)
    ]
