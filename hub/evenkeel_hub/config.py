"""The settings of the hub: ``configure(c)``, called by ``hub/jupyterhub_config.py``.

One course. Everybody is a system account: learners' and tutors' own servers run as themselves, the formgrader runs as
the account that marks. Who may sign in, and in which role, is asked of the class's roll (:mod:`evenkeel_hub.signin`).
"""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets.config import Config

from evenkeel.course import find_root
from evenkeel_grading.nbg.places import Places, places
from evenkeel_grading.nbg.settings import require_trial_is_safe
from evenkeel_hub.proxy import ADDRESS, HUB, proxy_program
from evenkeel_hub.roll import role_group, roll_url

HERE = Path(__file__).parent
COMMANDS = "class-commands"
"""The hub's name for our own commands, such as ``erase``, which stop a server and forget a person."""
CLASS_PAGE = "class"
"""The hub's name for the page for administrators."""
COOKIE = {"SameSite": "Lax"}
PATIENCE = 300
"""How long a service may take to start, in seconds. The hub ends when one does not, and a small machine at its first
start takes more than JupyterHub's half minute."""


@dataclass(frozen=True)
class Hosting:
    """Where a hub finds its parts.

    ``learner_root`` is the learner copy of the course (no master, rubric or key), ``state`` the hub's own folder,
    ``marker`` the account that marks, ``python`` a Python that every account can run.
    """

    places: Places
    learner_root: Path
    state: Path
    marker: str
    python: str
    formgrader_port: int = 9101
    class_port: int = 9102

    @property
    def course_id(self) -> str:
        """The course's id in the exchange, and the name of the formgrader's service."""
        return self.places.course_id

    @property
    def learners(self) -> str:
        """The hub's group of learners."""
        return role_group("learner", self.course_id)

    @property
    def tutors(self) -> str:
        """The hub's group of tutors."""
        return role_group("tutor", self.course_id)

    @property
    def administrators(self) -> str:
        """The hub's group of those who look after the class."""
        return role_group("administrator", self.course_id)

    @property
    def path(self) -> str:
        """What the hub's servers find programs by: nbgrader runs ``alembic`` by its bare name."""
        return os.pathsep.join([str(Path(self.python).parent), "/usr/local/bin", "/usr/bin", "/bin"])

    @property
    def marker_environment(self) -> dict[str, str]:
        """What the programs of the account that marks are told; nbgrader finds the course's settings by it."""
        return {
            "PATH": self.path,
            "JUPYTER_CONFIG_PATH": str(self.places.root / "grading"),
            "EVENKEEL_ROOT": str(self.places.root),
            "EVENKEEL_WORK": str(self.places.work),
            "EVENKEEL_COURSE": self.course_id,
            "PYTHONUTF8": "1",
        }


def hosting(root: Path | None = None) -> Hosting:
    """From the environment; ``root`` is the course where it is another than that of ``EVENKEEL_ROOT``.

    ``EVENKEEL_ROOT``, ``EVENKEEL_WORK``, ``EVENKEEL_COURSE`` as for marking; ``EVENKEEL_LEARNER_ROOT`` (default:
    ``learner`` in the working folder), ``EVENKEEL_HUB_STATE`` (``hub`` there), ``EVENKEEL_MARKER`` (``evenkeel``),
    ``EVENKEEL_PYTHON`` (the hub's own), ``EVENKEEL_FORMGRADER_PORT`` and ``EVENKEEL_CLASS_PORT`` (9101 and 9102, on
    this machine's own address).
    Raises :class:`evenkeel.problems.CourseNotFoundError`.
    """
    where = places(find_root(root))
    given = os.environ.get
    return Hosting(
        places=where,
        learner_root=Path(given("EVENKEEL_LEARNER_ROOT") or where.work / "learner"),
        state=Path(given("EVENKEEL_HUB_STATE") or where.work / "hub"),
        marker=given("EVENKEEL_MARKER") or "evenkeel",
        python=given("EVENKEEL_PYTHON") or sys.executable,
        formgrader_port=int(given("EVENKEEL_FORMGRADER_PORT") or 9101),
        class_port=int(given("EVENKEEL_CLASS_PORT") or 9102),
    )


def configure(c: Config, where: Hosting | None = None) -> Hosting:
    """Fill ``c``; an organisation changes what it wants afterwards. Raises when the one-person trial is on."""
    require_trial_is_safe(os.environ.get("EVENKEEL_TRIAL") == "1", {"JUPYTERHUB_": "this is one"})
    where = where or hosting()
    where.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    _hub(c, where)
    _proxy(c, where)
    _people(c, where)
    _servers(c, where)
    commands = {"name": COMMANDS, "api_token": _token(where.state / "admin-token")}
    c.JupyterHub.services = [_formgrader(where), _class_page(where), commands]
    c.JupyterHub.load_roles = roles(where)
    return where


