"""``python -m evenkeel_hub``: what an administrator does for a class on a server.

Exit status: 0 when all went well, 2 when the command could not be carried out, others as the command says.
"""

import argparse
import sys
from collections.abc import Sequence

from evenkeel.problems import EvenkeelError
from evenkeel_hub.commands import all_commands


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(prog="python -m evenkeel_hub", description="Host Evenkeel for a class.")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in all_commands():
        added = commands.add_parser(command.NAME, help=command.HELP, description=command.__doc__)
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except EvenkeelError as error:
        print(f"evenkeel_hub: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
