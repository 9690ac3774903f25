"""Marking 100 submissions: our configuration beside stock nbgrader, on the same submissions, in the same run.

``python -m tests.benchmarks.autograde [--submissions 100] [--memory]`` prints a JSON report. Times are of whole
commands, start-up included. ``--memory`` adds our peak memory at 100 and at 1,000 submissions.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
ASSIGNMENT = "difficult-applied"
NBGRADER = str(Path(sys.executable).parent / "nbgrader")


def environment(work: Path, config: Path) -> dict[str, str]:
    """The environment of a tutor's command; ``config`` is the folder of its nbgrader_config.py."""
    return os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_PATH": str(config),
        "EVENKEEL_WORK": str(work),
        "EVENKEEL_ROOT": str(ROOT),
    }


def build(work: Path, submissions: int) -> None:
    """A course with so many submissions, made from the demo class's answers, before anything is marked."""
    command = [NBGRADER, "generate_assignment", ASSIGNMENT, "--quiet"]
    subprocess.run(command, env=environment(work, ROOT / "grading"), cwd=ROOT, check=True)
    from evenkeel.loading import read_yaml

    entries = read_yaml(ROOT / "grading" / "demo" / f"{ASSIGNMENT}.yml").data.values()
    fields = [entry["fields"] for entry in entries if entry.get("fields")]
    released = work / "course" / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    for number in range(submissions):
        learner = f"learner{number:05}"
        folder = work / "course" / "submitted" / learner / ASSIGNMENT
        folder.mkdir(parents=True)
        answers = {"schema": 1, "assignment": ASSIGNMENT, "learner": learner, "fields": fields[number % len(fields)]}
        (folder / "responses.json").write_text(json.dumps(answers), encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-11-20 10:00:00.000000 UTC", encoding="utf-8")
        shutil.copy(released, folder)


def timed(command: list[str], cwd: Path, env: dict[str, str]) -> dict[str, float]:
    """Run a command; seconds of the clock and of processors, and peak memory in MiB over all its processes."""
    before, peak, done = os.times(), [0.0], threading.Event()
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watcher = threading.Thread(target=watch, args=(process.pid, peak, done))
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    if status:
        raise SystemExit(f"{command} ended with status {status}")
    after = os.times()
    spent = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return {"seconds": round(seconds, 2), "cpu_seconds": round(spent, 2), "peak_mib": round(peak[0], 1)}


def watch(pid: int, peak: list[float], done: threading.Event) -> None:
    """Keep the largest memory (resident, all processes of the command) that was seen.

    Looking takes milliseconds of a processor that a command with two workers has none to spare of.
    """
    while not done.wait(0.5):
        try:
            root = psutil.Process(pid)
            used = sum(one.memory_info().rss for one in [root, *root.children(recursive=True)])
        except psutil.Error:
            continue
        peak[0] = max(peak[0], used / 2**20)


def ours(work: Path) -> dict[str, float]:
    """Our configuration, from the command line."""
    return timed([NBGRADER, "autograde", ASSIGNMENT, "--quiet"], ROOT, environment(work, ROOT / "grading"))


def stock(work: Path, empty: Path) -> dict[str, float]:
    """nbgrader as it comes: the same course, released notebook and submissions, another gradebook and folder."""
    course = work / "course"
    command = [NBGRADER, "autograde", ASSIGNMENT, "--quiet", f"--course-dir={course}"]
    return timed(command, course, environment(work, empty))


def compare(submissions: int) -> dict[str, Any]:
    """Both on copies of the same course."""
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
        (Path(folder) / "empty").mkdir()
        one, two = Path(folder, "ours"), Path(folder, "stock")
        build(one, submissions)
        shutil.copytree(one, two)
        # Stock nbgrader looks for notebooks of its own source folder: there is none to overwrite with.
        report: dict[str, Any] = {
            "submissions": submissions,
            "ours": ours(one),
            "stock": stock(two, Path(folder, "empty")),
        }
    report["times_faster"] = round(report["stock"]["seconds"] / report["ours"]["seconds"], 1)
    report["times_less_cpu"] = round(report["stock"]["cpu_seconds"] / report["ours"]["cpu_seconds"], 1)
    return report


def memory() -> dict[str, Any]:
    """Our peak memory at 100 and 1,000 submissions."""
    peaks: dict[str, Any] = {}
    for submissions in (100, 1000):
        with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
            build(Path(folder), submissions)
            peaks[str(submissions)] = ours(Path(folder))
    peaks["ratio"] = round(peaks["1000"]["peak_mib"] / peaks["100"]["peak_mib"], 3)
    return peaks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--memory", action="store_true", help="measure peak memory at 100 and 1,000 as well")
    options = parser.parse_args()
    report = compare(options.submissions)
    if options.memory:
        report["memory"] = memory()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
