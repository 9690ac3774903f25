"""Checks of scenarios: names that exist, words that stand once, and plays that all come to an end."""

from collections.abc import Sequence

from evenkeel.checks.graph import Explored, explore_without_state
from evenkeel.checks.report import Report, alike
from evenkeel.checks.scenes import check_scenes
from evenkeel.checks.search import explore
from evenkeel.conditions import names, parsed
from evenkeel.models.scenario import Choice, Node, Route, Scenario, SpokenLine
from evenkeel.problems import Where


def check_scenario(scenario: Scenario, report: Report) -> None:
    """Report what is wrong with a scenario."""
    report.head(scenario)
    _Names(scenario, report).check()
    _check_state(scenario, report)
    _check_words(scenario, report)
    check_scenes(scenario, report)
    if len(scenario.endings) < 2:
        report.add(("endings",), "holds one ending; a scenario needs at least two")
    for index, node in enumerate(scenario.nodes):
        report.image(("nodes", index, "image"), node.image)
    _check_plays(scenario, report)


def _check_state(scenario: Scenario, report: Report) -> None:
    for name, variable in scenario.state.items():
        if variable.min >= variable.max:
            report.add(("state", name, "min"), f"must be less than max ({variable.max})")
        elif not variable.min <= variable.start <= variable.max:
            report.add(("state", name, "start"), f"must lie between {variable.min} and {variable.max}")


def _check_words(scenario: Scenario, report: Report) -> None:
    """The same reason for two options is no reason for either."""
    first: dict[str, str] = {}
    for n, node in enumerate(scenario.nodes):
        report.same_words(("nodes", n, "choices"), "choice", [choice.text for choice in node.choices])
        for c, choice in enumerate(node.choices):
            place = f"{node.id}, {choice.id}"
            before = first.setdefault(alike(choice.reason), place)
            if before != place:
                where = ("nodes", n, "choices", c, "reason")
                report.add(where, f"is word for word the reason of {before}; say what is so of this choice")


class _Names:
    """Checks every name that a scenario uses for something else in it."""

    def __init__(self, scenario: Scenario, report: Report) -> None:
        self.scenario = scenario
        self.report = report
        self.nodes = [node.id for node in scenario.nodes]
        self.targets = [*self.nodes, *(ending.id for ending in scenario.endings)]
        self.named: dict[str, tuple[str, Sequence[str]]] = {
            "var": ("state variable", list(scenario.state)),
            "visited": ("node", self.nodes),
            "chose": ("choice", [f"{node.id}.{choice.id}" for node in scenario.nodes for choice in node.choices]),
            "credit": ("node with an item", [node.id for node in scenario.nodes if node.item]),
            "variant": ("variant", [variant.id for variant in scenario.variants]),
        }

    def check(self) -> None:
        report, scenario = self.report, self.scenario
        report.repeats(("nodes",), self.nodes, "node", ("id",))
        report.repeats(("endings",), [ending.id for ending in scenario.endings], "ending", ("id",))
        for index, ending in enumerate(scenario.endings):
            if ending.id in self.nodes:
                report.add(("endings", index, "id"), f"is the id of a node as well: {ending.id!r}; change one")
            self._lines(("endings", index, "lines"), ending.lines)
        report.known(("start",), "node", scenario.start, self.nodes)
        for index, override in enumerate(scenario.overrides):
            self._condition(("overrides", index, "when"), override.when)
            report.known(("overrides", index, "to"), "node or ending", override.to, self.targets)
        for index, node in enumerate(scenario.nodes):
            self._node(node, ("nodes", index))

    def _node(self, node: Node, where: Where) -> None:
        self._lines((*where, "lines"), node.lines)
        self.report.requirements((*where, "requirements"), node.requirements)
        self.report.repeats((*where, "choices"), [choice.id for choice in node.choices], "choice", ("id",))
        for index, choice in enumerate(node.choices):
            self._choice(choice, (*where, "choices", index))

    def _choice(self, choice: Choice, where: Where) -> None:
        self._condition((*where, "when"), choice.when)
        self._lines((*where, "reply"), choice.reply)
        self.report.requirements((*where, "requirements"), choice.requirements)
        for name, change in choice.effects.items():
            self._effect(name, change, (*where, "effects", name))
        if isinstance(choice.goto, str):
            self.report.known((*where, "goto"), "node or ending", choice.goto, self.targets)
        else:
            self._routes(choice.goto, (*where, "goto"))

    def _effect(self, name: str, change: int, where: Where) -> None:
        state = self.scenario.state
        if not self.report.known(where, "state variable", name, state):
            return
        widest = state[name].max - state[name].min
        if abs(change) > widest > 0:
            run = f"{state[name].min} to {state[name].max}"
            self.report.add(where, f"changes {name} by {change}, but {name} runs from {run}; use {widest} at the most")

    def _routes(self, routes: Sequence[Route], where: Where) -> None:
        for index, route in enumerate(routes):
            self.report.known((*where, index, "to"), "node or ending", route.to, self.targets)
            self._condition((*where, index, "when"), route.when)
            if route.when is None and index < len(routes) - 1:
                self.report.add((*where, index), "has no `when`, so the routes after it are never looked at")
        if routes[-1].when is not None:
            self.report.add(where, "needs a last route without `when`, for when no other holds")

    def _lines(self, where: Where, lines: Sequence[SpokenLine]) -> None:
        for index, line in enumerate(lines):
            self._condition((*where, index, "when"), line.when)

    def _condition(self, where: Where, when: str | None) -> None:
        for kind, name in names(parsed(when)) if when else ():
            what, there = self.named[kind]
            self.report.known(where, what, name, there)


