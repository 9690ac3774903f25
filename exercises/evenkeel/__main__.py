"""The command line: ``evenkeel`` and ``python -m evenkeel``.

Exit status: 0 when all is well, 1 when the course has problems, 2 when the command could not be carried out.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import entry_points
from types import ModuleType

from evenkeel import __version__
from evenkeel.commands import COMMANDS
from evenkeel.problems import EvenkeelError


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(prog="evenkeel", description="Check and prepare an Evenkeel course.")
    whole.add_argument("--version", action="version", version=f"evenkeel {__version__}")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (*COMMANDS, *_more_commands()):
        added = commands.add_parser(command.NAME, help=command.HELP, description=command.__doc__)
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return whole


def _more_commands() -> Iterator[ModuleType]:
    """Those of other packages: each entry point of ``evenkeel.commands`` is a function that gives modules."""
    for point in entry_points(group="evenkeel.commands"):
        yield from point.load()()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except EvenkeelError as error:
        print(f"evenkeel: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
