"""``python -m evenkeel_grading mark RESPONSE.json …``: marks on the command line, evidence before numbers.

Exit status: 0 when everything was marked, 3 when some could not be read, 2 for a wrong command.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from evenkeel.course import find_root
from evenkeel.problems import ContentError, CourseNotFoundError
from evenkeel.responses import MAX_BYTES, Responses, ResponsesError, parse_responses, read_responses
from evenkeel_grading.assignment import Assignment, load_assignment
from evenkeel_grading.closed import NoKeyError
from evenkeel_grading.marking import mark
from evenkeel_grading.marks import CriterionMark, Marks, is_private
from evenkeel_grading.schemas import write_schemas

SOME_UNREADABLE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    given = _parser().parse_args(arguments)
    try:
        root = find_root(given.course)
    except CourseNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    if given.command == "schemas":
        for file in write_schemas(root):
            print(file)
        return 0
    return _mark_files(given, root)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evenkeel_grading", description="Mark written work: evidence first."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    marking = commands.add_parser("mark", help="mark answer files and show the evidence")
    marking.add_argument("files", nargs="+", metavar="RESPONSE.json", help="answer files; - is standard input")
    marking.add_argument("--json", action="store_true", help="print one JSON array, in the order given")
    marking.add_argument("--private", action="store_true", help="include human-review notes meant for one named person")
    schemas = commands.add_parser("schemas", help="write the JSON Schemas of rubrics and cues for editors")
    for command in (marking, schemas):
        command.add_argument(
            "--course", type=Path, metavar="FOLDER", help="the course's folder, when not here or above"
        )
    return parser


def _mark_files(given: argparse.Namespace, root: Path) -> int:
    load = cache(lambda name: load_assignment(root, name))
    failed = False
    shown: list[str] = []
    for name in given.files:
        try:
            marks = _mark_one(name, load)
        except (ResponsesError, ContentError, NoKeyError) as error:
            failed = True
            shown.append(_failure(name, str(error), as_json=given.json))
            continue
        shown.append(_success(name, marks, load(marks.assignment), given))
    print("[" + ",\n ".join(shown) + "]" if given.json else "\n\n".join(shown))
    return SOME_UNREADABLE if failed else 0


def _mark_one(name: str, load: Any) -> Marks:
    responses = _read(name)
    return mark(load(responses.assignment), responses)


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
            yield f"  {flag.id}: {flag.message}"
    yield f"  {'Held: a person decides first. ' if marks.hold else ''}Suggested total: {marks.total:g}"


def _criterion_lines(mark: CriterionMark) -> Iterator[str]:
    for item in mark.evidence:
        yield f"    {item.field}: {_printable(item.quote)}  [{item.part}]"
    if mark.missing:
        yield f"    missing: {mark.missing}"
    yield f"    level {mark.level}, {mark.points:.4g}/{mark.max:g}"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"[U+{ord(sign):04X}]" for sign in text)


if __name__ == "__main__":
    sys.exit(main())
