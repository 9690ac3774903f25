"""Where the plays of a scenario can go: an exhaustive search over everything its conditions look at.

Two moments count as one when they have the same node, the same fired overrides, the same values of those variables,
credits and variants that some condition names, and the same visited nodes and taken choices among those that some
condition or hub asks for. Nothing else can change what follows, so the search is complete; it stops at a limit, since
such moments can be very many. It also stops when nothing is left to find: every choice, ending and override was met,
and no play can get stuck or go on for ever, whatever its values (:meth:`Search.sure_to_end`). Then it goes on first
from where something new was met; otherwise shortest plays come first, since one is told of each place to be stuck.

An item can be answered in many ways; of the credits that its kind can earn, one is followed for each run of credits
that no condition tells apart.

The steps are those of :mod:`evenkeel.play`, over numbers and bit masks: a course has many scenarios, and this is
about ten times as quick. A property test holds the two together.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from typing import NamedTuple

from evenkeel.checks.graph import Explored, whens
from evenkeel.checks.quick import (
    Effect,
    Key,
    Test,
    Values,
    affected,
    always,
    both,
    compiled,
    enough_of,
    first_of,
    untaken,
)
from evenkeel.checks.routes import levels, once
from evenkeel.conditions import names, parsed
from evenkeel.models.scenario import Choice, Node, Scenario, Variant

LIMIT = 200_000
"""How many moments are looked at in one scenario: a few seconds' worth."""

Moment = tuple[str, int, Values, int]
"""Node, bit mask of fired overrides, values that matter, bit mask of visited nodes and taken choices that matter."""


class Option(NamedTuple):
    """A choice made ready: its test, its effects, its routes, its bit, and whether it can be counted on to be open."""

    name: str
    test: Test | None
    effects: list[Effect]
    routes: list[tuple[Test | None, str]]
    mark: int
    sure: bool


def explore(scenario: Scenario, limit: int = LIMIT) -> Explored:
    """Search every play of a scenario whose targets all exist and whose conditions name what exists."""
    return Search(scenario, limit).run()


