"""Telling the running hub: stop somebody's server, forget somebody. Through its API, where there is a token for it."""

import os
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

_SECONDS = 20


class HubError(Exception):
    """The hub was not told. ``str()`` says why, for the administrator."""


def stop_server(work: Path, name: str) -> None:
    """Stop somebody's server, if it runs. ``work`` is the class's working folder. Raises :class:`HubError`."""
    _ask(work, f"users/{quote(name, safe='')}/server")


def forget(work: Path, name: str) -> None:
    """Take somebody out of the hub's own records. Raises :class:`HubError`."""
    _ask(work, f"users/{quote(name, safe='')}")


def _token(work: Path) -> str:
    """The commands' token, which the hub made at its first start, for root alone (:mod:`evenkeel_hub.config`)."""
    if given := os.environ.get("JUPYTERHUB_API_TOKEN"):
        return given
    state = Path(os.environ.get("EVENKEEL_HUB_STATE") or work / "hub")
    try:
        return (state / "admin-token").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise HubError(f"there is no token for its API: {error.strerror}") from None


def _ask(work: Path, path: str) -> None:
    base = os.environ.get("JUPYTERHUB_API_URL") or "http://127.0.0.1:8081/hub/api"
    headers = {"Authorization": f"token {_token(work)}"}
    asked = urllib.request.Request(f"{base}/{path}", method="DELETE", headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS):
            return
    except urllib.error.HTTPError as error:
        if error.code != 404:  # nobody of that name, or no server: as it should be
            raise HubError(f"the hub answered {error.code}") from None
    except OSError as error:
        raise HubError(f"the hub cannot be reached ({error})") from None
