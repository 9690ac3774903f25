"""Feedback on a draft of a private sheet: marked in memory by a process of its own, stored nowhere, seen by nobody.

The process is named by the entry-point group ``evenkeel.feedback``: a module that reads one draft from its standard
input, writes the feedback and ends. So a server that nobody asks for feedback is as small as before, and the marker
goes when it has answered. The draft goes through a pipe: no file, no command line and no log has a word of it.
"""

import asyncio
import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from evenkeel.course import FEEDBACK
from evenkeel.server.base import WORDS, ApiHandler
from evenkeel.server.pace import Pace
from evenkeel.server.site import Site
from evenkeel.words import N_, _

GROUP = "evenkeel.feedback"
LONGEST_WAIT = 45.0
"""Seconds. It takes about one of a processor."""
_PASSED_ON = ("PATH", "LANG", "SYSTEMROOT")


class NoFeedbackError(Exception):
    """There is none to be had. ``status`` and ``said`` are for the answer."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


class Drafts:
    """Asks for feedback, one draft at a time."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pace = Pace(20, 1 / 6)
        self._turn = asyncio.Lock()

    def offered(self, sheet: str) -> bool:
        """Whether there is feedback on drafts of this sheet here. Whatever is handed in has none."""
        if not self.site.shelf.has("worksheet", sheet) or not (self.site.root / FEEDBACK / f"{sheet}.yml").is_file():
            return False
        return not self.site.shelf.worksheet(sheet).assessed

    async def ask(self, sheet: str, fields: dict[str, Any]) -> dict[str, Any]:
        """The feedback as the process gives it; raises :class:`NoFeedbackError`."""
        asked = json.dumps({"root": str(self.site.root), "sheet": sheet, "fields": fields})
        async with self._turn:
            found = await asyncio.get_running_loop().run_in_executor(None, _answered, asked)
        if "error" not in found:
            return found
        if found["error"] == "unusable":
            raise NoFeedbackError(400, _("What the page sent could not be understood. Reload the page and try again."))
        raise NoFeedbackError(404, _("There is no feedback on this sheet here."))


def _answered(asked: str) -> dict[str, Any]:
    point = next(iter(entry_points(group=GROUP)), None)
    if point is None:
        return {"error": "no-feedback"}
    # -I: nothing in the learner's folders or settings takes the place of a module
    command = [sys.executable, "-I", "-m", point.module]
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="ascii",
            cwd=os.sep, env=kept, timeout=LONGEST_WAIT, check=True,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise NoFeedbackError(503, _("This took too long. Your draft is kept. Try again in a while.")) from None
    except (OSError, ValueError, subprocess.SubprocessError):
        # Not `from error`: what went wrong could hold the learner's words, and a log would have them.
        raise NoFeedbackError(500, _("The feedback could not be made. Your draft is kept. Try again.")) from None
    return found


class DraftHandler(ApiHandler):
    """``POST`` of a draft's fields; answers with feedback. Nothing is written."""

    most = 1 << 17
    phrases = {
        **WORDS,
        404: N_("There is no feedback on this sheet here."),
        413: N_("This is too long to look through. Take a part of it."),
        429: N_("You have asked many times in a row. Wait a moment, then ask again."),
        500: N_("The feedback could not be made. Your draft is kept. Try again."),
    }

    def initialize(self, site: Site, drafts: Drafts | None = None) -> None:
        """Tornado calls it with what the route carries."""
        super().initialize(site)
        self.drafts = drafts or Drafts(site)

    def pace(self) -> Pace:
        """Each takes about a second of a processor."""
        return self.drafts.pace

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """``{"fields": {…}}``, as they stand on the page."""
        if not await self.in_thread(self.drafts.offered, name):
            raise web.HTTPError(404)
        body = self.body_object()
        if set(body) != {"fields"} or not isinstance(body["fields"], dict):
            self.refuse(400, _("What the page sent could not be understood. Reload the page and try again."))
        try:
            found = await self.drafts.ask(name, body["fields"])
        except NoFeedbackError as error:
            if error.status >= 500:
                self.log.error("Evenkeel: no feedback on a draft of %s (%s)", name, error.status)
            self.refuse(error.status, error.said)
        self.finish(json.dumps(found))
