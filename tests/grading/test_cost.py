"""No text keeps the marker busy, and it needs no more than the standard library to begin."""

import random
import subprocess
import sys

import pytest
from known import assignment_of

from evenkeel_grading import mark

LONGEST = 20_000


def _nonsense(words: int) -> str:
    """Words that English does not have, hardly one of them twice."""
    chance = random.Random("nonsense")
    made = (
        "".join(chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
        for _ in range(words)
    )
    return "".join(f"{word} " for word in made)


HOSTILE = {
    "nonsense words": _nonsense(6000),
    "quotations never closed": 'I said "',
    "quotation in quotation": '"I said sorry." He was upset. ',
    "short quotations": "“a” ",
    "single marks never closed": "'a ",
    "quotes only": '"',
    "one letter": "a",
    "letters on lines": "a\n",
    "stops only": ".",
    "commas": "he said, ",
    "a list with or": "or his sleep, ",
    "not": "not ",
    "newlines": "\n",
    "bullets": "\n- a",
    "one cue word": "apologise ",
    "one cue on each line": "I was tired and did not check.\n",
    "brackets": "( [",
    "no stops": "so and then he was tired because ",
}


def in_every_field(name: str, unit: str, length: int = LONGEST) -> dict[str, str]:
    """Such a text in every written field, by default as long as fields take, no two of them alike."""
    text = unit * (2 * length // len(unit) + 1)
    names = [field.id for field in assignment_of(name).worksheet.fields if field.kind == "text"]
    return {name: text[index : index + length] for index, name in enumerate(names)}


@pytest.mark.timeout(120)  # they take seconds; how their time grows with their length is in the benchmarks
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_in_every_field_is_marked_and_earns_next_to_nothing(kind: str) -> None:
    fields = in_every_field("difficult-applied", HOSTILE[kind])
    marks = mark(assignment_of("difficult-applied"), {"schema": 1, "assignment": "difficult-applied", "fields": fields})
    assert max(one.level for one in marks.criteria.values()) <= 1


@pytest.mark.timeout(120)
@pytest.mark.parametrize("words", [390, 6000])
def test_words_that_english_does_not_have_are_no_way_to_keep_the_marker_busy(words: int) -> None:
    # The worst case is just below the number of strange words from which no slip is looked for.
    text = _nonsense(words)
    fields = {"causes": text[:LONGEST], "effect": text[LONGEST:][:LONGEST]}
    marks = mark(assignment_of("difficult-applied"), {"schema": 1, "assignment": "difficult-applied", "fields": fields})
    assert "other-language" in {flag.id for flag in marks.flags}


def test_the_marker_needs_nothing_outside_the_standard_library() -> None:
    code = (
        "import sys; import evenkeel_grading, evenkeel_grading.marker; "
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'pydantic', 'yaml', 'nbgrader', 'evenkeel'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
