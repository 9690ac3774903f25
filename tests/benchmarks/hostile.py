"""Texts that would keep a careless reader busy: how many times as long four times the text takes.

``python -m tests.benchmarks.hostile`` prints a line for each kind, and fails where one is above the bar. Work in
proportion to the length comes to 4, work with its square to 16. Times are of the processor, both lengths in one run.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / room) for room in ("grading", "unit")]
BAR = 8.0
TRIES = 3
LONGEST = 20_000


def main() -> None:
    """Measure, print, and say by the exit code whether all is within the bar."""
    gc.disable()  # It looks through all that is kept, which is more for the longer text.
    worst = 0.0
    for name, run in (*_marker(), *_cues(), *_markup()):
        times, seconds = _growth(run)
        worst = max(worst, times)
        print(f"{times:5.1f} times, {seconds:6.2f} s at the most  {name}", flush=True)
    sys.exit(f"{worst:.1f} times is above the bar of {BAR}" if worst > BAR else 0)


def _growth(run: Callable[[int], object]) -> tuple[float, float]:
    """Times as long for four times the text, and the seconds of the longer; a wavering machine gets another try."""
    times = long = float("inf")
    for _ in range(TRIES):
        short, long = (_seconds(run, size) for size in (LONGEST // 4, LONGEST))
        times = min(times, long / max(short, 0.005))
        if times < BAR / 2:
            break
    return times, long


def _seconds(run: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    run(size)
    return time.process_time() - start


def _marker() -> Iterator[tuple[str, Callable[[int], object]]]:
    from test_cost import HOSTILE

    for kind, unit in HOSTILE.items():
        yield f"marker: {kind}", _marking("difficult-applied", unit)


def _cues() -> Iterator[tuple[str, Callable[[int], object]]]:
    from known import answers
    from test_cost import HOSTILE

    for name in sorted({one[:-4] for one in answers()} | {"leadership-extra"}):
        yield f"marker: no stops, {name}", _marking(name, HOSTILE["no stops"])


def _marking(name: str, unit: str) -> Callable[[int], object]:
    from known import assignment_of
    from test_cost import in_every_field

    from evenkeel_grading import mark

    assignment = assignment_of(name)
    return lambda size: mark(assignment, {"schema": 1, "assignment": name, "fields": in_every_field(name, unit, size)})


def _markup() -> Iterator[tuple[str, Callable[[int], object]]]:
    from test_markup import HOSTILE

    from evenkeel.markup import blocks

    for part in HOSTILE:
        yield f"markup: {part!r}", lambda size, part=part: blocks("x" + part * (5 * size // len(part)) + "x")


if __name__ == "__main__":
    main()
