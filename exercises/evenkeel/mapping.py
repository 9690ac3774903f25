"""The map of a scenario as SVG: its nodes with their choices, its endings, and the ways between.

Words are text, so that a screen reader, a search and a translator find them; the description tells the whole graph.
With ``shares`` the choices are coloured by how many took them, for a tutor's look at a class.
"""

import itertools
from collections.abc import Iterator, Mapping
from textwrap import wrap
from xml.etree import ElementTree as ET

from evenkeel.checks.graph import targets
from evenkeel.layout import Layout, layout
from evenkeel.models.scenario import Choice, Ending, Node, Scenario

Shares = Mapping[tuple[str, str], float]
"""For a node and a choice: the part, 0 to 1, of those who came to the node that took the choice."""

WIDTH, GAP, TITLE, LINE, SPACE, MARGIN = 210, 34, 17, 19, 56, 16
LETTERS = 29
INK, EDGE, GROUND, BOX, FORCED = "#1b2430", "#66727f", "#ffffff", "#f5f7f9", "#8a4b00"
SHADES = ((0.0, "#ffffff", INK), (0.1, "#d6e6f2", INK), (0.3, "#9cc5e3", INK), (0.6, "#2b72aa", "#ffffff"))
"""From such a part on: the colour of a choice and of its words."""
QUALITY = {"good": "+", "tempting": "~", "poor": "−"}
STYLE = "text{font:13px system-ui,sans-serif;fill:#1b2430}.t{font-weight:600}.w{fill:none;stroke:#66727f}"


def draw(scenario: Scenario, shares: Shares | None = None) -> str:
    """The map as a whole SVG file. Nothing is read or written."""
    return _Map(scenario, shares).svg()


def describe(scenario: Scenario, shares: Shares | None = None) -> str:
    """The same in words: each node with its choices and where they lead, then what can come at any time."""
    titles = {node.id: node.title for node in scenario.nodes} | {end.id: end.title for end in scenario.endings}
    parts = [f"Starts at {titles.get(scenario.start, scenario.start)}."]
    for node in scenario.nodes:
        choices = "; ".join(_leads(node, choice, titles, shares) for choice in node.choices)
        parts.append(f"{node.title}{_kind(node)}: {choices}.")
    parts += [f"At any time, when {one.when}: {titles.get(one.to, one.to)}." for one in scenario.overrides]
    endings = (f"{ending.title} ({_outcome(ending)})" for ending in scenario.endings)
    return "\n".join([*parts, f"Endings: {'; '.join(endings)}."])


def _leads(node: Node, choice: Choice, titles: Mapping[str, str], shares: Shares | None) -> str:
    to = " or ".join(titles.get(name, name) for name in dict.fromkeys(targets(choice)))
    took = f", taken by {shares.get((node.id, choice.id), 0):.0%}" if shares is not None else ""
    when = f", when {choice.when}" if choice.when else ""
    return f"{choice.id} ({choice.quality}{when}{took}) leads to {to}"


def _kind(node: Node) -> str:
    kinds = {"item": node.item, "scenes in any order": node.hub, "timer": node.timer, "content note": node.content_note}
    there = [name for name, part in kinds.items() if part]
    return f" ({', '.join(there)})" if there else ""


def _outcome(ending: Ending) -> str:
    return f"{ending.outcome}, early" if ending.early else ending.outcome


