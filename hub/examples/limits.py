"""A limit for each person's server, by systemd; and servers that nobody uses are stopped, so that others have room.

Take what you want of this into /etc/evenkeel/hub.py. Each part needs a package more.
"""

import os

c = get_config()  # noqa: F821  (JupyterHub puts it there)

# /opt/evenkeel/bin/pip install jupyterhub-systemdspawner
c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
c.SystemdSpawner.unit_name_template = "evenkeel-{USERNAME}"
c.SystemdSpawner.mem_limit = "512M"
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.disable_user_sudo = True

# /opt/evenkeel/bin/pip install jupyterhub-idle-culler
c.JupyterHub.load_roles.append(
    {
        "name": "idle",
        "services": ["idle"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
)
c.JupyterHub.services.append(
    {
        "name": "idle",
        "command": [os.environ["EVENKEEL_PYTHON"], "-m", "jupyterhub_idle_culler", "--timeout=3600"],
    }
)
