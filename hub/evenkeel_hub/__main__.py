"""``python -m evenkeel_hub``: what an administrator does for a class on a server.

Exit status: 0 when all went well, 2 when the command could not be carried out, others as the command says.
"""

import argparse
import sys
from collections.abc import Sequence

from evenkeel import commandline
from evenkeel_hub.commands import all_commands


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(prog="python -m evenkeel_hub", description="Host Evenkeel for a class.")
    commandline.add_commands(whole, all_commands())
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return commandline.run(parser(), arguments)


if __name__ == "__main__":
    sys.exit(main())
