"""Where the nodes of a scenario stand on its map: rows from the start downwards, endings in the last row.

The layered drawing of Sugiyama, Tagawa and Toda (1981) in its simplest form: lines that lead back are set aside, each
node goes one row below the lowest that leads to it, a line over several rows bends once in each row between, and each
row is put in the order of its neighbours' middle. Worked out here once, for the author's map, the path map of the
debrief and the tutor's map of a class.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evenkeel.checks.graph import targets
from evenkeel.models.scenario import Scenario

SWEEPS = 6
BEND = 0.3
"""The width that a line takes in a row between, where a node takes 1."""

_Bend = tuple[str, str, int]
_Spot = str | _Bend


@dataclass(frozen=True)
class Line:
    """A line from a node to a node or an ending. ``bends`` are the columns of the rows between, from above."""

    start: str
    end: str
    bends: tuple[float, ...] = ()


@dataclass(frozen=True)
class Layout:
    """``places``: the column of the middle, counted in widths of a node from the left edge, and the row from 0."""

    places: dict[str, tuple[float, int]]
    lines: list[Line]
    width: float
    rows: int


def layout(scenario: Scenario) -> Layout:
    """The places of all nodes and endings whose targets exist, and the lines between them."""
    leads = _leads(scenario)
    rows = _rows(scenario, leads)
    order = _order(rows, [(a, b) for a, ends in leads.items() for b in ends if rows[a] < rows[b]])
    columns, width = _columns(order)
    lines = [
        Line(a, b, tuple(columns[a, b, row] for row in range(rows[a] + 1, rows[b])))
        for a, ends in leads.items()
        for b in ends
    ]
    return Layout({name: (columns[name], row) for name, row in rows.items()}, lines, width, len(order))


def as_json(found: Layout) -> dict[str, Any]:
    """``{"width", "rows", "places": {id: [column, row]}, "lines": [[from, to, [column, …]], …]}`` for the page."""
    return {
        "width": found.width,
        "rows": found.rows,
        "places": {name: [column, row] for name, (column, row) in found.places.items()},
        "lines": [[line.start, line.end, list(line.bends)] for line in found.lines],
    }


def _leads(scenario: Scenario) -> dict[str, list[str]]:
    there = {*(node.id for node in scenario.nodes), *(ending.id for ending in scenario.endings)}
    leads = {
        node.id: [to for to in dict.fromkeys(to for choice in node.choices for to in targets(choice)) if to in there]
        for node in scenario.nodes
    }
    return leads | {ending.id: [] for ending in scenario.endings}


def _rows(scenario: Scenario, leads: dict[str, list[str]]) -> dict[str, int]:
    """Each node below the lowest that leads to it; what only an override leads to, right above where it leads."""
    start = scenario.start if scenario.start in leads else scenario.nodes[0].id
    ahead = _ahead(start, leads)
    rows = {name: 0 if name == start else 1 for name in leads}
    for _ in leads:
        for name, ends in ahead.items():
            for end in ends:
                rows[end] = max(rows[end], rows[name] + 1)
    led = {end for ends in leads.values() for end in ends}
    for name in leads.keys() - led - {start}:
        rows[name] = max(1, min((rows[end] for end in ahead[name]), default=1) - 1)
    used = sorted({rows[node.id] for node in scenario.nodes})
    found = {node.id: used.index(rows[node.id]) for node in scenario.nodes}
    return found | {ending.id: len(used) for ending in scenario.endings}


def _ahead(start: str, leads: dict[str, list[str]]) -> dict[str, list[str]]:
    """The lines without those that lead back to where a way down from the start came from."""
    ahead: dict[str, list[str]] = {}
    for first in (start, *leads):
        if first not in ahead:
            ahead[first] = []
            way = [(first, iter(leads[first]))]
            while way:
                name, ends = way[-1]
                end = next(ends, None)
                if end is None:
                    way.pop()
                elif end not in {above for above, _ in way}:
                    ahead[name].append(end)
                    if end not in ahead:
                        ahead[end] = []
                        way.append((end, iter(leads[end])))
    return ahead


def _order(rows: dict[str, int], lines: Iterable[tuple[str, str]]) -> list[list[_Spot]]:
    """The rows with their nodes and bends from left to right."""
    order: list[list[_Spot]] = [[] for _ in range(max(rows.values()) + 1)]
    for name, row in rows.items():
        order[row].append(name)
    beside: dict[_Spot, list[_Spot]] = defaultdict(list)
    for a, b in lines:
        bends: list[_Spot] = [(a, b, row) for row in range(rows[a] + 1, rows[b])]
        for row, bend in enumerate(bends, rows[a] + 1):
            order[row].append(bend)
        way = [a, *bends, b]
        for above, below in itertools.pairwise(way):
            beside[above].append(below)
            beside[below].append(above)
    for sweep in range(SWEEPS):
        for spots in order if sweep % 2 == 0 else order[::-1]:
            places, _ = _columns(order)
            spots.sort(key=lambda spot: _middle(spot, beside, places))
    return order


def _middle(spot: _Spot, beside: dict[_Spot, list[_Spot]], places: dict[Any, float]) -> float:
    near = [places[other] for other in beside[spot]]
    return sum(near) / len(near) if near else places[spot]


def _columns(order: list[list[_Spot]]) -> tuple[dict[Any, float], float]:
    """The middle of each spot, every row centred, and the width of the widest row."""
    widths = [[1.0 if isinstance(spot, str) else BEND for spot in row] for row in order]
    widest = max(map(sum, widths))
    columns: dict[Any, float] = {}
    for row, sizes in zip(order, widths, strict=True):
        left = (widest - sum(sizes)) / 2
        for spot, size in zip(row, sizes, strict=True):
            columns[spot] = round(left + size / 2, 3)
            left += size
    return columns, round(widest, 3)
