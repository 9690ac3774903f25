"""Checks shared out over processes find what one process finds."""

import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
FAULTY = ("every-option-right", "cloze-gap-twice", "categorise-one-category")
PROGRAM = """
import os, sys
from pathlib import Path
from evenkeel.checks import check_course, sharing
from evenkeel.course import load_course
sharing.MANY, os.cpu_count = int(sys.argv[2]), lambda: 3
assert sharing._workers(5) == (3 if sharing.MANY == 1 else 1)
for problem in check_course(load_course(Path(sys.argv[1])), plugins=False):
    print(problem)
"""


def found(course: Path, many: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, course, str(many)], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_three_processes_find_what_one_finds(tmp_path: Path) -> None:
    course = tmp_path.resolve() / "course"
    shutil.copytree(EXAMPLES / "good", course)
    for name in FAULTY:
        shutil.copy(EXAMPLES / "bad" / "quizzes" / f"{name}.yml", course / "exercises" / "quizzes")
    alone = found(course, 10_000)
    assert len({line.split(":")[0] for line in alone}) >= len(FAULTY)
    assert found(course, 1) == alone
