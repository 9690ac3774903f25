"""``evenkeel coverage``: where each requirement is taught, practised and assessed."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenkeel.course import Course, find_root, load_course

if TYPE_CHECKING:
    from evenkeel.coverage import Covered

NAME = "coverage"
HELP = "show where each requirement is taught, practised and assessed, and what is missing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the course's folder, and the form of the answer."""
    parser.add_argument("root", nargs="?", type=Path, help="the course's folder (default: found from here)")
    parser.add_argument("--json", action="store_true", help="print every place as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the matrix. 0 when nothing is missing, 1 on a gap or when there are no requirements to cover."""
    from evenkeel.coverage import coverage
    from evenkeel.pages import read_pages

    course = load_course(find_root(arguments.root))
    rows = coverage(course, read_pages(course.root))
    if arguments.json:
        print(json.dumps(_data(course, rows), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(course, rows)))
    if course.problems:
        print("Some files could not be used and count for nothing here: run `evenkeel check`.", file=sys.stderr)
    return 1 if not rows or any(row.gaps for row in rows) else 0


def _lines(course: Course, rows: "Sequence[Covered]") -> Iterator[str]:
    from evenkeel.coverage import STAGES

    width = max((len(row.requirement.id) for row in rows), default=2)
    for source, title in course.sources.items():
        own = [row for row in rows if row.requirement.source == source]
        yield f"{title}: {len(own)} requirements"
        yield f"  {'':{width}}  {'level':12}" + "".join(f"{stage:>11}" for stage in STAGES)
        yield from (f"  {_row(row, width)}" for row in own)
        yield ""
    gaps = [f"  {row.requirement.id}: not {' and not '.join(row.gaps)}" for row in rows if row.gaps]
    yield f"{len(gaps)} of {len(rows)} requirements have a gap{':' if gaps else '.'}"
    yield from gaps


def _row(row: "Covered", width: int) -> str:
    from evenkeel.coverage import STAGES

    counts = [_count(stage in row.gaps, len(row.places[stage])) for stage in STAGES]
    return f"{row.requirement.id:{width}}  {row.requirement.level:12}" + "".join(f"{count:>11}" for count in counts)


def _count(gap: bool, places: int) -> str:
    """The number of places; ``GAP`` where one is missing, a dash where none is asked for."""
    return "GAP" if gap else str(places) if places else "-"


def _data(course: Course, rows: "Sequence[Covered]") -> dict[str, Any]:
    """``{"sources": {id: title}, "requirements": [{id, …, "gaps": […], "taught": [place, …], …}]}``."""
    return {"sources": course.sources, "requirements": [_entry(row) for row in rows]}


def _entry(row: "Covered") -> dict[str, Any]:
    entry: dict[str, Any] = row.requirement.model_dump(mode="json")
    places: dict[str, Any] = {
        stage: [
            {"title": place.title, "page": place.target, "unit": place.unit, "parts": list(place.parts)}
            for place in found
        ]
        for stage, found in row.places.items()
    }
    return {**entry, "gaps": list(row.gaps), **places}
