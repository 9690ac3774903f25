"""The hub of this course: ``jupyterhub -f hub/jupyterhub_config.py``, as root. ``make hub`` tries it out.

EVENKEEL_ROOT          the course: pages, exercises, masters, rubrics (default: the folder above this file)
EVENKEEL_WORK          the class: gradebook, exchange, the hub's own folder (default: _run/ in the course)
EVENKEEL_LEARNER_ROOT  what learners' servers read: made by `evenkeel learner-copy` (default: learner/ in the class)
EVENKEEL_MARKER        the account that marks (default: evenkeel)
EVENKEEL_COURSE        the course's id (default: evenkeel)
EVENKEEL_PYTHON        a Python that all accounts can run (default: the one that runs the hub)
"""

import os
from pathlib import Path

from evenkeel_hub.config import configure
from evenkeel_hub.guard import refuse_unsafe

os.environ.setdefault("EVENKEEL_ROOT", str(Path(__file__).resolve().parent.parent))
c = get_config()  # noqa: F821  (JupyterHub puts it there)
where = configure(c)

# Where the hub listens. Behind a web server that does HTTPS (book/guides/host.md), leave it on this machine alone.
# c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# How people prove who they are. The default is the machine's own accounts and their passwords (PAM). For a learning
# platform or an organisation's sign-in service, fill in one of the examples and take its # away.
# load_subconfig("examples/sign-in-lti.py")
# load_subconfig("examples/sign-in-oidc.py")

# A limit for each person's server, by systemd (pip install jupyterhub-systemdspawner).
# c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
# c.SystemdSpawner.unit_name_template = "evenkeel-{USERNAME}"
# c.SystemdSpawner.mem_limit = "512M"
# c.SystemdSpawner.isolate_tmp = True
# c.SystemdSpawner.disable_user_sudo = True

# Servers that nobody uses are stopped, so that memory goes to those who learn (pip install jupyterhub-idle-culler).
# c.JupyterHub.load_roles.append({"name": "idle", "services": ["idle"], "scopes": ["list:users", "read:users:activity",
#     "read:servers", "delete:servers"]})
# c.JupyterHub.services.append({"name": "idle", "command": [where.python, "-m", "jupyterhub_idle_culler",
#     "--timeout=3600"]})

refuse_unsafe(c)  # last: it looks at what was set above
