"""``retention``: delete what has been kept long enough, by the settings. Without ``--apply``, only say what is due."""

import argparse
import sys
from datetime import UTC, datetime

from evenkeel.commandline import add_course

NAME = "retention"
HELP = "delete what has been kept long enough; first only say what"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether to do it."""
    parser.add_argument("--apply", action="store_true", help="do it; without this, only say what is due")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0; 1 when something that is due could not be done."""
    from evenkeel_hub.hosted import AdminError, open_hosted
    from evenkeel_hub.retention import due

    failed = False
    for step in due(open_hosted(given.course), datetime.now(UTC)):
        print(step.what)
        try:
            if given.apply:
                step.do()
        except (AdminError, OSError) as error:
            failed = True
            print(f"  Not done: {error}", file=sys.stderr)
    if not given.apply:
        print("Nothing was deleted. With --apply it is.")
    return int(failed)