def _hub(c: Config, where: Hosting) -> None:
    c.JupyterHub.bind_url = ADDRESS
    c.JupyterHub.hub_bind_url = HUB
    c.JupyterHub.db_url = f"sqlite:///{where.state / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(where.state / "cookie_secret")
    c.JupyterHub.pid_file = str(where.state / "hub.pid")
    # A learner's server outlives a restart of the hub: nobody loses the page they are on.
    c.JupyterHub.cleanup_servers = False
    c.JupyterHub.tornado_settings = {"cookie_options": COOKIE}
    c.JupyterHub.redirect_to_server = True
    c.JupyterHub.concurrent_spawn_limit = 20


def _proxy(c: Config, where: Hosting) -> None:
    if program := proxy_program(where.places.root):
        c.ConfigurableHTTPProxy.command = program
    c.ConfigurableHTTPProxy.pid_file = str(where.state / "proxy.pid")
    if os.environ.get("EVENKEEL_PROXY_RUNS") == "1":  # by systemd (hub/systemd), with the token that both know
        c.ConfigurableHTTPProxy.should_start = False
        # A proxy that was started again knows nobody's server until the hub looks: not in five minutes, as it would.
        c.JupyterHub.last_activity_interval = 30


def _people(c: Config, where: Hosting) -> None:
    c.JupyterHub.authenticator_class = "evenkeel_hub.signin.Pam"
    c.OnRoll.roll = roll_url(where.places.course)
    c.OnRoll.course_id = where.course_id
    # The roll decides, at each sign-in and every five minutes.
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = 300
    c.Authenticator.delete_invalid_users = False
    c.PAMAuthenticator.open_sessions = False


def _servers(c: Config, where: Hosting) -> None:
    from evenkeel_hub.spawning import Hook, environment

    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
    c.Spawner.cmd = [where.python, "-m", "evenkeel_hub.server"]
    c.Spawner.default_url = "/evenkeel/home"
    c.Spawner.notebook_dir = "~/evenkeel"
    # A broken file in somebody's own Jupyter folder must not keep them from the course.
    c.Spawner.disable_user_config = True
    c.Spawner.environment = environment(where)
    c.Spawner.pre_spawn_hook = Hook(where)
    c.Spawner.http_timeout = 60
    c.Spawner.start_timeout = 120


def _formgrader(where: Hosting) -> dict[str, Any]:
    """nbgrader's formgrader as a service for tutors, run as the account that marks (nbgrader's own recipe)."""
    return {
        "name": where.course_id,
        "url": f"http://127.0.0.1:{where.formgrader_port}",
        "command": [where.python, "-m", "evenkeel_hub.server"],
        "user": where.marker,
        "cwd": str(where.places.course),
        "oauth_no_confirm": True,
        "timeout": PATIENCE,
        "environment": where.marker_environment
        | {
            "JUPYTERHUB_DEFAULT_URL": "/formgrader",
            "JUPYTERHUB_ROOT_DIR": str(where.places.course),
            "JUPYTERHUB_SINGLEUSER_APP": "jupyter_server.serverapp.ServerApp",
            "JUPYTERHUB_DISABLE_USER_CONFIG": "1",
            "JUPYTER_CONFIG_PATH": os.pathsep.join(
                [str(HERE / "tutor"), where.marker_environment["JUPYTER_CONFIG_PATH"]]
            ),
        },
    }


def _class_page(where: Hosting) -> dict[str, Any]:
    """The page for administrators (:mod:`evenkeel_hub.service`), run as the account that marks."""
    return {
        "name": CLASS_PAGE,
        "url": f"http://127.0.0.1:{where.class_port}",
        "command": [where.python, "-m", "evenkeel_hub.service"],
        "user": where.marker,
        "cwd": str(where.places.course),
        "oauth_no_confirm": True,
        "timeout": PATIENCE,
        "environment": where.marker_environment,
    }


def _token(file: Path) -> str:
    """The token of the commands, made at the first start, for root alone."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as new:
        new.write(secrets.token_hex(32))
    return file.read_text(encoding="utf-8")


def roles(where: Hosting) -> list[dict[str, Any]]:
    """Who may do what at the hub. What is not named here is what JupyterHub gives everybody: their own server."""
    service = f"service={where.course_id}"
    return [
        {
            "name": "tutor",
            "description": "Opens the formgrader",
            "groups": [where.tutors],
            "scopes": [f"access:services!{service}", "list:services", f"read:services!{service}"],
        },
        {
            # Not access:servers: looking after a class is no reason to open a learner's pages.
            "name": "administrator",
            "description": "Sees who is there, starts and stops servers",
            "groups": [where.administrators],
            "scopes": [
                *("admin-ui", "list:users", "list:groups", "admin:servers", "read:hub", "list:services"),
                *(f"access:services!service={CLASS_PAGE}", f"read:services!service={CLASS_PAGE}"),
            ],
        },
        {
            "name": COMMANDS,
            "services": [COMMANDS, CLASS_PAGE],
            "scopes": ["list:users", "delete:users", "delete:servers"],
        },
        # nbgrader asks the hub which courses its person is in, with the rights that the person has.
        {"name": "server", "scopes": ["inherit"]},
    ]
