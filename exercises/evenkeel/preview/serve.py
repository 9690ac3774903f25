"""The small server of a preview. It listens on this machine alone and gives out one exercise and nothing else."""

import asyncio
import mimetypes
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from evenkeel import bundle
from evenkeel.preview.look import Look, look
from evenkeel.preview.page import page, theme_sheet

LOOP = "127.0.0.1"
PAUSE = 0.3
"""Seconds between two looks at the file's time of change."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Preview:
    """One file under preview. ``version`` goes up each time the file changes."""

    def __init__(self, root: Path, folder: str, exercise_id: str) -> None:
        self.root, self.folder, self.exercise_id = root, folder, exercise_id
        self.file = root / "exercises" / folder / f"{exercise_id}.yml"
        self.version = 0
        self.images: frozenset[str] = frozenset()
        """The pictures of the exercise as the page last had it."""
        self._changed = asyncio.Event()

    def look(self) -> Look:
        """The file as it is now."""
        seen = look(self.root, self.folder, self.exercise_id)
        self.images = seen.images
        return seen

    async def watch(self) -> None:
        """Look at the file for ever, and wake those who wait when it has changed."""
        before = self._stamp()
        while True:
            await asyncio.sleep(PAUSE)
            if (now := self._stamp()) != before:
                before, self.version = now, self.version + 1
                self._changed.set()
                self._changed = asyncio.Event()

    async def after(self, version: str) -> int:
        """The present version, once it is another than the one given."""
        while str(self.version) == version:
            await self._changed.wait()
        return self.version

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self.file.stat()
        except OSError:  # an editor may put a new file in the old one's place
            return None
        return status.st_mtime_ns, status.st_size


class _Handler(RequestHandler):
    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def prepare(self) -> None:
        """Refuse a page of another site that gave its own name to this address."""
        if self.request.host_name not in (LOOP, "localhost"):
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")


class _Page(_Handler):
    def get(self) -> None:
        name = self.preview.file.relative_to(self.preview.root).as_posix()
        version = self.preview.version  # before the look: a change during it is told afterwards
        self.finish(page(name, self.preview.look(), version))


class _Changes(_Handler):
    async def get(self) -> None:
        """One server-sent event, once the file is not as the page has it any more. The page then loads itself again."""
        self.set_header("Content-Type", "text/event-stream")
        try:
            await self._send(": waiting\n\n")
            await self._send(f"data: {await self.preview.after(self.get_query_argument('shown', ''))}\n\n")
        except (StreamClosedError, asyncio.CancelledError):
            return

    async def _send(self, text: str) -> None:
        self.write(text)
        await self.flush()


class _File(_Handler):
    """Our script and styles, the theme's style sheets, and the pictures that the exercise names."""

    def get(self, name: str) -> None:
        body = self._ours(name) or self._theirs(name)
        if body is None:
            raise HTTPError(404)
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.finish(body)

    def _ours(self, name: str) -> str | None:
        if name == "exercise.js":
            return bundle.script()
        if name == "exercise.css":
            return bundle.css()
        if name in ("preview.js", "preview.css"):
            return (files("evenkeel") / "preview" / "static" / name).read_text(encoding="utf-8")
        return None

    def _theirs(self, name: str) -> bytes | None:
        if sheet := theme_sheet(name):
            return sheet.read_bytes()
        book = (self.preview.root / "book").resolve()
        file = (book / name).resolve()
        if name in self.preview.images and file.is_relative_to(book) and file.is_file():
            return file.read_bytes()
        return None


def application(preview: Preview) -> Application:
    """The addresses of a preview."""
    given = {"preview": preview}
    routes = [("/", _Page, given), ("/changes", _Changes, given), ("/(.+)", _File, given)]
    return Application(routes, log_function=lambda _handler: None)  # an author's terminal is no access log


async def run(preview: Preview, port: int, ready: Callable[[str], None]) -> None:
    """Serve until cancelled. ``port`` 0 takes a free one; ``ready`` gets the address once it answers.

    Raises:
        OSError: the port is taken.
    """
    sockets = bind_sockets(port, LOOP)
    server = HTTPServer(application(preview))
    server.add_sockets(sockets)
    ready(f"http://{LOOP}:{sockets[0].getsockname()[1]}/")
    try:
        await preview.watch()
    finally:
        server.stop()