class Search:
    """The search made ready. ``also`` are further conditions whose variables and nodes tell moments apart.

    After :meth:`run`, ``came`` holds every moment that a play can be at.
    """

    def __init__(self, scenario: Scenario, limit: int = LIMIT, also: Iterable[str] = ()) -> None:
        self.limit = limit
        conditions = [parsed(when) for when in dict.fromkeys((*whens(scenario), *also))]
        named = {name for condition in conditions for name in names(condition)}
        kept = [name for name in scenario.state if ("var", name) in named]
        self.bounds = [(scenario.state[name].min, scenario.state[name].max) for name in kept]
        self.variables: dict[Key, int] = {("var", name): index for index, name in enumerate(kept)}
        for node in scenario.nodes:
            if ("credit", node.id) in named:
                self.variables["credit", node.id] = len(self.variables)
        self.items = {node.id for node in scenario.nodes if node.item}
        self.levels = levels(scenario, conditions)
        marks = [("visited", node.id) for node in scenario.nodes]
        marks += [("chose", f"{node.id}.{choice.id}") for node in scenario.nodes for choice in node.choices]
        hubs = {node.id for node in scenario.nodes if node.hub}
        marks = [mark for mark in marks if mark in named or (mark[0] == "chose" and mark[1].split(".")[0] in hubs)]
        marks += [mark for variant in scenario.variants if (mark := ("variant", variant.id)) in named]
        self.bits: dict[Key, int] = {mark: 1 << i for i, mark in enumerate(marks)}
        self.seen = {node.id: self.bits.get(("visited", node.id), 0) for node in scenario.nodes}
        self.overrides = [(1 << i, self.test(it.when), it.to) for i, it in enumerate(scenario.overrides)]
        self.options = {node.id: self._options(node) for node in scenario.nodes}
        self.once = once(scenario)
        variants: list[Variant | None] = [*scenario.variants] or [None]
        self.firsts = [self._first(scenario, variant) for variant in variants]
        self.found = Explored()
        choices = sum(len(node.choices) for node in scenario.nodes)
        self.all = (choices, len(scenario.endings), len(self.overrides))
        self.came: dict[Moment, tuple[Moment, str] | None] = dict.fromkeys(self.firsts)
        self.before: dict[Moment, list[Moment]] = defaultdict(list)
        self.stops: list[Moment] = []
        self.queue = deque(self.came)
        self.sure = False

    def _first(self, scenario: Scenario, variant: Variant | None) -> Moment:
        own = variant.start if variant else {}
        values = [
            own.get(name, scenario.state[name].start) if kind == "var" else 0 for kind, name in self.variables
        ]  # fmt: skip
        seen = self.seen.get(scenario.start, 0) | (self.bits.get(("variant", variant.id), 0) if variant else 0)
        return scenario.start, 0, tuple(values), seen

    def run(self) -> Explored:
        """Search every play, as far as there is something to find."""
        self.sure = self.sure_to_end()
        while self.queue:
            if self.sure and self._all_met():
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

        Then no moment is stuck or without an end. What can happen only once a play may lead elsewhere on the way: an
        override, a scene of a hub, a route to a node that asks not to have been there.
        """
        sure: set[str] = set()
        while True:
            new = {
                node for node, options in self.options.items()
                if node not in sure and self._leaves(node, options, sure)
            }  # fmt: skip
            if not new:
                return len(sure) == len(self.options)
            sure |= new

    def _leaves(self, node: str, options: list[Option], sure: set[str]) -> bool:
        into = [self._leads_into(node, option, sure) for option in options if option.sure]
        return bool(into) and (all if node in self.items else any)(into)

    def _leads_into(self, node: str, option: Option, sure: set[str]) -> bool:
        return option.routes[-1][0] is None and all(
            to in sure or to not in self.options or (node, option.name, to) in self.once for _, to in option.routes
        )

    def _all_met(self) -> bool:
        found = self.found
        return (len(found.taken), len(found.endings), len(found.fired)) == self.all

    def _options(self, node: Node) -> list[Option]:
        """The choices of a node. At an item, each with each credit that is told apart and leads to it."""
        made = [self._option(node, choice) for choice in node.choices]
        if node.item is not None:
            return self._outcomes(node, made)
        if node.hub is None:
            return made
        scenes = [option for option in made if option.name != node.hub.leave]
        # The way out can be counted on: each scene is taken once, and their own way back is looked at as well.
        sure = sum(option.sure for option in scenes) >= node.hub.enough
        leaves = enough_of(sum(option.mark for option in scenes), node.hub.enough)
        return [
            _of_hub(option, untaken(option.mark), False) if option in scenes else _of_hub(option, leaves, sure)
            for option in made
        ]

    def _outcomes(self, node: Node, made: list[Option]) -> list[Option]:
        """An item's outcomes: the first that is open once the credit is noted."""
        index = self.variables.get(("credit", node.id))
        sure = any(option.sure for option in made)
        outcomes = []
        for level in self.levels.get(node.id, [0]):
            tests: list[Test] = []
            for option in made:
                own = option.test or always
                effects = [*([(index, 0, level, level)] if index is not None else []), *option.effects]
                outcomes.append(option._replace(test=first_of(tests, own, index, level), effects=effects, sure=sure))
                tests.append(own)
        return outcomes

    def _option(self, node: Node, choice: Choice) -> Option:
        effects = [
            (self.variables["var", name], change, *self.bounds[self.variables["var", name]])
            for name, change in choice.effects.items()
            if ("var", name) in self.variables
        ]
        if isinstance(choice.goto, str):
            routes: list[tuple[Test | None, str]] = [(None, choice.goto)]
        else:
            routes = [(self.test(route.when) if route.when else None, route.to) for route in choice.goto]
        test = self.test(choice.when) if choice.when else None
        mark = self.bits.get(("chose", f"{node.id}.{choice.id}"), 0)
        return Option(choice.id, test, effects, routes, mark, test is None)

    def test(self, when: str) -> Test:
        """A condition as a function of a moment's values and visited nodes."""
        return compiled(parsed(when), self.variables, self.bits)

    def _leave(self, moment: Moment) -> None:
        node = moment[0]
        options = self.open(moment)
        for option in options:
            met = len(self.found.taken) + len(self.found.fired)
            self.found.taken.add((node, option.name))
            self._arrive(moment, option, met)
        if not options:
            self.stops.append(moment)
            self.found.stuck.setdefault(node, self._way(moment))

    def open(self, moment: Moment) -> list[Option]:
        """The choices that can be taken at a moment."""
        return [it for it in self.options[moment[0]] if it.test is None or it.test(moment[2], moment[3])]

    def after(self, moment: Moment, option: Option) -> Moment | None:
        """The moment after a choice, whose node may be an ending; ``None`` when no route is open."""
        values, seen = self.said(moment, option)
        target, fired = self._target(moment[1], values, seen, option)
        return None if target is None else (target, fired, values, seen | self.seen.get(target, 0))

    def said(self, moment: Moment, option: Option) -> tuple[Values, int]:
        """What the conditions of a reply see: the values after the effects, and the choice among what was taken."""
        return affected(moment[2], option.effects), moment[3] | option.mark

    def _arrive(self, moment: Moment, option: Option, met: int) -> None:
        """Note where a choice leads. ``met`` is how many choices and overrides had been met before it."""
        after = self.after(moment, option)
        if after is None or after[0] not in self.options:
            self.stops.append(moment)
            if after is not None:
                self.found.endings.add(after[0])
            return
        self.before[after].append(moment)
        if after not in self.came:
            self.came[after] = moment, option.name
            first = self.sure and len(self.found.taken) + len(self.found.fired) > met
            (self.queue.appendleft if first else self.queue.append)(after)

    def _target(self, fired: int, values: Values, seen: int, option: Option) -> tuple[str | None, int]:
        """Where the choice leads, or ``None`` when no route is open (reported where the routes are written)."""
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


def _of_hub(option: Option, free: Test, sure: bool) -> Option:
    test = free if option.test is None else both(option.test, free)
    return option._replace(test=test, sure=sure and option.test is None)
