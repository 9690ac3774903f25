"""Pages in a chosen theme and width, and what went wrong in them."""

from contextlib import ExitStack
from typing import Any, Literal

from playwright.sync_api import Browser, Page

Theme = Literal["light", "dark"]
SEEN = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('(forced-colors: active)').matches]"


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
        page.set_default_timeout(10_000)
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
