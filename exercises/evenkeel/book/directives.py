"""The directives authors write: ``{quiz} first-words`` and so on, ``{home}``, ``{answers}`` and ``{handin}``."""

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from evenkeel.book.elements import element
from evenkeel.book.exercises import exercise_element, find
from evenkeel.words import N_, _

log = logging.getLogger(__name__)

WITHOUT_SCRIPT = {
    "home": N_("This page shows where you are in the course. It needs JavaScript."),
    "answers": N_("This page lists the answers you have given. It needs JavaScript."),
    "handin": N_("This page hands in your assignments. It needs JavaScript and the course's own server."),
}


class ExerciseDirective(SphinxDirective):
    """Places an exercise. The directive's own name is the kind of exercise; its argument is the id."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Give the exercise's element, or a visible gap and a warning."""
        kind, name, location = self.name, self.arguments[0], self.get_location()
        placed: set[tuple[str, str]] = self.env.temp_data.setdefault("evenkeel_placed", set())
        if (kind, name) in placed:
            log.warning("the %s %r stands twice on this page; keep one", kind, name, location=location)
            return []
        placed.add((kind, name))
        spec = find(self.env, kind, name, location)
        return [_gap(kind) if spec is None else exercise_element(spec)]


class ElementDirective(SphinxDirective):
    """Places one of the course's own page parts, such as ``<evenkeel-answers>``."""

    def run(self) -> list[nodes.Node]:
        """Give the element with words for a reader without JavaScript."""
        words = _(WITHOUT_SCRIPT[self.name])
        inside = element("div", nodes.paragraph(words, words), class_="evk-fallback")
        return [element(f"evenkeel-{self.name}", inside)]


def _gap(kind: str) -> nodes.Node:
    words = _("An exercise ({kind}) belongs here, but it could not be loaded. Please tell your tutor.")
    words = words.format(kind=kind)
    return nodes.caution("", nodes.paragraph(words, words))
