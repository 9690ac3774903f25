"""What our programs' command lines share.

A command is a module with ``NAME``, ``HELP``, ``add_arguments(parser)`` and ``run(arguments) -> int``, its exit
status; it loads what is heavy inside ``run``.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from evenkeel.problems import EvenkeelError

COULD_NOT = 2


def add_commands(whole: argparse.ArgumentParser, commands: Iterable[ModuleType]) -> None:
    """Give a program these commands, of which one has to be named."""
    added = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in commands:
        parser = added.add_parser(command.NAME, help=command.HELP, description=command.__doc__)
        command.add_arguments(parser)
        parser.set_defaults(run=command.run)


def add_course(parser: argparse.ArgumentParser) -> None:
    """Take the course's folder as ``--course``."""
    parser.add_argument("--course", type=Path, metavar="FOLDER", help="the course's folder, when not here or above")


def run(whole: argparse.ArgumentParser, arguments: Sequence[str] | None) -> int:
    """Run the command that is named; 2 when it could not be carried out, which is told without a traceback."""
    chosen = whole.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except EvenkeelError as error:
        print(f"{whole.prog.split()[-1]}: {error}", file=sys.stderr)
        return COULD_NOT
