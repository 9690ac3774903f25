"""The command line: ``evenkeel`` and ``python -m evenkeel``.

Exit status: 0 when all is well, 1 when the course has problems, 2 when the command could not be carried out.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import entry_points
from types import ModuleType

from evenkeel import __version__, commandline
from evenkeel.commands import COMMANDS


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(prog="evenkeel", description="Check and prepare an Evenkeel course.")
    whole.add_argument("--version", action="version", version=f"evenkeel {__version__}")
    commandline.add_commands(whole, (*COMMANDS, *_more_commands()))
    return whole


def _more_commands() -> Iterator[ModuleType]:
    """Those of other packages: each entry point of ``evenkeel.commands`` is a command's module."""
    for point in entry_points(group="evenkeel.commands"):
        yield point.load()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return commandline.run(parser(), arguments)


if __name__ == "__main__":
    sys.exit(main())
