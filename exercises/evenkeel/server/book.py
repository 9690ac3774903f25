"""The built book, for those who are signed in."""

import functools
import hashlib
import html
import mimetypes
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from evenkeel import words
from evenkeel.server.policy import book_policy
from evenkeel.server.site import Site
from evenkeel.words import N_, _

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_WORDS = {
    403: N_("You are not signed in here. Open the link that the course was started with."),
    404: N_("There is no such page in this book."),
}


def locate(book: Path, path: str) -> Path:
    """The file for an address; raises 404 for anything that is not a plain, visible file of the book.

    Every part is looked at by itself, so there is nothing to escape from; and the file that a link leads to must
    lie in the book as well.
    """
    parts = path.split("/")
    if any(part.startswith(".") or not part.isprintable() or "\\" in part for part in parts):
        raise web.HTTPError(404)
    if "" in parts[:-1]:
        raise web.HTTPError(404)
    try:
        found = book.joinpath(*parts).resolve(strict=True)
        if found.is_dir():
            found = (found / "index.html").resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise web.HTTPError(404) from None
    if not found.is_relative_to(book) or not found.is_file():
        raise web.HTTPError(404)
    return found


@functools.lru_cache(maxsize=256)
def _page(file: Path, _stamp: tuple[int, int], api: str) -> tuple[bytes, str]:
    """The page with the API's address in its head, and its policy. Kept until the file changes."""
    text = file.read_text(encoding="utf-8")
    meta = f'<meta name="evenkeel-api" content="{html.escape(api)}">'
    with_meta = _HEAD.sub(lambda match: match[0] + meta, text, count=1)
    return with_meta.encode("utf-8"), book_policy(with_meta)


class BookHandler(JupyterHandler, web.StaticFileHandler):
    """Pages with the API's address added, everything else as it lies there."""

    auth_resource = "evenkeel"

    def initialize(self, site: Site) -> None:  # type: ignore[override]
        """Tornado calls it with what the route carries."""
        self.site = site
        web.StaticFileHandler.initialize(self, path=str(site.book))

    @web.authenticated
    @authorized
    async def head(self, path: str | None) -> None:  # type: ignore[override]
        """The headers alone."""
        await self._serve(path, include_body=False)

    @web.authenticated
    @authorized
    async def get(self, path: str | None, include_body: bool = True) -> None:  # type: ignore[override]
        """A page or a file."""
        await self._serve(path, include_body)

    async def _serve(self, path: str | None, include_body: bool) -> None:
        if "token" in self.request.query_arguments:
            # The cookie is set by now. A token in the address would stay in the history and in bookmarks.
            return self.redirect(self.request.path)
        if not self.site.book.is_dir():
            raise web.HTTPError(404)
        if path is None or self._is_folder(path):
            # Without the slash at the end, the page's own relative addresses would point one folder too high.
            below = quote(f"{path}/") if path else ""
            return self.redirect(url_path_join(self.site.base_url, "evenkeel", "book/") + below)
        file = locate(self.site.book, path)
        if file.suffix == ".html":
            return self._send_page(file, include_body)
        inside = file.relative_to(self.site.book).as_posix()
        return await web.StaticFileHandler.get(self, inside, include_body)

    def _is_folder(self, path: str) -> bool:
        return path != "" and not path.endswith("/") and locate_folder(self.site.book, path)

    def _send_page(self, file: Path, include_body: bool) -> None:
        self.xsrf_token  # noqa: B018 -- asking for it sets the cookie that saving needs
        status = file.stat()
        api = url_path_join(self.site.base_url, "evenkeel", "api") + "/"
        body, policy = _page(file, (status.st_mtime_ns, status.st_size), api)
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Content-Security-Policy", policy)
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Etag", f'"{hashlib.sha256(body).hexdigest()}"')
        if self.check_etag_header():
            self.set_status(304)
        elif include_body:
            self.write(body)

    def set_default_headers(self) -> None:
        """Pages get their own policy afterwards; files that are not pages run nothing."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.set_header("Referrer-Policy", "same-origin")

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's
        """Files that carry their hash in the address (``?v=``) never change; others are asked for again."""
        fixed = "v" in self.request.query_arguments
        self.set_header("Cache-Control", "private, max-age=31536000, immutable" if fixed else "private, no-cache")

    def get_content_type(self) -> str:
        """By the name's ending, the same on every machine."""
        name = str(self.absolute_path)
        found = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return f"{found}; charset=UTF-8" if found.startswith("text/") or found.endswith("json") else found

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """A short page in plain words."""
        built = self.site.book.is_dir()
        said = _(_WORDS.get(status_code, N_("Something went wrong on the server. Try again.")))
        said = said if built else _("The book has not been built yet. Whoever looks after the course runs: make book")
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        home = html.escape(url_path_join(self.site.base_url, "evenkeel", "book/"))
        link = f'<p><a href="{home}">{_("Go to the first page")}</a></p>' if built else ""
        title = f'<!doctype html><html lang="{words.language()}" dir="{words.direction()}"><title>{status_code}</title>'
        self.finish(f"{title}<main><h1>{status_code}</h1><p>{said}</p>{link}</main></html>")


class HomeHandler(JupyterHandler):
    """Where somebody lands who has signed in: the home page of the book, or the first page of a book without one."""

    auth_resource = "evenkeel"

    def initialize(self, site: Site) -> None:
        """Tornado calls it with what the route carries."""
        self.site = site

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Go there. A token in the address is left behind: the cookie is set by now."""
        page = "home.html" if (self.site.book / "home.html").is_file() else ""
        self.redirect(url_path_join(self.site.base_url, "evenkeel", "book/") + page)


def locate_folder(book: Path, path: str) -> bool:
    """Whether the address, without a slash at its end, is a folder with a page in it."""
    try:
        return locate(book, path).name == "index.html" and not path.endswith("index.html")
    except web.HTTPError:
        return False
