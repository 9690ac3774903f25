"""Scoring: the cases shared with JavaScript, and that no answer whatever breaks it."""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from evenkeel import numbers, scoring, typed
from evenkeel.course import load_quiz
from evenkeel.models.quiz import AnyRule

CASES = json.loads((Path(__file__).parent.parent / "cases" / "scoring.json").read_text(encoding="utf-8"))
GOOD = Path(__file__).parent.parent / "examples" / "good"
RULES = [
    ("single", "key", scoring.single),
    ("multiple", "keys", scoring.multiple),
    ("ordering", "order", scoring.ordering),
    ("matching", "key", scoring.matching),
    ("cloze", "key", scoring.cloze),
    ("highlight", "key", scoring.highlight),
]
TABLE = [(rule, key, case) for name, key, rule in RULES for case in CASES[name]]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["a", "b", "c"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["a", "b"]), inner),
)


@pytest.mark.parametrize(("rule", "key", "case"), TABLE, ids=[case["name"] for _, _, case in TABLE])
def test_shared_case(rule, key, case):
    assert rule(case[key], case["answer"]) == pytest.approx(case["credit"], abs=1e-9)


def rules(case):
    """The rules of a case, with the entries that make no difference to the credit."""
    said = {"id": "one", "name": "A rule", "feedback": "Because."}
    return [TypeAdapter(AnyRule).validate_python({**said, **rule}) for rule in case["rules"]]


@pytest.mark.parametrize("case", CASES["rating"], ids=lambda case: case["name"])
def test_shared_rating_case(case):
    assert scoring.rating(case["panel"], case["points"], case["answer"]) == pytest.approx(case["credit"], abs=1e-9)


@pytest.mark.parametrize("case", CASES["words"], ids=lambda case: case["name"])
def test_shared_case_of_words(case):
    assert typed.words(case["text"]) == case["words"]


def test_plain_signs_are_read_the_same_beside_others():
    for sign in map(chr, range(128)):
        assert typed.words(f"A{sign}b \u00e9") == f"{typed.words(f'A{sign}b')} e"


@pytest.mark.parametrize("case", CASES["gap"], ids=lambda case: case["name"])
def test_shared_gap_case(case):
    assert typed.gap_right(case["answer"], case["accept"], case["others"]) is case["right"]


@pytest.mark.parametrize("case", CASES["rewrite"], ids=lambda case: case["name"])
def test_shared_rewrite_case(case):
    assert typed.rules_met(case["original"], rules(case), case["answer"]) == case["met"]
    assert scoring.rewrite(case["original"], rules(case), case["answer"]) == pytest.approx(case["credit"], abs=1e-9)


@pytest.mark.parametrize("case", CASES["readings"], ids=lambda case: case["name"])
def test_shared_case_of_reading_a_number(case):
    assert numbers.readings(case["text"], case["units"]) == case["readings"]


@pytest.mark.parametrize("case", CASES["numeric"], ids=lambda case: case["name"])
def test_shared_number_case(case):
    assert scoring.numeric(case["key"], case["tolerance"], case["units"], case["answer"]) == case["credit"]


@pytest.mark.parametrize("case", CASES["short_text"], ids=lambda case: case["name"])
def test_shared_short_text_case(case):
    assert typed.found([*case["ideas"], *case["unwanted"]], case["answer"]) == case["found"]
    assert scoring.short_text(case["ideas"], case["unwanted"], case["answer"]) == pytest.approx(
        case["credit"], abs=1e-9
    )


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_the_distance_is_the_fewest_slips(a, b):
    """Counted another way: one slip at a time, outwards from ``a``; no part is changed twice."""

    def least(i, j):
        if not (i and j):
            return i + j
        found = min(least(i - 1, j) + 1, least(i, j - 1) + 1, least(i - 1, j - 1) + (a[i - 1] != b[j - 1]))
        swapped = i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]
        return min(found, least(i - 2, j - 2) + 1) if swapped else found

    assert min(typed.distance(a, b), 3) == min(least(len(a), len(b)), 3)


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
        scoring.cloze({"a": "b", "b": ["c", "calling"]}, answer),
        scoring.rating({"a": 1, "b": 3}, 5, answer),
        scoring.rewrite("a", rules(CASES["rewrite"][0]), answer),
        scoring.highlight(key, answer),
        scoring.numeric(1.5, 0.5, ["a"], answer),
        scoring.short_text([["a"], ["b c"]], [["c"]], answer),
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


@pytest.mark.timeout(60)
def test_a_huge_answer_is_wrong_as_any_other():
    huge = [f"id-{index}" for index in range(200_000)]
    assert scoring.ordering(["a", "b"], huge) == 0
    assert scoring.multiple(["a", "b"], huge) == 0


@pytest.mark.parametrize("sign", ["a", "a ", "\u0301", "\ufdfa", "but "])
@pytest.mark.timeout(60)
def test_a_huge_or_hostile_text_is_scored_as_any_other(sign):
    phrases = [f"{'a' * 70} {index}" for index in range(40)]
    hostile = rules({"rules": [{"kind": kind, "phrases": phrases} for kind in ("contains", "without", "starts-with")]})
    for length in (typed.LONGEST_GAP, typed.LONGEST_REWRITE, 5_000_000):
        text = (sign * (length // len(sign)))[:length]
        assert not typed.gap_right(text, phrases[:12], phrases)
        assert not any(typed.rules_met("a", hostile, text)[::2])
        assert not any(typed.found([phrases[:20], phrases[20:]], text))
        assert not numbers.readings(text, phrases)


def test_an_item_is_scored_by_its_type():
    answers = {
        "one": ("sorry", 1.0),
        "many": (["a"], 0.5),
        "true": ("true", 1.0),
        "in-order": (["ask", "listen", "act"], pytest.approx(1 / 3)),
        "pairs": ({"noise": "place", "error": "place", "queue": "us"}, pytest.approx(2 / 3)),
        "sorted": ({"noise": "ours", "form": "nobodys"}, pytest.approx(1 / 3)),
        "gaps": ({"feeling": "sad", "act": "Ring you!"}, 0.5),
        "rated": ({"hear": "4", "calm": "1"}, 0.875),
        "ranked": (["offer", "calm", "hear"], pytest.approx(1 / 3)),
        "rewritten": ("I can hear you, but rules are rules.", 0.75),
        "myself": ("high", 0.0),
        "marked": ({"calm": "adds", "name": "cools"}, 0.0),
        "minutes": ("17,5 min", 1.0),
        "ideas": ("I am sory.", 0.5),
        "card": ("knew", 0.0),
    }
    quiz = load_quiz(GOOD, "every-kind")
    assert {item.id: scoring.item_credit(item, answers[item.id][0]) for item in quiz.items} == {
        name: credit for name, (_, credit) in answers.items()
    }


def test_the_wrong_side_of_true_or_false_earns_nothing():
    quiz = load_quiz(GOOD, "every-kind")
    item = next(item for item in quiz.items if item.type == "true-false")
    assert [scoring.item_credit(item, answer) for answer in ("false", True, "True", None)] == [0, 0, 0, 0]
