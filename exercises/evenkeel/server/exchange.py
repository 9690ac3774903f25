"""nbgrader's exchange from the learner's side: what is released, fetch, submit, fetch feedback.

The only module of the server that knows nbgrader. Everything is done in this process with absolute paths and
without changing folders, so that it can be done in a thread; one at a time, since nbgrader keeps global state.
nbgrader is loaded only when there is something to fetch or to hand in, and then only what that needs (``sparing``).
"""

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_core.application import JupyterApp
from traitlets import TraitError
from traitlets.utils.importstring import import_item

from evenkeel.responses import FILE_NAME
from evenkeel.server.identity import learner_id
from evenkeel.server.sparing import load_sparingly

_ONE_AT_A_TIME = threading.Lock()
_log = logging.getLogger("evenkeel.exchange")
_log.setLevel(logging.ERROR)


class ExchangeFailedError(Exception):
    """nbgrader refused. ``str()`` is its own words, for the log."""


class NoTrayError(ExchangeFailedError):
    """The learner has no folder to hand in to: nobody has added them to the class yet."""


class Exchange:
    """The exchange that nbgrader's configuration names (``nbgrader_config.py`` on Jupyter's configuration path).

    ``folder`` is the course's folder in it, where nbgrader need not be asked; then ``in_time_first`` is known, too.
    """

    def __init__(self, folder: Path | None = None, in_time_first: bool = False) -> None:
        self._folder = folder
        self._in_time_first = in_time_first

    def released(self, assignment: str) -> bool:
        """Whether tutors have handed the assignment out."""
        return self._outbound(assignment).is_dir()

    def released_notebooks(self, assignment: str) -> list[Path]:
        """The notebooks that were handed out, by name."""
        return sorted(self._outbound(assignment).glob("*.ipynb"))

    def is_fetched(self, assignment: str, into: Path) -> bool:
        """Whether ``into/<assignment>`` has every file that was handed out."""
        source = self._outbound(assignment)
        files = (path.relative_to(source) for path in source.rglob("*") if path.is_file() and path.name != FILE_NAME)
        return all((into / assignment / file).exists() for file in files)

    def has_new_feedback(self, assignment: str, into: Path) -> bool:
        """Whether tutors have given this learner feedback that ``into/<assignment>`` does not have yet."""
        source = self.tray(learner_id()) / "feedback" / assignment
        own = into / assignment / "feedback"
        return any(_is_newer(page, own / page.relative_to(source)) for page in source.glob("*/*.html"))

    def tray(self, learner: str) -> Path:
        """This learner's own folder of the exchange: hand-ins go in, feedback comes back."""
        return self._course() / "inbound" / learner

    def in_time_first(self) -> bool:
        """Whether collecting takes the newest hand-in before the due date, where there is one, and not the newest."""
        return self._in_time_first if self._folder else bool(_config().ExchangeCollect.get("before_duedate", False))

    def _outbound(self, assignment: str) -> Path:
        return self._course() / "outbound" / assignment

    def _course(self) -> Path:
        if self._folder:
            return self._folder
        config = _config()
        exchange = _exchange_class(config, "exchange")(config=config)
        return Path(str(exchange.root), str(config.CourseDirectory.course_id))

    def fetch(self, assignment: str, into: Path) -> None:
        """Put the released files into ``into/<assignment>``, only those that are missing and never answers."""
        self._run("fetch_assignment", assignment, into, replace_missing_files=True)

    def submit(self, assignment: str, below: Path) -> str:
        """Hand in ``below/<assignment>``; returns nbgrader's time of it as RFC 3339 in UTC.

        When it returns, the work lies in the learner's tray, whole and on the disk.
        """
        try:
            done = self._run("submit", assignment, below)
        except ExchangeFailedError as error:
            tray = self.tray(learner_id())
            if tray.parent.is_dir() and not tray.is_dir():
                raise NoTrayError(str(error)) from error
            raise
        return rfc3339(str(done.timestamp))

    def fetch_feedback(self, assignment: str, into: Path) -> None:
        """Put released feedback into ``into/<assignment>/feedback/<time>/<notebook>.html``."""
        self._run("fetch_feedback", assignment, into)

    def _run(self, action: str, assignment: str, folder: Path, **options: Any) -> Any:
        with _ONE_AT_A_TIME:
            try:
                return _start(action, assignment, folder, options)
            except _failures() as error:
                raise ExchangeFailedError(f"{action} {assignment}: {error}") from error


def _is_newer(page: Path, copy: Path) -> bool:
    try:
        return copy.stat().st_mtime < page.stat().st_mtime
    except OSError:
        return True


def _start(action: str, assignment: str, folder: Path, options: dict[str, Any]) -> Any:
    load_sparingly()
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory

    config = _config()
    config.CourseDirectory.assignment_id = assignment
    course = CourseDirectory(config=config)
    # A released folder holds no answers. Should one, they would pass as this learner's own.
    course.ignore = [*course.ignore, FILE_NAME] if action == "fetch_assignment" else course.ignore
    doer = _exchange_class(config, action)(
        coursedir=course,
        authenticator=Authenticator(config=config),
        config=config,
        log=_log,
        assignment_dir=str(folder),
        path_includes_course=False,
        **options,
    )
    doer.start()
    return doer


def _config() -> Any:
    # As nbgrader's commands find it; their own class loads all that marks. A fault in the file would otherwise be
    # logged and the default exchange used: work would go nowhere.
    app = JupyterApp(config_file_name="nbgrader_config", raise_config_file_errors=True, log=_log)
    try:
        app.load_config_file()
    except Exception as error:  # a configuration file is a program and may raise anything
        raise ExchangeFailedError(f"nbgrader's configuration cannot be loaded: {error}") from error
    app.config.CourseDirectory.setdefault("course_id", "")
    return app.config


def _exchange_class(config: Any, action: str) -> Any:
    named = config.ExchangeFactory.get(action)
    if isinstance(named, str):
        return import_item(named)
    from nbgrader.exchange import ExchangeFactory  # which loads every part

    return getattr(ExchangeFactory(config=config), action)


def _failures() -> tuple[type[Exception], ...]:
    load_sparingly()
    from nbgrader.exchange import ExchangeError

    # RuntimeError: a folder over nbgrader's size limit; shutil.Error is an OSError.
    return ExchangeError, RuntimeError, OSError, TraitError


def rfc3339(timestamp: str) -> str:
    """nbgrader's ``2026-11-22 04:30:00.123456 UTC`` (its default format) as RFC 3339."""
    try:
        return datetime.strptime(timestamp, "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC).isoformat()
    except ValueError:
        from nbgrader.utils import parse_utc

        parsed: datetime = parse_utc(timestamp)
        return parsed.replace(tzinfo=UTC).isoformat()
