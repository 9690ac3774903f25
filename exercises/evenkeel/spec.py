"""What the front end gets: an exercise as JSON, with its markup and its conditions already parsed.

A practice quiz carries its keys, so that a page without a server can give feedback. A worksheet has none: its
model holds no place for them.
"""

from typing import Any

from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.base import PAGE


def spec(exercise: Quiz | Scenario | Worksheet, exercise_id: str) -> dict[str, Any]:
    """``{"exercise": "quiz" | "scenario" | "worksheet", "id": …, …}`` and the model's entries by their file names.

    Prose became block nodes and one-line prose inline nodes (see :mod:`evenkeel.markup`); each ``when`` became
    parsed JSON (see :mod:`evenkeel.conditions`) or ``None``; titles stay strings.
    """
    page = exercise.model_dump(mode="json", by_alias=True, context=PAGE)
    return {"exercise": type(exercise).__name__.lower(), "id": exercise_id, **page}
