"""The one place where nbgrader's own names are replaced by ours, loaded by the configuration.

nbgrader's commands and its formgrader name their converters in their code and offer no setting for it. A
preprocessor comes too late for what must hold: by then nbgrader has already copied the submitted folder, following
links, and has opened the learner's notebook. So the two names are replaced where they are looked up. Should
somebody hold the stock class from before, our preprocessors still stand in its lists and still run nothing.
"""

import sys
import warnings
from typing import Any

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.apps.exportapp
import nbgrader.apps.generatefeedbackapp
import nbgrader.apps.validateapp
import nbgrader.converters
from sqlalchemy.exc import SAWarning

from evenkeel_grading.nbg import engine


def install() -> None:
    """Replace the converters and keep one engine per gradebook. Doing it twice changes nothing."""
    from evenkeel_grading.nbg.converter import MarkAnswers
    from evenkeel_grading.nbg.export import checked_init_plugin
    from evenkeel_grading.nbg.feedback import WriteFeedback
    from evenkeel_grading.nbg.pages import FormgraderPage
    from evenkeel_grading.nbg.validating import CheckedValidator

    for module in (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.autogradeapp):
        module.Autograde = MarkAnswers
    for module in (nbgrader.converters, nbgrader.apps.api, nbgrader.apps.generatefeedbackapp):
        module.GenerateFeedback = WriteFeedback
    nbgrader.apps.validateapp.Validator = CheckedValidator
    # Only there in a server, which loads its extensions before it reads the configuration.
    formgrader = sys.modules.get("nbgrader.server_extensions.formgrader.formgrader")
    if formgrader is not None:
        formgrader.HTMLExporter = FormgraderPage  # type: ignore[attr-defined]
        _add_pages(formgrader)
    button = sys.modules.get("nbgrader.server_extensions.validate_assignment.handlers")
    if button is not None:
        button.Validator = CheckedValidator  # type: ignore[attr-defined]
    # `nbgrader export --exporter=…` names any class on the command line.
    nbgrader.apps.exportapp.ExportApp.init_plugin = checked_init_plugin
    engine.install()
    # SQLAlchemy 2.1 warns of nbgrader's way to write its models at each new submission. Marks are right, and a
    # tutor can do nothing about it.
    warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.|sqlalchemy\.")


def _add_pages(formgrader: Any) -> None:
    """Put our pages among the formgrader's, which it adds to the server after it has read the configuration."""
    from nbgrader.server_extensions.formgrader.apihandlers import GradeHandler
    from nbgrader.server_extensions.formgrader.handlers import SubmissionHandler

    from evenkeel_grading.nbg import deciding, lists, pages_class, pages_desk, pages_fetch, pages_home

    ours = {SubmissionHandler: deciding.SubmissionPage, GradeHandler: deciding.RecordedGradeHandler, **lists.HIDING}
    for module in (formgrader.handlers, formgrader.apihandlers):
        for place, (address, handler, *more) in enumerate(module.default_handlers):
            module.default_handlers[place] = (address, ours.get(handler, handler), *more)
    known = {address for address, *_ in formgrader.handlers.default_handlers}
    found = (deciding, pages_desk, pages_class, pages_home, pages_fetch)
    pages = [one for module in found for one in module.HANDLERS]
    added = [one for one in pages if one[0] not in known]
    # First: the formgrader's last address takes everything below /formgrader/submissions/.
    formgrader.handlers.default_handlers[:0] = added
    formgrader.FileSystemLoader = pages_desk.with_ours
