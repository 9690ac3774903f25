"""``evenkeel map``: a drawing of where the choices of a scenario lead."""

import argparse
import sys
from pathlib import Path

NAME = "map"
HELP = "draw where the choices of a scenario lead"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the scenario's file, and where to put the drawing."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the scenario: exercises/scenarios/NAME.yml")
    parser.add_argument("--out", type=Path, metavar="F.svg", help="where to write the drawing (default: print it)")


def run(arguments: argparse.Namespace) -> int:
    """Draw the map. 0 when it is there, 1 when the file has problems, 2 when it could not be read or written."""
    from evenkeel.loading import load_model
    from evenkeel.mapping import draw
    from evenkeel.models import Scenario
    from evenkeel.problems import EvenkeelError

    scenario, problems = load_model(arguments.file, Scenario, arguments.file.parent)
    if scenario is None:
        print("\n".join(map(str, problems)), file=sys.stderr)
        return 1
    drawing = draw(scenario)
    if arguments.out is None:
        print(drawing, end="")
        return 0
    try:
        arguments.out.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise EvenkeelError(f"cannot write {arguments.out}: {error.strerror}") from error
    print(f"Drew {len(scenario.nodes)} moments and {len(scenario.endings)} endings: {arguments.out}")
    return 0
