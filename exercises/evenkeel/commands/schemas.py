"""``evenkeel schemas``: write the JSON Schemas that editors use."""

import argparse
from pathlib import Path

from evenkeel.course import find_root

NAME = "schemas"
HELP = "write the JSON Schemas of the content files, for editors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the course's folder."""
    parser.add_argument("root", nargs="?", type=Path, help="the course's folder (default: found from here)")


def run(arguments: argparse.Namespace) -> int:
    """Write ``exercises/schemas/*.schema.json``."""
    from evenkeel.schemas import write_schemas

    root = find_root(arguments.root)
    for file in write_schemas(root / "exercises" / "schemas"):
        print(file.relative_to(root))
    return 0
