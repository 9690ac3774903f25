"""Checks of many files at once, in as many processes as there are processors.

A process is forked from this one, so that the course need not be sent to it; only what it found comes back.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence

from evenkeel.problems import Problem

Check = Callable[[], list[Problem]]
MANY = 400
"""From how many files on a second process is worth its start."""
MOST = 4

_checks: Sequence[Check] = ()


def all_found(checks: Sequence[Check]) -> list[Problem]:
    """What the checks find, in their order when there are few, and in any order when they are shared out."""
    global _checks
    workers = _workers(len(checks))
    if workers < 2:
        return [problem for check in checks for problem in check()]
    _checks = checks
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            found = pool.map(_share, [(first, workers) for first in range(workers)], chunksize=1)
    finally:
        _checks = ()
    return [problem for share in found for problem in share]


def _workers(files: int) -> int:
    """How many processes. One where there is little to do, or where a fork would be unsafe or is not to be had."""
    alone = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    return min(MOST, os.cpu_count() or 1) if files >= MANY and alone else 1


def _share(which: tuple[int, int]) -> list[Problem]:
    """Every so-manieth check. Neighbours are alike in size, so the shares are, too."""
    first, step = which
    return [problem for check in _checks[first::step] for problem in check()]
