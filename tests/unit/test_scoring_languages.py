"""Random answers get the same credit in Python and in JavaScript, by every rule for a typed or marked answer."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenkeel import bundle, numbers, scoring, typed

FRONTEND = Path(bundle.__file__).parent / "frontend"
SEED = 20270401
MANY = 1500
SCRIPT = """
const [typed, numeric, highlight, shorttext] = await Promise.all(
  ["typed", "numeric", "highlight", "shorttext"].map((name) => import(`${FOLDER}/${name}.js`)));
const rules = {
  readings: numeric.readings, numeric: numeric.numeric, highlight: highlight.highlight,
  short: shorttext.shorttext, found: typed.found, gap: typed.gapRight, words: typed.words,
};
let text = "";
for await (const part of process.stdin) text += part;
console.log(JSON.stringify(JSON.parse(text).map(([rule, ...given]) => rules[rule](...given))));
"""
RULES: dict[str, Callable[..., Any]] = {
    "readings": numbers.readings,
    "numeric": scoring.numeric,
    "highlight": scoring.highlight,
    "short": scoring.short_text,
    "found": typed.found,
    "gap": typed.gap_right,
    "words": typed.words,
}
SIGNS = [*"0123456789.,' +-%£", "\u00a0", "\u202f", "\u2212", "\u2019", "\uff13", "min", " minutes", "e", "½"]
SYLLABLES = [
    "a",
    "b",
    "ab",
    "ba",
    "listen",
    "lisen",
    "calm",
    "ring",
    "back",
    "é",
    "Ring",
    "'",
    " ",
    " ",
    " ",
    "30",
    "ß",
]


def text(chance: random.Random, parts: list[str], most: int) -> str:
    return "".join(chance.choices(parts, k=chance.randint(0, most)))


def phrases(chance: random.Random) -> list[str]:
    return [text(chance, SYLLABLES, 4) + "x" for _ in range(chance.randint(1, 3))]


def marks(chance: random.Random) -> dict[str, Any]:
    categories = ["x", "y", "z", "", 7, None, ["x"]]
    return {name: chance.choice(categories) for name in chance.sample("abcde", chance.randint(0, 5))}


def case(chance: random.Random) -> list[Any]:
    """A rule and what it is given."""
    ideas, unwanted = ([phrases(chance) for _ in range(chance.randint(1, 3))] for _ in range(2))
    said, number = text(chance, SYLLABLES, 12), text(chance, SIGNS, 8)
    made: dict[str, list[Any]] = {
        "readings": [number, ["min", "%", "£"]],
        "numeric": [chance.choice([3, 12.5, -3, 1500]), chance.choice([0, 0.5, 10]), ["min"], number],
        "highlight": [{"a": "x", "b": "y"}, marks(chance)],
        "short": [ideas, unwanted, said],
        "found": [ideas, said],
        "gap": [said, phrases(chance), phrases(chance)],
        "words": [said],
    }
    rule = chance.choice(list(made))
    return [rule, *made[rule]]


def test_python_and_javascript_agree_on_random_answers() -> None:
    chance = random.Random(SEED)
    cases = [case(chance) for _ in range(MANY)]
    folder = json.dumps(FRONTEND.as_uri())
    done = subprocess.run(
        ["node", "--input-type=module", "-e", f"const FOLDER = {folder};{SCRIPT}"],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    theirs = json.loads(done.stdout)
    ours = [RULES[rule](*given) for rule, *given in cases]
    for each, mine, other in zip(cases, ours, theirs, strict=True):
        assert mine == (pytest.approx(other) if isinstance(other, float) else other), each
    earned = [mine for (rule, *_), mine in zip(cases, ours, strict=True) if rule in ("numeric", "highlight", "short")]
    assert min(earned) == 0
    assert max(earned) == 1
