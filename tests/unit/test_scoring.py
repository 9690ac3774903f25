"""Scoring: the cases shared with JavaScript, and that no answer whatever breaks it."""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenkeel import scoring
from evenkeel.course import load_quiz

CASES = json.loads((Path(__file__).parent.parent / "cases" / "scoring.json").read_text(encoding="utf-8"))
GOOD = Path(__file__).parent.parent / "examples" / "good"
RULES = [
    ("single", "key", scoring.single),
    ("multiple", "keys", scoring.multiple),
    ("ordering", "order", scoring.ordering),
    ("matching", "key", scoring.matching),
]
TABLE = [(rule, key, case) for name, key, rule in RULES for case in CASES[name]]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["a", "b", "c"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["a", "b"]), inner),
)


@pytest.mark.parametrize(("rule", "key", "case"), TABLE, ids=[case["name"] for _, _, case in TABLE])
def test_shared_case(rule, key, case):
    assert rule(case[key], case["answer"]) == pytest.approx(case["credit"], abs=1e-9)


@pytest.mark.parametrize("case", CASES["rounding"], ids=lambda case: case["name"])
def test_shared_rounding_case(case):
    assert scoring.round_mark(sum(case["parts"])) == case["mark"]


@given(anything)
def test_any_answer_gets_a_credit_between_0_and_1(answer):
    key = {"a": "b", "b": "a"}
    earned = [
        scoring.single("a", answer),
        scoring.multiple(["a", "b"], answer),
        scoring.ordering(["a", "b", "c"], answer),
        scoring.matching(key, answer),
    ]
    assert all(isinstance(credit, float) and 0 <= credit <= 1 for credit in earned)


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_ordering_counts_pairs(answer):
    order = ["a", "b", "c", "d", "e"]
    right = sum(answer.index(x) < answer.index(y) for x, y in combinations(order, 2))
    assert scoring.ordering(order, answer) == pytest.approx(max(0, (right - (10 - right)) / 10))


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 66), st.sampled_from([3, 4, 6, 10, 66])), max_size=12))
def test_rounding_a_sum_of_floats_is_rounding_the_exact_sum(parts):
    exact = sum((Fraction(points * min(a, b), b) for points, a, b in parts), Fraction(0))
    as_floats = sum(points * (min(a, b) / b) for points, a, b in parts)
    assert scoring.round_mark(as_floats) == float(Fraction((exact * 10 + Fraction(1, 2)).__floor__(), 10))


@pytest.mark.parametrize("mark", [float("nan"), float("inf"), float("-inf")])
def test_a_mark_that_is_no_number_is_refused(mark):
    with pytest.raises(ValueError, match="finite"):
        scoring.round_mark(mark)


def test_a_huge_answer_takes_no_time_to_speak_of():
    huge = [f"id-{index}" for index in range(200_000)]
    assert scoring.ordering(["a", "b"], huge) == 0
    assert scoring.multiple(["a", "b"], huge) == 0


def test_an_item_is_scored_by_its_type():
    answers = {
        "one": ("sorry", 1.0),
        "many": (["a"], 0.5),
        "true": ("true", 1.0),
        "in-order": (["ask", "listen", "act"], pytest.approx(1 / 3)),
        "pairs": ({"noise": "place", "error": "place", "queue": "us"}, pytest.approx(2 / 3)),
    }
    quiz = load_quiz(GOOD, "every-kind")
    assert {item.id: scoring.item_credit(item, answers[item.id][0]) for item in quiz.items} == {
        name: credit for name, (_, credit) in answers.items()
    }


def test_the_wrong_side_of_true_or_false_earns_nothing():
    quiz = load_quiz(GOOD, "every-kind")
    item = next(item for item in quiz.items if item.type == "true-false")
    assert [scoring.item_credit(item, answer) for answer in ("false", True, "True", None)] == [0, 0, 0, 0]
