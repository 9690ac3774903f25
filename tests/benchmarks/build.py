"""Seconds to build the book: cold, with nothing changed, and with one page edited.

Run ``python -m tests.benchmarks.build``. The book is built in a copy, so that the working tree stays as it is.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def build(course: Path) -> float:
    """Build the book of a course; return the seconds it took."""
    command = [Path(sys.prefix) / "bin" / "jupyter-book", "build", "book", "--config", "_config.yml"]
    start = time.perf_counter()
    subprocess.run([*command, "--path-output", "."], cwd=course, check=True, capture_output=True)
    return time.perf_counter() - start


def rounds(course: Path, runs: int) -> dict[str, list[float]]:
    """Seconds of each kind of build, ``runs`` times."""
    page = next(iter(sorted((course / "book").rglob("*.md"))))
    figures: dict[str, list[float]] = {"cold": [], "no change": [], "one page edited": []}
    for turn in range(runs):
        shutil.rmtree(course / "_build", ignore_errors=True)
        figures["cold"].append(build(course))
        figures["no change"].append(build(course))
        with page.open("a", encoding="utf-8") as file:
            file.write(f"\nEdited {turn}.\n")
        figures["one page edited"].append(build(course))
    return figures


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        for name in ("book", "exercises"):
            shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("_config.yml", "organisation.yml"):
            shutil.copy(ROOT / name, course)
        figures = rounds(course, 3)
    print("| build | seconds: median (min to max) |\n|---|---|")
    for name, times in figures.items():
        print(f"| {name} | {statistics.median(times):.1f} ({min(times):.1f} to {max(times):.1f}) |")


if __name__ == "__main__":
    main()
