"""``evenkeel export``: write a quiz or a scenario for another program.

Exit status: 0 when everything went along, 1 when something has no place there (it is listed), 2 when nothing was
written.
"""

import argparse
from pathlib import Path

NAME = "export"
HELP = "write a quiz as Moodle XML or QTI 3, or a scenario as Twee 3"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the exercise, the format and where to write."""
    parser.add_argument("file", type=Path, help="the quiz or scenario: its .yml file")
    parser.add_argument("--format", choices=("moodle-xml", "qti3", "twee3"), required=True, help="the format to write")
    parser.add_argument("--out", type=Path, help="the file to write (default: the exercise's name, here)")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")


def run(arguments: argparse.Namespace) -> int:
    """Export, and say what could not be carried."""
    from evenkeel.exporting import export_file

    done = export_file(arguments.file, arguments.format, arguments.out, arguments.force)
    for loss in done.lost:
        print(f"{arguments.file.name}: {loss}")
    print(f"{done.file} is written" + (f"; {len(done.lost)} left out." if done.lost else "; everything went along."))
    return 1 if done.lost else 0
