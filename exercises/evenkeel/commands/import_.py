"""``evenkeel import``: bring questions and stories from other programs.

Exit status: 0 when everything came over, 1 when something was flawed or lost (it is listed), 2 when the file was
refused and nothing was written.
"""

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import get_args

from evenkeel.importing.reading import FORMATS
from evenkeel.models.base import Level

NAME = "import"
HELP = "bring questions and stories from Moodle, QTI, jupyterquiz, Twine, ink or H5P"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, where to put it, and what to say of everything in it."""
    parser.add_argument("file", type=Path, help="the file to import")
    parser.add_argument("--to", type=Path, required=True, help="the course, its exercises folder, or any other folder")
    parser.add_argument("--module", help="the module that everything belongs to")
    parser.add_argument("--level", choices=get_args(Level), help="the level of everything (default: foundation)")
    parser.add_argument("--requirement", action="append", default=[], help="a requirement that each question serves")
    parser.add_argument("--title", help="the title of the quiz or scenario, where the file has none")
    parser.add_argument("--format", choices=FORMATS, help="the format, where it cannot be told from the file")
    parser.add_argument("--encoding", help="the encoding of a text file, where it is not UTF-8")
    parser.add_argument("--force", action="store_true", help="replace files that are there already")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; only say what would come over")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Import, and print what was found."""
    from evenkeel.importing import import_file

    collecting = gc.isenabled()
    gc.disable()  # much is made here and nothing let go
    try:
        report = import_file(arguments.file, arguments.to, _options(arguments))
    finally:
        if collecting:
            gc.enable()
    if arguments.json:
        print(json.dumps(report.as_data(), ensure_ascii=False, indent=1))
    else:
        print("".join(f"{line}\n" for line in report.lines()), end="")
        print(report.summary(), file=sys.stderr if report.status else sys.stdout)
    return report.status


def _options(arguments: argparse.Namespace):  # type: ignore[no-untyped-def]
    from evenkeel.importing import Defaults, Options

    defaults = Defaults(arguments.module, arguments.level, tuple(arguments.requirement))
    return Options(defaults, arguments.format, arguments.encoding, arguments.title, arguments.force, arguments.dry_run)
