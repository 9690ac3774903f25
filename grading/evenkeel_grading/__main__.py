"""``python -m evenkeel_grading``: marks, autograde, the queue, agreement, class figures, likeness, private notes.

Exit status: 0 when all went well, 2 for a wrong command, others as the command says (``mark``: 3 when some answers
could not be read).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evenkeel.course import find_root
from evenkeel.problems import CourseNotFoundError
from evenkeel_grading.commands import agreement, autograde, class_, likeness, mark, private, queue
from evenkeel_grading.schemas import write_schemas

_COMMANDS = (mark, autograde, queue, agreement, class_, likeness, private)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    given = _parser().parse_args(arguments)
    try:
        root = find_root(given.course)
    except CourseNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    status: int = given.run(given, root)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evenkeel_grading", description="Mark written work: evidence first."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    schemas = commands.add_parser("schemas", help="write the JSON Schemas of rubrics and cues for editors")
    schemas.set_defaults(run=_write_schemas)
    for command in (*(module.add(commands) for module in _COMMANDS), schemas):
        command.add_argument(
            "--course", type=Path, metavar="FOLDER", help="the course's folder, when not here or above"
        )
    return parser


def _write_schemas(_given: argparse.Namespace, root: Path) -> int:
    for file in write_schemas(root):
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
