"""``autograde ASSIGNMENT``: mark a whole class as ``nbgrader autograde`` would, on any number of processes."""

import argparse
import sys

from evenkeel.commandline import add_course
from evenkeel.server.sparing import load_sparingly
from evenkeel_grading.scale.start import check_iris_late, prepare_workers

NAME = "autograde"
HELP = "mark a whole class, on several processes or machines if you like"

STOPPED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to mark, and on what."""
    parser.add_argument("assignment", help="the assignment's id, such as difficult-applied")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=_number, metavar="N", help="mark on N worker processes of this machine")
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="mark on a Dask cluster, such as tls://marking.example:8786"
    )
    parser.add_argument("--student", default="*", metavar="ID", help="only this learner; * and ? stand for any")
    parser.add_argument("--collect", action="store_true", help="first collect what has been handed in since")
    parser.add_argument("--force", action="store_true", help="mark again what is marked and unchanged")
    add_course(parser)


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def run(given: argparse.Namespace) -> int:
    """0 when all is marked; 1, as ``nbgrader autograde``, when something could not be; 130 when it was stopped."""
    check_iris_late()
    load_sparingly()
    # What follows takes seconds to load, so that it is loaded here, in the order in which it is wanted.
    if given.workers:
        prepare_workers(given.course, given.assignment)
    from evenkeel.course import find_root

    root = find_root(given.course)
    if given.workers:
        from evenkeel_grading.scale.pools import begin

        begin(given.workers)
    from evenkeel_grading.scale.run import autograde

    try:
        return 0 if autograde(root, given.assignment, given, sys.stderr) else 1
    except KeyboardInterrupt:
        print("\nStopped. What was marked so far is kept; run the command again to go on.", file=sys.stderr)
        return STOPPED
