"""``python -m evenkeel_grading``: marks, autograde, the queue, agreement, class figures, likeness, private notes.

Exit status: 0 when all went well, 2 when the command could not be carried out, others as the command says (``mark``:
3 when some answers could not be read).
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

from evenkeel import commandline

_COMMANDS = ("mark", "autograde", "queue", "agreement", "class_", "likeness", "private", "schemas")


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """The whole command line; with the one command that is wanted, the others are not loaded."""
    names = [name for name in _COMMANDS if name.removesuffix("_") == wanted] or _COMMANDS
    whole = argparse.ArgumentParser(prog="python -m evenkeel_grading", description="Mark written work: evidence first.")
    commandline.add_commands(whole, [import_module(f"evenkeel_grading.commands.{name}") for name in names])
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    return commandline.run(parser(*given[:1]), given)


if __name__ == "__main__":
    status = main()
    # All of it goes with the process. Looking for what could go first takes most of a second.
    gc.freeze()
    sys.exit(status)
