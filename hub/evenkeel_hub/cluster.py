"""The hub on Kubernetes: what the settings of its chart (``hub/kubernetes/values.yaml``) cannot say.

All pods share one user id, so it is not accounts that keep people apart but volumes: a learner's pod mounts its own
home, its own tray and what tutors hand out (read only), and nothing else. Those folders are named after the learner.
The chart makes a name safe for that with KubeSpawner's ``{username}``; a name that this would change is refused here,
so that a tray's name is always its learner's, and never stands for two.
"""

import os
import re
from pathlib import Path
from typing import Any

from traitlets.config import Config

from evenkeel_grading.nbg.places import Places, open_exchange
from evenkeel_grading.nbg.trays import ensure_tray
from evenkeel_hub.config import CLASS_PAGE, COOKIE, Hosting, roles
from evenkeel_hub.guard import refuse_unsafe
from evenkeel_hub.roll import roll_url
from evenkeel_hub.spawning import formgrader

WORK = Path("/srv/evenkeel/work")
HOMES = Path("/srv/evenkeel/homes")
SAME = re.compile(r"[a-z](?:-?[a-z0-9])*")
"""Names that KubeSpawner takes as they are: no two hyphens together, none at the end."""
_LONGEST = 48


class LearnerNameError(RuntimeError):
    """This name cannot be a learner's; ``str()`` says so to whoever looks after the course."""


def configure(c: Config, course_id: str = "evenkeel", work: Path = WORK, homes: Path = HOMES) -> None:
    """Fill ``c`` after the chart has. Raises :class:`evenkeel_hub.guard.UnsafeHubError`."""
    where = _hosting(course_id, work)
    c.OnRoll.roll = roll_url(where.places.course)
    c.OnRoll.course_id = course_id
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = 300
    c.JupyterHub.load_roles = [*c.JupyterHub.get("load_roles", []), *_roles(where)]
    c.JupyterHub.tornado_settings = {**c.JupyterHub.get("tornado_settings", {}), "cookie_options": COOKIE}
    given = c.KubeSpawner.get("environment", {})
    c.KubeSpawner.environment = {**given, "EVENKEEL_TUTOR_HOME": lambda spawner: formgrader(where, spawner)}
    c.KubeSpawner.pre_spawn_hook = Folders(where.places, homes)
    refuse_unsafe(c)


def _roles(where: Hosting) -> list[dict[str, Any]]:
    """Those of one machine, but for its services that a cluster has not: the page of the class and the commands."""
    kept = [role for role in roles(where) if "services" not in role]
    return [role | {"scopes": [one for one in role["scopes"] if f"={CLASS_PAGE}" not in one]} for role in kept]


def _hosting(course_id: str, work: Path) -> Hosting:
    course = Path("/opt/evenkeel/course")
    places = Places(course, work, course_id)
    return Hosting(places, learner_root=course, state=Path("/srv/jupyterhub"), marker="jovyan", python="python")


class Folders:
    """Before a pod starts: its home and its tray are there, since a folder that the cluster makes belongs to root."""

    def __init__(self, places: Places, homes: Path) -> None:
        self._places, self._homes = places, homes

    def __call__(self, spawner: Any) -> None:
        name = require_same(spawner.user.name)
        open_exchange(self._places.exchange, self._places.course_id)
        ensure_tray(self._places, name, os.getuid())
        home = self._homes / name
        home.mkdir(mode=0o700, exist_ok=True)


def require_same(name: str) -> str:
    """A name that is its own folder's name. Raises :class:`LearnerNameError`."""
    if len(name) > _LONGEST or not SAME.fullmatch(name):
        raise LearnerNameError(
            f"{name!r} cannot be a learner's name on this cluster: small letters, figures and single hyphens, a letter"
            " first. Give this person another account name in the class list."
        )
    return name