class _Map:
    """The drawing. A row is as high as its highest box; boxes stand in the middle of their column."""

    def __init__(self, scenario: Scenario, shares: Shares | None) -> None:
        self.scenario, self.shares = scenario, shares
        self.layout: Layout = layout(scenario)
        self.forced = {override.to for override in scenario.overrides}
        boxes: dict[str, Node | Ending] = {node.id: node for node in scenario.nodes}
        self.boxes = boxes | {ending.id: ending for ending in scenario.endings}
        self.heights = {name: self._height(box) for name, box in self.boxes.items()}
        self.tops: list[float] = []
        top = float(MARGIN)
        for row in range(self.layout.rows):
            self.tops.append(top)
            top += SPACE + max((self.heights[name] for name, place in self.layout.places.items() if place[1] == row))
        self.width = self.layout.width * (WIDTH + GAP) + 2 * MARGIN
        self.height = top - SPACE + MARGIN

    def svg(self) -> str:
        """The file's text."""
        width, height = f"{self.width:g}", f"{self.height:g}"
        size = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
        names = {"role": "img", "aria-labelledby": "map-title map-desc", "xmlns": "http://www.w3.org/2000/svg"}
        root = ET.Element("svg", {**names, **size})
        ET.SubElement(root, "title", id="map-title").text = f"Map of {self.scenario.title}"
        ET.SubElement(root, "desc", id="map-desc").text = describe(self.scenario, self.shares)
        ET.SubElement(root, "style").text = STYLE
        ET.SubElement(root, "rect", width="100%", height="100%", fill=GROUND)
        for line in self.layout.lines:
            ET.SubElement(root, "path", {"class": "w", "d": self._path(line.start, line.end, line.bends)})
        for name, box in self.boxes.items():
            self._box(root, name, box)
        ET.indent(root)
        return ET.tostring(root, encoding="unicode") + "\n"

    def _height(self, box: Node | Ending) -> float:
        rows = len(box.choices) if isinstance(box, Node) else 1
        return 12 + TITLE * len(_title(box)) + LINE * rows + 8

    def _corner(self, name: str) -> tuple[float, float]:
        column, row = self.layout.places[name]
        return MARGIN + column * (WIDTH + GAP) - WIDTH / 2, self.tops[row]

    def _path(self, start: str, end: str, bends: tuple[float, ...]) -> str:
        (x, y), (to_x, to_y) = self._corner(start), self._corner(end)
        if self.layout.places[end][1] <= self.layout.places[start][1]:
            # A way back runs beside the boxes, on the right.
            side, a, b = max(x, to_x) + WIDTH + GAP - 6, y + self.heights[start] / 2, to_y + self.heights[end] / 2
            return f"M{x + WIDTH:g} {a:g}C{side:g} {a:g} {side:g} {b:g} {to_x + WIDTH:g} {b:g}"
        row = self.layout.places[start][1]
        way = [(x + WIDTH / 2, y + self.heights[start])]
        for at, bend in enumerate(bends, row + 1):
            x = MARGIN + bend * (WIDTH + GAP)
            way += [(x, self.tops[at]), (x, self.tops[at + 1] - SPACE)]
        return f"M{way[0][0]:g} {way[0][1]:g}" + "".join(_curves([*way, (to_x + WIDTH / 2, to_y)]))

    def _box(self, root: ET.Element, name: str, box: Node | Ending) -> None:
        x, y = self._corner(name)
        group = ET.SubElement(root, "g")
        style = {"fill": BOX, "stroke": EDGE, "stroke-width": "1.5", "rx": "6" if isinstance(box, Node) else "18"}
        if name in self.forced:
            style |= {"stroke": FORCED, "stroke-dasharray": "5 3"}
        if name == self.scenario.start:
            style |= {"stroke": INK, "stroke-width": "3"}
        place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{WIDTH:g}", "height": f"{self.heights[name]:g}"}
        ET.SubElement(group, "rect", {**place, **style})
        down = y + 6
        for line in _title(box):
            down += TITLE
            ET.SubElement(group, "text", {"class": "t", "x": f"{x + 10:g}", "y": f"{down - 3:g}"}).text = line
        if isinstance(box, Ending):
            ET.SubElement(group, "text", x=f"{x + 10:g}", y=f"{down + LINE - 4:g}").text = _outcome(box)
            return
        for choice in box.choices:
            self._choice(group, box, choice, x, down)
            down += LINE

    def _choice(self, group: ET.Element, node: Node, choice: Choice, x: float, y: float) -> None:
        words, ink = f"{QUALITY[choice.quality]} {choice.id}", INK
        if self.shares is not None:
            part = self.shares.get((node.id, choice.id), 0.0)
            _, colour, ink = next(shade for shade in reversed(SHADES) if part >= shade[0])
            words = f"{part:.0%} {choice.id}"
            place = {"x": f"{x + 6:g}", "y": f"{y + 2:g}", "width": f"{WIDTH - 12:g}", "height": f"{LINE - 1:g}"}
            ET.SubElement(group, "rect", {**place, "fill": colour, "stroke": EDGE, "stroke-width": "0.5"})
        said = {"x": f"{x + 10:g}", "y": f"{y + LINE - 4:g}", "style": f"fill:{ink}"}
        ET.SubElement(group, "text", said).text = words if len(words) <= LETTERS else f"{words[: LETTERS - 1]}…"


def _title(box: Node | Ending) -> list[str]:
    kind = _kind(box) if isinstance(box, Node) else ""
    return wrap(box.title + kind, 25)


def _curves(way: list[tuple[float, float]]) -> Iterator[str]:
    for (x, y), (to_x, to_y) in itertools.pairwise(way):
        half = (y + to_y) / 2
        yield f"C{x:g} {half:g} {to_x:g} {half:g} {to_x:g} {to_y:g}"
