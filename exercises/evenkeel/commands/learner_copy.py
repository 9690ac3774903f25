"""``evenkeel learner-copy``: write the course that a learner's server gets."""

import argparse
from pathlib import Path

from evenkeel.course import find_root

NAME = "learner-copy"
HELP = "write the course a learner's server gets, without keys and rubrics"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to write, the course's folder, and whether the built book goes along."""
    parser.add_argument("destination", type=Path, help="a new or empty folder, or an earlier learner copy")
    parser.add_argument("root", nargs="?", type=Path, help="the course's folder (default: found from here)")
    parser.add_argument("--built-book", action="store_true", help="copy the built book (_build/html) as well")


def run(arguments: argparse.Namespace) -> int:
    """Write the copy and say how many files it holds."""
    from evenkeel.learner_copy import learner_copy

    destination = arguments.destination.expanduser()
    files = learner_copy(find_root(arguments.root), destination, built_book=arguments.built_book)
    print(f"{destination}: {files} files, without source/, grading/ and tests/.")
    return 0
