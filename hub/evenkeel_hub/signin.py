"""Signing in: whichever way an organisation proves who somebody is, the roll says whether they are in the class.

Names from outside (an e-mail address, a number of the sign-in service) become safe account names, always the same one
for the same person and never one for two people (:func:`account_name`).
"""

from typing import Any

from firstuseauthenticator import FirstUseAuthenticator
from jupyterhub.auth import Authenticator, DummyAuthenticator, PAMAuthenticator
from ltiauthenticator.lti13.auth import LTI13Authenticator
from ltiauthenticator.lti13.constants import LTI13_CUSTOM_CLAIM
from oauthenticator.generic import GenericOAuthenticator
from tornado.web import HTTPError
from traitlets import Bool, Unicode

from evenkeel_hub.guard import UnsafeHubError, is_loopback
from evenkeel_hub.names import account_name, small
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
        outside = small(username)
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
    return "@" in email and small(person.email) == email


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


class FromOutside(OnRoll):
    """A way of signing in by somebody else's word: what that says is looked at, and who stays out is told why."""

    def who(self, said: dict[str, Any], claim: str) -> str:
        """What names somebody, of all that was said of them. Raises a 403 that tells them."""
        name = said.get(claim)
        if not isinstance(name, str) or not name or (claim == "email" and "@" not in name):
            self.log.warning("The sign-in said no %r. It said: %s. Ask it for more, or name another.", claim, [*said])
            raise _refused(f"The place where you signed in did not tell us who you are (it gave no “{claim}”).")
        if "@" in name and str(said.get("email_verified", True)).lower() == "false":
            raise _refused("The place where you signed in has not checked that this e-mail address is yours.")
        return name

    def check_allowed(self, username: str, authentication: dict[str, Any] | None = None) -> bool:
        """As ever; raises a 403 that tells whoever is not in the class."""
        if not super().check_allowed(username, authentication):
            self.log.warning("%r is not in the class, or is withdrawn.", username)
            raise _refused("You signed in, but you are not on the list of this class.")
        return True


def _refused(why: str) -> HTTPError:
    return HTTPError(403, f"{why} Ask whoever runs the course to let you in.", reason="You cannot come in")


class Oidc(FromOutside, GenericOAuthenticator):
    """An organisation's sign-in service: OpenID Connect or OAuth 2 (``hub/examples/sign-in-oidc.py``)."""

    def user_info_to_username(self, user_info: dict[str, Any]) -> str:
        """What the claim says. Never by an address that the service has not verified: people could give any."""
        if callable(self.username_claim):
            user_info = user_info | {"name": self.username_claim(user_info)}
            return self.who(user_info, "name")
        return self.who(user_info, self.username_claim)


class Lti(FromOutside, LTI13Authenticator):
    """A learning platform that opens the course: LTI 1.3 (``hub/examples/sign-in-lti.py``)."""

    def get_username(self, token: dict[str, Any]) -> str:
        """What the key says. Never another one in its place: the platform's number 17 is not our account 17."""
        key = self.username_key or "sub"
        if not key.startswith("custom_"):
            return self.who(token, key)
        return self.who(token.get(LTI13_CUSTOM_CLAIM) or {}, key.removeprefix("custom_"))


class TryingOut(OnlyHere, OnRoll, DummyAuthenticator):
    """One password for everybody (``make hub``)."""


class FirstUse(OnlyHere, OnRoll, FirstUseAuthenticator):
    """Everybody's password is what they type first."""
