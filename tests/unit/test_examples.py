"""Every file below ``tests/examples/bad`` says in its first lines what ``evenkeel check`` must say of it, and no more.

A line ``# expect 12: items[0].key: …`` gives the line, the place and the words. Adding a case is adding a file.
"""

import ast
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import evenkeel
from evenkeel.checks import check_course
from evenkeel.course import load_course
from evenkeel.problems import Problem

EXAMPLES = Path(__file__).parent.parent / "examples"
GOOD, BAD = EXAMPLES / "good", EXAMPLES / "bad"
HEADS = {"requirements": Path("exercises/requirements.yml"), "organisation": Path("organisation.yml")}
FILES = sorted(BAD.rglob("*.yml"))


def problems_of(example: Path) -> list[Problem]:
    """What the check says of the good course with one bad file in it."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve() / "course"
        shutil.copytree(GOOD, root)
        folder = example.parent.name
        place = HEADS.get(folder, Path("exercises", folder, example.name))
        shutil.copyfile(example, root / place)
        found = check_course(load_course(root), plugins=False)
    return [problem for problem in found if problem.file == place]


def expected(example: Path) -> list[str]:
    lines = example.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# expect ") for line in lines if line.startswith("# expect ")]


def test_the_good_course_has_no_problem():
    assert check_course(load_course(GOOD), plugins=False) == []


@pytest.mark.parametrize("example", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_bad_file_gets_exactly_the_problems_it_expects(example: Path):
    said = [str(problem).removeprefix(f"{problem.file.as_posix()}:") for problem in problems_of(example)]
    assert expected(example), "the example says nothing of what it expects"
    assert said == expected(example)


@pytest.mark.parametrize("example", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_message_speaks_python(example: Path):
    for line in expected(example):
        assert not re.search(r"pydantic|Traceback|NoneType|<class|Input should|valid string|dict\b", line), line


def _messages(file: Path) -> Iterator[str]:
    """The longest fixed part of every message that a module can give."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in ("add", "warn", "_problem", "_spoil", "_Stop"):
            for argument in node.args:
                parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                fixed = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
                if fixed and " " in max(fixed, key=len):
                    yield max(fixed, key=len)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


ELSEWHERE = {  # said where a text file in this folder cannot show it; tests in other files do
    "is a link that leaves the course; put the file itself here",
    "cannot be opened: ",
    "is larger than 1 MiB; divide it into several files",
    "has too many different moments to search; its plays were checked without its conditions",
    "has an item at ",
    " that a graded play cannot have; take a scored item with one outcome",
    "asks for the credit of ",
    ", which a graded play keeps to itself",
}


def test_every_message_has_an_example():
    package = Path(evenkeel.__file__).parent
    said = "\n".join(line for example in FILES for line in expected(example))
    modules = [package / "loading.py", *(package / "checks").glob("*.py")]
    messages = {message for module in modules for message in _messages(module)}
    assert len(messages) > 40
    assert [message for message in sorted(messages - ELSEWHERE) if message not in said] == []
