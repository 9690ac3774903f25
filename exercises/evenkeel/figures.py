"""Saving the course's figures, which are drawn when the book is built."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def svg(figure: "Figure") -> str:
    """The figure as SVG text, the same bytes for the same figure. Words become shapes, so no font is needed."""
    import matplotlib as mpl

    page = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "evenkeel", "svg.fonttype": "path"}):
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    return page.getvalue()