def _check_plays(scenario: Scenario, report: Report) -> None:
    """Follow the plays, once everything they are made of is in order."""
    if report.problems and not all(_harmless(problem.path) for problem in report.problems):
        return
    found = explore(scenario)
    if found.complete:
        _check_moments(scenario, found, report)
    else:
        found = explore_without_state(scenario)
        report.warn((), "has too many different moments to search; its plays were checked without its conditions")
    _check_reached(scenario, found, report)
    _check_endless(scenario, found, report)


def _harmless(path: str) -> bool:
    """Whether a problem at this place leaves the plays as they are."""
    return path.endswith((".reason", ".text", "module", ".src", "endings")) or any(
        part in path for part in (".requirements", ".skills")
    )


def _check_moments(scenario: Scenario, found: Explored, report: Report) -> None:
    """What only a search that follows the conditions can tell."""
    for n, node in enumerate(scenario.nodes):
        if node.id in found.stuck:
            way = _way(found.stuck[node.id])
            report.add(("nodes", n, "choices"), f"can all be hidden, so the play is stuck here, {way}")
        for c, choice in enumerate(node.choices):
            if node.id in found.nodes and (node.id, choice.id) not in found.taken:
                report.add(("nodes", n, "choices", c, "when"), "never holds here, so nobody ever sees this choice")
    for index in range(len(scenario.overrides)):
        if index not in found.fired:
            report.add(("overrides", index), "can never fire; change its `when`, or take it out")


def _check_reached(scenario: Scenario, found: Explored, report: Report) -> None:
    for index, node in enumerate(scenario.nodes):
        if node.id not in found.nodes:
            report.add(("nodes", index), f"cannot be reached: no play leads to {node.id!r}")
    for index, ending in enumerate(scenario.endings):
        if ending.id not in found.endings:
            report.add(("endings", index), f"cannot be reached: no play ends with {ending.id!r}")


def _check_endless(scenario: Scenario, found: Explored, report: Report) -> None:
    """Tell the first node of a circle without a way out, and name the others."""
    if not found.endless:
        return
    first = next(iter(found.endless))
    index = next(index for index, node in enumerate(scenario.nodes) if node.id == first)
    others = ", ".join(name for name in found.endless if name != first)
    circle = f"; it goes on through {others}" if others else ""
    report.add(("nodes", index), f"can be a play that never ends, {_way(found.endless[first])}{circle}")


def _way(choices: list[str]) -> str:
    return f"after the choices {' > '.join(choices)}" if choices else "from the start"
