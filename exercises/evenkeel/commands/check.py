"""``evenkeel check``: load everything, report every problem."""

import argparse
import gc
import sys
from pathlib import Path

from evenkeel.course import Course, find_root, load_course
from evenkeel.problems import Problem

NAME = "check"
HELP = "check the whole course and report every problem"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the course's folder."""
    parser.add_argument("root", nargs="?", type=Path, help="the course's folder (default: found from here)")


def run(arguments: argparse.Namespace) -> int:
    """Print the problems. 0 when there are none, 1 otherwise; warnings do not count."""
    course, problems = _checked(arguments.root)
    for problem in problems:
        print(problem)
    wrong = [problem for problem in problems if not problem.warning]
    if wrong:
        print(f"{_count(len(wrong), 'problem')} in {_count(_files(wrong), 'file')}.", file=sys.stderr)
        return 1
    print(_summary(course))
    return 0


def _checked(root: Path | None) -> tuple[Course, list[Problem]]:
    """Load and check. Much is made here and nothing let go, so the collector would look through it all in vain."""
    from evenkeel.checks import check_course

    collecting = gc.isenabled()
    gc.disable()
    try:
        course = load_course(find_root(root))
        return course, check_course(course)
    finally:
        if collecting:
            gc.enable()


def _files(problems: list[Problem]) -> int:
    return len({problem.file for problem in problems})


def _count(number: int, thing: str) -> str:
    plural = "quizzes" if thing == "quiz" else f"{thing}s"
    return f"{number} {thing}" if number == 1 else f"{number} {plural}"


def _summary(course: Course) -> str:
    items = sum(len(quiz.items) for quiz in course.quizzes.values())
    counts = (
        f"{_count(len(course.quizzes), 'quiz')} ({_count(items, 'item')})",
        _count(len(course.scenarios), "scenario"),
        _count(len(course.worksheets), "worksheet"),
        _count(len(course.requirements), "requirement"),
    )
    return f"No problems: {', '.join(counts)}."
