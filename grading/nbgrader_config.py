"""nbgrader's configuration for this course: answers are marked as data, and nothing a learner sent is run.

Found through ``JUPYTER_CONFIG_PATH``: from the repository's folder,

    export JUPYTER_CONFIG_PATH="$PWD/grading"
    nbgrader autograde difficult-applied

The command line, the formgrader and Python code then all mark in the same way.

EVENKEEL_ROOT    the course's content (default: the folder above this file)
EVENKEEL_WORK    where released, submitted and marked work and the gradebook lie (default: _run/ in the course)
EVENKEEL_COURSE  the course's id in the exchange (default: evenkeel)
EVENKEEL_TRIAL   1 when one person plays learner and tutor on their own machine. Refused under a JupyterHub.
"""

import os
from pathlib import Path

from evenkeel_grading.nbg.layout import configure

c = get_config()  # noqa: F821  (nbgrader puts it there)
configure(c, Path(os.environ.get("EVENKEEL_ROOT") or Path(__file__).resolve().parent.parent))

# Which written marks a tutor confirms before feedback may go out: "all" of them, or only "held" work.
# c.EvenkeelMarking.confirm = "all"

# Private notes for one named role (organisation.yml, marking: private_notes). By default .private/notes.db in the
# class's folder, which whoever can run programs as the account that marks can read. Where tutors share that account,
# name a database in which it may only INSERT, and give the named role the right to read, update and delete.
# c.EvenkeelMarking.private_url = "postgresql+psycopg://marker@db.example/notes"
# c.EvenkeelMarking.private_days = 180

# The queue: the share of all marks that passes, and the share of the rest that is marked blind.
# c.EvenkeelMarking.pass_share = 0.5
# c.EvenkeelMarking.blind_share = 0.1

# How long a class's data is kept, in days; 0 is for ever (`python -m evenkeel_hub retention`). And where backups lie.
# c.EvenkeelClass.withdrawn_days = 365
# c.EvenkeelClass.inactive_days = 0
# c.EvenkeelClass.receipt_days = 2190
# c.EvenkeelClass.backup_folder = "/var/backups/evenkeel"
# c.EvenkeelClass.backup_days = 35

# A conventional nbgrader assignment, one that is not made from a worksheet, is marked by running what learners
# wrote, with the rights of the account that marks: their code can read every answer, the masters, the gradebook,
# and change marks. So it is refused. Switch it on only where marking itself is shut in, such as in a container
# that holds nothing else. Assignments of this course are never run, on or off.
# c.EvenkeelMarking.execute_conventional = False
