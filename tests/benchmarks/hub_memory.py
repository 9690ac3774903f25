"""Memory of a learner's server on the hub, beside a stock one, and how soon a page can be clicked there.

Run ``python -m tests.benchmarks.hub_memory`` as root (it makes system accounts). Both are started by a real hub in the
same run and measured when idle: the proportional set size (PSS) of all processes of the learner's account, which shares
out among them what several have in common. "Stock" is ``jupyterhub-singleuser`` as JupyterHub starts it, with
JupyterLab and nbgrader as they are installed here.
"""

import json
import pwd
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page
from tests.benchmarks.storm import HAND_IN, SHEET, words
from tests.browser.books import built
from tests.chromium import chromium
from tests.hub.running import PASSWORD, Guest, RunningHub

ROOT = Path(__file__).parent.parent.parent
STOCK = """
import os
c = get_config()
python = os.environ["EVENKEEL_PYTHON"]
c.Spawner.environment = {"PATH": f"{os.path.dirname(python)}:/usr/bin:/bin"}
c.Spawner.cmd = [python, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
c.Spawner.pre_spawn_hook = None
"""
PAGES = {
    "home": "evenkeel-home a[href]",
    "difficult/feelings-first": ".ek input",
    "difficult/applied": ".ek textarea",
    "hand-in": "article",
}
"""What has to be there for a page to be of use."""
WATCH = """
const note = () => {
  if (!window.clickableAt && document.querySelector(SELECTOR)) window.clickableAt = performance.now();
};
new MutationObserver(note).observe(document, {childList: true, subtree: true});
"""


def megabytes(hub: RunningHub, name: str) -> tuple[float, int]:
    """PSS of a person's processes, and how many they are."""
    user = pwd.getpwnam(hub.account(name)).pw_uid
    found = [one for one in psutil.process_iter() if one.uids().real == user]
    return sum(one.memory_full_info().pss for one in found) / 2**20, len(found)


def settled(hub: RunningHub, name: str) -> str:
    """The memory once it no longer changes by more than half a megabyte in five seconds."""
    last = 0.0
    while abs((now := megabytes(hub, name))[0] - last) > 0.5:
        last = now[0]
        time.sleep(5)
    return f"{now[0]:.1f} MB in {now[1]} process{'es' if now[1] > 1 else ''}"


def ours(html: Path, browser: Browser, runs: int) -> None:
    """A learner's server at each step of a visit, and the pages of the visit."""
    with RunningHub.started(pages=html) as hub:
        visitor = hub.visitor("ana")
        hub.open_server(visitor)
        print(f"| ours, first page served | {settled(hub, 'ana')} |")
        page = browser.new_context().new_page()
        page.goto(hub.base)
        page.get_by_label("Username").fill(hub.account("ana"))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/evenkeel/book/**")
        times: dict[str, list[float]] = {name: [] for name in PAGES}
        for name in [*PAGES] * runs:
            times[name].append(clickable(page, f"{hub.base}user/{hub.account('ana')}/evenkeel/book", name))
        print(f"| ours, after the course home, exercises and hand-in page | {settled(hub, 'ana')} |")
        hand_in(visitor)
        print(f"| ours, after a hand-in | {settled(hub, 'ana')} |")
        visitor.go(visitor.own("lab"))
        print(f"| ours, after JupyterLab was opened | {settled(hub, 'ana')} |")
    print("\n| page on the hub | clickable after, ms: median (min to max) |\n|---|---|")
    for name, taken in times.items():
        print(f"| {name} | {statistics.median(taken):.0f} ({min(taken):.0f} to {max(taken):.0f}) |")


def hand_in(visitor: Guest) -> None:
    """Save answers and hand them in, as the page's button does."""
    visitor.go(visitor.own("evenkeel/api/me"))
    assert visitor.send("PUT", visitor.own(SHEET), {"state": words(visitor.name)}).status == 200
    assert visitor.send("POST", visitor.own(HAND_IN)).status == 200


def clickable(signed_in: Page, book: str, name: str) -> float:
    """Milliseconds from asking for a page until what it is for can be clicked; its files come from the server anew."""
    page = signed_in.context.new_page()
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.add_init_script(WATCH.replace("SELECTOR", json.dumps(PAGES[name])))
    page.goto(f"{book}/{name}.html", wait_until="commit")
    page.wait_for_selector(PAGES[name], timeout=60_000)
    taken = float(page.evaluate("window.clickableAt"))
    page.close()
    return taken


def stock() -> None:
    """The same learner with a stock server, at JupyterLab, as a stock hub would show it."""
    with RunningHub.started(release=(), config=STOCK) as hub:
        visitor = hub.visitor("ana")
        hub.open_server(visitor)
        print(f"| stock, first page served (JupyterLab) | {settled(hub, 'ana')} |")


def main(runs: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        html = built(ROOT, Path(folder))
        print("| a learner's server | PSS |\n|---|---|")
        stock()
        ours(html, browser, runs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
