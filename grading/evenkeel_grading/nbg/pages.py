"""The two pages of nbgrader that are ours: the formgrader's page for one learner's work, and the feedback."""

import copy
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

import nbgrader
from evenkeel import words
from evenkeel.languages import settle

_FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
_TEMPLATES = Path(__file__).parent / "templates"


def _speak(page: HTMLExporter) -> None:
    """Let a page's template say the interface's words, in the language of the course."""
    settle()
    page.environment.globals |= {
        "tr": words._,
        "figure": words.figure,
        "language": words.language,
        "direction": words.direction,
    }


class FormgraderPage(HTMLExporter):
    """nbgrader's formgrader page; for work of ours without code and without a request to another site.

    The formgrader sets its template folder as if it came from the command line, where no setting can follow, so
    :mod:`evenkeel_grading.nbg.install` puts this exporter in the place of the one it makes.
    """

    def __init__(self, config: Config | None = None, **settings: Any) -> None:
        config = copy.deepcopy(config) if config else Config()
        config.HTMLExporter.extra_template_basedirs = [str(_TEMPLATES), str(_FORMGRADER / "templates")]
        # So that our page can extend nbgrader's page of the same name.
        config.HTMLExporter.extra_template_paths = [str(_FORMGRADER)]
        super().__init__(config=config, **settings)


class FeedbackPage(HTMLExporter):
    """What a learner gets back: one file of words."""

    def __init__(self, config: Config | None = None, **settings: Any) -> None:
        config = copy.deepcopy(config) if config else Config()
        config.HTMLExporter.template_name = "evenkeel_feedback"
        config.HTMLExporter.extra_template_basedirs = [str(_TEMPLATES)]
        super().__init__(config=config, **settings)
        _speak(self)
