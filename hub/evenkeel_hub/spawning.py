"""Learners' and tutors' own servers: what they are given, and what is seen to before one starts."""

import os
import pwd
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from tornado.web import HTTPError

from evenkeel_grading.nbg.trays import TrayError, ensure_tray
from evenkeel_hub.accounts import FIRST_PERSON, AccountError, as_account
from evenkeel_hub.due import kept_dates, write_dates

if TYPE_CHECKING:
    from evenkeel_hub.config import Hosting

HERE = Path(__file__).parent
FOLDER = "evenkeel"
"""The course's folder in everybody's home: answers, receipts, feedback."""


def environment(where: "Hosting") -> dict[str, Any]:
    """What a learner's server is told. Nothing of it names the course's own folder, its masters or its gradebook."""
    return {
        "PATH": where.path,
        # jupyter_server alone: JupyterLab is loaded when somebody opens it (evenkeel_hub.notebooks).
        "JUPYTERHUB_SINGLEUSER_APP": "jupyter_server.serverapp.ServerApp",
        "JUPYTER_CONFIG_PATH": str(HERE / "learner"),
        "EVENKEEL_ROOT": str(where.learner_root),
        "EVENKEEL_EXCHANGE": str(where.places.exchange),
        "EVENKEEL_COURSE": where.course_id,
        "EVENKEEL_IN_TIME_FIRST": os.environ.get("EVENKEEL_IN_TIME_FIRST", ""),
        "EVENKEEL_TUTOR_HOME": lambda spawner: formgrader(where, spawner),
        "EVENKEEL_CLASS_HOME": lambda spawner: class_page(where, spawner),
        "PYTHONUTF8": "1",
    }


def formgrader(where: "Hosting", spawner: Any) -> str:
    """The address of the tutor's first page, for a tutor; nothing for anybody else."""
    return _service(spawner, where.tutors, where.course_id, "formgrader/home")


def class_page(where: "Hosting", spawner: Any) -> str:
    """The address of the page of the class, for an administrator; nothing for anybody else."""
    return _service(spawner, where.administrators, "class", "")


def _service(spawner: Any, group: str, name: str, page: str) -> str:
    if group not in {one.name for one in spawner.user.groups}:
        return ""
    return f"{_host(spawner, name)}{spawner.hub.base_url.removesuffix('hub/')}services/{name}/{page}"


def _host(spawner: Any, service: str) -> str:
    """Where each service has an address of its own (``JupyterHub.subdomain_host``), that; else nothing."""
    settings = spawner.user.settings
    if not settings.get("subdomain_host"):
        return ""
    hub = urlparse(settings["subdomain_host"])
    host = settings["subdomain_hook"](service, settings["domain"], kind="service")
    return f"{hub.scheme}://{host}" + (f":{hub.port}" if hub.port else "")


class Hook:
    """Before a server starts, as the hub's account (root): the account is one, its tray and its folder are there."""

    def __init__(self, where: "Hosting") -> None:
        self._where = where

    def __call__(self, spawner: Any) -> None:
        try:
            self._see_to(spawner, spawner.user.name)
        except AccountError as error:
            spawner.log.error("Evenkeel: %s", error)
            raise _NotReadyError() from error

    def _see_to(self, spawner: Any, name: str) -> None:
        account = require_account(name, self._where.marker)
        tray = ensure_tray(self._where.places, name)
        try:
            write_dates(tray, kept_dates(self._where.places.course))
        except TrayError as error:  # for display only: no reason to keep anybody from the course
            spawner.log.warning("Evenkeel: %s", error)
        make_folder(account)


class _NotReadyError(HTTPError):
    """What the hub's page says when a server does not start; JupyterHub takes it from either place."""

    jupyterhub_message = "Your account on this server is not ready. Ask whoever runs the course to look at it."

    def __init__(self) -> None:
        super().__init__(500, self.jupyterhub_message, reason="Your page cannot be opened")


def require_account(name: str, marker: str) -> pwd.struct_passwd:
    """A person's own account. Raises :class:`AccountError`."""
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        raise AccountError(f"There is no account {name!r} on this machine. Import the class list again.") from None
    if account.pw_uid < FIRST_PERSON or name == marker:
        raise AccountError(f"{name!r} is an account of the system, not a person's.")
    return account


def make_folder(account: pwd.struct_passwd) -> Path:
    """The course's folder in a home, for this account alone, made by it. Raises :class:`AccountError`."""
    folder = Path(account.pw_dir) / FOLDER
    if not as_account(account, lambda: _make_own(folder)):
        raise AccountError(f"{folder} is not a folder of {account.pw_name}, and could not be made one.")
    return folder


def _make_own(folder: Path) -> bool:
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
    if own and stat.S_IMODE(status.st_mode) != 0o700:
        folder.chmod(0o700)
    return own
