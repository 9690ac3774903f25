"""What every browser test shares: Debian's Chromium, pages in a chosen theme and width, a file server, axe.

Chromium is started once for a file and stopped after it, because Playwright's event loop would get in the way
of other tests that run one of their own.
"""

import functools
import http.server
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import harness
import pytest
from books import Book, built, once, small_course
from opening import WORN, Pages, Theme, dress
from playwright.sync_api import Browser, Page
from tests.asking import until
from tests.chromium import chromium
from tests.server.trial import Trial, copy_course

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the file."""
    with chromium() as started:
        yield started


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """``pages(url, width=360, theme="dark")`` opens a page; it is closed after the test.

    A test fails afterwards when a page threw an error that the test did not take out of ``pages.errors``.
    """
    opener = Pages(browser)
    yield opener
    opener.close()
    assert opener.errors == []


@pytest.fixture
def axe() -> Callable[..., None]:
    """``axe(page)`` fails with a readable list when axe-core finds anything; theme and shadow roots too."""
    return check_accessibility


def check_accessibility(page: Page, within: str | None = None) -> None:
    """Run axe-core (WCAG 2.2 A and AA, best practice) on a page, or on the part a selector names."""
    found = violations(page, within)
    lines = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in rule["nodes"])
        for rule in found
    ]
    assert not lines, f"axe found problems on {page.url}:\n" + "\n".join(lines)


def violations(page: Page, within: str | None = None) -> list[dict[str, Any]]:
    """What axe-core finds."""
    if not page.evaluate("typeof axe === 'object'"):
        # evaluate and not add_script_tag: a page's content security policy must not stop the checker
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    options = json.dumps({"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]})
    target = json.dumps(within) if within else "document"
    result: list[dict[str, Any]] = page.evaluate(f"axe.run({target}, {options}).then(r => r.violations)")
    return result


@pytest.fixture
def sideways() -> Callable[[Page], int]:
    """``sideways(page)`` is by how many pixels the page can be scrolled sideways: it should be 0."""
    return sideways_scroll


def sideways_scroll(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: pytest shows the tests' own output."""


@pytest.fixture(scope="package")
def serve() -> Iterator[Callable[[Path], str]]:
    """``serve(folder)`` gives the address (no slash at the end) of a local web server for a folder."""
    with ExitStack() as stack:

        def start(folder: Path) -> str:
            handler = functools.partial(_Quiet, directory=str(folder))
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start


@pytest.fixture(scope="package")
def site(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page with one exercise."""
    folder = tmp_path_factory.mktemp("exercises")
    harness.write_site(folder)
    return serve(folder)


@pytest.fixture
def exercise(site: str, pages: Any) -> harness.Open:
    """``exercise("quiz", state=…)`` opens the page with a quiz in it."""

    def show(name: str, look: harness.Look = harness.LOOKS[0], **wanted: Any) -> Page:
        theme: Theme = "dark" if look.theme == "dark" else "light"
        page: Page = pages(width=look.width, theme=theme, forced_colors=look.theme == "forced")
        harness.reload(page, site, {"exercise": name, "theme": theme, **wanted})
        return page

    return show


class Stage:
    """One page for a file's tests, in which the look and the exercise are swapped."""

    def __init__(self, pages: Pages, site: str) -> None:
        self.pages = pages
        self.site = site
        self.page: Page | None = None

    def __call__(self, name: str, look: harness.Look = harness.LOOKS[0], **wanted: Any) -> Page:
        theme: Theme = "dark" if look.theme == "dark" else "light"
        handed = {"exercise": name, "theme": theme, **wanted}
        if self.page is None:
            self.page = self.pages()
            harness.reload(self.page, self.site, {**handed, "exercise": "worksheet"})
        dress(self.page, look)
        self.page.mouse.move(0, 0)
        harness.swap(self.page, handed)
        return self.page

    def wear(self, look: harness.Look) -> None:
        """Show what is shown in another width and theme, as when a learner turns a phone or switches the theme."""
        assert self.page is not None
        dress(self.page, look)
        theme = "dark" if look.theme == "dark" else "light"
        self.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        until(self.page, WORN, theme == "dark")


@pytest.fixture(scope="module")
def open_pages(browser: Browser) -> Iterator[Pages]:
    """Like ``pages``, for pages that stay open over the tests of a file; who takes it looks at its errors."""
    opener = Pages(browser)
    yield opener
    opener.close()


@pytest.fixture(scope="module")
def standing(open_pages: Pages, site: str) -> Stage:
    """The stage of a file."""
    return Stage(open_pages, site)


@pytest.fixture
def stage(standing: Stage) -> Iterator[harness.Open]:
    """``stage("quiz", look, state=…)`` is like ``exercise``, in one page for all tests of a file: far cheaper.

    What a test does to the page beside its exercise is seen by the next one: such tests take ``exercise``.
    """
    yield standing
    errors = standing.pages.errors.copy()
    standing.pages.errors.clear()
    assert errors == []


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the whole run, which pytest-xdist's workers share."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "books"


@pytest.fixture(scope="package")
def course(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Book:
    """The course's own book, served some folders below the top of its site."""
    shared = shared_folder(tmp_path_factory) / "course"
    html = once(shared, lambda folder: built(ROOT, folder / "some" / "where"))
    return Book(ROOT, html, f"{serve(shared)}/some/where/_build/html")


@pytest.fixture(scope="package")
def small(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Book:
    """The book of the small course in this folder."""
    shared = shared_folder(tmp_path_factory) / "small"
    html = once(shared, lambda folder: built(small_course(folder / "my course"), folder / "my course"))
    return Book(shared / "my course", html, f"{serve(shared)}/my%20course/_build/html")


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory, course: Book) -> Iterator[Trial]:
    """A started ``make run`` with the real pages and nothing in it yet."""
    started = Trial(copy_course(tmp_path_factory.mktemp("trial") / "course", course.html)).start()
    yield started
    if started.process is not None:
        started.end()
