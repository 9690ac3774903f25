"""The course's own assignments, loaded once, and the development answers."""

import re
from functools import cache
from pathlib import Path

from evenkeel.responses import Responses, read_responses
from evenkeel_grading import mark
from evenkeel_grading.assignment import Assignment, load_assignment

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"


@cache
def assignment_of(name: str) -> Assignment:
    return load_assignment(ROOT, name)


def as_answer(assignment: Assignment, field: str, text: str) -> object:
    """Changed writing as an answer again: the text itself, or the rows of a log with a time where one begins a line."""
    kind = next(one.kind for one in assignment.worksheet.fields if one.id == field)
    if kind != "log":
        return text
    rows = (
        re.fullmatch(r"([0-9]{1,2}[:.]?[0-9]{2}\b)?(.*)", line.strip()) for line in text.split("\n") if line.strip()
    )
    return [{"time": row[1] or "", "text": row[2].strip()[:2000]} for row in rows if row]


def words_written(name: str) -> int:
    """How many words a development answer has in its written fields."""
    texts = mark(assignment_of(name[:-4]), answers()[name]).texts
    return sum(len(text.split()) for text in texts.values())


@cache
def answers() -> dict[str, Responses]:
    return {file.stem: read_responses(file) for file in sorted((DATA / "responses").glob("*.json"))}


@cache
def new_answers(group: str) -> dict[str, Responses]:
    """The newer answers: ``dev``, beside which rules were widened, and ``held``, which were not."""
    return {file.stem: read_responses(file) for file in sorted((DATA / "new" / group).glob("*.json"))}
