"""Marking a large class: ``autograde`` in one process and on one and two workers, beside stock nbgrader.

``python -m tests.benchmarks.scale [--submissions 1000] [--rounds 2]`` prints a JSON report. In each round every way
marks the same submissions, on a fresh copy, one after the other; nbgrader marks the first twenty of them. Ours are
times of whole commands, start-up included; nbgrader's are less its start-up, which would weigh more on twenty.
``--memory`` measures the coordinator's peak at so many and at ten times as many instead, with short answers: what it
has in hand at a time is then small, so that anything that grows with the class weighs more.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from tests.benchmarks.autograde import ASSIGNMENT, NBGRADER, ROOT, build, environment, timed

SAMPLE = 20
COMMAND = [sys.executable, "-m", "evenkeel_grading", "autograde", ASSIGNMENT]
WAYS = {"one worker": ["--workers", "1"], "two workers": ["--workers", "2"], "in one process": []}


def ours(course: Path, options: list[str]) -> dict[str, float]:
    """Our command on a copy of the course."""
    return on_copy(course, lambda work: timed([*COMMAND, *options], ROOT, environment(work, ROOT / "grading")))


def nbgrader(course: Path) -> dict[str, float]:
    """``nbgrader autograde`` under our configuration, on twenty."""
    command = [NBGRADER, "autograde", ASSIGNMENT, "--quiet"]
    return on_copy(course, lambda work: timed(command, ROOT, environment(only(work), ROOT / "grading")))


def stock(course: Path, empty: Path) -> dict[str, float]:
    """nbgrader as it comes, on twenty: it runs each notebook."""
    return on_copy(course, lambda work: timed(stock_command(only(work)), work / "course", environment(work, empty)))


def stock_command(work: Path) -> list[str]:
    """Its command for the course at ``work``."""
    return [NBGRADER, "autograde", ASSIGNMENT, "--quiet", f"--course-dir={work / 'course'}"]


def only(work: Path) -> Path:
    """Leave the first twenty learners."""
    for folder in sorted((work / "course" / "submitted").iterdir())[SAMPLE:]:
        shutil.rmtree(folder)
    return work


def on_copy(course: Path, act: Callable[[Path], dict[str, float]]) -> dict[str, float]:
    """Do it on a copy that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
        return act(Path(shutil.copytree(course, Path(folder, "work"))))


def compare(submissions: int, rounds: int) -> dict[str, Any]:
    """Turn about, as many rounds as are asked for; medians, and what the bars ask for."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in ("start", "stock", "nbgrader", *WAYS)}
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
        (Path(folder) / "empty").mkdir()
        course = Path(folder, "course-to-copy")
        build(course, submissions)
        ways: dict[str, Callable[[], dict[str, float]]] = {
            "start": lambda: timed([NBGRADER, "--version"], ROOT, environment(course, ROOT / "grading")),
            "stock": lambda: stock(course, Path(folder, "empty")),
            "nbgrader": lambda: nbgrader(course),
            **{name: partial(ours, course, options) for name, options in WAYS.items()},
        }
        for _ in range(rounds):
            for name, way in ways.items():
                runs[name].append(way())
                print(name, runs[name][-1], file=sys.stderr, flush=True)
    return report(submissions, runs)


def report(submissions: int, runs: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """Milliseconds of clock and processor for one submission, by way, and the ratios."""
    each = {name: per_submission(runs, name, submissions) for name in ("stock", "nbgrader", *WAYS)}
    faster = {name: round(each["stock"]["seconds"] / each[name]["seconds"], 1) for name in ("nbgrader", *WAYS)}
    less = {name: round(each["stock"]["cpu_seconds"] / each[name]["cpu_seconds"], 1) for name in ("nbgrader", *WAYS)}
    pairs = list(zip(runs["one worker"], runs["two workers"], strict=True))
    # Whatever else the machine does makes a run longer and never shorter.
    least = [min(run["seconds"] for run in way) for way in zip(*pairs, strict=True)]
    return {
        "submissions": submissions,
        "ms_each": each,
        "times_faster_than_stock": faster,
        "times_less_processor_than_stock": less,
        "two_workers_over_one": [round(one["seconds"] / both["seconds"], 2) for one, both in pairs],
        "runs": runs,
        "bars": {
            "times faster than stock, one worker": [faster["one worker"], "at least", 20],
            "two workers over one, least of each": [round(least[0] / least[1], 2), "at least", 1.5],
        },
    }


def per_submission(runs: dict[str, list[dict[str, float]]], name: str, submissions: int) -> dict[str, float]:
    """Milliseconds of clock and of processors; the median of all rounds."""
    sampled = name in ("stock", "nbgrader")
    each: dict[str, float] = {}
    for kind in ("seconds", "cpu_seconds"):
        spent = [run[kind] - start[kind] * sampled for run, start in zip(runs[name], runs["start"], strict=True)]
        each[kind] = round(1000 * statistics.median(spent) / (SAMPLE if sampled else submissions), 1)
    return each


def memory(fewer: int) -> dict[str, Any]:
    """Peak memory of the coordinator alone, with two workers, at so many submissions and at ten times as many."""
    peaks: dict[str, Any] = {}
    for submissions in (fewer, 10 * fewer):
        with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
            build(Path(folder), submissions)
            shorten(Path(folder))
            peaks[str(submissions)] = peak_of([*COMMAND, "--workers", "2"], environment(Path(folder), ROOT / "grading"))
            print(json.dumps(peaks), file=sys.stderr, flush=True)
    ratio = peaks[str(10 * fewer)]["peak_mib"] / peaks[str(fewer)]["peak_mib"]
    return peaks | {"bars": {"peak at ten times as many": [round(ratio, 3), "at most", 1.15]}}


def shorten(work: Path) -> None:
    """Leave the beginning of each written answer: quick to mark."""
    for file in sorted((work / "course" / "submitted").glob("*/*/responses.json")):
        answers = json.loads(file.read_text(encoding="utf-8"))
        answers["fields"] = {
            name: answer[:40] if isinstance(answer, str) else answer for name, answer in answers["fields"].items()
        }
        file.write_text(json.dumps(answers), encoding="utf-8")


def peak_of(command: list[str], env: dict[str, str]) -> dict[str, float]:
    """Seconds and peak resident memory in MiB of a command, without its children."""
    start, peak = time.perf_counter(), 0
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        try:
            peak = max(peak, psutil.Process(process.pid).memory_info().rss)
        except psutil.Error:
            continue
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"{command} ended with status {process.returncode}")
    return {"seconds": round(time.perf_counter() - start, 1), "peak_mib": round(peak / 2**20, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--memory", action="store_true", help="measure the coordinator's peak memory instead")
    options = parser.parse_args()
    found = memory(options.submissions) if options.memory else compare(options.submissions, options.rounds)
    print(json.dumps(found, indent=1))
    for name, (value, which, bar) in found["bars"].items():
        met = value >= bar if which == "at least" else value <= bar
        print(f"{name}: {value} (bar: {which} {bar}; {'met' if met else 'NOT MET'})", file=sys.stderr)


if __name__ == "__main__":
    main()
