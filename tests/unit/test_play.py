"""Playing scenarios: the cases shared with JavaScript, and replaying against stepping on random scenarios."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graphs import scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from evenkeel import conditions
from evenkeel.models import Scenario
from evenkeel.play import Play, PlayError, Rules, replay, shown, start, step
from evenkeel.skills import profile
from evenkeel.spec import spec

CASES = json.loads((Path(__file__).parent.parent / "cases" / "play.json").read_text(encoding="utf-8"))
SCENARIO = Scenario.model_validate(CASES["source"])
RICH = CASES["rich"]
LONG = Scenario.model_validate(RICH["source"])


def moment(play: Play) -> dict[str, object]:
    """A moment as the shared cases write it."""
    names = [choice.id for choice in Rules(SCENARIO).open(play)]
    return {
        "node": play.node,
        "ending": play.ending,
        "state": play.state,
        "visited": play.visited,
        "fired": play.fired,
        "open": names,
    }


def rich_moment(play: Play) -> dict[str, object]:
    names = [choice.id for choice in Rules(LONG).open(play)]
    told = ("node", "ending", "state", "visited", "fired", "credits", "variant")
    return {**{name: getattr(play, name) for name in told}, "open": names}


def entry_of(choice: object) -> dict[str, Any]:
    return choice if isinstance(choice, dict) else {"choice": choice}


def moment_of(case: dict[str, Any]) -> Play:
    return replace(start(SCENARIO), state=case["state"], visited=case["visited"])


def test_the_shared_spec_is_fresh():
    assert spec(SCENARIO, "short-call") == CASES["spec"]
    assert spec(LONG, "long-shift") == RICH["spec"]


@pytest.mark.parametrize("case", RICH["cases"], ids=lambda case: case["name"])
def test_shared_play_with_all_that_there_is(case):
    play = start(LONG, case["seed"])
    moments, refused_at = [rich_moment(play)], None
    for number, choice in enumerate(map(entry_of, case["choices"]), start=1):
        try:
            play = step(LONG, play, choice["choice"], choice.get("answer"), choice.get("late", False))
        except PlayError:
            refused_at = number
            break
        moments.append(rich_moment(play))
    assert moments == case["steps"]
    assert refused_at == case.get("error_at")
    if refused_at is None:
        assert replay(LONG, play.choices, case["seed"]) == play
        assert profile(LONG, play.choices, case["seed"]) == case["skills"]


@pytest.mark.parametrize("case", RICH["lines"], ids=lambda case: case["name"])
def test_shared_lines_remember(case):
    rules = Rules(LONG)
    play = replay(LONG, case["choices"], case.get("seed", 0))
    if "reply" in case:
        before = replay(LONG, case["choices"][:-1], case.get("seed", 0))
        assert [line.text for line in rules.reply(before, case["choices"][-1])] == case["reply"]
    else:
        assert [line.text for line in shown(rules.node(play).lines, play)] == case["shown"]


@pytest.mark.parametrize("seed", [-1, 2**31, True, 1.0, "1", None])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(PlayError, match="seed"):
        start(LONG, seed)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_shared_play(case):
    play, moments, refused_at = start(SCENARIO), [], None
    moments.append(moment(play))
    for number, choice in enumerate(case["choices"], start=1):
        try:
            play = step(SCENARIO, play, choice)
        except PlayError:
            refused_at = number
            break
        moments.append(moment(play))
    assert moments == case["steps"]
    assert refused_at == case.get("error_at")


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda case: case["name"])
def test_shared_lines(case):
    rules = Rules(SCENARIO)
    if "reply_to" in case:
        lines = rules.reply(replay(SCENARIO, case["choices"][:-1]), case["reply_to"])
    else:
        play = replay(SCENARIO, case["choices"])
        lines = shown(rules.node(play).lines, play)
    assert [line.text for line in lines] == case["shown"]


@pytest.mark.parametrize("case", CASES["conditions"], ids=lambda case: case["text"])
def test_shared_condition(case):
    parsed = conditions.parse(case["text"])
    assert parsed == case["parsed"]
    assert conditions.holds(parsed, moment_of(case)) is case["holds"]


def test_a_record_is_replayed_with_its_nodes():
    record = [{"node": "open", "choice": "kind"}, {"node": "ask", "choice": "offer"}]
    assert replay(SCENARIO, record).ending == "agreed"
    assert replay(SCENARIO, record).choices == record


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (["kind", "cold"], r"step 2: the node 'ask' has no choice 'cold'"),
        (["kind", "offer", "offer"], r"step 3: the play has ended with 'agreed'"),
        ([{"node": "ask", "choice": "kind"}], r"step 1: was made at 'ask', but the play is at 'open'"),
        ([{"node": "open"}], r"step 1: is not a choice"),
        ([7], r"step 1: is not a choice"),
    ],
)
def test_a_record_that_cannot_be_says_at_which_step(record, words):
    with pytest.raises(PlayError, match=words):
        replay(SCENARIO, record)


def test_a_step_leaves_the_moment_before_it_as_it_was():
    before = start(SCENARIO)
    kept = json.dumps(moment(before))
    step(SCENARIO, before, "cold")
    assert json.dumps(moment(before)) == kept


@settings(deadline=None, max_examples=40)
@given(st.data(), scenarios())
def test_replaying_a_play_is_stepping_through_it(data, scenario):
    play, taken = start(scenario), []
    for _ in range(12):
        choices = Rules(scenario).open(play)
        if not choices:
            break
        choice = data.draw(st.sampled_from([choice.id for choice in choices]))
        play = step(scenario, play, choice)
        taken.append(choice)
        assert all(scenario.state[name].min <= value <= scenario.state[name].max for name, value in play.state.items())
    assert replay(scenario, taken) == play
    assert replay(scenario, play.choices) == play
