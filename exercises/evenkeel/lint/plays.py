"""All plays of a scenario at once: how a play at random ends, and which conditions no play makes true."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evenkeel.checks.quick import Test, Values
from evenkeel.checks.search import LIMIT, Moment, Option, Search
from evenkeel.models.scenario import Scenario, SpokenLine
from evenkeel.problems import Where

STEPS = 200
"""After so many choices the rest of the plays is left aside; what is left is next to nothing."""

_Tested = tuple[Where, Test]
_Step = tuple[Option, Moment]


class Plays:
    """Every moment of a scenario that passed ``evenkeel check``. ``complete`` is false when there were too many."""

    def __init__(self, scenario: Scenario, limit: int = LIMIT) -> None:
        self.scenario = scenario
        self.search = Search(scenario, limit, also=[line.when for _, line in _lines(scenario) if line.when])
        self.steps: dict[Moment, list[_Step]] = {}
        self.complete = self._follow(limit)

    def _follow(self, limit: int) -> bool:
        queue = list(self.search.firsts)
        while queue and len(self.steps) <= limit:
            moment = queue.pop()
            if moment not in self.steps and moment[0] in self.search.options:
                found = ((option, self.search.after(moment, option)) for option in self.search.open(moment))
                self.steps[moment] = [(option, after) for option, after in found if after is not None]
                queue += [after for _, after in self.steps[moment]]
        return not queue

    def shares(self) -> dict[str, float]:
        """The part of random plays that comes to each ending, when each open choice is as likely as the others.

        So is each credit of an item that its conditions tell apart, and each variant.
        """
        shares = {ending.id: 0.0 for ending in self.scenario.endings}
        now: dict[Moment, float] = defaultdict(float)
        for first in self.search.firsts:
            now[first] += 1 / len(self.search.firsts)
        for _ in range(STEPS):
            now = self._next(now, shares)
            if not now:
                break
        return shares

    def _next(self, now: dict[Moment, float], shares: dict[str, float]) -> dict[Moment, float]:
        later: dict[Moment, float] = defaultdict(float)
        for moment, part in now.items():
            for _, after in self.steps[moment]:
                if after[0] in shares:
                    shares[after[0]] += part / len(self.steps[moment])
                else:
                    later[after] += part / len(self.steps[moment])
        return later

    def never(self) -> list[Where]:
        """The places of lines and routes whose ``when`` no play makes true, or makes true too late.

        A route that several choices of one node share is told only when none of them takes it.
        """
        return sorted(_Conditions(self).never(), key=str)


def _lines(scenario: Scenario) -> Iterator[tuple[Where, SpokenLine]]:
    """Every line with its place."""
    for n, node in enumerate(scenario.nodes):
        yield from ((("nodes", n, "lines", i), line) for i, line in enumerate(node.lines))
        for c, choice in enumerate(node.choices):
            yield from ((("nodes", n, "choices", c, "reply", i), line) for i, line in enumerate(choice.reply))
    for e, ending in enumerate(scenario.endings):
        yield from ((("endings", e, "lines", i), line) for i, line in enumerate(ending.lines))


class _Conditions:
    """Ticks off the conditions that some moment makes true."""

    def __init__(self, plays: Plays) -> None:
        self.plays, scenario = plays, plays.scenario
        self.places: dict[str, Where] = {node.id: ("nodes", n) for n, node in enumerate(scenario.nodes)}
        self.places |= {ending.id: ("endings", e) for e, ending in enumerate(scenario.endings)}
        self.choices: dict[tuple[str, str], Where] = {}
        self.left: set[Where] = set()
        self.shared: dict[tuple[object, str, str], Where] = {}
        self.twins: dict[Where, Where] = {}
        self.open_routes: dict[Where, set[Where]] = defaultdict(set)
        self.at_place: dict[Where, list[_Tested]] = defaultdict(list)
        for where, line in _lines(scenario):
            if line.when:
                self.at_place[where[:-2]].append((where, plays.search.test(line.when)))
                self.left.add(where)
        for n, node in enumerate(scenario.nodes):
            for c, choice in enumerate(node.choices):
                self.choices[node.id, choice.id] = ("nodes", n, "choices", c)
                self._routes(("nodes", n, "choices", c, "goto"), choice.goto)

    def _routes(self, where: Where, goto: object) -> None:
        for index, route in enumerate(goto if isinstance(goto, list) else ()):
            if route.when:
                self.shared.setdefault((where[1], route.to, route.when), (*where, index))
                self.twins[(*where, index)] = self.shared[where[1], route.to, route.when]
                self.open_routes[where[:-1]].add((*where, index))
        self.left |= set(self.shared.values())

    def never(self) -> set[Where]:
        for moment, steps in self.plays.steps.items():
            self._tick(self.places[moment[0]], moment[2], moment[3])
            for option, after in steps:
                self._take(moment, option, after)
        return self.left

    def _take(self, moment: Moment, option: Option, after: Moment) -> None:
        choice = self.choices[moment[0], option.name]
        values, seen = self.plays.search.said(moment, option)
        self._tick(choice, values, seen)
        if after[0] not in self.plays.search.options:
            self._tick(self.places[after[0]], after[2], after[3])
        if after[1] == moment[1] and self.open_routes.get(choice):
            taken = (*choice, "goto", _route(option.routes, values, seen))
            self.left.discard(self.twins.get(taken, taken))
            self.open_routes[choice].discard(taken)

    def _tick(self, where: Where, values: Values, seen: int) -> None:
        """Tick off what holds now at a place; what is ticked off is not looked at again."""
        for tested in self.at_place.get(where, ())[:]:
            if tested[1](values, seen):
                self.left.discard(tested[0])
                self.at_place[where].remove(tested)


def _route(routes: Sequence[tuple[Test | None, str]], values: Values, seen: int) -> int:
    return next(at for at, (test, _) in enumerate(routes) if test is None or test(values, seen))
