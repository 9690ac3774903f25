"""Telling the running hub: stop somebody's server, forget somebody. Through its API, where there is a token for it."""

import os
import urllib.error
import urllib.request
from urllib.parse import quote

_SECONDS = 20


class HubError(Exception):
    """The hub was not told. ``str()`` says why, for the administrator."""


def stop_server(name: str) -> None:
    """Stop somebody's server, if it runs. Raises :class:`HubError`."""
    _ask("DELETE", f"users/{quote(name, safe='')}/server")


def forget(name: str) -> None:
    """Take somebody out of the hub's own records. Raises :class:`HubError`."""
    _ask("DELETE", f"users/{quote(name, safe='')}")


def _ask(method: str, path: str) -> None:
    token = os.environ.get("JUPYTERHUB_API_TOKEN")
    base = os.environ.get("JUPYTERHUB_API_URL") or "http://127.0.0.1:8081/hub/api"
    if not token:
        raise HubError("there is no JUPYTERHUB_API_TOKEN")
    asked = urllib.request.Request(f"{base}/{path}", method=method, headers={"Authorization": f"token {token}"})
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS):
            return
    except urllib.error.HTTPError as error:
        if error.code != 404:  # nobody of that name, or no server: as it should be
            raise HubError(f"the hub answered {error.code}") from None
    except OSError as error:
        raise HubError(f"the hub cannot be reached ({error})") from None
