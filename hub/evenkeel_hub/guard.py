"""What a hub may not be started with. Each is a setting that looks harmless and opens a class to anybody."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from traitlets import import_item
from traitlets.config import Config

_SHARED = ("jupyterhub.spawner.SimpleLocalProcessSpawner", "simple", "simplespawner")


class UnsafeHubError(RuntimeError):
    """The hub is not started. ``str()`` says what is unsafe and what to do."""


def refuse_unsafe(c: Config) -> None:
    """Look at the finished settings. Raises :class:`UnsafeHubError`."""
    hub = c.JupyterHub
    if hub.get("spawner_class") in _SHARED:
        raise UnsafeHubError(
            f"spawner_class = {hub.spawner_class!r} runs everybody's server as one account: each learner could read and"
            " hand in each other's work. Use LocalProcessSpawner or SystemdSpawner."
        )
    if not _asks_the_roll(hub.get("authenticator_class")):
        raise UnsafeHubError(
            f"authenticator_class = {hub.get('authenticator_class')!r} does not ask the class's roll who may come in."
            " Use one of evenkeel_hub.signin, or a class made from evenkeel_hub.signin.OnRoll."
        )
    if c.Authenticator.get("allow_all") is True:
        raise UnsafeHubError("allow_all lets in people who are not in the class. Take it away: the roll decides.")
    for name in ("JupyterHub", "Spawner", "ServerApp"):
        if c[name].get("disable_check_xsrf") is True:
            raise UnsafeHubError(f"{name}.disable_check_xsrf lets another site act in a learner's name. Take it away.")


def _asks_the_roll(chosen: Any) -> bool:
    from evenkeel_hub.signin import OnRoll

    try:
        found = import_item(chosen) if isinstance(chosen, str) else chosen
    except ImportError:
        return False  # a short name of one of JupyterHub's own
    return isinstance(found, type) and issubclass(found, OnRoll)


def is_loopback(url: str) -> bool:
    """Whether an address such as ``http://127.0.0.1:8000`` can be reached from this machine alone."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
