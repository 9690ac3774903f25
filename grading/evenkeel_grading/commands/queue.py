"""``queue ASSIGNMENT``: what needs a person first, as the formgrader's queue page shows it."""

import argparse
import sys

from evenkeel.commandline import add_course
from evenkeel.course import find_root
from evenkeel_grading.html_text import printable

NAME = "queue"
HELP = "say whose work needs a person first"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the assignment."""
    parser.add_argument("assignment", help="the assignment's id, such as difficult-applied")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0, or 2 when the gradebook does not know the assignment."""
    # Here, since nbgrader takes seconds to load and marking needs none of it.
    from evenkeel_grading.nbg.opening import NoSuchAssignmentError, desk_of

    try:
        with desk_of(find_root(given.course), given.assignment) as desk:
            lines = [(entry, desk.left(entry)) for entry in desk.queue()]
    except NoSuchAssignmentError as error:
        print(error, file=sys.stderr)
        return 2
    for entry, left in lines:
        if left:
            print(f"{printable(entry.learner)}: {' '.join(entry.reasons) or 'To be confirmed.'} {left} to decide.")
    done = sum(not left for _, left in lines)
    print(f"{len(lines) - done} of {len(lines)} pieces of work wait for a tutor.")
    return 0
