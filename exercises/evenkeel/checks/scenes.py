"""Checks of what a scenario can hold beyond choices: variants, items, hubs, timers, content notes and skills."""

from collections.abc import Callable
from typing import Any

from evenkeel.checks.quiz import check_item
from evenkeel.checks.report import Report, ids_of
from evenkeel.models.scenario import Choice, Node, Scenario
from evenkeel.problems import Where


def check_scenes(scenario: Scenario, report: Report) -> None:
    """Report what is wrong with these parts of a scenario."""
    _check_variants(scenario, report)
    for index, node in enumerate(scenario.nodes):
        for name, check in _CHECKS.items():
            if getattr(node, name) is not None:
                check(node, ("nodes", index, name), report)
        _check_together(node, ("nodes", index), report)
    _check_skills(scenario, report)
    if all(ending.early for ending in scenario.endings):
        report.add(("endings",), "are all early; leave `early` out of those where the story is through")


def _check_variants(scenario: Scenario, report: Report) -> None:
    report.repeats(("variants",), ids_of(scenario.variants), "variant", ("id",))
    if len(scenario.variants) == 1:
        report.add(("variants",), "holds one variant, so every play is that one; give two or more, or none")
    for index, variant in enumerate(scenario.variants):
        for name, value in variant.start.items():
            where = ("variants", index, "start", name)
            if report.known(where, "state variable", name, scenario.state):
                rule = scenario.state[name]
                if not rule.min <= value <= rule.max:
                    report.add(where, f"must lie between {rule.min} and {rule.max}")


def _check_item(node: Node, where: Where, report: Report) -> None:
    assert node.item is not None
    check_item(node.item, where, report)
    report.requirements((*where, "requirements"), node.item.requirements)
    report.image((*where, "image"), node.item.image)
    for index, choice in enumerate(node.choices[:-1]):
        if choice.when is None:
            message = "has no `when`, so nothing after it can come of the item"
            report.add((*where[:-1], "choices", index), message)
    if node.choices[-1].when is not None:
        report.add((*where[:-1], "choices"), "needs a last choice without `when`, for when no other holds")


def _check_hub(node: Node, where: Where, report: Report) -> None:
    assert node.hub is not None
    if not report.known((*where, "leave"), "choice", node.hub.leave, ids_of(node.choices)):
        return
    scenes = len(node.choices) - 1
    if node.hub.enough > scenes:
        report.add((*where, "enough"), f"asks for {node.hub.enough} scenes, but there are {scenes} besides the way out")


def _check_timer(node: Node, where: Where, report: Report) -> None:
    assert node.timer is not None
    _check_open(node, (*where, "choice"), node.timer.choice, report)


def _check_note(node: Node, where: Where, report: Report) -> None:
    assert node.content_note is not None
    _check_open(node, (*where, "skip"), node.content_note.skip, report)
    if len(node.choices) == 1:
        report.add((*where, "skip"), "leaves no other choice; give the node one for those who go on")


def _check_open(node: Node, where: Where, name: str, report: Report) -> None:
    if report.known(where, "choice", name, ids_of(node.choices)):
        choice = next(choice for choice in node.choices if choice.id == name)
        if choice.when is not None:
            report.add(where, f"names {name!r}, which its own `when` may hide; take a choice without `when`")


def _check_together(node: Node, where: Where, report: Report) -> None:
    """What leaves no room for one another at one node."""
    has = [name for name in _CHECKS if getattr(node, name) is not None]
    if len(has) > 1 and not {"item", "hub"}.isdisjoint(has):
        report.add((*where, has[1]), f"cannot stand at one node with `{has[0]}`; put it at a node of its own")


def _check_skills(scenario: Scenario, report: Report) -> None:
    """All decisions or none: a profile of some of them would tell a learner something else than what happened."""
    decisions = [(index, node) for index, node in enumerate(scenario.nodes) if decides(node)]
    if not any(choice.skills for node in scenario.nodes for choice in node.choices):
        return
    for index, node in decisions:
        if not any(choice.skills for choice in node.choices):
            report.add(("nodes", index, "choices"), "has no `skills`, and other decisions have; say what it practises")


def decides(node: Node) -> bool:
    """Whether the learner chooses here between ways to act: two choices or more, without a hub or an item."""
    return len(ways(node)) > 1 and node.hub is None and node.item is None


def ways(node: Node) -> list[Choice]:
    """The choices of a node without the one that goes round it."""
    skip = node.content_note.skip if node.content_note else None
    return [choice for choice in node.choices if choice.id != skip]


_CHECKS: dict[str, Callable[[Node, Where, Report], Any]] = {
    "item": _check_item,
    "hub": _check_hub,
    "timer": _check_timer,
    "content_note": _check_note,
}
