"""``agreement``: how far tutors agree with each other and with the suggestion, printed and, if asked, drawn.

Reads the levels that tutors gave blind from the marking store; or files of levels, with the answers beside them,
which the marker then marks.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evenkeel.commandline import add_course
from evenkeel.course import find_root
from evenkeel.problems import ContentError
from evenkeel.responses import ResponsesError, read_responses
from evenkeel_grading.agreement_report import Difference, compare, disagreements, table
from evenkeel_grading.assignment import load_assignment
from evenkeel_grading.closed import NoKeyError
from evenkeel_grading.html_text import printable
from evenkeel_grading.kept import Opinion
from evenkeel_grading.marking import mark

NAME = "agreement"
HELP = "say how far tutors and the suggestion agree"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take assignments, or files of levels, and whether to draw."""
    parser.add_argument("assignment", nargs="*", help="assignments (default: all in the gradebook)")
    parser.add_argument(
        "--marks",
        type=Path,
        action="append",
        metavar="FILE",
        help='levels as {"ANSWER.json": {"CRITERION": {"level": 0}}}, once for each marker, in place of the store',
    )
    parser.add_argument("--responses", type=Path, metavar="FOLDER", help="the answers of --marks (default: beside it)")
    parser.add_argument("--plot", type=_picture, metavar="FILE.svg", help="draw it too, as SVG or PNG")
    add_course(parser)


def _picture(name: str) -> Path:
    if not name.endswith((".svg", ".png")):
        raise argparse.ArgumentTypeError(f"{name!r}: a picture's name ends in .svg or .png")
    return Path(name)


def run(given: argparse.Namespace) -> int:
    """0, or 2 when files cannot be read or there is nothing to compare."""
    root = find_root(given.course)
    try:
        opinions = _from_files(given, root) if given.marks else _from_store(given, root)
    except (OSError, ValueError, LookupError, TypeError, ContentError, ResponsesError, NoKeyError) as error:
        print(f"These levels cannot be read: {error}", file=sys.stderr)
        return 2
    compared = compare(opinions)
    if not compared:
        print("Nobody has given levels blind yet. Ask for it on the moderation page, or give --marks.", file=sys.stderr)
        return 2
    print("\n".join([*table(compared), "", *_talk(disagreements(opinions))]))
    if given.plot:
        from evenkeel_grading.agreement_plot import plot  # matplotlib takes a second to load

        plot(compared, given.plot)
    return 0


def _talk(found: Sequence[Difference]) -> Iterator[str]:
    if not found:
        yield "Nobody differs anywhere."
        return
    yield f"To talk about ({len(found)}), the furthest apart first:"
    for one in found:
        levels = ", ".join(f"{printable(who)} {level}" for who, level in one.levels)
        suggested = "" if one.suggested is None else f"; suggested {one.suggested}"
        yield f"  {printable(one.learner)}, {one.criterion}: {levels}{suggested}"


def _from_store(given: argparse.Namespace, root: Path) -> list[Opinion]:
    from evenkeel_grading.nbg.opening import assignments_of, course_of
    from evenkeel_grading.nbg.settings import EvenkeelMarking
    from evenkeel_grading.nbg.stores import open_store

    coursedir = course_of(root)
    store = open_store(EvenkeelMarking(parent=coursedir).store_at(coursedir.root))
    wanted = given.assignment or assignments_of(root)
    return [_named(one, name, wanted) for name in wanted for one in store.opinions(name)]


def _from_files(given: argparse.Namespace, root: Path) -> list[Opinion]:
    """Each file is one marker's levels. Of what the marker holds there is no suggestion, as in the store."""
    folder = given.responses or given.marks[0].parent / "responses"
    files = [(file.stem, _levels(file)) for file in given.marks]
    names = sorted({name for _, levels in files for name in levels})
    found: list[Opinion] = []
    for name in names:
        responses = read_responses(folder / name)
        marks = mark(load_assignment(root, responses.assignment), responses)
        if given.assignment and responses.assignment not in given.assignment:
            continue
        suggested = {criterion: None if marks.hold else given.level for criterion, given in marks.criteria.items()}
        for who, levels in files:
            found += _of(who, name, levels.get(name, {}), suggested, responses.assignment)
    return found


def _levels(file: Path) -> dict[str, dict[str, Any]]:
    found = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not all(isinstance(levels, dict) for levels in found.values()):
        raise ValueError(f"{file} does not hold levels by answer file and criterion")
    return found


def _of(
    who: str, name: str, levels: dict[str, Any], suggested: dict[str, int | None], assignment: str
) -> Iterator[Opinion]:
    for criterion, said in levels.items():
        if criterion in suggested:
            yield Opinion(name, f"{assignment} {criterion}", who, "", int(said["level"]), suggested[criterion])


def _named(one: Opinion, assignment: str, wanted: Sequence[str]) -> Opinion:
    named = one.criterion if len(wanted) == 1 else f"{assignment} {one.criterion}"
    return Opinion(one.learner, named, one.who, one.digest, one.level, one.suggested)
