"""The API of assignments: where each stands, hand-in, feedback."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import ParamSpec, TypeVar

from jupyter_server.auth.decorator import authorized
from tornado import web

from evenkeel.server.base import ApiHandler
from evenkeel.server.desk import Desk, DeskError
from evenkeel.server.pace import Pace
from evenkeel.server.policy import FEEDBACK
from evenkeel.server.site import Site
from evenkeel.words import _

P = ParamSpec("P")
T = TypeVar("T")


class DeskHandler(ApiHandler):
    """What needs the hand-in desk."""

    def initialize(self, site: Site, desk: Desk | None = None) -> None:
        """Tornado calls it with what the route carries."""
        super().initialize(site)
        self.desk = desk or Desk(site)

    def require_assignment(self, name: str) -> None:
        """404 unless the course has this assignment."""
        if self.site.shelf.assignment(name) is None:
            raise web.HTTPError(404)

    async def at_desk(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it in a thread; a refusal becomes an answer in plain words."""
        try:
            return await self.in_thread(work, *args, **kwargs)
        except DeskError as error:
            if error.detail:
                self.log.error("Evenkeel: %s", error.detail)
            self.refuse(error.status, error.message)


class AssignmentsHandler(DeskHandler):
    """All assignments."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Where each stands; with ``?fetch=0`` without bringing released notebooks into the home."""
        self.xsrf_token  # noqa: B018 -- asking for it sets the cookie
        fetch = self.get_query_argument("fetch", "1") != "0"
        self.finish(json.dumps(await self.at_desk(self.desk.assignments, fetch)))


class HandInHandler(DeskHandler):
    """Handing one in."""

    def pace(self) -> Pace:
        """Each hand-in is kept by the course, so these are fewer."""
        return self.site.handing_in

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Hand in what is saved; answers with the receipt."""
        self.require_assignment(name)
        self.finish(json.dumps(asdict(await self.at_desk(self.desk.hand_in, name))))


class FeedbackHandler(DeskHandler):
    """The feedback page of one assignment."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """The page, without scripts."""
        self.require_assignment(name)
        page = await self.at_desk(self.desk.feedback, name)
        if page is None:
            self.refuse(409, _("There is no feedback yet. It appears here when your tutor has released it."))
        self.set_header("Content-Security-Policy", FEEDBACK)
        self.finish(await self.at_desk(Path.read_bytes, page), set_content_type="text/html; charset=UTF-8")
