"""Where things lie, and the whole nbgrader configuration as one function.

``grading/nbgrader_config.py`` calls :func:`configure`; Python code takes :func:`nbgrader_config`. Both are the
same settings, so the command line, the formgrader and Python mark alike.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config

from evenkeel_grading.nbg.install import install
from evenkeel_grading.nbg.settings import require_trial_is_safe

_STOCK = "nbgrader.preprocessors."
_OURS = "evenkeel_grading.nbg."


@dataclass(frozen=True)
class Places:
    """``root`` is the course's content, ``work`` what marking writes. ``course`` is nbgrader's course folder."""

    root: Path
    work: Path
    course_id: str

    @property
    def course(self) -> Path:
        return self.work / "course"

    @property
    def exchange(self) -> Path:
        return self.work / "exchange"


def places(root: Path, work: Path | None = None) -> Places:
    """From arguments, then ``EVENKEEL_WORK`` and ``EVENKEEL_COURSE``, then the defaults of a single machine."""
    root = Path(root).resolve()
    chosen = work or Path(os.environ.get("EVENKEEL_WORK") or root / "_run")
    return Places(root, Path(chosen).resolve(), os.environ.get("EVENKEEL_COURSE") or "evenkeel")


def prepare(root: Path, work: Path | None = None) -> Places:
    """Make the working folders. Idempotent. The exchange is open to all accounts, as nbgrader needs it."""
    where = places(root, work)
    # Answers and marks are in it: for the account that marks, and nobody else.
    where.work.mkdir(parents=True, exist_ok=True)
    where.course.mkdir(mode=0o700, exist_ok=True)
    where.exchange.mkdir(parents=True, exist_ok=True)
    if stat.S_IMODE(where.exchange.stat().st_mode) != 0o777 and where.exchange.owner() == _me():
        where.exchange.chmod(0o777)
    return where


def _me() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


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
    c.ExchangeFactory.collect = _OURS + "exchange.Collect"
    c.ExchangeFactory.submit = _OURS + "exchange.Submit"
    c.ExchangeFactory.release_assignment = _OURS + "releasing.ReleaseAssignment"
    c.ExchangeFactory.release_feedback = _OURS + "feedback.ReleaseFeedback"
    c.ExportApp.plugin_class = _OURS + "export.CheckedCsv"
