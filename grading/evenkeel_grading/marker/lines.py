"""The lines of a log: which sentences each has, and whether its clock time goes on from the line before."""

import re
from itertools import pairwise
from typing import Literal

from evenkeel_grading.marker.text import Prose

_CLOCK = re.compile(r"[(\[]?([0-9]{1,2})[:.h]?([0-5][0-9])(?![0-9])")
_DAY = 24 * 60
Timing = Literal["running", "broken"]


def timed_lines(prose: Prose) -> list[tuple[range, Timing]]:
    """Each line's sentence numbers, and ``running`` when it begins with a time no earlier than those above it."""
    found: list[tuple[range, Timing]] = []
    latest: int | None = None
    for run in _lines(prose):
        minute = _minute(prose, run.start)
        running = minute is not None and (latest is None or _later(minute, latest))
        latest = minute if minute is not None and running else latest
        found.append((run, "running" if running else "broken"))
    return found


def _lines(prose: Prose) -> list[range]:
    starts = [
        number
        for number, sentence in enumerate(prose.sentences)
        if number == 0 or sentence.line != prose.sentences[number - 1].line
    ]
    edges = [*starts, len(prose.sentences)]
    return [range(start, end) for start, end in pairwise(edges)]


def _minute(prose: Prose, number: int) -> int | None:
    """The minute of the day at which a line begins, or none where it does not begin with a time."""
    clock = _CLOCK.match(prose.text, prose.sentences[number].start)
    return int(clock[1]) * 60 + int(clock[2]) if clock and int(clock[1]) < 24 else None


def _later(minute: int, latest: int) -> bool:
    # A shift may go past midnight: less than half a day on is later.
    return (minute - latest) % _DAY < _DAY // 2
