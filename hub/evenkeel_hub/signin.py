"""Signing in: whichever way an organisation proves who somebody is, the roll says whether they are in the class.

Names from outside (an e-mail address, a number of the sign-in service) become safe account names, always the same one
for the same person and never one for two people (:func:`account_name`).
"""

from typing import Any

from firstuseauthenticator import FirstUseAuthenticator
from jupyterhub.auth import Authenticator, DummyAuthenticator, PAMAuthenticator
from ltiauthenticator.lti13.auth import LTI13Authenticator
from oauthenticator.generic import GenericOAuthenticator
from traitlets import Bool, Unicode

from evenkeel_hub.guard import UnsafeHubError, is_loopback
from evenkeel_hub.names import account_name
from evenkeel_hub.roll import Person, Roll, hub_groups


class OnRoll(Authenticator):
    """Stands before a way of signing in: only active people of the roll come in, with the groups that it gives them."""

    roll = Unicode(help="The class's roll, as an SQLAlchemy URL.").tag(config=True)
    course_id = Unicode(help="The course's id.").tag(config=True)
    # JupyterHub asks this first, and some ways of signing in set it.
    allow_all = Bool(False, read_only=True, help="Never: the roll says who comes in.")

    def check_allow_config(self) -> None:
        """JupyterHub would warn that nobody is allowed in by name."""

    def normalize_username(self, username: str) -> str:
        """The id on the roll: of whoever has this id or, once, this e-mail address; else a safe account name."""
        outside = username.strip().lower()
        people = Roll(self.roll).people()
        same = [one.id for one in people if one.id == outside] or [one.id for one in people if _has(one, outside)]
        return same[0] if len(same) == 1 else account_name(outside)

    def check_allowed(self, username: str, authentication: dict[str, Any] | None = None) -> bool:  # noqa: ARG002
        """Whether the roll has this person, and they are not withdrawn."""
        return self._person(username) is not None

    async def run_post_auth_hook(self, handler: Any, auth_model: dict[str, Any]) -> dict[str, Any] | None:
        """As ever, and with the groups of the roll."""
        model: dict[str, Any] | None = await super().run_post_auth_hook(handler, auth_model)
        return model and model | {"groups": self._groups(self._person(model["name"]))}

    async def refresh_user(self, user: Any, handler: Any = None, **more: Any) -> Any:
        """Ends the sign-in of who has been withdrawn, and brings groups up to date."""
        person = self._person(user.name)
        known = person and await super().refresh_user(user, handler, **more)
        if not known:
            return False
        return (known if isinstance(known, dict) else {"name": user.name}) | {"groups": self._groups(person)}

    def _person(self, name: str) -> Person | None:
        person = Roll(self.roll).find(name)
        return person if person and person.active else None

    def _groups(self, person: Person | None) -> list[str]:
        groups = hub_groups([person] if person else [], self.course_id)
        return sorted(name for name, members in groups.items() if members)


def _has(person: Person, email: str) -> bool:
    return "@" in email and person.email.lower() == email


class OnlyHere(Authenticator):
    """A way of signing in that proves nothing: the hub may not listen to any other machine."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        hub = self.parent
        if hub is not None and not is_loopback(hub.bind_url):
            raise UnsafeHubError(
                f"{type(self).__name__} is for trying out: anybody could sign in as anybody. The hub would listen at"
                f" {hub.bind_url}, where other machines reach it. Set a real way of signing in, or listen at 127.0.0.1."
            )
        self.log.warning("=" * 78)
        self.log.warning("TRYING OUT: %s proves nothing about who signs in. Not for a class.", type(self).__name__)
        self.log.warning("=" * 78)


class Pam(OnRoll, PAMAuthenticator):
    """The machine's own accounts and their passwords."""

    def normalize_username(self, username: str) -> str:
        """As it is: the account is there already."""
        return username.lower()


class Oidc(OnRoll, GenericOAuthenticator):
    """An organisation's sign-in service: OpenID Connect or OAuth 2 (``hub/examples/sign-in-oidc.py``)."""

    def check_allowed(self, username: str, authentication: dict[str, Any] | None = None) -> bool:
        """Not by an address that the service says it has not verified: people could give any."""
        said = ((authentication or {}).get("auth_state") or {}).get(self.user_auth_state_key) or {}
        return said.get("email_verified") is not False and super().check_allowed(username, authentication)


class Lti(OnRoll, LTI13Authenticator):
    """A learning platform that opens the course: LTI 1.3 (``hub/examples/sign-in-lti.py``)."""


class TryingOut(OnlyHere, OnRoll, DummyAuthenticator):
    """One password for everybody (``make hub``)."""


class FirstUse(OnlyHere, OnRoll, FirstUseAuthenticator):
    """Everybody's password is what they type first."""
