"""``evenkeel workbook``: print the course to two PDFs, for learners and for facilitators."""

import argparse
from pathlib import Path

from evenkeel.course import find_root

NAME = "workbook"
HELP = "print a workbook and a facilitator's guide to PDF, from the built book"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the course's folder, and where to write."""
    parser.add_argument("root", nargs="?", type=Path, help="the course's folder (default: found from here)")
    parser.add_argument("--to", type=Path, help="the folder to write to (default: _build/workbook of the course)")


def run(arguments: argparse.Namespace) -> int:
    """Write both and say where they are."""
    from evenkeel.workbook.make import make

    root = find_root(arguments.root)
    for pdf in make(root, arguments.to or root / "_build" / "workbook"):
        print(pdf)
    return 0
