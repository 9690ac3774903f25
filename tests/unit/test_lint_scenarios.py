"""The balance of scenarios: what luck, form and conditions that never hold give away."""

import random
from pathlib import Path
from typing import Any

import pytest

from evenkeel import conditions
from evenkeel.course import load_course
from evenkeel.lint.balance import check_balance
from evenkeel.lint.plays import Plays
from evenkeel.models import Scenario
from evenkeel.play import Play, Rules

ROOT = Path(__file__).parents[2]
LONG, SHORT = "Quite a few more words than the other ones have", "Few words"


def choice(name: str, quality: str, goto: Any, text: str, change: int = 0, when: str | None = None) -> dict[str, Any]:
    reply = [{"who": "customer", "text": "Well."}, {"who": "customer", "text": "Hm.", "when": when}]
    return {
        "id": name, "text": f"{text} {name}.", "quality": quality, "effects": {"trust": change}, "reply": reply,
        "reason": f"Because of {name}.", "goto": goto,
    }  # fmt: skip


def scenario(
    good: str, long: str, worse: int = 0, better: int = 1, enough: int = 7, when: str | None = None
) -> Scenario:
    """Six decisions. ``good`` and ``long`` give for each the place of the good choice and of the longest."""
    last = [{"to": "agreed", "when": f"trust >= {enough}"}, {"to": "mended"}]
    nodes = []
    for number, (right, most) in enumerate(zip(good, long, strict=True)):
        goto = f"n{number + 1}" if number + 1 < len(good) else last
        choices = [
            choice(
                f"c{number}-{place}",
                "good" if place == int(right) else "poor",
                goto,
                LONG if place == int(most) else SHORT + "!" * ((place + number) % 3),
                better if place == int(right) else worse,
                when,
            )
            for place in range(3)
        ]
        nodes.append(
            {"id": f"n{number}", "title": "T", "lines": [{"who": "customer", "text": "Hm."}], "choices": choices}
        )
    ends = [("agreed", "strong"), ("mended", "recovered")]
    return Scenario.model_validate({
        "schema": 1, "title": "T", "module": "calls", "level": "foundation", "intro": "A call.",
        "customer": {"name": "Ms Vale", "about": "She has waited."},
        "state": {"trust": {"label": "Trust", "help": "How far.", "start": 4, "better": "higher"}},
        "start": "n0", "nodes": nodes,
        "endings": [
            {"id": name, "title": "T", "outcome": outcome, "lines": [{"who": "customer", "text": "Bye."}],
             "debrief": "You heard her.", "model_line": "Sorry."} for name, outcome in ends
        ],
    })  # fmt: skip


def rules_of(made: Scenario) -> list[str]:
    return [rule for rule, _, _ in check_balance(made)]


BALANCED = {"good": "012012", "long": "120021"}


def test_a_balanced_scenario_has_no_finding():
    assert list(check_balance(scenario(**BALANCED))) == []


def test_an_ending_that_hardly_any_play_meets_is_found():
    found = list(check_balance(scenario(**BALANCED, worse=-10, enough=10)))
    assert ("ending-share", ("endings", 0)) in [(rule, where) for rule, where, _ in found]


def test_luck_that_wins_is_found():
    found = [
        message for rule, _, message in check_balance(scenario(**BALANCED, worse=0, enough=5)) if rule == "easy-win"
    ]
    assert any("random plays" in message for message in found)


@pytest.mark.parametrize(
    ("good", "long", "words"),
    [
        ("111111", "201202", "the good choice second in 100%"),
        ("222222", "201021", "the good choice last in 100%"),
        ("012012", "012012", "the good choice as the longest in 100%"),
    ],
)
def test_a_good_choice_that_its_form_gives_away_is_found(good, long, words):
    found = list(check_balance(scenario(good, long)))
    assert any(rule == "best-by-form" and words in message for rule, _, message in found)
    assert any(rule == "easy-win" and "always takes" in message for rule, _, message in found)


def test_a_line_that_no_play_shows_is_found_and_one_that_some_play_shows_is_not():
    assert "never-holds" in rules_of(scenario(**BALANCED, when="trust >= 11"))
    found = [
        where for rule, where, _ in check_balance(scenario(**BALANCED, when="trust >= 5")) if rule == "never-holds"
    ]
    assert ("nodes", 0, "choices", 0, "reply", 1) not in found
    assert ("nodes", 0, "choices", 1, "reply", 1) in found


def test_a_meter_that_no_choice_moves_is_found():
    made = scenario(**BALANCED)
    still = made.model_copy(update={"state": {**made.state, "calm": made.state["trust"]}})
    assert [(rule, where) for rule, where, _ in check_balance(still)] == [("never-holds", ("state", "calm"))]


def test_the_shares_are_those_of_many_random_plays():
    made = scenario(**BALANCED)
    draw, rules, strong = random.Random(7), Rules(made), 0
    for _ in range(4000):
        play = rules.start()
        while play.node is not None:
            play = rules.step(play, draw.choice(rules.open(play)).id)
        strong += play.ending == "agreed"
    assert Plays(made).shares()["agreed"] == pytest.approx(strong / 4000, abs=0.03)


def test_what_never_holds_is_never_true_in_random_plays_of_the_course():
    draw = random.Random(11)
    for made in load_course(ROOT).scenarios.values():
        never = set(Plays(made).never())
        rules = Rules(made)
        for _ in range(150):
            play = rules.start()
            while play.node is not None:
                picked = draw.choice(rules.open(play))
                seen = rules.reply(play, picked.id)
                place = [node.id for node in made.nodes].index(play.node)
                at = made.nodes[place].choices.index(picked)
                for index, line in enumerate(picked.reply):
                    if line in seen and line.when:
                        assert ("nodes", place, "choices", at, "reply", index) not in never
                play = rules.step(play, picked.id)
                assert _lines_seen(made, play).isdisjoint(never)


def _lines_seen(made: Scenario, play: Play) -> set[tuple[Any, ...]]:
    part, name = ("nodes", play.node) if play.node else ("endings", play.ending)
    parts = getattr(made, part)
    index = [one.id for one in parts].index(name)
    return {
        (part, index, "lines", number)
        for number, line in enumerate(parts[index].lines)
        if line.when and conditions.holds(conditions.parsed(line.when), play)
    }
