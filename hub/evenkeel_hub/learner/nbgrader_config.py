"""nbgrader for a learner's server: the exchange and nothing else. No masters, no gradebook, no marking.

Read when a learner hands in or looks at assignments; the hub names the folders in the environment.
"""

import os

from evenkeel_grading.nbg.exchanging import configure_exchange

c = get_config()  # noqa: F821  (nbgrader puts it there)
c.CourseDirectory.course_id = os.environ["EVENKEEL_COURSE"]
c.Exchange.root = os.environ["EVENKEEL_EXCHANGE"]
c.Exchange.path_includes_course = True
c.Authenticator.plugin_class = "nbgrader.auth.jupyterhub.JupyterHubAuthPlugin"
configure_exchange(c)
