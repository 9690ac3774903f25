"""How long ``evenkeel check`` takes, interpreter start included, on a course made of copies of this course's files.

Run ``python -m tests.benchmarks.check_speed [files …]`` (200 and 2,000 content files when
nothing is named). Prints one JSON line a size: the best and the median of the runs in seconds, the least processor
time of a run, which other work on the machine changes less, and whether the bar was met (200 files in 2 s, 2,000 in
10 s).
"""

import itertools
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
BARS = {200: 2.0, 2000: 10.0}
SHARES = {"quizzes": 14, "scenarios": 3, "worksheets": 3}
"""How many files of each kind there are among twenty."""


def make_course(root: Path, files: int) -> None:
    """Write a course of so many content files, all of them copies of the real ones under other ids."""
    for name in ("book", "_config.yml", "organisation.yml"):
        source = ROOT / name
        ignore = shutil.ignore_patterns("_build")
        shutil.copytree(source, root / name, ignore=ignore) if source.is_dir() else shutil.copy(source, root / name)
    (root / "exercises").mkdir()
    shutil.copy(ROOT / "exercises" / "requirements.yml", root / "exercises")
    for folder, share in SHARES.items():
        originals = sorted((ROOT / "exercises" / folder).glob("*.yml"))
        # Every original once: an assessed worksheet may play any of the scenarios.
        wanted = max(len(originals), files * share // 20)
        _copy(list(itertools.islice(itertools.cycle(originals), wanted)), root / "exercises" / folder)


def _copy(files: list[Path], folder: Path) -> None:
    folder.mkdir()
    for number, file in enumerate(files):
        name = file.name if not (folder / file.name).exists() else f"{file.stem[:50]}-{number}.yml"
        shutil.copy(file, folder / name)


def measure(root: Path, runs: int = 5) -> tuple[list[float], list[float]]:
    """The seconds of some runs of the check on a course without problems: on the clock, and of the processor."""
    seconds, processor = [], []
    for _ in range(runs):
        began, used = time.perf_counter(), _used()
        subprocess.run([sys.executable, "-m", "evenkeel", "check", root], check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
        processor.append(_used() - used)
    return seconds, processor


def _used() -> float:
    """The processor's seconds of every run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(files: int) -> bool:
    """Measure one size, print it, and say whether the bar was met."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "course")
        root.mkdir()
        make_course(root, files)
        seconds, processor = measure(root, 5 if files <= 500 else 3)
    bar = BARS.get(files)
    met = bar is None or min(seconds) <= bar
    best, median = round(min(seconds), 2), round(statistics.median(seconds), 2)
    figures = {"files": files, "best_s": best, "median_s": median, "processor_s": round(min(processor), 2)}
    print(json.dumps({**figures, "bar_s": bar, "met": met}))
    return met


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or list(BARS)
    met = [report(size) for size in sizes]
    sys.exit(0 if all(met) else 1)
