"""From an exercise's kind and id to the element on the page."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from evenkeel import words
from evenkeel.book.elements import Element, element
from evenkeel.book.fallback import fallback
from evenkeel.book.organisation import root_of
from evenkeel.course import FEEDBACK, exercise_file, load_quiz, load_scenario, load_worksheet
from evenkeel.coverage import exercise_anchor
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.worksheet import ScenarioField
from evenkeel.problems import ContentError
from evenkeel.spec import spec as make_spec
from evenkeel.translations import file_of

log = logging.getLogger(__name__)

FOLDERS = {"quiz": "quizzes", "scenario": "scenarios", "worksheet": "worksheets"}
LOADERS: dict[str, Callable[[Path, str], Quiz | Scenario | Worksheet]] = {
    "quiz": load_quiz,
    "scenario": load_scenario,
    "worksheet": load_worksheet,
}

Location = tuple[str, int] | str | None


def find(env: BuildEnvironment, kind: str, name: str, location: Location) -> dict[str, Any] | None:
    """The front end's data for an exercise, or ``None`` after warnings an author can act on.

    The page is read again whenever the exercise's file changes, appears or goes away.
    """
    root = root_of(env.srcdir, env.config)
    for file in (exercise_file(FOLDERS[kind], name), file_of(words.language(), FOLDERS[kind], name)):
        env.note_dependency(str(root / file))
    try:
        found = LOADERS[kind](root, name)
        for field in getattr(found, "fields", ()):
            if isinstance(field, ScenarioField):
                env.note_dependency(str(root / exercise_file("scenarios", field.scenario)))
        values = env.config.evenkeel_organisation["values"]
        return _with_feedback(env, root, make_spec(found, name, partial(load_scenario, root), values))
    except ContentError as error:
        for problem in error.problems:
            log.warning("this %s cannot be shown: %s", kind, problem, location=location)
        return None


def _with_feedback(env: BuildEnvironment, root: Path, spec: dict[str, Any]) -> dict[str, Any]:
    """With the entry ``feedback`` where the course's server gives feedback on drafts: see :mod:`evenkeel.parts`."""
    if spec["exercise"] != "worksheet" or spec["kind"] != "practice":
        return spec
    file = root / FEEDBACK / f"{spec['id']}.yml"
    env.note_dependency(str(file))
    return {**spec, "feedback": True} if file.is_file() else spec


def exercise_element(spec: Mapping[str, Any]) -> Element:
    """``<evenkeel-exercise>`` with its data in an attribute and the readable form inside."""
    data = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
    inside = element("div", *fallback(spec), class_="evk-fallback")
    kind, name = spec["exercise"], spec["id"]
    return element("evenkeel-exercise", inside, id=exercise_anchor(kind, name), exercise=kind, name=name, spec=data)
