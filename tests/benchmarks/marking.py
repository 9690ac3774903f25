"""The built-in marker: time a 600-word answer, time to begin, and memory at 1,000 and at 10,000 answers.

``python -m tests.benchmarks.marking [--answers 10000]`` prints a JSON report. Times are of the processor, the least of
several runs; memory is the most that a process of its own ever held.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenkeel.responses import Responses

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWERS = ROOT / "tests" / "grading" / "data" / "responses"
WORDS = 600
RUNS = 40
BEGIN = """
import time
start = time.process_time()
import evenkeel_grading
{name}
print(time.process_time() - start)
"""
STARTS = {
    "import of the package": "",
    "ready to mark": "evenkeel_grading.mark",
    "first assignment loaded": "evenkeel_grading.load_assignment(__import__('pathlib').Path(), 'difficult-applied')",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000, help="how many answers the larger run marks")
    parser.add_argument("--hold", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.hold:
        _mark_so_many(given.hold)
        return
    small, large = (_memory(count) for count in (given.answers // 10, given.answers))
    report = {
        "milliseconds_per_600_words": dict(_speeds()),
        "seconds_to_begin": {what: _begin(code) for what, code in STARTS.items()},
        "peak_MiB": {str(given.answers // 10): small, str(given.answers): large, "ratio": round(large / small, 3)},
    }
    print(json.dumps(report, indent=2))


def _speeds() -> Iterator[tuple[str, float]]:
    from evenkeel_grading import load_assignment, mark

    for name in sorted({file.name.rpartition("-")[0] for file in ANSWERS.glob("*.json")}):
        assignment, fields = load_assignment(ROOT, name), _of_600_words(name)
        words = sum(len(text.split()) for text in mark(assignment, fields).texts.values())
        taken = []
        for _ in range(RUNS):
            start = time.process_time()
            mark(assignment, fields)
            taken.append(time.process_time() - start)
        yield name, round(min(taken) * 1000 * WORDS / words, 1)


def _of_600_words(name: str) -> Responses:
    """An answer to all of an assignment: the answers of so many learners, field by field, as make 600 words."""
    from evenkeel.responses import read_responses

    first, *others = (read_responses(file) for file in sorted(ANSWERS.glob(f"{name}-*.json")))
    fields = dict(first.fields)
    for other in others:
        if sum(len(text.split()) for text in fields.values() if isinstance(text, str)) >= WORDS:
            break
        both = {key: text for key, text in other.fields.items() if isinstance(text, str) and "\n" not in text}
        fields |= {key: f"{fields[key]}\n{text}" for key, text in both.items() if isinstance(fields.get(key), str)}
    return first.model_copy(update={"fields": fields})


def _begin(code: str) -> float:
    command = [sys.executable, "-c", BEGIN.format(name=code)]
    runs = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(5)]
    return round(min(float(run) for run in runs), 3)


def _memory(count: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.marking", "--hold", str(count)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def _mark_so_many(count: int) -> None:
    """Mark answers that all differ, since a marker that remembers would grow with them."""
    from evenkeel.responses import read_responses
    from evenkeel_grading import load_assignment, mark

    files = sorted(ANSWERS.glob("*.json"))
    read = [read_responses(file) for file in files]
    loaded = {one.assignment: load_assignment(ROOT, one.assignment) for one in read}
    for number in range(count):
        one = read[number % len(read)]
        fields = {
            name: f"{answer} Zaq{number} wex{number * 7}." if isinstance(answer, str) else answer
            for name, answer in one.fields.items()
        }
        mark(loaded[one.assignment], one.model_copy(update={"fields": fields}))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
