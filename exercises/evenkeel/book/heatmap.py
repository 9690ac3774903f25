"""The heat map of the coverage page: for each requirement, how many places teach, practise and assess it.

The picture is tall and narrow so that its words can be read on a telephone 360 pixels wide. It keeps its own white
ground, so dark pages do not swallow it, and every cell has its number: colour carries nothing alone.
"""

from collections.abc import Sequence
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

Tile = tuple[str, Sequence[int | None]]
"""A short name, and the number of places for each stage; ``None`` where none is asked for and there is none."""
Group = tuple[str, Sequence[Tile]]

INK, GAP, GREY = "#1b2430", "#b34700", "#eef2f6"
SHADES = ((1, "#d6e6f2", INK), (3, "#9cc5e3", INK), (6, "#2b72aa", "white"), (10**9, "#0b4475", "white"))
"""Up to so many places: the colour of the cell, and of its number."""
SHADE_WORDS = ("1", "2-3", "4-6", "7+")
LETTERS = "TPA"
ACROSS, TILE, NAME, CELL, LINE, MARGIN = 3, 1.31, 0.5, 0.255, 0.27, 0.05


def draw(groups: Sequence[Group]) -> Figure:
    """The whole picture, a group of tiles under each title. Sizes are in inches. Nothing is read or written."""
    height = 0.95 + sum(_height(group) for group in groups)
    figure = Figure(figsize=(4.0, height), facecolor="white")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, 4.0), ylim=(height, 0))
    axes.set_axis_off()
    _legend(axes)
    top = 0.95
    for group in groups:
        _group(axes, group, top)
        top += _height(group)
    return figure


def _title(words: str) -> list[str]:
    return wrap(words, 46)


def _height(group: Group) -> float:
    title, tiles = group
    return 0.2 * len(_title(title)) + 0.25 + LINE * -(-len(tiles) // ACROSS) + 0.2


def _legend(axes: Axes) -> None:
    words = "Each cell: in how many places\nT taught, P practised, A assessed"
    axes.text(MARGIN, 0.08, words, fontsize=9, color=INK, va="top", linespacing=1.4)
    for place, ((_, colour, ink), label) in enumerate(zip(SHADES, SHADE_WORDS, strict=True)):
        _box(axes, MARGIN + place * 0.5, 0.55, 0.44, colour, label, ink)
    _box(axes, MARGIN + 2.1, 0.55, 0.3, "white", "0", GAP, edge=GAP)
    axes.text(MARGIN + 2.46, 0.67, "a gap", fontsize=9, color=INK, va="center")
    _box(axes, MARGIN + 2.95, 0.55, 0.3, GREY, "-", INK)
    axes.text(MARGIN + 3.3, 0.67, "not asked", fontsize=9, color=INK, va="center")


def _group(axes: Axes, group: Group, top: float) -> None:
    title, tiles = group
    for line in _title(title):
        axes.text(MARGIN, top, line, fontsize=9.5, weight="bold", color=INK, va="top")
        top += 0.2
    for column in range(min(ACROSS, len(tiles))):
        for place, letter in enumerate(LETTERS):
            middle = MARGIN + column * TILE + NAME + (place + 0.5) * CELL
            axes.text(middle, top + 0.14, letter, fontsize=8.5, color=INK, ha="center", va="center")
    for number, tile in enumerate(tiles):
        down, across = divmod(number, ACROSS)
        _tile(axes, tile, MARGIN + across * TILE, top + 0.25 + down * LINE)


def _tile(axes: Axes, tile: Tile, left: float, top: float) -> None:
    name, counts = tile
    axes.text(left + NAME - 0.05, top + 0.12, name, fontsize=8.5, color=INK, ha="right", va="center")
    for place, count in enumerate(counts):
        x = left + NAME + place * CELL
        if count is None:
            _box(axes, x, top, CELL - 0.02, GREY, "-", INK)
        elif count == 0:
            _box(axes, x, top, CELL - 0.02, "white", "0", GAP, edge=GAP)
        else:
            _, colour, ink = next(shade for shade in SHADES if count <= shade[0])
            _box(axes, x, top, CELL - 0.02, colour, str(count), ink)


def _box(axes: Axes, x: float, y: float, width: float, colour: str, words: str, ink: str, edge: str = "none") -> None:
    axes.add_patch(Rectangle((x, y), width, 0.24, facecolor=colour, edgecolor=edge, linewidth=1.4))
    weight = "bold" if edge != "none" else "normal"
    axes.text(x + width / 2, y + 0.125, words, fontsize=8.5, color=ink, weight=weight, ha="center", va="center")
