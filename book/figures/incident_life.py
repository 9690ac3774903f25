"""The life of an incident as a picture: seven steps down the page, and the two ways back up.

The order is that of the course's own procedure. The picture is tall and narrow so that its words can be read on a
telephone 360 pixels wide. It keeps its own white ground, so dark pages do not swallow the words. Every step is
numbered and named, and every way back has its words beside it: colour carries nothing alone.
"""

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, LINE, BACK, BAND = "#1b2430", "#0060a0", "#b34700", "#eef2f6"
STEM, TEXT_LEFT, WIDTH = 0.84, 1.08, 3.1


@dataclass(frozen=True)
class Step:
    """One step: what you ask yourself, and what you do."""

    name: str
    question: str
    do: str


@dataclass(frozen=True)
class Return:
    """A way back up: places of two steps, counted from 0, and how far left its line runs."""

    start: int
    end: int
    left: float
    why: str


STEPS = (
    Step("Locate", "Where exactly?", "Place, landmark, number."),
    Step("Assess", "What is wrong? Who is at risk?", "Short questions, one by one."),
    Step("Grade", "How urgent is it?", "By harm, not by noise."),
    Step("Task", "Who can act now?", "Who, what, where, by when."),
    Step("Monitor", "Is it working?", "Timers, news, support."),
    Step("Close", "Is it safe, and who says so?", "Tell the caller."),
    Step("Review", "What do we change?", "An owner and a date."),
)
RETURNS = (Return(4, 1, 0.50, "new facts"), Return(6, 0, 0.15, "what we learned"))


def draw() -> Figure:
    """The whole picture. Nothing is read or written."""
    figure = Figure(figsize=(4.0, 6.3), facecolor="white")
    axes = figure.add_axes((0.02, 0.01, 0.97, 0.98))
    axes.set(xlim=(0, WIDTH), ylim=(len(STEPS), 0))
    axes.set_axis_off()
    for place, step in enumerate(STEPS):
        _draw_words(axes, place, step)
    _draw_stem(axes)
    for way in RETURNS:
        _draw_return(axes, way)
    return figure


def _draw_words(axes: Axes, place: int, step: Step) -> None:
    """The name, then the question, then what to do; three sizes of the same ink."""
    if place % 2 == 0:
        axes.axhspan(place, place + 1, color=BAND, lw=0, zorder=0)
    common: dict[str, Any] = {"ha": "left", "va": "center", "color": INK}
    axes.text(TEXT_LEFT, place + 0.24, step.name, fontsize=11.5, fontweight="bold", **common)
    axes.text(TEXT_LEFT, place + 0.52, step.question, fontsize=9.6, style="italic", **common)
    axes.text(TEXT_LEFT, place + 0.78, step.do, fontsize=10.4, **common)


def _draw_stem(axes: Axes) -> None:
    """The way down: a line through numbered points."""
    axes.plot([STEM] * 2, [0.5, len(STEPS) - 0.5], color=LINE, lw=3.2, zorder=1)
    for place in range(len(STEPS)):
        axes.plot(STEM, place + 0.5, marker="o", ms=19, color=LINE, mec="white", mew=1.5, zorder=3)
        axes.text(
            STEM, place + 0.51, str(place + 1), color="white", fontsize=11, fontweight="bold", ha="center",
            va="center", zorder=4,
        )  # fmt: skip


def _draw_return(axes: Axes, way: Return) -> None:
    """A dashed line out to the left, up, and back in with an arrow."""
    low, high = way.start + 0.5, way.end + 0.5
    dashed: dict[str, Any] = {"color": BACK, "lw": 1.8, "ls": (0, (4, 2)), "zorder": 2}
    axes.plot([STEM, way.left, way.left], [low, low, high], **dashed)
    arrow = {"arrowstyle": "-|>", "color": BACK, "lw": 1.8, "shrinkB": 9}
    axes.annotate("", xy=(STEM, high), xytext=(way.left, high), arrowprops=arrow)
    axes.text(
        way.left - 0.03, (low + high) / 2, way.why, color=BACK, fontsize=9.6, rotation=90, ha="right", va="center"
    )
