"""``class ASSIGNMENT``: how a class did, question by question and decision by decision. No learner is named in it."""

import argparse
import json
import sys
from pathlib import Path

from evenkeel.commandline import add_course
from evenkeel.course import find_root
from evenkeel_grading.closed import NoKeyError
from evenkeel_grading.html_text import printable

NAME = "class"
HELP = "say how a class did: shares, facility, discrimination, graded plays"

SOME_UNREADABLE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the assignment, and the form of the answer."""
    parser.add_argument("assignment", help="the assignment's id, such as difficult-checkout")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the page that the formgrader shows")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table with a row for each option")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0, 2 when there is nothing to read or to write to, 3 when some answers could not be used: they are named."""
    # Here, since nbgrader takes seconds to load and marking needs none of it.
    from evenkeel_grading.analysis import analyse, saying
    from evenkeel_grading.nbg.classwork import class_work
    from evenkeel_grading.nbg.opening import course_of

    try:
        assignment, works = class_work(course_of(find_root(given.course)), given.assignment)
        if not works:
            print(f"Nobody's work for {given.assignment!r} is collected.", file=sys.stderr)
            return 2
        figures = analyse(assignment, [work.responses for work in works if work.responses], len(works))
        if given.html:
            given.html.write_text(saying.to_html(figures, assignment.scenarios), encoding="utf-8")
        if given.csv:
            given.csv.write_text(saying.to_csv(figures), encoding="utf-8", newline="")
    except (NoKeyError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(saying.to_json(figures), ensure_ascii=False, indent=1))
    elif not (given.html or given.csv):
        print("\n".join(saying.to_text(figures)))
    # Apart from the figures, which may be passed on.
    lost = [work for work in works if work.responses is None]
    for work in lost:
        print(f"Not counted: {printable(work.learner)}: {printable(work.trouble)}", file=sys.stderr)
    return SOME_UNREADABLE if lost else 0
