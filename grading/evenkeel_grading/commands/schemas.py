"""``schemas``: the JSON Schemas of rubrics and cues, by which editors complete and check them."""

import argparse

from evenkeel.commandline import add_course
from evenkeel.course import find_root

NAME = "schemas"
HELP = "write the JSON Schemas of rubrics and cues for editors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the course's folder."""
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """Write them, and say where."""
    from evenkeel_grading.schemas import write_schemas

    for file in write_schemas(find_root(given.course)):
        print(file)
    return 0
