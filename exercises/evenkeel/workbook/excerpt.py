"""Parts of a built page, made fit for paper."""

from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from evenkeel.problems import EvenkeelError

_SCREEN_ONLY = (
    ".headerlink, .evk-skip, .evk-note, script, style, noscript, button, nav, .evk-private, link, .toctree-wrapper"
)


class NoPageError(EvenkeelError):
    """The built book is missing, or older than the course."""


class BuiltPage:
    """One page of the built book. ``name`` is its path in the book, as in ``difficult/leaps``.

    Raises:
        NoPageError: the page is not there.
    """

    def __init__(self, html: Path, name: str) -> None:
        self.file = html / f"{name}.html"
        if not self.file.is_file():
            raise NoPageError(f"the built book in {html} lacks the page {name}. Build it again: make book")
        soup = BeautifulSoup(self.file.read_text(encoding="utf-8"), "html.parser")
        article = soup.select_one("article.bd-article")
        self._article: Tag = article if article is not None else soup
        for gone in self._article.select(_SCREEN_ONLY):
            gone.decompose()

    @property
    def title(self) -> str:
        """The page's heading."""
        heading = self._article.find("h1")
        return heading.get_text(" ", strip=True) if heading else self.file.stem

    def in_short(self) -> Markup:
        """The section "In short" without its heading; of a page without one, the headings of its sections."""
        section = self._article.select_one("section#in-short")
        if section is None:
            return self._headings()
        return Markup("").join(self._clean(part) for part in section.find_all(recursive=False) if part.name != "h2")

    def job_aids(self) -> list[Markup]:
        """What is meant to be printed and pinned up."""
        return [self._clean(part) for part in self._article.select(".job-aid")]

    def exercise(self, kind: str, name: str) -> Markup | None:
        """An exercise in the form that readers get without JavaScript: all its words, and a quiz's answers open."""
        found = self._article.find("evenkeel-exercise", attrs={"exercise": kind, "name": name})
        inner = found.select_one(".evk-fallback") if isinstance(found, Tag) else None
        if inner is None:
            return None
        for details in inner.find_all("details"):
            details["open"] = ""
        return self._clean(inner)

    def whole(self) -> Markup:
        """All that the page says, one level of heading lower, without its title and its exercises."""
        for gone in self._article.select("h1, evenkeel-exercise"):
            gone.decompose()
        return self._clean(self._article)

    def _headings(self) -> Markup:
        titles = [heading.get_text(" ", strip=True) for heading in self._article.select("h2") if _teaches(heading)]
        return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(title) for title in titles))

    def _clean(self, part: Tag) -> Markup:
        for picture in part.find_all("img"):
            picture["src"] = (self.file.parent / str(picture["src"])).resolve().as_uri()
        for link in part.find_all("a"):
            if not str(link.get("href", "")).startswith("https:"):
                link.unwrap()
        for named in _with_ids(part):
            del named["id"]
        # Sphinx wrote these pages from the course's own text, with every word escaped.
        return Markup(part.decode_contents() if part is self._article else str(part))


def _with_ids(part: Tag) -> Iterator[Tag]:
    """Everything with an id: parts of many pages come together, where an id must stand once."""
    yield from [part, *part.find_all(True)] if part.get("id") else part.find_all(id=True)


def _teaches(heading: Tag) -> bool:
    section = heading.parent
    return section is None or (section.get("id") != "sources" and section.find("evenkeel-exercise") is None)
