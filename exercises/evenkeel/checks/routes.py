"""What the search of a scenario works out before it starts: credits told apart, and routes followed once only."""

from collections import defaultdict

from evenkeel.conditions import Parsed, bounds, parsed
from evenkeel.models.quiz import AnyItem, NumericItem, ScoredItem, SingleItem, TrueFalseItem
from evenkeel.models.scenario import Scenario


def levels(scenario: Scenario, conditions: list[Parsed]) -> dict[str, list[int]]:
    """For each item, one credit of each run of credits, in whole per cent, that no condition tells apart."""
    asked: dict[str, set[int]] = defaultdict(set)
    for condition in conditions:
        for node, value in bounds(condition):
            asked[node].update((value - 1, value, value + 1))
    items = {node.id: node.item for node in scenario.nodes if node.item}
    return {
        node: sorted({credit for credit in (*values, 0, 100) if _earns(items[node], credit)})
        for node, values in asked.items()
        if node in items
    }


def _earns(item: AnyItem, credit: int) -> bool:
    """Whether an answer can earn that credit: exact for items that are right or wrong, generous for the others."""
    if not isinstance(item, ScoredItem):
        return credit == 0
    return credit in (0, 100) if isinstance(item, SingleItem | TrueFalseItem | NumericItem) else 0 <= credit <= 100


def once(scenario: Scenario) -> set[tuple[str, str, str]]:
    """Node, choice and target of the routes that can be followed only once a play, by their own condition."""
    return {
        (node.id, choice.id, route.to)
        for node in scenario.nodes
        for choice in node.choices
        for route in (choice.goto if isinstance(choice.goto, list) else ())
        if route.when and _asks_not(parsed(route.when), route.to)
    }


def _asks_not(condition: Parsed, target: str) -> bool:
    """Whether a condition holds only as long as the target was not visited."""
    if condition == {"not": {"visited": target}}:
        return True
    return any(_asks_not(part, target) for part in condition.get("all", ()))
