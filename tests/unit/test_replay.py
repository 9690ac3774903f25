"""Ten thousand plays at random: Python and JavaScript come to the same moment, goals and credits, choice by choice.

All plays go through one Node process, and come back as one answer.
"""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from evenkeel.course import load_course
from evenkeel.models import Scenario
from evenkeel.models.quiz import CategoriseItem, MatchingItem, MultipleItem, OrderingItem, SingleItem
from evenkeel.parts import PARTS
from evenkeel.play import Rules
from evenkeel.skills import profile
from evenkeel.spec import spec

ROOT = Path(__file__).parent.parent.parent
STEPS = 30
CASES = json.loads((ROOT / "tests" / "cases" / "play.json").read_text(encoding="utf-8"))
SCRIPT = """
const { load } = await import(process.argv[1]);
for (const part of JSON.parse(process.argv[2])) await load(part);
const { story } = await load("play");
const { profile } = await load("skills");
let text = "";
for await (const piece of process.stdin) text += piece;
const { specs, plays } = JSON.parse(text);
const told = ({ node, ending, state, visited, fired, credits, variant }) =>
  [node, ending, state, visited, fired, credits, variant];
console.log(JSON.stringify(plays.map(({ scenario, choices, seed }) => {
  const { turns, play } = story(specs[scenario], choices, seed);
  const goals = Object.entries(profile(specs[scenario], turns));
  return [...turns.map(({ at, reply }) => [told(at), reply.length]), [told(play), goals]];
})));
"""


def answer_to(item: Any, chance: random.Random) -> Any:
    """Some answer: right, half right, odd or none at all."""
    match item:
        case SingleItem():
            return chance.choice([option.id for option in item.options])
        case MultipleItem():
            return chance.sample([option.id for option in item.options], chance.randint(0, len(item.options)))
        case OrderingItem():
            return chance.sample([option.id for option in item.items], chance.randint(0, len(item.items)))
        case MatchingItem() | CategoriseItem():
            sides = item.right if isinstance(item, MatchingItem) else item.categories
            return {left: chance.choice([side.id for side in sides]) for left in item.key if chance.random() < 0.9}
    return chance.choice([None, "words", ["a"]])


def random_graph(chance: random.Random) -> Scenario:
    """A graph of six nodes with every kind of node and condition; names always fit, and its plays may never end."""
    nodes = [f"n{place}" for place in range(6)]
    targets = [*nodes, "won", "lost"]

    def when() -> str:
        node = chance.choice(nodes)
        tests = [
            f"heat {chance.choice(['<', '<=', '>', '>=', '==', '!='])} {chance.randint(0, 6)}", f"visited('{node}')",
            f"chose('{node}.c{chance.randint(0, 2)}')", f"credit('n5') >= {chance.randint(0, 100)}",
            f"variant('{chance.choice(['dry', 'wet'])}')",
        ]  # fmt: skip
        one, two = chance.sample(tests, 2)
        return chance.choice([one, f"not {one}", f"{one} and {two}", f"({one} or not {two}) and {one}"])

    def maybe(key: str, value: Any) -> dict[str, Any]:
        return {key: value} if chance.random() < 0.4 else {}

    def line() -> dict[str, Any]:
        return {"who": "customer", "text": "Hm.", **maybe("when", when())}

    def goto() -> Any:
        routes = [{"to": chance.choice(targets), "when": when()} for _ in range(chance.randint(0, 2))]
        return [*routes, {"to": chance.choice(targets)}] if routes else chance.choice(targets)

    def choice(place: int, last: bool) -> dict[str, Any]:
        skills = {goal: chance.randint(1, 2) for goal in ("acknowledge", "clarify", "recover") if chance.random() < 0.4}
        return {
            "id": f"c{place}", "text": f"Words {place}.", "quality": "good", "reply": [line(), line()], "reason": "So.",
            "effects": {"heat": chance.randint(-4, 4)}, "goto": goto(), "skills": skills,
            **({} if last else maybe("when", when())),
        }  # fmt: skip

    def node(place: int) -> dict[str, Any]:
        choices = [choice(at, at == 2) for at in range(3)]
        made = {"id": f"n{place}", "title": "A node", "lines": [line()], "choices": choices}
        if place == 5:
            made["item"] = LONG_ITEM
        elif chance.random() < 0.3:
            made["hub"] = {"enough": chance.randint(1, 2), "leave": "c2"}
        elif chance.random() < 0.3:
            made |= {"timer": {"seconds": 30, "choice": "c2"}, "content_note": {"text": "Hard.", "skip": "c2"}}
        return made

    meter = {"label": "Heat", "help": "Heat.", "start": 3, "max": 6, "better": "lower"}
    end = {"outcome": "strong", "lines": [line()], "debrief": "D.", "model_line": "M."}
    overrides = [{"when": when(), "to": chance.choice(targets)} for _ in range(chance.randint(0, 2))]
    return Scenario.model_validate({
        **{name: CASES["rich"]["source"][name] for name in ("schema", "title", "module", "level", "intro", "customer")},
        "state": {"heat": meter}, "start": "n0", "overrides": overrides, "nodes": [node(place) for place in range(6)],
        "variants": [{"id": "dry"}, {"id": "wet", "start": {"heat": chance.randint(0, 6)}}],
        "endings": [{"id": "won", "title": "Won", **end}, {"id": "lost", "title": "Lost", "early": True, **end}],
    })  # fmt: skip


