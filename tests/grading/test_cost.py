"""Marking is quick, and needs no more than the standard library to begin."""

import subprocess
import sys
import time

import pytest
from known import answers, assignment_of

from evenkeel.responses import Responses, check_responses
from evenkeel_grading import mark

WORDS = 600
SECONDS = 0.06
LONGEST = 20_000
HOSTILE = {
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


ASSIGNMENTS = sorted({name[:-4] for name in answers()} | {"leadership-extra"})


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_whole_answer_of_600_words_is_marked_in_a_blink(name: str) -> None:
    # The bar is 20 ms on a quiet core (see the figures in the benchmarks); with all cores taken it is 30 to 45.
    # The leadership extra has no development answer; its fields of text are filled with one of another assignment.
    assignment = assignment_of(name)
    responses = answers().get(f"{name}-101") or _filled(name)
    written = sum(len(text.split()) for text in mark(assignment, responses).texts.values())
    taken = []
    for _ in range(7):
        start = time.process_time()
        mark(assignment, responses)
        taken.append(time.process_time() - start)
    assert min(taken) * WORDS / written < SECONDS


def _filled(name: str) -> Responses:
    names = [field.id for field in assignment_of(name).worksheet.fields if field.kind == "text"]
    texts = mark(assignment_of("resilience-applied"), answers()["resilience-applied-101"]).texts.values()
    return check_responses({"schema": 1, "assignment": name, "fields": dict(zip(names, texts, strict=False))})


def test_long_runs_without_stops_or_full_of_brackets_stay_quick() -> None:
    assignment = assignment_of("difficult-applied")
    for text in ("so and then he was tired because " * 600, "((((" * 5000, "'\"" * 10_000, "a. " * 6000, "\n- " * 6000):
        start = time.process_time()
        mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": {"causes": text[:20_000]}})
        assert time.process_time() - start < 5


def _seconds(unit: str, length: int, name: str = "difficult-applied") -> float:
    """CPU time of marking such a text in every written field, no two of them alike."""
    assignment = assignment_of(name)
    text = unit * (2 * length // len(unit))
    names = [field.id for field in assignment.worksheet.fields if field.kind == "text"]
    fields = {name: text[index : index + length] for index, name in enumerate(names)}
    start = time.process_time()
    mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": fields})
    return time.process_time() - start


@pytest.mark.parametrize("kind", HOSTILE)
def test_four_times_the_text_in_every_field_takes_about_four_times_as_long(kind: str) -> None:
    # The best of three, since a busy machine makes single times waver.
    quick = min(_seconds(HOSTILE[kind], LONGEST // 4) for _ in range(3))
    slow = min(_seconds(HOSTILE[kind], LONGEST) for _ in range(3))
    # Time that grew with the square would be sixteen times; a short time is mostly what every mark costs.
    assert slow < 10 * max(quick, 0.1)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_cues_of_no_assignment_make_long_texts_slow(name: str) -> None:
    quick, slow = (_seconds(HOSTILE["no stops"], length, name) for length in (LONGEST // 4, LONGEST))
    assert slow < 10 * max(quick, 0.1)


def test_the_marker_needs_nothing_outside_the_standard_library() -> None:
    code = (
        "import sys; import evenkeel_grading, evenkeel_grading.marker; "
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'pydantic', 'yaml', 'nbgrader', 'evenkeel'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
