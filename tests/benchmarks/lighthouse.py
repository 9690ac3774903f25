"""Lighthouse on a lesson page: accessibility and performance, mobile preset, the median of several runs.

Run ``python -m tests.benchmarks.lighthouse``. The book is served compressed, as a web server in front of a book would
serve it; Tornado does that here.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.benchmarks.page import FIVE
from tests.benchmarks.stock import ROOT, build_ours, node_packages
from tests.chromium import CHROMIUM
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

from evenkeel.book.build import build

BARS = {"accessibility": 100, "performance": 90}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
WEIGHT = "total-byte-weight"


def serve(folder: Path) -> str:
    """Serve a folder compressed on a free port of this machine until the run ends; return its address."""
    sockets = bind_sockets(0, "127.0.0.1")

    async def forever() -> None:
        routes = [("/(.*)", StaticFileHandler, {"path": str(folder), "default_filename": "index.html"})]
        HTTPServer(Application(routes, compress_response=True, log_function=lambda _: None)).add_sockets(sockets)
        await asyncio.Event().wait()

    threading.Thread(target=asyncio.run, args=(forever(),), daemon=True).start()
    return f"http://127.0.0.1:{sockets[0].getsockname()[1]}"


def visit(address: str, packages: Path) -> dict[str, float]:
    """One run: the score of each category out of 100, and the bytes of the whole page on the line."""
    command = ["node", str(packages / "lighthouse" / "cli" / "index.js"), address, "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(BARS)}", "--no-enable-error-reporting", f"--chrome-flags={FLAGS}"]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"Lighthouse stopped:\n{done.stderr}")
    told = json.loads(done.stdout)
    for audit in told["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9 and audit.get("displayValue"):
            print(f"    {audit['id']}: {audit['displayValue']}", file=sys.stderr)
    scores = {name: 100 * told["categories"][name]["score"] for name in BARS}
    return scores | {"bytes": told["audits"][WEIGHT]["numericValue"]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", default="difficult/leaps", help="the lesson page")
    parser.add_argument("--book", type=Path, help="a built book (default: build one)")
    parser.add_argument("--five", action="store_true", help="a small book with five exercises on its page")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = given.book or (build_ours(Path(folder), FIVE) if given.five else build(ROOT, Path(folder), quiet=True))
        address = f"{serve(book)}/{'page' if given.five else given.page}.html"
        runs = [visit(address, node_packages()) for _ in range(given.runs)]
    for name in (*BARS, "bytes"):
        values = [run[name] for run in runs]
        bar = f" (bar: {BARS[name]})" if name in BARS else ""
        print(f"{name}: median {statistics.median(values):.0f}, {min(values):.0f} to {max(values):.0f}{bar}")


if __name__ == "__main__":
    main()
