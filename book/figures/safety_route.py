"""The path through a contact in which someone speaks of ending their life: three steps, two routes, two steps.

It shows what the page says and nothing more; the organisation's own protocol comes first. The picture is tall and
narrow so that its words can be read on a telephone 360 pixels wide. It keeps its own white ground, so dark pages do
not swallow the words, and the two routes differ in their words and their places: colour carries nothing alone.
"""

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

INK, LINE, BAND, URGENT, URGENT_BAND = "#1b2430", "#0060a0", "#eef2f6", "#b34700", "#fdf1e8"


@dataclass(frozen=True)
class Step:
    """One box: its middle (``x`` and ``y``), its size, a heading in bold, and lines below it."""

    x: float
    y: float
    width: float
    height: float
    heading: str
    words: str = ""
    urgent: bool = False


_PLACE: dict[str, Any] = {"ha": "left", "va": "top", "color": INK, "zorder": 3}
FULL, HALF = 3.7, 1.78
HEAR = Step(2.0, 0.42, FULL, 0.62, "1  Hear it. Stay. Signal.", "\"I'm glad you told me. I'm here.\"")
ASK = Step(2.0, 1.36, FULL, 0.62, "2  Ask plainly and kindly", '"Are you thinking about ending your life?"')
FIND = Step(2.0, 2.30, FULL, 0.62, "3  Where? Who with? Safe now?", "Ask what helpers need, and no more.")
NOW = Step(
    1.04,
    3.62,
    HALF,
    1.2,
    "Danger now, or\nyou cannot tell",
    "Colleague starts the\nemergency route.\nYou keep talking.",
    True,
)
SAFE = Step(2.96, 3.62, HALF, 1.2, "Safe for now\n", "Offer choices.\nConnect them.\nAgree next contact.")
LOG = Step(2.0, 4.90, FULL, 0.62, "4  Log exact words. Hand over.", "Times, what was done, who has it now.")
REST = Step(2.0, 5.84, FULL, 0.62, "5  Recompose", "A check-in is offered. Yes, no, later: all fine.")
STEPS = (HEAR, ASK, FIND, NOW, SAFE, LOG, REST)
ARROWS = ((HEAR, ASK), (ASK, FIND), (FIND, NOW), (FIND, SAFE), (NOW, LOG), (SAFE, LOG), (LOG, REST))


def draw() -> Figure:
    """The whole picture. Nothing is read or written."""
    figure = Figure(figsize=(4.0, 6.25), facecolor="white")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, 4.0), ylim=(6.25, 0))
    axes.set_axis_off()
    for start, end in ARROWS:
        _draw_arrow(axes, start, end)
    for step in STEPS:
        _draw_step(axes, step)
    return figure


def _draw_step(axes: Axes, step: Step) -> None:
    left, top = step.x - step.width / 2, step.y - step.height / 2
    edge, ground = (URGENT, URGENT_BAND) if step.urgent else (LINE, BAND)
    axes.add_patch(
        FancyBboxPatch(
            (left, top), step.width, step.height, boxstyle="round,pad=0,rounding_size=0.08", fc=ground, ec=edge,
            lw=2.4 if step.urgent else 1.4, zorder=2,
        )
    )  # fmt: skip
    axes.text(left + 0.12, top + 0.09, step.heading, fontsize=10.6, fontweight="bold", **_PLACE)
    below = top + 0.35 + 0.19 * step.heading.count("\n")
    axes.text(left + 0.12, below, step.words, fontsize=9.6, linespacing=1.3, **_PLACE)


def _draw_arrow(axes: Axes, start: Step, end: Step) -> None:
    """From the foot of one box to the head of the next, straight down below or above the narrower of the two."""
    narrow = min(start, end, key=lambda step: step.width)
    foot, head = start.y + start.height / 2, end.y - end.height / 2
    axes.annotate(
        "", xy=(narrow.x, head), xytext=(narrow.x, foot), arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.6}
    )
