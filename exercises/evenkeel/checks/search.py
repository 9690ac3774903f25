"""Where the plays of a scenario can go: an exhaustive search over everything its conditions look at.

Two moments count as one when they have the same node, the same fired overrides, the same values of those variables
that some condition names, and the same visited nodes among those that some condition asks for. Nothing else can
change what follows, so the search is complete; it stops at a limit, since such moments can be very many. It also
stops when nothing is left to find: every choice, ending and override was met, and no play can get stuck or go on for
ever, whatever its values (:meth:`Search.sure_to_end`).

The steps are those of :mod:`evenkeel.play`, over numbers and bit masks: a course has many scenarios, and this is
about ten times as quick. A property test holds the two together.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from functools import reduce
from typing import NamedTuple

from evenkeel.checks.graph import Explored, whens
from evenkeel.conditions import COMPARE, Parsed, names, parsed
from evenkeel.models.scenario import Choice, Scenario

LIMIT = 200_000
"""How many moments are looked at in one scenario: a few seconds' worth."""

Values = tuple[int, ...]
Moment = tuple[str, int, Values, int]
"""Node, bit mask of fired overrides, values of the variables that matter, bit mask of visited nodes that matter."""

Test = Callable[[Values, int], bool]


Effect = tuple[int, int, int, int]
"""Which variable, the change, and the bounds that it stays within."""


class Option(NamedTuple):
    """A choice made ready: its test, its effects, and its routes."""

    name: str
    test: Test | None
    effects: list[Effect]
    routes: list[tuple[Test | None, str]]


def explore(scenario: Scenario, limit: int = LIMIT) -> Explored:
    """Search every play of a scenario whose targets all exist and whose conditions name what exists."""
    return Search(scenario, limit).run()


