"""Where the choices of a scenario lead, leaving its conditions aside; and what a search of its plays finds."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from evenkeel.models.scenario import Choice, Node, Scenario


@dataclass
class Explored:
    """What was found. ``stuck`` and ``endless`` give, for a node, the choices of one play that leads there."""

    complete: bool = True
    nodes: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    fired: set[int] = field(default_factory=set)
    stuck: dict[str, list[str]] = field(default_factory=dict)
    endless: dict[str, list[str]] = field(default_factory=dict)


def explore_without_state(scenario: Scenario) -> Explored:
    """Where plays could go if every condition might hold at any time. Says less, but is always quick."""
    leads = {node.id: {to for choice in node.choices for to in targets(choice)} for node in scenario.nodes}
    forced = {override.to for override in scenario.overrides}
    endings = {ending.id for ending in scenario.endings}
    reached = _closure({scenario.start}, {name: to | forced for name, to in leads.items()})
    back: dict[str, set[str]] = defaultdict(set)
    for name, to in leads.items():
        for target in to | forced:
            back[target].add(name)
    ends = _closure(endings, back)
    endless: dict[str, list[str]] = {name: [] for name in leads if name in reached and name not in ends}
    return Explored(False, reached & set(leads), reached & endings, endless=endless)


def _closure(first: set[str], leads: dict[str, set[str]]) -> set[str]:
    found, queue = set(first), list(first)
    while queue:
        new = leads.get(queue.pop(), set()) - found
        found |= new
        queue.extend(new)
    return found


def targets(choice: Choice) -> list[str]:
    """Everywhere a choice's own ``goto`` may lead."""
    return [choice.goto] if isinstance(choice.goto, str) else [route.to for route in choice.goto]


def whens(scenario: Scenario) -> Iterator[str]:
    """Every condition that decides where a play goes."""
    yield from (override.when for override in scenario.overrides)
    for node in scenario.nodes:
        yield from _node_whens(node)


def every_when(scenario: Scenario) -> Iterator[str]:
    """The same with the conditions of lines."""
    yield from whens(scenario)
    groups = [*(node.lines for node in scenario.nodes), *(ending.lines for ending in scenario.endings)]
    groups += [choice.reply for node in scenario.nodes for choice in node.choices]
    yield from (line.when for lines in groups for line in lines if line.when is not None)


def _node_whens(node: Node) -> Iterator[str]:
    for choice in node.choices:
        routes = [] if isinstance(choice.goto, str) else choice.goto
        for when in (choice.when, *(route.when for route in routes)):
            if when is not None:
                yield when