LONG_ITEM = next(node["item"] for node in CASES["rich"]["source"]["nodes"] if "item" in node)


def told(play: Any) -> list[Any]:
    return [play.node, play.ending, play.state, play.visited, play.fired, play.credits, play.variant]


def played(rules: Rules, seed: int, chance: random.Random) -> tuple[list[Any], list[Any]]:
    """A play at random: its record, and all that Python says of it on the way."""
    play, way = rules.start(seed), []
    while play.node is not None and len(way) < STEPS:
        node = rules.node(play)
        answer = answer_to(node.item, chance) if node.item else None
        choices = rules.open(play, answer)
        if not choices:
            break
        taken = chance.choice(choices).id
        late = node.timer is not None and node.timer.choice == taken and chance.random() < 0.3
        way.append([told(play), len(rules.reply(play, taken, answer))])
        play = rules.step(play, taken, answer, late)
    goals = profile(rules.scenario, play.choices, seed)
    return play.choices, [*way, [told(play), [[goal, sums] for goal, sums in goals.items()]]]


@pytest.mark.parametrize("plenty", [1_500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_plays_at_random_are_the_same_in_both_languages(plenty):
    chance = random.Random(20261122)
    known = {**load_course(ROOT).scenarios, "long-shift": Scenario.model_validate(CASES["rich"]["source"])}
    known |= {f"graph-{number}": random_graph(chance) for number in range(60)}
    rules = {name: Rules(scenario) for name, scenario in known.items()}
    names, plays, expected = list(known), [], []
    for number in range(plenty):
        name, seed = names[number % len(names)], chance.randrange(2**31)
        choices, way = played(rules[name], seed, chance)
        plays.append({"scenario": name, "choices": choices, "seed": seed})
        expected.append(way)
    data = {"specs": {name: spec(scenario, name) for name, scenario in known.items()}, "plays": plays}
    found = in_javascript(data)
    assert [number for number in range(plenty) if found[number] != expected[number]] == []
    assert sum(len(way) for way in expected) > 5 * plenty
    assert {way[-1][0][1] for way in expected} >= {None, "won", "lost"}


def in_javascript(data: dict[str, Any]) -> list[Any]:
    shared = (ROOT / "tests" / "js" / "shared.js").as_uri()
    command = ["node", "--input-type=module", "-e", SCRIPT, shared, json.dumps(list(PARTS))]
    done = subprocess.run(command, input=json.dumps(data), capture_output=True, text=True, check=True, timeout=120)
    return list(json.loads(done.stdout))
