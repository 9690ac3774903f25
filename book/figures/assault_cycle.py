"""The assault cycle as a picture: five phases, what you see in each, and what helps.

After Kaplan and Wheeler (1983). The height of the curve is a sketch: the model gives an order and no numbers.
The picture is tall and narrow so that its words can be read on a telephone 360 pixels wide. It keeps its own white
ground, so dark pages do not swallow the words, and every phase is named in words: colour carries nothing alone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

Curve = NDArray[np.float64]

INK, CURVE, PEAK, BAND, USUAL = "#1b2430", "#0060a0", "#b34700", "#eef2f6", "#5b6675"
USUAL_LEVEL = 0.20
TEXT_LEFT = 1.16


@dataclass(frozen=True)
class Phase:
    """One phase: ``heat`` from 0 (calm) to 1 (crisis) at its middle, what is seen, and what helps."""

    name: str
    heat: float
    seen: str
    do: str


PHASES = (
    Phase("Trigger", 0.34, "Something has just gone wrong", "Listen. Ask what happened."),
    Phase("Escalation", 0.68, "Louder, faster, closer", "Name the feeling.\nOffer two choices."),
    Phase("Crisis", 0.97, "Reasons do not get through", "Few words. Space.\nGet help."),
    Phase("Recovery", 0.52, "Calmer, yet can flare again", "Go gently.\nNo new demands."),
    Phase(
        "Post-crisis depression",
        0.07,
        "Flat, tired, perhaps ashamed",
        "Be kind. Agree a next step.\nLook after yourself.",
    ),
)


def heat_curve(points_per_phase: int = 60) -> tuple[Curve, Curve]:
    """Time (0 to the number of phases) and heat: a smooth line through the middle of each phase, without overshoot."""
    middles = np.array([0.0, *(place + 0.5 for place in range(len(PHASES))), float(len(PHASES))])
    heats = np.array([USUAL_LEVEL, *(phase.heat for phase in PHASES), USUAL_LEVEL])
    slopes = _slopes(middles, heats)
    time = np.linspace(0.0, middles[-1], points_per_phase * len(PHASES) + 1)
    left = np.clip(np.searchsorted(middles, time, side="right") - 1, 0, len(middles) - 2)
    width = middles[left + 1] - middles[left]
    share = (time - middles[left]) / width
    rise = share**2 * (3 - 2 * share)
    bend = width * (share * (1 - share) ** 2 * slopes[left] - share**2 * (1 - share) * slopes[left + 1])
    return time, heats[left] * (1 - rise) + heats[left + 1] * rise + bend


def _slopes(times: Curve, heats: Curve) -> Curve:
    """The slope at each point: level at the ends and where the line turns, or it would overshoot the phase."""
    steps = np.diff(heats) / np.diff(times)
    slopes = np.zeros_like(heats)
    same_way = steps[:-1] * steps[1:] > 0
    slopes[1:-1] = np.where(same_way, np.minimum(abs(steps[:-1]), abs(steps[1:])) * np.sign(steps[1:]) * 1.4, 0.0)
    return slopes


def draw() -> Figure:
    """The whole picture. Nothing is read or written."""
    figure = Figure(figsize=(4.0, 6.3), facecolor="white")
    axes = figure.add_axes((0.035, 0.015, 0.95, 0.905))
    axes.set(xlim=(0, 3.1), ylim=(len(PHASES), 0))
    axes.set_axis_off()
    _draw_bands(axes)
    _draw_curve(axes)
    _draw_heading(axes)
    return figure


def _draw_bands(axes: Axes) -> None:
    for place, phase in enumerate(PHASES):
        if place % 2 == 0:
            axes.axhspan(place, place + 1, color=BAND, lw=0, zorder=0)
        _draw_words(axes, place, phase)


def _draw_words(axes: Axes, place: int, phase: Phase) -> None:
    """The name, then what is seen, then what to do; three sizes of the same ink."""
    common: dict[str, Any] = {"ha": "left", "va": "top", "color": INK}
    axes.text(TEXT_LEFT, place + 0.09, f"{place + 1}  {phase.name}", fontsize=11, fontweight="bold", **common)
    axes.text(TEXT_LEFT, place + 0.31, phase.seen, fontsize=9.6, style="italic", **common)
    axes.text(TEXT_LEFT, place + 0.53, phase.do, fontsize=10.4, linespacing=1.15, **common)


def _draw_curve(axes: Axes) -> None:
    time, heat = heat_curve()
    axes.plot([USUAL_LEVEL] * 2, [0, len(PHASES)], color=USUAL, lw=1.2, ls=(0, (4, 3)), zorder=1)
    axes.plot(heat, time, color=CURVE, lw=3.2, solid_capstyle="round", zorder=3)
    for place, phase in enumerate(PHASES):
        peak = phase.heat == max(each.heat for each in PHASES)
        axes.plot(
            phase.heat, place + 0.5, marker="D" if peak else "o", ms=9, color=PEAK if peak else CURVE,
            mec="white", mew=1.5, zorder=4,
        )  # fmt: skip


def _draw_heading(axes: Axes) -> None:
    axes.text(0.02, -0.30, "calm", fontsize=9.6, color=INK, ha="left", va="center")
    axes.text(1.02, -0.30, "heated", fontsize=9.6, color=INK, ha="right", va="center")
    axes.annotate(
        "", xy=(0.62, -0.30), xytext=(0.34, -0.30), arrowprops={"arrowstyle": "->", "color": INK}, annotation_clip=False
    )
    axes.text(USUAL_LEVEL, -0.10, "usual", fontsize=8.6, color=USUAL, ha="center", va="center")
    axes.text(TEXT_LEFT, -0.30, "Time runs down the page", fontsize=9.6, color=INK, ha="left", va="center")
