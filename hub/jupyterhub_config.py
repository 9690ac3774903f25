"""The hub of this course: ``jupyterhub -f hub/jupyterhub_config.py``, as root. ``make hub`` tries it out.

EVENKEEL_ROOT          the course: pages, exercises, masters, rubrics (default: the folder above this file)
EVENKEEL_WORK          the class: gradebook, exchange, the hub's own folder (default: _run/ in the course)
EVENKEEL_LEARNER_ROOT  what learners' servers read: made by `evenkeel learner-copy` (default: learner/ in the class)
EVENKEEL_MARKER        the account that marks (default: evenkeel)
EVENKEEL_COURSE        the course's id (default: evenkeel)
EVENKEEL_PYTHON        a Python that all accounts can run (default: the one that runs the hub)
EVENKEEL_HUB_CONFIG    an organisation's own settings, read after these: /etc/evenkeel/hub.py (default: none)
"""

import os
from pathlib import Path

from evenkeel_hub.config import configure
from evenkeel_hub.guard import refuse_unsafe

os.environ.setdefault("EVENKEEL_ROOT", str(Path(__file__).resolve().parent.parent))
c = get_config()  # noqa: F821  (JupyterHub puts it there)
where = configure(c)

# An organisation's own settings lie beside this course, not in it, so that a new version changes none of them. Begin
# with one of the files in hub/examples: each says what it is for.
if own := os.environ.get("EVENKEEL_HUB_CONFIG"):
    load_subconfig(own)  # noqa: F821

refuse_unsafe(c)  # last: it looks at what was set above
