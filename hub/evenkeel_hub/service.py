"""The page for administrators: who is in the class, class lists, due dates, and one person's data.

A service that the hub starts and guards: it lets in whoever may open it (the group ``administer-…``), and it runs as
the account that marks. So it can do what needs no other account's rights; what does (an account, a home) it leaves to
the commands, and says so. It has no script. The hub waits for it at its own start, so the class's records are opened
when they are first asked for, and worked on one thing at a time, beside the server's loop.
"""

import asyncio
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop

from evenkeel.problems import EvenkeelError
from evenkeel_hub.classlist import MAX_BYTES

PAGES = Path(__file__).parent / "pages"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_WORDS = {
    403: "This page is for administrators of the class. If you are one, go back, reload the page and try again.",
    404: "There is nothing and nobody at this address.",
}


class Desk:
    """What the pages share: the class, one worker for its records, and lists that wait for a yes."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[str, bytes]] = {}
        self._office: Any = None
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._templates = Environment(loader=FileSystemLoader(PAGES), autoescape=True)

    async def do(self, what: str, *given: str | bytes) -> Any:
        """One of the methods of :class:`evenkeel_hub.office.Office`, in the worker's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._do, what, *given)

    def _do(self, what: str, *given: str | bytes) -> Any:
        if self._office is None:
            from evenkeel_hub.office import Office

            self._office = Office()
        return getattr(self._office, what)(*given)

    def page(self, name: str, **values: Any) -> str:
        """One page. Every value is text."""
        return self._templates.get_template(name).render(**values)


class Page(HubOAuthenticated, web.RequestHandler):  # type: ignore[misc]
    """What every page does."""

    def initialize(self, desk: Desk) -> None:
        """Tornado calls it with what the route carries."""
        self.desk = desk

    def set_default_headers(self) -> None:
        """Strict, and kept by nobody on the way."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Plain words, nothing of the program."""
        said = _WORDS.get(status_code, "That did not work. Go back and try again.")
        self.finish(self.desk.page("message.html", base=self.settings["base"], said=said))

    def render_page(self, name: str, notes: list[str], status: int, **values: Any) -> None:
        """A page with its forms' token."""
        token = self.xsrf_token
        xsrf = token.decode() if isinstance(token, bytes) else str(token)
        self.set_status(status)
        self.finish(self.desk.page(name, base=self.settings["base"], xsrf=xsrf, notes=notes, **values))

    async def show(self, notes: list[str], waiting: Any = None, status: int = 200) -> None:
        """The first page, with what has just been done. ``waiting``: the number and the plan of a class list."""
        find = self.get_query_argument("find", "").strip().lower()[:100]
        shown = await self.desk.do("show", find)
        self.render_page("class.html", notes, status, shown=shown, find=find, waiting=waiting)

    async def person(self, name: str, notes: list[str], status: int = 200) -> None:
        """One person's page."""
        shown = await self.desk.do("person", name)
        if shown is None:
            raise web.HTTPError(404)
        self.render_page("person.html", notes, status, shown=shown, person=shown.person)

    async def tried(self, what: str, *given: str | bytes) -> tuple[list[str], int]:
        """Do it; what to tell and the status, also when it was refused."""
        try:
            return await self.desk.do(what, *given), 200
        except EvenkeelError as error:
            return [str(error)], 400


class ClassPage(Page):
    """Who is in the class, and what can be done for all."""

    @web.authenticated
    async def get(self) -> None:
        """The page."""
        await self.show([])


class ImportPage(Page):
    """A class list: first what would change, then the change."""

    @web.authenticated
    async def post(self) -> None:
        """With a file: look at it. With the number of a list that was looked at: bring it in."""
        who = self.current_user["name"]
        of, data = self.desk.waiting.pop(self.get_body_argument("list", ""), ("", b""))
        if of == who:
            notes, status = await self.tried("bring", data)
            await self.show(notes, status=status)
            return
        files = self.request.files.get("file", [])
        if not files or not files[0]["body"]:
            said = "Choose a file first. A list that you looked at before has to be chosen again."
            await self.show([said], status=400)
            return
        made = await self.desk.do("look", files[0]["body"])
        await self.show([], waiting=(self._keep(who, files[0]["body"], sound=not made.flaws), made))

    def _keep(self, who: str, data: bytes, *, sound: bool) -> str:
        """At most one list waits for each administrator."""
        self.desk.waiting = {key: one for key, one in self.desk.waiting.items() if one[0] != who}
        number = secrets.token_hex(16)
        if sound:
            self.desk.waiting[number] = (who, data)
        return number


class DatesPage(Page):
    """When an assignment is due."""

    @web.authenticated
    async def post(self) -> None:
        """Set it; empty takes it back."""
        given = self.get_body_argument("assignment"), self.get_body_argument("when", "")
        notes, status = await self.tried("set_due", *given)
        await self.show(notes, status=status)


class PersonPage(Page):
    """One person."""

    @web.authenticated
    async def get(self, name: str) -> None:
        """The page."""
        await self.person(name, [])

    @web.authenticated
    async def post(self, name: str) -> None:
        """Do what the pressed button says."""
        fields = {
            "withdraw": (),
            "readmit": (),
            "extend": ("assignment", "when"),
            "erase": ("confirm",),
        }
        action = self.get_body_argument("action", "")
        if action not in fields:
            raise web.HTTPError(400)
        given = [self.get_body_argument(field, "") for field in fields[action]]
        notes, status = await self.tried(action, name, *given)
        await self.person(name, notes, status)


class ExportPage(Page):
    """All that is held on one person, as a file."""

    @web.authenticated
    async def post(self, name: str) -> None:
        """The ZIP file."""
        try:
            data = await self.desk.do("export", name)
        except EvenkeelError as error:
            await self.show([str(error)], status=404)
            return
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{name}.zip"')
        self.finish(data)


def application(base: str) -> web.Application:
    """The pages below ``base``, which ends in a slash."""
    given = {"desk": Desk()}
    person = rf"{base}person/([a-z0-9][a-z0-9._@+-]{{0,127}})"
    routes: list[Any] = [
        (base, ClassPage, given),
        (f"{base}import", ImportPage, given),
        (f"{base}dates", DatesPage, given),
        (person, PersonPage, given),
        (f"{person}/export", ExportPage, given),
        (rf"{base}static/(class\.css)", web.StaticFileHandler, {"path": str(PAGES)}),
        (f"{base}oauth_callback", HubOAuthCallbackHandler),
    ]
    return web.Application(routes, base=base, cookie_secret=secrets.token_bytes(32), xsrf_cookies=True)


def main() -> None:
    """Serve, where the hub says."""
    where = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    pages = application(os.environ["JUPYTERHUB_SERVICE_PREFIX"])
    HTTPServer(pages, max_body_size=MAX_BYTES + (1 << 16)).listen(where.port or 0, where.hostname or "127.0.0.1")
    IOLoop.current().start()


if __name__ == "__main__":
    main()
