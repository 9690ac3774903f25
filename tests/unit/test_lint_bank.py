"""What only a whole bank of items shows."""

from pathlib import Path

import pytest

from evenkeel.lint.asked import Answer, Asked
from evenkeel.lint.bank import check_bank

FILE = Path("exercises/quizzes/made-up.yml")


def single(key: int, long: int, options: int = 4) -> Asked:
    """An item whose key and whose longest option stand at these places; the shortest is the one before the longest."""
    sizes = [3 if place == long else 1 if place == (long - 1) % options else 2 for place in range(options)]
    answers = [Answer(("options", i), "word " * size, i == key) for i, size in enumerate(sizes)]
    return Asked(FILE, ("items", 0), "one", "What comes first?", tuple(answers))


def judged(key: bool) -> Asked:
    answers = (Answer((), "True", key), Answer((), "False", not key))
    return Asked(FILE, ("items", 0), "judge", "It does.", answers)


def rules_of(bank: list[Asked]) -> list[str]:
    return [rule for rule, _ in check_bank(bank)]


EVEN = [single(key, long) for key in range(4) for long in range(4)]


def test_an_even_bank_has_no_finding():
    assert rules_of([*EVEN, *(judged(number % 2 == 0) for number in range(12))]) == []


def test_a_place_that_holds_too_many_keys_and_one_that_holds_too_few_are_found():
    found = list(check_bank([single(number % 2, number // 4) for number in range(16)]))
    assert [rule for rule, _ in found] == ["key-position"] * 4
    assert found[0][1] == "place 1 holds the key in 8 of 16 items; chance gives 4"


@pytest.mark.parametrize(("apart", "word"), [(0, "longest"), (3, "shortest")])
def test_keys_that_length_gives_away_are_found(apart, word):
    found = list(check_bank([single(number % 4, (number - apart) % 4) for number in range(16)]))
    assert [rule for rule, _ in found] == ["key-length"]
    assert word in found[0][1]


@pytest.mark.parametrize("key", [True, False])
def test_statements_that_lean_to_one_side_are_found(key):
    assert rules_of([judged(key if number else not key) for number in range(12)]) == ["true-false-bias"]


def test_a_small_bank_says_nothing():
    assert rules_of([single(0, 0)] * 7 + [judged(True)] * 7) == []
