"""Pages in a chosen theme and width, and what went wrong in them."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any, Literal

from harness import LOOKS, Look
from playwright.sync_api import Browser, Page, expect
from tests import asking

PATIENCE = 1000 * asking.PATIENCE
"""Milliseconds that a page may take over anything."""
expect.set_options(timeout=PATIENCE)

Theme = Literal["light", "dark"]
SEEN = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('(forced-colors: active)').matches]"


WORN = "dark => [...document.querySelectorAll('.ek')].every((each) => each.hasAttribute('data-dark') === dark)"


def dress(page: Page, look: Look) -> None:
    """Give an open page another width and another theme."""
    page.set_viewport_size({"width": look.width, "height": 900})
    forced = "active" if look.theme == "forced" else "none"
    page.emulate_media(color_scheme="dark" if look.theme == "dark" else "light", forced_colors=forced)
    page.evaluate("scrollTo(0, 0)")  # or a page's own bar may lie over a part of what is checked
    assert page.evaluate(SEEN) == [look.width, look.theme == "dark", look.theme == "forced"]


def in_every_look(stage: Any, check: Callable[[], None]) -> None:
    """Check what a stage shows in each width and theme, without bringing it to its state anew."""
    for look in LOOKS:
        stage.wear(look)
        try:
            check()
        except AssertionError as error:
            error.add_note(f"{look}")
            raise


def again_until(page: Page, words: str) -> None:
    """Wait until a page says so; a page of a file may be loaded again.

    On a busy machine Chromium gives a page of a file its storage as it was some pages ago, now and then, and the right
    one the next time (about 8 of 100 pages; of 56 pages that came by HTTP none).
    """
    said = page.get_by_text(words)
    for _ in range(3 if page.url.startswith("file:") else 0):
        with suppress(AssertionError):
            expect(said).to_be_visible(timeout=5_000)
            return
        page.reload()
    expect(said).to_be_visible()


class Pages:
    """Opens pages, each in a fresh profile, and remembers what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.errors: list[str] = []
        self.requests: list[str] = []
        self._stack = ExitStack()

    def __call__(
        self,
        url: str | None = None,
        *,
        width: int = 1280,
        height: int = 900,
        theme: Theme = "light",
        forced_colors: bool = False,
        reduced_motion: bool = True,
        javascript: bool = True,
        **context: Any,
    ) -> Page:
        """Open a page. Extra arguments go to Playwright's ``new_context``."""
        opened = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            forced_colors="active" if forced_colors else "none",
            reduced_motion="reduce" if reduced_motion else "no-preference",
            java_script_enabled=javascript,
            **context,
        )
        self._stack.callback(opened.close)
        page = opened.new_page()
        page.set_default_timeout(PATIENCE)
        self.watch(page)
        if url:
            page.goto(url)
        return page

    def watch(self, page: Page) -> None:
        """Collect the page's script errors and the addresses it asks for."""
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def close(self) -> None:
        """Close every page that was opened."""
        self._stack.close()
