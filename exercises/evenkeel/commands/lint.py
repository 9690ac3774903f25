"""``evenkeel lint``: look through the content for flaws of items, wording, balance and review days."""

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenkeel.course import FOLDERS, Course, exercise_file, find_root, load_course
from evenkeel.problems import CourseNotFoundError

if TYPE_CHECKING:
    from evenkeel.lint import Finding

NAME = "lint"
HELP = "look through the content for flaws of items, wording, balance and review days"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to look at, the course's folder, and how to tell what is found."""
    parser.add_argument("what", nargs="*", help="pages, exercises or files to look at (default: everything)")
    parser.add_argument("--root", type=Path, help="the course's folder (default: found from here)")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--allowed", action="store_true", help="show what exceptions allow, with their reasons")
    parser.add_argument("--rules", action="store_true", help="list the rules and what each looks for")


def run(arguments: argparse.Namespace) -> int:
    """Print what is found. 0 when it is nothing, 1 otherwise; warnings and named exceptions do not count."""
    from evenkeel.lint import RULES

    if arguments.rules:
        print("\n".join(f"{name:22}{looks_for}" for name, looks_for in RULES.items()))
        return 0
    course = load_course(find_root(arguments.root))
    files = [_file(one, course) for one in arguments.what]
    found = [one for one in _linted(course) if not files or _lies_in(course.root / one.problem.file, files)]
    shown = [one for one in found if (one.reason is not None) == arguments.allowed]
    if arguments.json:
        print(json.dumps([_as_data(one) for one in shown], indent=1))
    else:
        print("".join(f"{one}\n" for one in shown), end="")
    return _result(found, course, quiet=arguments.json)


def _linted(course: Course) -> "list[Finding]":
    """Look through it. Much is made here and nothing let go, so the collector would look through it all in vain."""
    from evenkeel.lint import lint_course

    collecting = gc.isenabled()
    gc.disable()
    try:
        return lint_course(course)
    finally:
        if collecting:
            gc.enable()


def _file(what: str, course: Course) -> Path:
    """The file or folder that is meant: by its path, by an exercise's id, or by a page's name.

    Raises:
        CourseNotFoundError: there is none.
    """
    inside = [Path(what), Path("book", f"{what}.md"), *(exercise_file(folder, what) for folder in FOLDERS)]
    for file in (*(course.root / one for one in inside), Path(what)):
        if file.exists():
            return file.resolve()
    raise CourseNotFoundError(f"there is no page, exercise or file {what!r} in {course.root}")


def _lies_in(file: Path, wanted: list[Path]) -> bool:
    return any(file.is_relative_to(one) for one in wanted)


def _as_data(finding: "Finding") -> dict[str, Any]:
    place = finding.problem
    return {
        "file": place.file.as_posix(), "line": place.line, "path": place.path, "rule": finding.rule,
        "message": place.message, "warning": place.warning, "allowed": finding.reason,
    }  # fmt: skip


def _result(found: "list[Finding]", course: Course, quiet: bool) -> int:
    """Say how many there are, where nothing reads the output; give the exit status."""
    wrong = [one for one in found if one.reason is None and not one.problem.warning]
    if course.problems:
        print("Some files have problems and were not all looked at; run `evenkeel check` first.", file=sys.stderr)
    elif wrong:
        files = len({one.problem.file for one in wrong})
        print(f"{_count(len(wrong), 'finding')} in {_count(files, 'file')}.", file=sys.stderr)
    elif not quiet:
        print(f"No findings; {_count(sum(one.reason is not None for one in found), 'exception')} allowed.")
    return 1 if wrong or course.problems else 0


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
