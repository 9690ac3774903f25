"""Closed fields: exact points from the rubric's keys, by the course's own rules of scoring.

A graded play earns its points times the mean credit of its keyed decisions:

- A decision counts once for each play, however often the play comes back to it: with the mean of what was chosen.
- A decision that the play never met does not count, so a way round it costs nothing.
- What comes of an item on the way earns its credit times what the answer to the item earned.
- A choice whose credit is ``unscored``, such as a time-out, neither counts nor costs.
- The sum is divided by at least ``min_decisions``, less one for each decision at which only ``unscored`` was chosen;
  for a play that reached no ending, by at least all keyed decisions.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from evenkeel import play
from evenkeel.models import Scenario
from evenkeel.models.quiz import AnyItem
from evenkeel.models.worksheet import ClosedField, QuizField, ScenarioField
from evenkeel.problems import PlayError
from evenkeel.scoring import item_credit, matching, multiple, ordering, single
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.items import KeyDoesNotFitError, keyed
from evenkeel_grading.marks import ClosedMark
from evenkeel_grading.rubric import (
    AnyKey,
    ChoiceKey,
    MatchingKey,
    MultichoiceKey,
    OrderingKey,
    QuizKey,
    ScenarioKey,
)


class NoKeyError(Exception):
    """A closed field has no key. Nothing is marked then: a missing key must never become a mark."""


def mark_closed(assignment: Assignment, answers: Mapping[str, Any]) -> dict[str, ClosedMark]:
    """Points for each closed field, in the worksheet's order; raises :class:`NoKeyError`."""
    return {
        field.id: _mark(assignment, field, answers.get(field.id))
        for field in assignment.worksheet.fields
        if isinstance(field, ClosedField)
    }


def _mark(assignment: Assignment, field: ClosedField, answer: Any) -> ClosedMark:
    key = assignment.rubric.keys.get(field.id)
    if key is None or kind_of(key) != field.kind:  # type: ignore[attr-defined]
        raise NoKeyError(f"The rubric of {assignment.id!r} has no fitting key for the field {field.id!r}.")
    if isinstance(field, QuizField) and isinstance(key, QuizKey):
        return _quiz(assignment, field, key, answer or {})
    if isinstance(field, ScenarioField) and isinstance(key, ScenarioKey):
        return _play(assignment.scenarios[field.scenario], field, key, answer)
    return ClosedMark(credit(key, answer) * field.points, float(field.points))


def kind_of(key: AnyKey) -> str:
    """The kind of field that a key is for."""
    kinds = {
        ChoiceKey: "choice",
        MultichoiceKey: "multichoice",
        OrderingKey: "ordering",
        MatchingKey: "matching",
        QuizKey: "quiz",
        ScenarioKey: "scenario",
    }
    return kinds[type(key)]


def credit(key: AnyKey, answer: Any) -> float:
    """The credit, 0.0 to 1.0, of an answer by the key of a choice, an ordering or a matching."""
    match key:
        case ChoiceKey():
            return single(key.key, answer)
        case MultichoiceKey():
            return multiple(key.keys, answer)
        case MatchingKey():
            return matching(key.key, answer)
        case OrderingKey():
            return ordering(key.order, answer)
        case _:
            raise TypeError(f"a {kind_of(key)} is marked as a whole")


def _quiz(assignment: Assignment, field: QuizField, key: QuizKey, answer: Mapping[str, Any]) -> ClosedMark:
    try:
        earned = {
            item.id: item_credit(keyed(item, key.items[item.id]), answer.get(item.id, "")) for item in field.items
        }
    except (KeyError, KeyDoesNotFitError):
        raise NoKeyError(f"The rubric of {assignment.id!r} has no fitting key for an item of {field.id!r}.") from None
    points = sum(Fraction(earned[item.id]) * item.points for item in field.items)
    return ClosedMark(float(points), float(field.points), earned)


def _play(scenario: Scenario, field: ScenarioField, key: ScenarioKey, answer: Any) -> ClosedMark:
    most = float(field.points)
    if not answer:
        return ClosedMark(0.0, most)
    if trouble := impossible(scenario, answer):
        return ClosedMark(0.0, most, problem=trouble)
    items = {node.id: node.item for node in scenario.nodes if node.item}
    earned, skipped = decisions(key, answer["choices"], items)
    least = len(key.nodes) if answer.get("ending") is None else key.min_decisions
    divisor = max(len(earned), least - skipped, 1)
    return ClosedMark(float(sum(earned.values(), Fraction(0)) * field.points / divisor), most, dict(earned))


def decisions(
    key: ScenarioKey, choices: Sequence[Mapping[str, Any]], items: Mapping[str, AnyItem] = {}
) -> tuple[dict[str, Fraction], int]:
    """The credit of each keyed decision of a play, and at how many of them only ``unscored`` was chosen.

    ``items`` are those that the scenario asks on the way, by their nodes.
    """
    met: dict[str, list[Fraction]] = defaultdict(list)
    for step in choices:
        name = step["node"]
        if name in key.nodes:
            # A choice that the key leaves out is a fault of the key, which the checks tell: nobody pays for it.
            share = key.nodes[name].get(step["choice"], "unscored")
            earned = item_credit(items[name], step.get("answer")) if name in items else 1
            met[name] += [] if isinstance(share, str) else [Fraction(share) * Fraction(earned)]
    earned_by = {node: sum(found, Fraction(0)) / len(found) for node, found in met.items() if found}
    return earned_by, len(met) - len(earned_by)


def impossible(scenario: Scenario, answer: Mapping[str, Any]) -> str:
    """Why a transcript cannot be one of this scenario, for a tutor; empty when it can."""
    try:
        end = play.replay(scenario, answer["choices"], answer.get("seed", 0))
    except PlayError as error:
        return f"This play cannot have happened in the scenario as it is now: {error}."
    # A transcript without the entry is one that says it has not ended; the learner's side may leave anything out.
    said = answer.get("ending")
    if said != end.ending:
        return f"This play says that it ended in {said!r}, but its choices lead to {end.ending or end.node!r}."
    return ""
