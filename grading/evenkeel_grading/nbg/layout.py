"""Where things lie, and the whole nbgrader configuration as one function.

``grading/nbgrader_config.py`` calls :func:`configure`; Python code takes :func:`nbgrader_config`. Both are the
same settings, so the command line, the formgrader and Python mark alike.
"""

import os
from pathlib import Path

from traitlets.config import Config

from evenkeel_grading.nbg.exchanging import configure_exchange
from evenkeel_grading.nbg.install import install
from evenkeel_grading.nbg.places import Places, places, prepare
from evenkeel_grading.nbg.settings import require_trial_is_safe

__all__ = ["Places", "configure", "configure_marking", "nbgrader_config", "places", "prepare"]

_STOCK = "nbgrader.preprocessors."
_OURS = "evenkeel_grading.nbg."


def nbgrader_config(root: Path, work: Path | None = None) -> Config:
    """The settings as a :class:`traitlets.config.Config`, for ``NbGraderAPI(config=…)`` and tests."""
    config = Config()
    configure(config, root, work)
    return config


def configure(c: Config, root: Path, work: Path | None = None) -> None:
    """Fill ``c`` and make nbgrader use our converters. Safe to call again: the formgrader does at each request."""
    require_trial_is_safe(os.environ.get("EVENKEEL_TRIAL") == "1")
    where = prepare(root, work)
    c.EvenkeelMarking.root = str(where.root)
    c.CourseDirectory.course_id = where.course_id
    c.CourseDirectory.root = str(where.course)
    # Relative, since nbgrader puts the step's folder into regular expressions unescaped.
    c.CourseDirectory.source_directory = os.path.relpath(where.root / "source", where.course)
    c.Exchange.root = str(where.exchange)
    configure_marking(c)


def configure_marking(c: Config) -> None:
    """Only how work is marked, collected and given back, for an organisation with folders of its own."""
    install()
    c.GenerateAssignment.preprocessors = [
        *(_STOCK + name for name in ("IncludeHeaderFooter", "InstantiateTests", "LockCells")),
        _OURS + "preprocessors.ClearConventionalSolutions",
        *(_STOCK + name for name in ("ClearOutput", "CheckCellMetadata", "ComputeChecksums", "SaveCells")),
        *(_STOCK + name for name in ("ClearHiddenTests", "ClearMarkScheme", "ComputeChecksums", "CheckCellMetadata")),
    ]
    c.Autograde.sanitize_preprocessors = [
        _OURS + "preprocessors.UseReleased",
        *(_STOCK + name for name in ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec")),
        _OURS + "preprocessors.OverwriteCellsAtOnce",
        _OURS + "preprocessors.CheckCellMetadataOnce",
        _OURS + "preprocessors.ScoreResponses",
    ]
    c.Autograde.autograde_preprocessors = [
        _OURS + "preprocessors.ExecuteConventional",
        _STOCK + "IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        _STOCK + "LimitOutput",
        _OURS + "preprocessors.SaveMarks",
        _STOCK + "AssignLatePenalties",
        _OURS + "preprocessors.CheckCellMetadataOnce",
    ]
    configure_exchange(c)
    c.ExportApp.plugin_class = _OURS + "export.CheckedCsv"
