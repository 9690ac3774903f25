"""Bytes, and time from navigation until every exercise is clickable, in Chromium: ours against stock, turn about.

Run ``python -m tests.benchmarks.page``, with ``--five`` for a page with five exercises. The same exercises stand in
both books (see :mod:`tests.benchmarks.stock`).
"""

import argparse
import statistics
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from tests.benchmarks.stock import Exercises, build_ours, build_stock
from tests.chromium import chromium

SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
WATCH = """
const note = () => {
  const there = [...document.querySelectorAll('.ek')].filter((each) => each.querySelector('button, input'));
  if (there.length >= WANTED && !window.clickableAt) window.clickableAt = performance.now();
};
new MutationObserver(note).observe(document, {childList: true, subtree: true});
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serve a folder without a line for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(folder: Path) -> str:
    """Serve a folder on a free port of this machine until the run ends; return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


ONE: Exercises = [("quiz", "feelings-first")]
FIVE: Exercises = [*ONE, ("quiz", "steady"), ("quiz", "leaps"), ("scenario", "speaking-for-mum")]
FIVE += [("worksheet", "my-stop-points")]
BARS = {1: 60_000, 5: 120_000}
"""Bytes of our own JavaScript and CSS on a page with so many exercises."""


def visit(browser: Browser, address: str, slow: bool, wanted: int) -> dict[str, float]:
    """Open the page with an empty cache; return bytes on the line, our own bytes, and milliseconds to clickable."""
    context = browser.new_context()
    page = context.new_page()
    sizes, bodies = _count_bytes(page, slow)
    page.add_init_script(WATCH.replace("WANTED", str(wanted)))
    page.goto(address + "/page.html", wait_until="commit")
    page.wait_for_function("window.clickableAt > 0", timeout=120_000)
    clickable = float(page.evaluate("window.clickableAt"))
    page.locator(".ek input[type=radio]:visible").first.check()
    page.wait_for_load_state("networkidle")
    context.close()
    return {"bytes": sum(sizes.values()), "own": _own(bodies), "ms": clickable}


def _count_bytes(page: Page, slow: bool) -> tuple[dict[str, float], dict[str, float]]:
    """Bytes by address, filled as the page loads: as they crossed the line, headers and all, and as files."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW_LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    bodies: dict[str, float] = {}

    def started(event: dict[str, Any]) -> None:
        urls[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        url = urls.get(event["requestId"], "")
        sizes[url] = sizes.get(url, 0) + event["encodedDataLength"]

    def received(event: dict[str, Any]) -> None:
        url = urls.get(event["requestId"], "")
        bodies[url] = bodies.get(url, 0) + event["dataLength"]

    session.on("Network.requestWillBeSent", started)
    session.on("Network.dataReceived", received)
    session.on("Network.loadingFinished", finished)
    return sizes, bodies


def _own(sizes: dict[str, float]) -> float:
    """Bytes of the JavaScript and CSS that this project wrote."""
    return sum(size for url, size in sizes.items() if "evenkeel" in url.rsplit("/_static/", 1)[-1])


def measure(exercises: Exercises, runs: int) -> dict[str, dict[str, list[float]]]:
    """All figures of both books: ``{"ours fast": {"ms": [...], ...}, ...}``, turn about."""
    figures: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        sites = {
            "ours": serve(build_ours(Path(folder) / "ours", exercises)),
            "stock": serve(build_stock(Path(folder) / "stock", exercises)),
        }
        for _ in range(runs):
            for line, slow in (("fast", False), ("slow", True)):
                for name, address in sites.items():
                    for key, value in visit(browser, address, slow, len(exercises)).items():
                        figures.setdefault(f"{name} {line}", {}).setdefault(key, []).append(value)
    return figures


def report(figures: dict[str, dict[str, list[float]]], count: int) -> str:
    """The figures as a Markdown table, then each ratio beside its bar."""
    lines = [
        "| page | bytes | own JS and CSS | clickable after, ms: median (min to max) |",
        "|---|---|---|---|",
    ]
    for name, row in figures.items():
        spread = f"{statistics.median(row['ms']):.0f} ({min(row['ms']):.0f} to {max(row['ms']):.0f})"
        lines.append(f"| {name} | {row['bytes'][0]:,.0f} | {row['own'][0]:,.0f} | {spread} |")
    lines += ["", *(f"- {words}" for words in _ratios(figures, BARS[count]))]
    return "\n".join(lines)


def _ratios(figures: dict[str, dict[str, list[float]]], bar: int) -> list[str]:
    def ratio(key: str, line: str) -> float:
        pairs = zip(figures[f"stock {line}"][key], figures[f"ours {line}"][key], strict=True)
        return statistics.median(stock / ours for stock, ours in pairs)

    return [
        f"own JavaScript and CSS: {figures['ours fast']['own'][0]:,.0f} bytes (bar: at most {bar:,})",
        f"bytes: {ratio('bytes', 'fast'):.1f} times fewer than stock (bar: 5)",
        f"clickable: {ratio('ms', 'fast'):.1f} times sooner than stock (bar: 2)",
        f"clickable on a slow line: {ratio('ms', 'slow'):.1f} times sooner than stock (bar: 5)",
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--five", action="store_true", help="three quizzes, a scenario and a worksheet on the page")
    parser.add_argument("--runs", type=int, default=7, help="visits of each page on each line")
    given = parser.parse_args()
    exercises = FIVE if given.five else ONE
    print(report(measure(exercises, given.runs), len(exercises)))


if __name__ == "__main__":
    main()
