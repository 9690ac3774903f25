"""Write the nbgrader masters: one notebook per assessed worksheet, ``source/<id>/<id>.ipynb``.

``python -m evenkeel_grading.masters`` writes them, ``--check`` only says whether they are fresh. A master holds
what the learner sees and nothing else: no key, no example of a level, no human-review rule. The learner's
answers never stand in the notebook either: they are in ``responses.json`` beside it.
"""

import argparse
import html
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from evenkeel.course import Course, find_root, load_course
from evenkeel.markup import Node, blocks
from evenkeel.models.worksheet import ClosedField, Criterion, Worksheet
from evenkeel.organisation import fill

# A cell or a notebook in nbformat's own form. Built without nbformat, whose import alone would slow every check.
Cell = dict[str, Any]

HIDDEN: Final = {
    "jupyter": {"source_hidden": True},
    # The cell shows a worksheet whose model id differs each time: there is no stable output to compare.
    "tags": ["hide-input", "remove-input", "nbval-ignore-output"],
}
# A code cell, hidden, since nbgrader takes no Markdown cell for comments that is not marked as well.
COMMENT: Final = "# Your tutor's comment on this part appears here with your feedback."

_HOW_TO = """## How to do it

Fill in the worksheet below. It saves as you write. If you see no worksheet, choose **Run**, then **Run All Cells**.

When you are ready, hand in on the course's hand-in page, or with **Assignment List**. You may hand in again
until the due date; the latest one counts.

**If something here touches you,** stop whenever you like and talk to someone you trust. Your course's help page says
whom you can ask. Nobody watches your answers as you write them."""

_PARTS = """## How it is marked

A tutor decides every mark. Below is what they look for. Spelling, grammar and length are never marked."""


def to_markdown(text: str, values: Mapping[str, str] | None = None) -> str:
    """Course text as Markdown for a notebook: the same words, with nothing left that a notebook would act on."""
    return "\n\n".join(_block(node) for node in fill(blocks(text), values or {}))


def _block(node: Node) -> str:
    if node["t"] == "p":
        return _inline(node["c"])
    marks = (f"{number}." if node["t"] == "ol" else "-" for number in range(1, len(node["c"]) + 1))
    return "\n".join(f"{mark} {_inline(item)}" for mark, item in zip(marks, node["c"], strict=True))


def _inline(nodes: list[Node]) -> str:
    return "".join(_inline_node(node) for node in nodes)


def _inline_node(node: Node) -> str:
    if node["t"] == "text":
        return _plain(node["v"])
    sign = {"em": "*", "strong": "**"}.get(node["t"], "")
    return f"{sign}{_inline(node['c'])}{sign}"


def _plain(text: str) -> str:
    # `$` would start a formula, the others Markdown. `<` and `&` become entities: words stay words.
    escaped = html.escape(text, quote=False)
    return "".join(f"\\{sign}" if sign in "\\`*_[]$#|~" else sign for sign in escaped)


def master(worksheet: Worksheet, worksheet_id: str, values: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The master notebook of one assessed worksheet, in nbformat 4.5. ``values`` are the organisation's own."""
    cells = [*_opening(worksheet, worksheet_id, values), *_closed(worksheet), *_criteria(worksheet)]
    metadata = {
        "evenkeel": {"assignment": worksheet_id},
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _opening(worksheet: Worksheet, worksheet_id: str, values: Mapping[str, str] | None) -> Iterator[Cell]:
    said = worksheet.content_note
    note = f"> **Before you start.** {to_markdown(said, values)}\n\n" if said else ""
    intro = f"# {_plain(worksheet.title)}\n\n{note}{to_markdown(worksheet.brief, values)}\n\n{_HOW_TO}"
    yield _words("intro", intro)
    source = f'from evenkeel import worksheet\n\nworksheet("{worksheet_id}")'
    yield _code("worksheet", source, _nbgrader("worksheet", locked=True))


def _closed(worksheet: Worksheet) -> Iterator[Cell]:
    for field in worksheet.fields:
        if isinstance(field, ClosedField) and field.points:
            yield _scored(f"field-{field.id}", field.points)


def _criteria(worksheet: Worksheet) -> Iterator[Cell]:
    yield _words("how-it-is-marked", _PARTS)
    for criterion in worksheet.criteria:
        yield _words(f"about-{criterion.id}", _about(criterion))
        yield _scored(f"criterion-{criterion.id}", criterion.weight)
        grade_id = f"comment-{criterion.id}"
        yield _code(grade_id, COMMENT, _nbgrader(grade_id, solution=True))


def _about(criterion: Criterion) -> str:
    levels = "\n".join(f"- **Level {level}.** {to_markdown(text)}" for level, text in enumerate(criterion.levels))
    return f"### {_plain(criterion.title)}\n\nWorth {criterion.weight} of 100.\n\n{levels}"


def _scored(grade_id: str, points: int) -> Cell:
    source = f'from evenkeel import marked\n\nmarked("{grade_id}")'
    return _code(grade_id, source, _nbgrader(grade_id, grade=True, locked=True, points=points))


def _nbgrader(grade_id: str, **settings: Any) -> dict[str, Any]:
    settings = {"grade": False, "locked": False, "solution": False, "task": False, **settings}
    return {"schema_version": 3, "grade_id": grade_id, **settings}


def _words(cell_id: str, source: str) -> Cell:
    return _cell(cell_id, "markdown", source, {"editable": False, "deletable": False})


def _code(cell_id: str, source: str, nbgrader: dict[str, Any]) -> Cell:
    metadata = {**HIDDEN, "editable": False, "deletable": False, "nbgrader": nbgrader}
    return _cell(cell_id, "code", source, metadata) | {"execution_count": None, "outputs": []}


def _cell(cell_id: str, cell_type: str, source: str, metadata: dict[str, Any]) -> Cell:
    lines = source.splitlines(keepends=True)
    return {"id": cell_id[:64], "cell_type": cell_type, "source": lines, "metadata": metadata}


def masters(course: Course) -> dict[Path, str]:
    """What each master of the course should hold, by its path."""
    values = course.settings.values() if course.settings else {}
    return {
        course.root / "source" / name / f"{name}.ipynb": _written(master(worksheet, name, values))
        for name, worksheet in sorted(course.worksheets.items())
        if worksheet.assessed
    }


def _written(notebook: dict[str, Any]) -> str:
    # As nbformat writes it, so that saving a master in JupyterLab changes no line.
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def stale(course: Course) -> list[Path]:
    """The masters that are missing or differ from what the worksheets say."""
    return [path for path, text in masters(course).items() if not path.is_file() or path.read_bytes() != text.encode()]


def main(arguments: list[str] | None = None) -> int:
    """Command line: 0 when every master is fresh (afterwards), 1 when ``--check`` finds a stale one."""
    parser = argparse.ArgumentParser(prog="python -m evenkeel_grading.masters", description=__doc__)
    parser.add_argument("--root", type=Path, help="the course's folder (default: the nearest above)")
    parser.add_argument("--check", action="store_true", help="write nothing; say which masters are stale")
    options = parser.parse_args(arguments)
    course = load_course(find_root(options.root))
    old = stale(course)
    wanted = masters(course)
    for path in old:
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        print(f"{'stale' if options.check else 'written'}: {path.relative_to(course.root)}")
    return 1 if options.check and old else 0


if __name__ == "__main__":
    sys.exit(main())
