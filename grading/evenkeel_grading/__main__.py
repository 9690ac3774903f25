"""``python -m evenkeel_grading``: marks, autograde, the queue, agreement, class figures, likeness, private notes.

Exit status: 0 when all went well, 2 when the command could not be carried out, others as the command says (``mark``:
3 when some answers could not be read).
"""

import argparse
import sys
from collections.abc import Sequence

from evenkeel import commandline
from evenkeel_grading.commands import agreement, autograde, class_, likeness, mark, private, queue, schemas

_COMMANDS = (mark, autograde, queue, agreement, class_, likeness, private, schemas)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(prog="python -m evenkeel_grading", description="Mark written work: evidence first.")
    commandline.add_commands(whole, _COMMANDS)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return commandline.run(parser(), arguments)


if __name__ == "__main__":
    sys.exit(main())
