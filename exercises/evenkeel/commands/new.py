"""``evenkeel new``: start a quiz, a scenario or a worksheet from a file with notes in it."""

import argparse
from pathlib import Path

from evenkeel.course import FOLDERS

NAME = "new"
HELP = "start a quiz, a scenario or a worksheet"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the kind and the name."""
    parser.add_argument("kind", choices=[model.__name__.lower() for model in FOLDERS.values()], help="what to start")
    parser.add_argument("name", metavar="NAME", help="its id and file name: small letters, figures and hyphens")
    parser.add_argument("--title", help="the title learners see (default: made from the name)")
    parser.add_argument("--module", help="the module it belongs to (default: the course's first)")
    parser.add_argument("--course", type=Path, help="the course's folder (default: found from here)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file and say what to do with it.

    Raises:
        EvenkeelError: no file could be started.
    """
    from evenkeel.course import find_root, load_requirements
    from evenkeel.starters import start

    root = find_root(arguments.course)
    file = start(load_requirements(root), arguments.kind, arguments.name, arguments.title, arguments.module)
    name = file.relative_to(root)
    print(f"Started {name}\nOpen it in an editor, and see it while you write: evenkeel preview {name}")
    return 0
