"""Who the tutor is. nbgrader's formgrader knows one account, so it is asked of the server that the tutor is at."""

import os
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, LegacyIdentityProvider, PasswordIdentityProvider

from evenkeel.server.identity import learner_id

# These know a password or a token, and make up a name for each browser.
_NAMELESS = (IdentityProvider, PasswordIdentityProvider, LegacyIdentityProvider)


def tutor_of(handler: Any) -> str:
    """The name that the server's sign-in gives: the hub's, under a hub. On one person's machine, the account's."""
    hub = os.environ.get("JUPYTERHUB_USER")
    if hub is None and type(handler.identity_provider) in _NAMELESS:
        return learner_id()
    return str(getattr(handler.current_user, "username", "") or hub or learner_id())
