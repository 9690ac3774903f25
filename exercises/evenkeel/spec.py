"""What the front end gets: an exercise as JSON, with its markup and its conditions already parsed.

A practice quiz carries its keys, so that a page without a server can give feedback. A worksheet has none: its
model holds no place for them. The play of a scenario inside a worksheet is stripped of all that says what was good,
and so are the items of a quiz that hides what is right.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from evenkeel.layout import as_json, layout
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.base import PAGE
from evenkeel.models.posed import AnyPosed
from evenkeel.models.quiz import AnyItem, ScoredItem
from evenkeel.models.worksheet import ScenarioField
from evenkeel.organisation import fill
from evenkeel.seeded import seed_of

FindScenario = Callable[[str], Scenario]
_POSED: TypeAdapter[AnyPosed] = TypeAdapter(AnyPosed, config=ConfigDict(defer_build=True))


def spec(
    exercise: Quiz | Scenario | Worksheet,
    exercise_id: str,
    find_scenario: FindScenario | None = None,
    values: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """``{"exercise": "quiz" | "scenario" | "worksheet", "id": …, …}`` and the model's entries by their file names.

    Prose became block nodes and one-line prose inline nodes (see :mod:`evenkeel.markup`); each ``when`` became
    parsed JSON (see :mod:`evenkeel.conditions`) or ``None``; titles stay strings. A worksheet's field of kind
    ``scenario`` has the scenario to play in its entry ``play``; ``find_scenario`` gives it by its id.
    A scenario has its ``map``, worked out here (see :mod:`evenkeel.layout`).
    ``values`` are the organisation's own, put in where the text asks for them (see :mod:`evenkeel.organisation`).
    """
    page = exercise.model_dump(mode="json", by_alias=True, context=PAGE)
    for field, entry in zip(getattr(exercise, "fields", ()), page.get("fields", ()), strict=True):
        if isinstance(field, ScenarioField) and find_scenario is not None:
            entry["play"] = graded_play(find_scenario(field.scenario))
    if isinstance(exercise, Scenario):
        page["map"] = as_json(layout(exercise))
    if isinstance(exercise, Quiz):
        page = _quiz(exercise, page)
    return {"exercise": type(exercise).__name__.lower(), "id": exercise_id, **fill(page, values or {})}


_OPTIONAL = ("hints", "remedial", "pool", "fixed")
"""Entries of an item that few have, and that are left out where there is nothing in them."""


def _quiz(quiz: Quiz, page: dict[str, Any]) -> dict[str, Any]:
    hides = quiz.behaviour is not None and quiz.behaviour.feedback == "hidden"
    items = [{name: part for name, part in item.items() if part or name not in _OPTIONAL} for item in page["items"]]
    if hides:
        items = [_hiding(item, entry) for item, entry in zip(quiz.items, items, strict=True)]
    whole = {name: part for name, part in page.items() if name != "behaviour" or part is not None}
    return {**whole, "items": items}


def _hiding(item: AnyItem, page: dict[str, Any]) -> dict[str, Any]:
    """An item without its key, what is to be put in order in an order that says nothing. A self-rating stays whole."""
    if not isinstance(item, ScoredItem):
        return page
    kept: dict[str, Any] = {name: page[name] for name in ("pool", "fixed") if name in page}
    found = {**posed(item), **kept}
    for name in ("items", "responses"):
        if name in found:
            found[name] = sorted(found[name], key=lambda line: seed_of(line["id"]))
    return found


def graded_play(scenario: Scenario) -> dict[str, Any]:
    """A scenario to be played for marks: no quality, reason, debrief, outcome, meter name or line of a coach.

    Effects and conditions stay, since without them the story could not branch.
    """
    page = scenario.model_dump(mode="json", by_alias=True, context=PAGE)
    kept = {name: page[name] for name in ("title", "content_note", "customer", "variants", "start", "overrides")}
    state = {name: {part: meter[part] for part in ("start", "min", "max")} for name, meter in page["state"].items()}
    items = [posed(node.item) if node.item else None for node in scenario.nodes]
    return {
        **kept,
        "state": state,
        "nodes": [{**_node(node), "item": item} for node, item in zip(page["nodes"], items, strict=True)],
        "endings": [
            {"id": ending["id"], "title": ending["title"], "early": ending["early"], "lines": _said(ending["lines"])}
            for ending in page["endings"]
        ],
    }


def posed(item: AnyItem) -> dict[str, Any]:
    """A practice item for the page without its key; see :func:`without_key`."""
    return dict(_POSED.dump_python(without_key(item), mode="json", by_alias=True, context=PAGE))


def without_key(item: AnyItem) -> AnyPosed:
    """A practice item without its key: what a posed item of its type has no place for is left out.

    Raises:
        ValidationError: nobody can assess an item of this type.
    """
    data = item.model_dump(by_alias=True)
    try:
        _POSED.validate_python(data)
    except ValidationError as error:
        for problem in error.errors():
            if problem["type"] == "extra_forbidden":
                _leave_out(data, problem["loc"])
    return _POSED.validate_python(data)


def _leave_out(data: Any, place: tuple[int | str, ...]) -> None:
    """Take out the entry at a place. The names of the types in it, which pydantic adds, are passed over."""
    part: Any
    *way, name = place
    for part in way:
        if isinstance(data, list) or part in data:
            data = data[part]
    data.pop(name, None)


def _node(node: dict[str, Any]) -> dict[str, Any]:
    kept = {name: node[name] for name in ("id", "title", "content_note", "image", "hub")}
    return {**kept, "lines": _said(node["lines"]), "choices": [_choice(choice) for choice in node["choices"]]}


def _choice(choice: dict[str, Any]) -> dict[str, Any]:
    kept = {name: choice[name] for name in ("id", "text", "effects", "goto", "when")}
    return {**kept, "reply": _said(choice["reply"])}


def _said(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["who"] != "coach"]
