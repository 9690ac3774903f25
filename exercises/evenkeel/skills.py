"""The skill profile of a play: for each goal, what the learner met of what the decisions on the way asked for.

The front end does the same (``skills.js``); ``tests/cases/play.json`` is read by both test suites. There is no total:
a goal says something of its own, and a play that kept everyone safe is not made up for by kind words.

- A decision is one step of the record at a node without hub and item. What was skipped, or taken because time ran
  out, is no decision.
- A decision asks for a goal as far as the best of the choices that were open meets it: 2 or 1. The choice that goes
  round a hard part does not count among them.
- The goal's entry adds up over the decisions, each as often as it was met: ``[met, asked]``. A goal that no decision
  on the way asked for has no entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from evenkeel.models.scenario import Choice, Goal, Node, Scenario
from evenkeel.play import Rules

GOALS: tuple[Goal, ...] = get_args(Goal)


def asks(node: Node, choices: Iterable[Choice]) -> dict[Goal, int]:
    """What a decision asks for: for each goal the most that one of these choices meets. Empty for what is none."""
    if node.hub is not None or node.item is not None:
        return {}
    met = [choice.skills for choice in choices if not skips(node, choice.id)]
    best = {goal: max((skills.get(goal, 0) for skills in met), default=0) for goal in GOALS}
    return {goal: most for goal, most in best.items() if most}


def profile(scenario: Scenario, record: Sequence[Mapping[str, Any]], seed: int = 0) -> dict[Goal, list[int]]:
    """``{goal: [met, asked]}`` in the order of ``GOALS``.

    Raises:
        PlayError: the record cannot be replayed.
    """
    rules = Rules(scenario)
    play = rules.start(seed)
    found: dict[Goal, list[int]] = {goal: [0, 0] for goal in GOALS}
    for step in record:
        node, name, answer, late = rules.node(play), step["choice"], step.get("answer"), step.get("late") is True
        asked = {} if late or skips(node, name) else asks(node, rules.open(play, answer))
        met = rules.choice(play, name, answer).skills
        for goal, most in asked.items():
            found[goal][0] += met.get(goal, 0)
            found[goal][1] += most
        play = rules.step(play, name, answer, late)
    return {goal: sums for goal, sums in found.items() if sums[1]}


def skips(node: Node, choice: str) -> bool:
    """Whether a choice goes round the hard part of its node."""
    return node.content_note is not None and node.content_note.skip == choice
