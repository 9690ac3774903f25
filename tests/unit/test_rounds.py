"""Chance, certainty and rounds: the cases shared with JavaScript, and states that are old or odd."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from evenkeel import seeded
from evenkeel.certainty import certainty, mark
from evenkeel.course import load_quiz
from evenkeel.models.behaviour import Behaviour
from evenkeel.rounds import Part, asked, result, tally
from evenkeel.spec import spec

CASES = Path(__file__).parents[1] / "cases"
GOOD = Path(__file__).parents[1] / "examples" / "good"
SEEDED, CERTAINTY, ROUNDS = (
    json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")) for name in ("seeded", "certainty", "rounds")
)
Case = dict[str, Any]


def by_name(case: Case) -> str:
    return str(case["name"])


def test_a_seed_of_a_text_and_its_numbers() -> None:
    assert [seeded.seed_of(case["text"]) for case in SEEDED["seeds"]] == [case["seed"] for case in SEEDED["seeds"]]
    for case in SEEDED["numbers"]:
        following = seeded.generator(case["seed"])
        assert [following() for _ in case["first"]] == case["first"]


@pytest.mark.parametrize("case", SEEDED["shuffled"], ids=by_name)
def test_shared_case_of_a_shuffle(case: Case) -> None:
    assert seeded.shuffled(case["parts"], case["seed"], case["fixed"]) == case["order"]


@pytest.mark.parametrize("case", SEEDED["drawn"], ids=by_name)
def test_shared_case_of_a_draw(case: Case) -> None:
    assert seeded.drawn(case["ids"], case["number"], case["seed"], case["seen"]) == case["chosen"]


def test_every_order_comes_about_as_often() -> None:
    orders = [tuple(seeded.shuffled("abc", seeded.seed_of(f"{n}:items"))) for n in range(6000)]
    assert {orders.count(order) // 150 for order in set(orders)} <= {5, 6, 7}
    assert len(set(orders)) == 6


@pytest.mark.parametrize("case", CERTAINTY["marks"], ids=by_name)
def test_shared_case_of_a_mark_by_certainty(case: Case) -> None:
    assert mark(case["credit"], case["sure"]) == pytest.approx(case["mark"], abs=1e-9)


@pytest.mark.parametrize("case", CERTAINTY["sums"], ids=by_name)
def test_shared_case_of_certainty(case: Case) -> None:
    found = certainty([(credit, sure) for credit, sure in case["given"]])
    assert found.marks == pytest.approx(case["marks"], abs=1e-9)
    said = (found.most, list(found.answers), list(found.credit), found.calibration)
    assert said == (case["most"], case["answers"], case["credit"], case["calibration"])


def test_honesty_pays_best() -> None:
    """At every chance of being right, the certainty that stands for it has the highest mark to expect."""
    for percent in range(101):
        chance = percent / 100
        best = max((1, 2, 3), key=lambda sure: mark(chance, sure))
        assert best == (1 if chance <= 2 / 3 else 2 if chance <= 4 / 5 else 3)


@pytest.mark.parametrize("case", ROUNDS["asked"], ids=by_name)
def test_shared_case_of_what_is_asked(case: Case) -> None:
    items = [(name, pool) for name, pool in case["items"]]
    assert asked(items, Behaviour.model_validate(case["how"]), case["seed"], case["seen"]) == case["asked"]


@pytest.mark.parametrize("case", ROUNDS["tally"], ids=by_name)
def test_shared_case_of_a_tally(case: Case) -> None:
    found = tally([Part(*part) for part in case["parts"]], case["most"], Behaviour.model_validate(case["how"]))
    assert (found.points, found.passed) == (case["points"], case["passed"])


def test_a_saved_round_is_scored_by_its_own_items() -> None:
    quiz = load_quiz(GOOD, "with-behaviour")
    items = {
        "one": {"answer": "sorry", "checked": True, "attempts": 1, "hints": 2, "sure": 3},
        "two": {"answer": "true", "checked": True, "attempts": 1, "sure": 3},
        "three": {"answer": "true", "checked": True, "attempts": 1, "sure": 2},
    }
    found = result(
        quiz, {"schema": 1, "items": items, "round": {"n": 1, "seed": 7, "asked": ["one", "three", "always"]}}
    )
    assert (found.points, found.most, found.passed) == (0.8, 2, False)  # two hints take 0.2 off the one that is right
    assert found.certainty is not None
    assert found.certainty.marks == 3 - 2


def test_a_state_without_rounds_counts_every_item() -> None:
    quiz = load_quiz(GOOD, "with-behaviour")
    state = {
        "schema": 1,
        "position": 1,
        "items": {"two": {"answer": "true", "checked": True, "attempts": 1, "credit": 1}},
    }
    assert (result(quiz, state).points, result(quiz, state).most) == (1.0, 3)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["one", "two", "sorry"]),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["one", "two", "answer", "checked", "hints"]), inner)
    ),
)


@given(st.fixed_dictionaries({}, optional={"items": anything, "round": anything, "position": anything}))
def test_no_state_whatever_breaks_the_result(state: Case) -> None:
    found = result(load_quiz(GOOD, "with-behaviour"), state)
    assert 0 <= found.points <= found.most


def test_a_hidden_quiz_goes_to_the_page_without_a_key() -> None:
    page = spec(load_quiz(GOOD, "never-told"), "never-told")
    ordering, truth = page["items"]
    assert set(ordering) == {"id", "level", "requirements", "stem", "image", "points", "type", "items"}
    assert [set(line) for line in ordering["items"]] == [{"id", "text"}] * 3
    assert [line["id"] for line in ordering["items"]] != ["hear", "say", "write"]
    assert "key" not in truth
    assert "First." not in json.dumps(page)


def test_the_authors_guide_explains_every_setting_and_its_example_can_be_copied() -> None:
    page = (Path(__file__).parents[2] / "book" / "guides" / "author.md").read_text(encoding="utf-8")
    guide = re.search(r"^## How a quiz behaves.*?(?=^## )", page, re.S | re.M)
    assert guide is not None
    explained = set(re.findall(r"^\| `(\w+)` \|", guide[0], re.M))
    assert explained == {field.alias or name for name, field in Behaviour.model_fields.items()}
    example = re.search(r"```yaml\n(behaviour:.*?)^items", guide[0], re.S | re.M)
    assert example is not None
    Behaviour.model_validate(yaml.safe_load(example[1])["behaviour"])
