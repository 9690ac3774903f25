"""Playing a scenario: pure steps from one moment to the next.

The front end does the same in JavaScript; ``tests/cases/play.json`` is read by both test suites. The record of a
play is its list of choices and its seed; everything else is found by replaying them. The order of things in one step:

1. A play starts at ``start`` with every variable at its own ``start``, or at that of the play's variant: the one at
   the place ``seed`` modulo their number. ``visited`` holds the start node. Overrides are not looked at before the
   first choice.
2. At a node with an item, the answer's credit is noted first, in whole per cent (no answer: 0). The first choice
   whose ``when`` then holds is the only one that is open.
3. The choice must belong to the present node, its ``when`` (if any) must hold now, and at a hub it must not have been
   taken before; the hub's ``leave`` opens when ``enough`` of the others were taken.
4. The choice's effects are added, then every variable is kept within its ``min`` and ``max``.
5. The choice joins the list of choices. Its reply lines show whose ``when`` holds after the effects, with the node
   still being the one of the choice.
6. The overrides are looked at in order. The first whose ``when`` holds and that has not fired in this play fires:
   the play goes to its ``to`` and the choice's own ``goto`` is not looked at. At most one fires a step.
7. Otherwise ``goto`` is followed: an id, or the first route whose ``when`` holds (a route without ``when`` always
   does).
8. An ending stops the play: ``node`` becomes ``None``. A node becomes the present one and joins ``visited`` unless
   it is there already. ``visited`` lists nodes by their first visit; endings are not in it.

All conditions in 5 to 7 see the state after the effects, ``chose`` with this choice, and ``visited`` with the node
the choice was made at. A node's own lines and choices see the state and ``visited`` on arrival, with that node
included.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import floor
from typing import Any, Protocol, TypeVar

from evenkeel import conditions
from evenkeel.models.scenario import Choice, Hub, Node, Scenario, SpokenLine
from evenkeel.problems import PlayError
from evenkeel.scoring import item_credit

Step = dict[str, Any]
"""An entry of a record: ``node`` and ``choice``; ``answer`` to the node's item; ``late: True`` when time ran out."""

MAX_SEED = 2**31 - 1


@dataclass(frozen=True)
class Play:
    """A moment of a play. ``fired`` holds the places of overrides in the scenario's list, in order of firing.

    Exactly one of ``node`` and ``ending`` is set. ``credits`` holds whole per cents by the node of an item.
    Do not change the lists and the dictionaries: make a step.
    """

    node: str | None
    ending: str | None
    state: dict[str, int]
    visited: list[str]
    fired: list[int]
    choices: list[Step]
    credits: dict[str, int]
    seed: int
    variant: str | None

    @cached_property
    def chosen(self) -> set[str]:
        """Every choice that was taken, as ``node.choice``."""
        return {f"{step['node']}.{step['choice']}" for step in self.choices}


class _Conditional(Protocol):
    @property
    def when(self) -> str | None: ...


P = TypeVar("P", bound=_Conditional)


def holds(when: str | None, play: Play) -> bool:
    """Whether a condition is true at this moment. No condition is always true."""
    return when is None or conditions.holds(conditions.parsed(when), play)


def shown(parts: Iterable[P], play: Play) -> list[P]:
    """The lines, choices or routes whose ``when`` holds at this moment."""
    return [part for part in parts if holds(part.when, play)]


