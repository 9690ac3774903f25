"""``export-learner``: everything held on one learner, in one ZIP file that a person can read."""

import argparse
import sys
from pathlib import Path

from evenkeel.commandline import add_course

NAME = "export-learner"
HELP = "write everything held on one learner to a ZIP file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whom, and where to."""
    parser.add_argument("learner", metavar="LEARNER", help="the learner's id")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new ZIP file")
    parser.add_argument(
        "--private", action="store_true", help="private notes too: only for the role that reads them (organisation.yml)"
    )
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0; 1 when nothing was written."""
    from evenkeel_grading.private import PrivateStoreError
    from evenkeel_hub.giving import give_out
    from evenkeel_hub.hosted import AdminError, open_hosted

    try:
        count = give_out(open_hosted(given.course), given.learner, given.to, private=given.private)
    except (AdminError, PrivateStoreError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{given.to}: the records on {given.learner} and {count} files. Only your account can read it.")
    return 0
