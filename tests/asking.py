"""Wait for what a page's own script knows."""

import time
from typing import Any

from playwright.sync_api import Error, Page

PATIENCE = 30.0
"""Seconds that a page may take over anything: no test is about how fast the machine is."""


def until(page: Page, holds: str, arg: Any = None) -> None:
    """Wait until an expression holds in a page.

    Playwright's ``wait_for_function`` has the page evaluate words when it asks a second time. The policies of our pages
    forbid that, so it would fail just where the answer is not there at once.
    """
    last = time.monotonic() + PATIENCE
    while not _asked(page, holds, arg):
        assert time.monotonic() < last, f"never came true: {holds}"
        page.wait_for_timeout(50)


def _asked(page: Page, holds: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(holds, arg))
    except Error as error:
        if "context was destroyed" not in error.message:
            raise
        return False  # the page is on its way to another one
