"""``erase``: delete everything that is held on one learner, wherever it lies. There is no way back."""

import argparse
import sys

from evenkeel.commandline import add_course

NAME = "erase"
HELP = "delete everything held on one learner, with a receipt"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whom, and whether to ask first."""
    parser.add_argument("learner", metavar="LEARNER", help="the learner's id")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0 when it is done; 1 when not, and then it may be run again."""
    from evenkeel_hub.erasing import erase, told
    from evenkeel_hub.holdings import counts, require_learner
    from evenkeel_hub.hosted import AdminError, open_hosted

    hosted = open_hosted(given.course)
    try:
        require_learner(given.learner)
        print("\n".join([f"Held on {given.learner}, besides private notes:", *told(counts(hosted, given.learner))]))
        if not given.yes and not _confirmed(given.learner):
            print("Nothing was erased.", file=sys.stderr)
            return 1
        print("\n".join(erase(hosted, given.learner).lines(given.learner)))
    except AdminError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _confirmed(learner: str) -> bool:
    try:
        return input("There is no way back. To erase all of it, type the learner's id: ").strip() == learner
    except EOFError:
        return False
