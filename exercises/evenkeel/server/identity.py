"""Who the learner is to nbgrader."""

import os
import pwd


def learner_id() -> str:
    """The account's name by nbgrader's own rule (``nbgrader.utils.get_username``), without loading nbgrader."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    return os.environ.get("JUPYTERHUB_USER", name) if name == "jovyan" else name
