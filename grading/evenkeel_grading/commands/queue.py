"""``queue ASSIGNMENT``: what needs a person first, as the formgrader's queue page shows it."""

import argparse
import sys
from pathlib import Path

from evenkeel_grading.html_text import printable


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command."""
    parser = commands.add_parser("queue", help="say whose work needs a person first")
    parser.add_argument("assignment", help="the assignment's id, such as difficult-applied")
    parser.set_defaults(run=run)
    return parser


def run(given: argparse.Namespace, root: Path) -> int:
    """0, or 2 when the gradebook does not know the assignment."""
    # Here, since nbgrader takes seconds to load and marking needs none of it.
    from evenkeel_grading.nbg.opening import NoSuchAssignmentError, desk_of

    try:
        with desk_of(root, given.assignment) as desk:
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
