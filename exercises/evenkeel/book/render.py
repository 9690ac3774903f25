"""Widget outputs in executed notebook pages: the same element as a directive makes, and never a kernel's state."""

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from evenkeel.book.exercises import FOLDERS, exercise_element, find

MIME = "application/vnd.evenkeel.v1+json"
"""An output that says ``{"exercise": "quiz", "id": "first-words", "spec": {...}}``."""


class Renderer(NbElementRenderer):  # type: ignore[misc]
    """Renders our widgets; leaves out every widget's stored state and the scripts it would load from elsewhere."""

    def render_nb_finalise(self, metadata: Mapping[str, Any]) -> None:
        """Add nothing: the stock renderer would add widget state, requirejs and html-manager."""

    def render_mime_type(self, data: MimeData) -> list[nodes.Element]:
        """Render our own type of output; leave the others to the stock renderer."""
        if data.mime_type != MIME:
            found: list[nodes.Element] = super().render_mime_type(data)
            return found
        return self._exercise(data)

    def _exercise(self, data: MimeData) -> list[nodes.Element]:
        """Read the exercise afresh: the notebook's outputs are cached and would outlive an edit of the exercise."""
        kind, name = str(data.content["exercise"]), str(data.content["id"])
        env = self.renderer.sphinx_env
        if kind not in FOLDERS or env is None:
            return []
        spec = find(env, kind, name, (env.docname, data.line or 0))
        return [] if spec is None else [exercise_element(spec)]
