"""Conditions: what is taken and what an author is told. The shared cases are read in ``test_play.py``."""

import re

import pytest

from evenkeel.conditions import names, parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cannot be read"),
        ("tension => 9", "cannot be read"),
        ("trust = 4", "cannot be read"),
        ("trust < 010", "cannot be read"),
        ("4 < trust", "a part that is not a condition: '4 < trust'"),
        ("1 < trust < 4", "a part that is not a condition"),
        ("trust", "a part that is not a condition: 'trust'"),
        ("visited(apology)", "a part that is not a condition"),
        ("__import__('os')", "a part that is not a condition"),
        ("trust < max", "compares with 'max'; use a whole number"),
        ("trust < 4.5", "compares with '4.5'; use a whole number"),
        ("trust < True", "compares with 'True'; use a whole number"),
        ("trust < 4and tension > 5", "runs into a word"),
        ("trust < 0x10", "runs into a word"),
        ("trust < 4; tension", "a sign that no condition has"),
        ("lambda: 1", "a sign that no condition has"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        parse(text)


def test_every_name_of_a_condition_is_found():
    found = names(parse("not (trust < 4 or visited('a-2b')) and tension >= -1"))
    assert list(found) == [("var", "trust"), ("visited", "a-2b"), ("var", "tension")]
