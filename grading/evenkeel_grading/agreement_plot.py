"""Agreement as a picture, with the same figures as a text alternative inside the file."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evenkeel_grading.agreement_report import EACH_OTHER, SUGGESTION, Compared, table

# Sign, colour, and a little above or below the line, so that neither covers the other.
_MARKS = {EACH_OTHER: ("o", "#1b4f72", -0.12), SUGGESTION: ("D", "#b03a2e", 0.12)}
_SVG = "http://www.w3.org/2000/svg"
TITLE = "Agreement of levels by criterion"


def plot(compared: Sequence[Compared], file: Path) -> None:
    """Write the picture as SVG or PNG, by the file's ending. Raises ``ValueError`` for another ending."""
    if file.suffix not in (".svg", ".png"):
        raise ValueError(f"{file.name}: a picture's name ends in .svg or .png")
    names = list(dict.fromkeys(one.criterion for one in compared))
    figure = Figure(figsize=(9, 1.6 + 0.4 * len(names)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    _panel(left, compared, names, "kappa", "Weighted kappa (0 chance, 1 full)", (0.7, 1.0))
    _panel(right, compared, names, "bias", "Mean difference in levels", (-0.15, 0.15))
    left.set_xlim(min([-0.05, *(one.measured.kappa - 0.05 for one in compared)]), 1.05)
    left.set_yticks(range(len(names)), names)
    left.invert_yaxis()
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=2, title="against")
    _save(figure, file, "\n".join(table(compared)))


def _panel(
    axes: Axes, compared: Sequence[Compared], names: list[str], what: str, label: str, wanted: tuple[float, float]
) -> None:
    axes.axvspan(*wanted, color="#e8f0e4", zorder=0)
    for against, (marker, colour, aside) in _MARKS.items():
        shown = [one for one in compared if one.against == against]
        places = [names.index(one.criterion) + aside for one in shown]
        if shown:
            values = [getattr(one.measured, what) for one in shown]
            axes.scatter(values, places, marker=marker, color=colour, label=against, zorder=3)
    axes.set_xlabel(label)
    axes.grid(axis="x", color="#cccccc")


def _save(figure: Figure, file: Path, words: str) -> None:
    if file.suffix == ".png":
        figure.savefig(file, dpi=150, metadata={"Title": TITLE, "Description": words})
        return
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Title": TITLE})
    file.write_text(_told(text.getvalue(), words), encoding="utf-8")


def _told(svg: str, words: str) -> str:
    """The picture with a title and a description that a screen reader says in its place."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ET.fromstring(svg)
    root.set("role", "img")
    root.set("aria-labelledby", "agreement-title agreement-words")
    for place, (tag, name, said) in enumerate(
        (("title", "agreement-title", TITLE), ("desc", "agreement-words", words))
    ):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": name})
        element.text = said
        root.insert(place, element)
    return ET.tostring(root, encoding="unicode")
