"""Each command is told to the people who would use it: in the README or in a guide of the book."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from evenkeel.__main__ import parser
from evenkeel_grading.__main__ import parser as grading_parser
from evenkeel_hub.__main__ import parser as hub_parser

ROOT = Path(__file__).parents[2]
TOLD = [ROOT / "README.md", *sorted((ROOT / "book" / "guides").glob("*.md"))]
_CODE = re.compile(r"`[^`\n]+`|^ {4,}\S.*$|^```.*?^```", re.DOTALL | re.MULTILINE)
_ALSO = re.compile(r"`(python -m evenkeel_(?:grading|hub)) [a-z-]+`((?:,? (?:and )?`[a-z-]+`)+)")
"""More commands after the first: ``python -m evenkeel_grading mark`` and then just ``queue``."""


def _subcommands(whole: argparse.ArgumentParser) -> Iterator[str]:
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (f"{whole.prog} {name}" for name in action.choices)


def commands_in(text: str) -> str:
    """The code of a text, in which commands stand, with lists of commands written out."""
    code = [match[0] for match in _CODE.finditer(text)]
    for program, names in _ALSO.findall(text):
        code += [f"{program} {name}" for name in re.findall(r"[a-z-]+", names.replace(" and ", " "))]
    return "\n".join(code)


CODE = "\n".join(commands_in(file.read_text(encoding="utf-8")) for file in TOLD)


@pytest.mark.parametrize(
    "command", [*_subcommands(parser()), *_subcommands(grading_parser()), *_subcommands(hub_parser())]
)
def test_each_command_is_told_in_the_readme_or_a_guide(command: str) -> None:
    assert re.search(rf"(?<![\w./-]){re.escape(command)}(?![\w-])", CODE), f"no page tells of `{command}`"


def test_a_command_in_plain_words_or_inside_another_name_is_not_told() -> None:
    told = commands_in("Run evenkeel check. `make check` and `evenkeel checked`. `python -m evenkeel_grading a`, `b`")
    assert not re.search(r"evenkeel check(?![\w-])", told)
    assert told.endswith("python -m evenkeel_grading b")
