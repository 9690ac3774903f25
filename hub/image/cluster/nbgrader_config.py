"""What marking on a cluster sets beside ``grading/nbgrader_config.py``: its databases, and whom hand-ins come from.

In the tutor's image, before that file on Jupyter's configuration path. The pod names the databases.
"""

import os

c = get_config()  # noqa: F821  (nbgrader puts it there)
c.CourseDirectory.db_url = os.environ["EVENKEEL_GRADEBOOK"]
c.EvenkeelMarking.store_url = os.environ["EVENKEEL_STORE"]
c.EvenkeelMarking.private_url = os.environ["EVENKEEL_NOTES"]
# Learners' pods share this user, and each sees its own tray alone: the tray's name says who handed in.
c.EvenkeelMarking.learners_uid = 1000
