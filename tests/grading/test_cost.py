"""Marking is quick, and needs no more than the standard library to begin."""

import subprocess
import sys
import time

from known import answers, assignment_of

from evenkeel_grading import mark

WORDS = 600
SECONDS = 0.04


def test_a_whole_answer_of_600_words_is_marked_in_a_blink() -> None:
    # The bar is 20 ms on a quiet core (see the figures in the benchmarks); twice that allows for a busy machine.
    responses = answers()["difficult-applied-101"]
    assignment = assignment_of("difficult-applied")
    written = sum(len(text.split()) for text in mark(assignment, responses).texts.values())
    taken = []
    for _ in range(7):
        start = time.process_time()
        mark(assignment, responses)
        taken.append(time.process_time() - start)
    assert min(taken) * WORDS / written < SECONDS


def test_long_runs_without_stops_or_full_of_brackets_stay_quick() -> None:
    assignment = assignment_of("difficult-applied")
    for text in ("so and then he was tired because " * 600, "((((" * 5000, "'\"" * 10_000, "a. " * 6000, "\n- " * 6000):
        start = time.process_time()
        mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": {"causes": text[:20_000]}})
        assert time.process_time() - start < 5


def test_the_marker_needs_nothing_outside_the_standard_library() -> None:
    code = (
        "import sys; import evenkeel_grading, evenkeel_grading.marker; "
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'pydantic', 'yaml', 'nbgrader', 'evenkeel'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