class Search:
    """The search made ready. ``also`` are further conditions whose variables and nodes tell moments apart.

    After :meth:`run`, ``came`` holds every moment that a play can be at.
    """

    def __init__(self, scenario: Scenario, limit: int = LIMIT, also: Iterable[str] = ()) -> None:
        self.limit = limit
        named = {name for when in (*whens(scenario), *also) for name in names(parsed(when))}
        kept = [name for name in scenario.state if ("var", name) in named]
        self.variables = {name: index for index, name in enumerate(kept)}
        self.bits = {node.id: 1 << i for i, node in enumerate(scenario.nodes) if ("visited", node.id) in named}
        self.bounds = [(scenario.state[name].min, scenario.state[name].max) for name in kept]
        self.overrides = [(1 << i, self.test(it.when), it.to) for i, it in enumerate(scenario.overrides)]
        self.options = {node.id: [self._option(choice) for choice in node.choices] for node in scenario.nodes}
        self.first: Moment = (
            scenario.start, 0, tuple(scenario.state[name].start for name in kept), self.bits.get(scenario.start, 0)
        )  # fmt: skip
        self.found = Explored()
        self.all = (sum(map(len, self.options.values())), len(scenario.endings), len(self.overrides))
        self.came: dict[Moment, tuple[Moment, str] | None] = {self.first: None}
        self.before: dict[Moment, list[Moment]] = defaultdict(list)
        self.stops: list[Moment] = []
        self.queue = deque([self.first])

    def run(self) -> Explored:
        """Search every play, as far as there is something to find."""
        sure = self.sure_to_end()
        while self.queue:
            if sure and self._all_met():
                self.found.nodes = set(self.options)
                return self.found
            if len(self.came) > self.limit:
                self.found.complete = False
                return self.found
            self._leave(self.queue.popleft())
        self.found.nodes = {moment[0] for moment in self.came}
        self._find_endless()
        return self.found

    def sure_to_end(self) -> bool:
        """Whether each node has an end in reach by choices that are always open, whichever of their routes is taken.

        Then no moment is stuck or without an end. An override may lead elsewhere on the way, but each only once.
        """
        sure: set[str] = set()
        while True:
            new = {
                node for node, options in self.options.items()
                if node not in sure and any(self._leads_into(option, sure) for option in options)
            }  # fmt: skip
            if not new:
                return len(sure) == len(self.options)
            sure |= new

    def _leads_into(self, option: Option, sure: set[str]) -> bool:
        always = option.test is None and option.routes[-1][0] is None
        return always and all(to in sure or to not in self.options for _, to in option.routes)

    def _all_met(self) -> bool:
        found = self.found
        return (len(found.taken), len(found.endings), len(found.fired)) == self.all

    def _option(self, choice: Choice) -> Option:
        effects = [
            (self.variables[name], change, *self.bounds[self.variables[name]])
            for name, change in choice.effects.items()
            if name in self.variables
        ]
        if isinstance(choice.goto, str):
            routes: list[tuple[Test | None, str]] = [(None, choice.goto)]
        else:
            routes = [(self.test(route.when) if route.when else None, route.to) for route in choice.goto]
        return Option(choice.id, self.test(choice.when) if choice.when else None, effects, routes)

    def test(self, when: str) -> Test:
        """A condition as a function of a moment's values and visited nodes."""
        return _compile(parsed(when), self.variables, self.bits)

    def _leave(self, moment: Moment) -> None:
        node = moment[0]
        options = self.open(moment)
        for option in options:
            self.found.taken.add((node, option.name))
            self._arrive(moment, option)
        if not options:
            self.stops.append(moment)
            self.found.stuck.setdefault(node, self._way(moment))

    def open(self, moment: Moment) -> list[Option]:
        """The choices that can be taken at a moment."""
        return [it for it in self.options[moment[0]] if it.test is None or it.test(moment[2], moment[3])]

    def after(self, moment: Moment, option: Option) -> Moment | None:
        """The moment after a choice, whose node may be an ending; ``None`` when no route is open."""
        values = _affected(moment[2], option.effects)
        target, fired = self._target(moment, values, option)
        return None if target is None else (target, fired, values, moment[3] | self.bits.get(target, 0))

    def _arrive(self, moment: Moment, option: Option) -> None:
        after = self.after(moment, option)
        if after is None or after[0] not in self.options:
            self.stops.append(moment)
            if after is not None:
                self.found.endings.add(after[0])
            return
        self.before[after].append(moment)
        if after not in self.came:
            self.came[after] = moment, option.name
            self.queue.append(after)

    def _target(self, moment: Moment, values: Values, option: Option) -> tuple[str | None, int]:
        """Where the choice leads, or ``None`` when no route is open (reported where the routes are written)."""
        _, fired, _, seen = moment
        for bit, test, to in self.overrides:
            if not fired & bit and test(values, seen):
                self.found.fired.add(bit.bit_length() - 1)
                return to, fired | bit
        for open_now, to in option.routes:
            if open_now is None or open_now(values, seen):
                return to, fired
        return None, fired

    def _way(self, moment: Moment) -> list[str]:
        """The choices of a shortest play that leads to a moment."""
        way: list[str] = []
        while (source := self.came[moment]) is not None:
            moment, choice = source
            way.append(choice)
        return way[::-1]

    def _find_endless(self) -> None:
        ends = set(self.stops)
        queue = list(ends)
        while queue:
            new = [source for source in self.before[queue.pop()] if source not in ends]
            ends.update(new)
            queue.extend(new)
        for moment in self.came:
            if moment not in ends:
                self.found.endless.setdefault(moment[0], self._way(moment))


def _compile(condition: Parsed, variables: dict[str, int], bits: dict[str, int]) -> Test:
    """A parsed condition as a function of values and visited bits."""
    if "var" in condition:
        compare, index, value = COMPARE[condition["op"]], variables[condition["var"]], condition["value"]
        return lambda values, _: compare(values[index], value)
    if "visited" in condition:
        bit = bits[condition["visited"]]
        return lambda _, seen: bool(seen & bit)
    if "not" in condition:
        inner = _compile(condition["not"], variables, bits)
        return lambda values, seen: not inner(values, seen)
    join = _both if "all" in condition else _either
    parts = [_compile(part, variables, bits) for part in condition.get("all") or condition["any"]]
    return reduce(join, parts)


def _both(a: Test, b: Test) -> Test:
    return lambda values, seen: a(values, seen) and b(values, seen)


def _either(a: Test, b: Test) -> Test:
    return lambda values, seen: a(values, seen) or b(values, seen)


def _affected(values: Values, effects: list[Effect]) -> Values:
    changed = list(values)
    for index, change, low, high in effects:
        value = changed[index] + change
        changed[index] = low if value < low else min(value, high)
    return tuple(changed)
