"""``GET evenkeel/api/health``: whether this server can do its work, for whatever watches over it.

Says only yes and no, so that it may be asked without signing in: what serves people (a cluster's probe, a monitor)
has no account. 200 when all is well, 503 when not.
"""

import asyncio
import json
import os
import shutil
from pathlib import Path

from evenkeel.server.base import ApiHandler
from evenkeel.server.exchange import Exchange, ExchangeFailedError
from evenkeel.server.identity import learner_id
from evenkeel.server.site import Site

_LEAST_FREE = 64 << 20


def health(site: Site) -> dict[str, bool]:
    """Whether the book is built, answers can be written, there is room for them, and hand-ins have somewhere to go."""
    home = _there(site.home)
    return {
        "book": (site.book / "index.html").is_file(),
        "answers": os.access(home, os.W_OK | os.X_OK),
        "room": _free(home) >= _LEAST_FREE,
        "exchange": _can_hand_in(),
    }


def _there(folder: Path) -> Path:
    """The folder, or the one above that its first save will make it in."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _can_hand_in() -> bool:
    try:
        return os.access(Exchange().tray(learner_id()), os.W_OK | os.X_OK)
    except (ExchangeFailedError, OSError):
        return False


class HealthHandler(ApiHandler):
    """The answer, and nothing about anybody."""

    allow_unauthenticated = True

    def prepare(self) -> None:  # type: ignore[override]
        """No sign-in, no cookie, no check of where the request is from: it tells nothing and changes nothing."""

    async def get(self) -> None:
        """``{"ok": bool, "checks": {name: bool}}``."""
        checks = await asyncio.get_running_loop().run_in_executor(None, health, self.site)
        self.set_status(200 if all(checks.values()) else 503)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"ok": all(checks.values()), "checks": checks}))
