"""``backup``: everything of a class in one file, while it runs."""

import argparse
import sys
from pathlib import Path

from evenkeel.commandline import add_course

NAME = "backup"
HELP = "write everything of the class to one file, while it runs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to."""
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new FILE.tar.gz, or a folder for it")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0; 1 when no backup was made; 3 when it was, and a database has to be backed up with its own tools."""
    from evenkeel_hub.backup import OWN_TOOLS, back_up
    from evenkeel_hub.hosted import AdminError, open_hosted

    try:
        made = back_up(open_hosted(given.course), given.to)
    except AdminError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{made.file}: {len(made.files)} files, {made.file.stat().st_size >> 10} KiB.")
    print("\n".join(f"Not in it: {line}" for line in made.left_out), end="\n" if made.left_out else "")
    return 3 if any(OWN_TOOLS in line for line in made.left_out) else 0
