"""``mark RESPONSE.json …``: marks for answer files, evidence before numbers. Nothing is kept anywhere."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from functools import cache

from evenkeel.commandline import add_course
from evenkeel.course import find_root
from evenkeel.problems import ContentError
from evenkeel.responses import MAX_BYTES, Responses, ResponsesError, parse_responses, read_responses
from evenkeel_grading.assignment import Assignment, load_assignment
from evenkeel_grading.closed import NoKeyError
from evenkeel_grading.html_text import printable
from evenkeel_grading.marking import mark, unusable
from evenkeel_grading.marks import CriterionMark, Marks, is_private

NAME = "mark"
HELP = "mark answer files and show the evidence"

SOME_UNREADABLE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take answer files, and how much to show."""
    parser.add_argument("files", nargs="+", metavar="RESPONSE.json", help="answer files; - is standard input")
    parser.add_argument("--json", action="store_true", help="print one JSON array, in the order given")
    parser.add_argument("--private", action="store_true", help="include human-review notes meant for one named person")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0 when everything was marked, 3 when some could not be read. Each answer is printed before the next is read."""
    root = find_root(given.course)
    load = cache(lambda name: load_assignment(root, name))
    failed = False
    before, between, after = ("[", ",\n ", "]\n") if given.json else ("", "\n\n", "\n")
    for number, name in enumerate(given.files):
        try:
            marks = _mark_one(name, load)
            said = _success(name, marks, load(marks.assignment), given)
        except (ResponsesError, ContentError, NoKeyError) as error:
            failed = True
            said = _failure(name, str(error), as_json=given.json)
        sys.stdout.write((between if number else before) + said)
    sys.stdout.write(after)
    return SOME_UNREADABLE if failed else 0


def _mark_one(name: str, load: Callable[[str], Assignment]) -> Marks:
    responses = _read(name)
    assignment = load(responses.assignment)
    if trouble := unusable(responses, assignment.worksheet):
        raise ResponsesError("wrong-shape", trouble)
    return mark(assignment, responses)


def _read(name: str) -> Responses:
    if name != "-":
        return read_responses(name)
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ResponsesError("too-large", f"Standard input is larger than {MAX_BYTES // 1024} KiB.")
    return parse_responses(data)


def _failure(name: str, message: str, *, as_json: bool) -> str:
    return json.dumps({"file": name, "error": message}) if as_json else f"{name}\n  could not be marked: {message}"


def _success(name: str, marks: Marks, assignment: Assignment, given: argparse.Namespace) -> str:
    if given.json:
        return json.dumps({"file": name, **marks.to_json(private=given.private)})
    return "\n".join([name, *_lines(marks, assignment, private=given.private)])


def _lines(marks: Marks, assignment: Assignment, *, private: bool) -> Iterator[str]:
    """The marks as text for a terminal: control signs a learner typed are shown, not sent."""
    yield f"  {assignment.worksheet.title}"
    for criterion in assignment.worksheet.criteria:
        yield f"\n  {criterion.title}"
        yield from _criterion_lines(marks.criteria[criterion.id])
    yield "\n  Closed fields: " + (
        ", ".join(f"{name} {mark.points:.4g}/{mark.max:g}" for name, mark in marks.closed.items()) or "none"
    )
    for flag in marks.flags:
        if private or not is_private(flag):
            yield f"  {flag.id}: {printable(flag.message)}"
    yield f"  {'Held: a person decides first. ' if marks.waits else ''}Suggested total: {marks.total:g}"


def _criterion_lines(mark: CriterionMark) -> Iterator[str]:
    for item in mark.evidence:
        yield f"    {item.field}: {printable(item.quote)}  [{item.part}]"
    if mark.missing:
        yield f"    missing: {mark.missing}"
    yield f"    level {mark.level}, {mark.points:.4g}/{mark.max:g}"
