"""The formgrader's server lets tutors mark, and nothing else.

It runs as the account that marks, which can read every answer, the masters, the private notes and the gradebook. A
Jupyter server would also give its visitors that account's files and programs. Here it does not.
"""

from typing import Any

from jupyterhub.singleuser.extension import JupyterHubAuthorizer


class FormgraderOnly(JupyterHubAuthorizer):
    """Refuses what Jupyter Server itself offers: files, kernels, sessions, terminals, conversion, stopping it.

    The formgrader's pages do not ask; who may see them is for the hub (the scope of the service).
    """

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Only what a page needs to know of itself."""
        return resource in ("api", "csp") and bool(super().is_authorized(handler, user, action, resource))
