"""Playing a scenario: pure steps from one moment to the next.

The front end does the same in JavaScript; ``tests/cases/play.json`` is read by both test suites. The record of a
play is its list of choices; everything else is found by replaying them. The order of things in one step:

1. A play starts at ``start`` with every variable at its own ``start``; ``visited`` holds the start node.
   Overrides are not looked at before the first choice.
2. The choice must belong to the present node, and its ``when`` (if any) must hold now.
3. The choice's effects are added, then every variable is kept within its ``min`` and ``max``.
4. The choice joins the list of choices. Its reply lines show whose ``when`` holds after the effects, with the node
   still being the one of the choice.
5. The overrides are looked at in order. The first whose ``when`` holds and that has not fired in this play fires:
   the play goes to its ``to`` and the choice's own ``goto`` is not looked at. At most one fires a step.
6. Otherwise ``goto`` is followed: an id, or the first route whose ``when`` holds (a route without ``when`` always
   does).
7. An ending stops the play: ``node`` becomes ``None``. A node becomes the present one and joins ``visited`` unless
   it is there already. ``visited`` lists nodes by their first visit; endings are not in it.

All conditions in 4 to 6 see the state after the effects, and ``visited`` with the node the choice was made at.
A node's own lines and choices see the state and ``visited`` on arrival, with that node included.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from evenkeel import conditions
from evenkeel.models.scenario import Choice, Node, Scenario, SpokenLine
from evenkeel.problems import PlayError


@dataclass(frozen=True)
class Play:
    """A moment of a play. ``fired`` holds the places of overrides in the scenario's list, in order of firing.

    Exactly one of ``node`` and ``ending`` is set. Do not change the lists and the dictionary: make a step.
    """

    node: str | None
    ending: str | None
    state: dict[str, int]
    visited: list[str]
    fired: list[int]
    choices: list[dict[str, str]]


class _Conditional(Protocol):
    @property
    def when(self) -> str | None: ...


P = TypeVar("P", bound=_Conditional)


def holds(when: str | None, play: Play) -> bool:
    """Whether a condition is true at this moment. No condition is always true."""
    return when is None or conditions.holds(conditions.parsed(when), play.state, play.visited)


def shown(parts: Iterable[P], play: Play) -> list[P]:
    """The lines, choices or routes whose ``when`` holds at this moment."""
    return [part for part in parts if holds(part.when, play)]


class Rules:
    """A scenario with its nodes and endings at hand. Makes many steps quick."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.nodes = {node.id: node for node in scenario.nodes}
        self.endings = {ending.id for ending in scenario.endings}

    def start(self) -> Play:
        """The first moment."""
        state = {name: variable.start for name, variable in self.scenario.state.items()}
        first = self.scenario.start
        return Play(node=first, ending=None, state=state, visited=[first], fired=[], choices=[])

    def node(self, play: Play) -> Node:
        """The present node.

        Raises:
            PlayError: the play has ended, or the scenario lacks the node.
        """
        if play.node is None:
            raise PlayError(f"the play has ended with {play.ending!r}")
        if play.node not in self.nodes:
            raise PlayError(f"the scenario has no node {play.node!r}")
        return self.nodes[play.node]

    def open(self, play: Play) -> list[Choice]:
        """The choices that can be taken now. An ended play has none."""
        return [] if play.node is None else shown(self.node(play).choices, play)

    def choice(self, play: Play, choice_id: str) -> Choice:
        """The open choice with this id.

        Raises:
            PlayError: the node has no such choice, or its ``when`` does not hold.
        """
        node = self.node(play)
        found = next((choice for choice in node.choices if choice.id == choice_id), None)
        if found is None:
            raise PlayError(f"the node {node.id!r} has no choice {choice_id!r}")
        if not holds(found.when, play):
            raise PlayError(f"the choice {choice_id!r} of {node.id!r} is not open now")
        return found

    def step(self, play: Play, choice_id: str) -> Play:
        """The moment after a choice."""
        choice = self.choice(play, choice_id)
        taken = {"node": str(play.node), "choice": choice.id}
        after = replace(play, state=self._affected(play, choice), choices=[*play.choices, taken])
        return self._arrive(*self._target(after, choice))

    def reply(self, play: Play, choice_id: str) -> list[SpokenLine]:
        """The lines that answer an open choice at once: after its effects, before the play goes on."""
        choice = self.choice(play, choice_id)
        return shown(choice.reply, replace(play, state=self._affected(play, choice)))

    def _affected(self, play: Play, choice: Choice) -> dict[str, int]:
        return {
            name: max(rule.min, min(rule.max, play.state[name] + choice.effects.get(name, 0)))
            for name, rule in self.scenario.state.items()
        }

    def _target(self, play: Play, choice: Choice) -> tuple[Play, str]:
        for place, override in enumerate(self.scenario.overrides):
            if place not in play.fired and holds(override.when, play):
                return replace(play, fired=[*play.fired, place]), override.to
        if isinstance(choice.goto, str):
            return play, choice.goto
        for route in shown(choice.goto, play):
            return play, route.to
        raise PlayError(f"the choice {choice.id!r} of {play.node!r} has no route that is open")

    def _arrive(self, play: Play, target: str) -> Play:
        if target in self.endings:
            return replace(play, node=None, ending=target)
        if target not in self.nodes:
            raise PlayError(f"the scenario has no node or ending {target!r}")
        visited = play.visited if target in play.visited else [*play.visited, target]
        return replace(play, node=target, visited=visited)


def start(scenario: Scenario) -> Play:
    """The first moment of a play."""
    return Rules(scenario).start()


def step(scenario: Scenario, play: Play, choice_id: str) -> Play:
    """The moment after a choice.

    Raises:
        PlayError: the choice is not open, or the play has ended.
    """
    return Rules(scenario).step(play, choice_id)


def replay(scenario: Scenario, choices: Sequence[str | Mapping[str, str]]) -> Play:
    """The moment after a list of choices: choice ids, or the entries of a record (``{"node", "choice"}``).

    Raises:
        PlayError: one of them was not open; the message counts from 1.
    """
    rules = Rules(scenario)
    play = rules.start()
    for number, entry in enumerate(choices, start=1):
        try:
            play = rules.step(play, _choice_id(entry, play))
        except PlayError as error:
            raise PlayError(f"step {number}: {error}") from error
    return play


def _choice_id(entry: object, play: Play) -> str:
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, Mapping) or not isinstance(entry.get("choice"), str):
        raise PlayError("is not a choice")
    if "node" in entry and entry["node"] != play.node:
        raise PlayError(f"was made at {entry['node']!r}, but the play is at {play.node or play.ending!r}")
    return str(entry["choice"])