class Rules:
    """A scenario with its nodes and endings at hand. Makes many steps quick."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.nodes = {node.id: node for node in scenario.nodes}
        self.endings = {ending.id for ending in scenario.endings}

    def start(self, seed: int = 0) -> Play:
        """The first moment of the play with this seed.

        Raises:
            PlayError: the seed is no whole number from 0 to ``MAX_SEED``.
        """
        if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= MAX_SEED:
            raise PlayError(f"the seed {seed!r} is no whole number from 0 to {MAX_SEED}")
        variants, first = self.scenario.variants, self.scenario.start
        variant = variants[seed % len(variants)] if variants else None
        own = variant.start if variant else {}
        state = {name: own.get(name, variable.start) for name, variable in self.scenario.state.items()}
        return Play(
            node=first, ending=None, state=state, visited=[first], fired=[], choices=[], credits={}, seed=seed,
            variant=variant.id if variant else None,
        )  # fmt: skip

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

    def open(self, play: Play, answer: Any = None) -> list[Choice]:
        """The choices that can be taken now. An ended play has none; an answered item has one at the most."""
        if play.node is None:
            return []
        node, play = self.node(play), self.answered(play, answer)
        found = [choice for choice in shown(node.choices, play) if _free(node.id, node.hub, choice.id, play)]
        return found if node.item is None else found[:1]

    def answered(self, play: Play, answer: Any) -> Play:
        """The same moment with the credit of an answer to the node's item noted."""
        item = self.node(play).item
        if item is None:
            return play
        # Rounded to whole per cents, so that a last bit of a float can never send two languages two ways.
        credit = floor(item_credit(item, answer) * 100 + 0.5 + 1e-9)
        return replace(play, credits={**play.credits, str(play.node): credit})

    def choice(self, play: Play, choice_id: str, answer: Any = None) -> Choice:
        """The open choice with this id.

        Raises:
            PlayError: the node has no such choice, or it is not open.
        """
        node = self.node(play)
        if all(choice.id != choice_id for choice in node.choices):
            raise PlayError(f"the node {node.id!r} has no choice {choice_id!r}")
        found = next((choice for choice in self.open(play, answer) if choice.id == choice_id), None)
        if found is None:
            raise PlayError(f"the choice {choice_id!r} of {node.id!r} is not open now")
        return found

    def step(self, play: Play, choice_id: str, answer: Any = None, late: bool = False) -> Play:
        """The moment after a choice. ``late``: it was taken because the time of a timer ran out."""
        choice = self.choice(play, choice_id, answer)
        return self._arrive(*self._target(self._moved(play, choice, answer, late), choice))

    def reply(self, play: Play, choice_id: str, answer: Any = None) -> list[SpokenLine]:
        """The lines that answer an open choice at once: after its effects, before the play goes on."""
        choice = self.choice(play, choice_id, answer)
        return shown(choice.reply, self._moved(play, choice, answer, late=False))

    def _moved(self, play: Play, choice: Choice, answer: Any, late: bool) -> Play:
        node = self.node(play)
        if late and (node.timer is None or node.timer.choice != choice.id):
            raise PlayError(f"the choice {choice.id!r} of {node.id!r} is not the one for when time runs out")
        if answer is not None and node.item is None:
            raise PlayError(f"the node {node.id!r} asks nothing that could be answered")
        extras: Step = ({"answer": answer} if answer is not None else {}) | ({"late": True} if late else {})
        taken = {"node": node.id, "choice": choice.id, **extras}
        play = self.answered(play, answer)
        return replace(play, state=self._affected(play, choice), choices=[*play.choices, taken])

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


def _free(node: str, hub: Hub | None, choice: str, play: Play) -> bool:
    """Whether a hub leaves a choice open: a scene once, the way out when enough scenes were taken."""
    if hub is None:
        return True
    if choice != hub.leave:
        return f"{node}.{choice}" not in play.chosen
    taken = [name for name in play.chosen if name.startswith(f"{node}.") and name != f"{node}.{choice}"]
    return len(taken) >= hub.enough


def start(scenario: Scenario, seed: int = 0) -> Play:
    """The first moment of a play."""
    return Rules(scenario).start(seed)


def step(scenario: Scenario, play: Play, choice_id: str, answer: Any = None, late: bool = False) -> Play:
    """The moment after a choice.

    Raises:
        PlayError: the choice is not open, or the play has ended.
    """
    return Rules(scenario).step(play, choice_id, answer, late)


def replay(scenario: Scenario, choices: Sequence[str | Mapping[str, Any]], seed: int = 0) -> Play:
    """The moment after a list of choices: choice ids, or the entries of a record (see :data:`Step`).

    Raises:
        PlayError: one of them was not open; the message counts from 1.
    """
    rules = Rules(scenario)
    play = rules.start(seed)
    for number, entry in enumerate(choices, start=1):
        try:
            play = rules.step(play, *_taken(entry, play))
        except PlayError as error:
            raise PlayError(f"step {number}: {error}") from error
    return play


def _taken(entry: object, play: Play) -> tuple[str, Any, bool]:
    """The choice, the answer and whether time ran out, of one entry of a record."""
    if isinstance(entry, str):
        return entry, None, False
    if not isinstance(entry, Mapping) or not isinstance(entry.get("choice"), str):
        raise PlayError("is not a choice")
    if "node" in entry and entry["node"] != play.node:
        raise PlayError(f"was made at {entry['node']!r}, but the play is at {play.node or play.ending!r}")
    return str(entry["choice"]), entry.get("answer"), entry.get("late") is True
