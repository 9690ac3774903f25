"""The links of a built book, followed on the disk and never on the network.

Every link to a page of the book, or to a part of it, leads somewhere; every script, style and picture is there and
comes from the book itself; a link to elsewhere is ``https`` and is one of those listed in ``book/links.txt``, one
address a line. The links within exercises, which a script puts on the page, are followed too.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from evenkeel.problems import Problem

LIST = Path("book", "links.txt")
"""Where the addresses outside the book are listed. Lines that start with ``#`` are remarks."""

_CONTACT = ("tel", "sms", "mailto")
_ASSETS = {
    "script": "src",
    "img": "src",
    "source": "src",
    "iframe": "src",
    "link": "href",
    "audio": "src",
    "video": "src",
}
_NOT_LOADED = {"next", "prev", "canonical", "search", "index", "author", "license"}
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


@dataclass(frozen=True)
class Reference:
    """An address on a page. ``loaded``: the page needs what is there to be shown."""

    line: int
    address: str
    loaded: bool


@dataclass
class _Read(HTMLParser):
    """The names and the references of one page."""

    root: str
    names: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in the names and addresses of a tag."""
        given = {name: value or "" for name, value in attrs}
        self.names.update(given[name] for name in ("id", "name") if name in given and (name == "id" or tag == "a"))
        if tag in ("a", "area") and "href" in given:
            self._add(given["href"], loaded=False)
        elif tag in _ASSETS and _ASSETS[tag] in given:
            self._add(given[_ASSETS[tag]], loaded=not _NOT_LOADED & set(given.get("rel", "").split()))
        for part in given.get("srcset", "").split(","):
            self._add(part.strip().split(" ")[0], loaded=True)
        for target in _exercise_links(given.get("spec", "")):
            page, _, part = target.partition("#")
            self._add(f"{self.root}{page}.html#{part}" if page else f"#{part}", loaded=False)

    def _add(self, address: str, loaded: bool) -> None:
        if address and address != "#":
            self.references.append(Reference(self.getpos()[0], address, loaded))


def _exercise_links(spec: str) -> Iterator[str]:
    """The targets of the links in an exercise's data."""
    if '"link"' in spec:
        try:
            yield from _targets(json.loads(spec))
        except ValueError:
            return


def _targets(data: Any) -> Iterator[str]:
    if isinstance(data, dict) and data.get("t") == "link" and isinstance(data.get("to"), str):
        yield data["to"]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for part in parts:
        yield from _targets(part)


class Book:
    """A built book on the disk."""

    def __init__(self, html: Path, listed: set[str]) -> None:
        self.html = html.resolve()
        self.listed = listed
        self.read = lru_cache(maxsize=None)(self._read)

    def _read(self, page: Path) -> _Read:
        deep = len(page.relative_to(self.html).parts) - 1
        found = _Read("../" * deep)
        found.feed(page.read_text(encoding="utf-8", errors="replace"))
        return found

    def problems(self) -> Iterator[Problem]:
        """Every link that leads nowhere, and every file that is not there."""
        for page in sorted(self.html.rglob("*.html")):
            if "_static" not in page.relative_to(self.html).parts:
                for one in self.read(page).references:
                    if message := self._wrong(page, one):
                        yield Problem(page.relative_to(self.html), one.line, "", message)
        for style in sorted(self.html.rglob("*.css")):
            for address in _CSS_URL.findall(style.read_text(encoding="utf-8", errors="replace")):
                if message := self._wrong(style, Reference(1, address, loaded=True)):
                    yield Problem(style.relative_to(self.html), None, "", message)

    def _wrong(self, page: Path, one: Reference) -> str | None:
        parts = urlsplit(one.address)
        if parts.scheme == "data" or (parts.scheme in _CONTACT and not one.loaded):
            return None
        if parts.scheme or parts.netloc:
            return self._wrong_outside(one)
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        target = target / "index.html" if target.is_dir() else target
        if not target.is_relative_to(self.html) or not target.is_file():
            return f"{'needs' if one.loaded else 'links to'} {one.address!r}, which is not there"
        if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in self.read(target).names:
            return f"links to {one.address!r}; the page is there, and has no such part"
        return None

    def _wrong_outside(self, one: Reference) -> str | None:
        if one.loaded:
            return f"loads {one.address!r} from elsewhere; put it into the book"
        if not one.address.startswith("https://"):
            return f"links to {one.address!r}; a link that leaves the book starts with https://"
        if one.address.split("#")[0] not in self.listed:
            return f"links to {one.address!r}, which {LIST.as_posix()} does not list"
        return None


def check_book(html: Path, root: Path) -> list[Problem]:
    """What is wrong with the links of a built book. Files are given from the book's own folder."""
    file = root / LIST
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return list(Book(html, {line.strip() for line in lines if line.strip() and not line.startswith("#")}).problems())
