"""The course's own assignments, loaded once, and the development answers."""

from functools import cache
from pathlib import Path

from evenkeel.responses import Responses, read_responses
from evenkeel_grading.assignment import Assignment, load_assignment

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"


@cache
def assignment_of(name: str) -> Assignment:
    return load_assignment(ROOT, name)


@cache
def answers() -> dict[str, Responses]:
    return {file.stem: read_responses(file) for file in sorted((DATA / "responses").glob("*.json"))}
