"""The hosts that exercises live in, real ones: a page that Jupyter Server serves, and a cell of JupyterLab.

Each is started once and shows one exercise after another, in any state, like the stage of the bare page.
"""

import json
import shutil
from pathlib import Path
from typing import Any, Protocol

import harness
from jupyter_client.blocking.client import BlockingKernelClient
from playwright.sync_api import Page, Request, expect
from tests.server.serving import TOKEN, Served

from evenkeel.book import assets
from evenkeel.server import launch

SAVED_AT = "2026-11-22T14:02:00Z"
SPECS = {name: harness.exercise_spec(name) for name in harness.MODELS}
STAND_INS = [f"stage-{number}" for number in range(20)]
"""Names to show exercises under, turn about: what the last one still had to save is not for the next one's record."""
THEMES = "config/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
"""JupyterLab goes with the system's colours, so that one page shows both."""


class Host(Protocol):
    """Shows an exercise as ``stage`` does; it is in the page's one ``.ek``."""

    within: str

    def show(self, page: Page, name: str, wanted: dict[str, Any]) -> None:
        """Put an exercise in a state into the page, in place of the last one."""

    def open(self, page: Page) -> None:
        """Bring a fresh page to where exercises are shown."""


def serving(small: Path, folder: Path) -> Served:
    """A server, with JupyterLab, over a copy of the small course whose page can show every kind and a notebook."""
    course = folder / "course"
    shutil.copytree(small, course)
    html = course / "_build" / "html"
    (html / "_static" / "evenkeel-stage.js").write_text(assets.script(["quiz", "scenario", "worksheet"]))
    page = (html / "part" / "quiz.html").read_text()
    name = page.split("_static/evenkeel-quiz")[1].split(".js")[0]
    (html / "part" / "stage.html").write_text(page.replace(f"evenkeel-quiz{name}.js", "evenkeel-stage.js"))
    for folder_of, name in (("quizzes", "all-kinds"), ("scenarios", "short-call"), ("worksheets", "short-sheet")):
        for stand_in in STAND_INS:
            # not assessed, so that all states come from the one file of practice
            text = (harness.HERE / f"{name}.yml").read_text().replace("kind: applied", "kind: practice")
            (course / "exercises" / folder_of / f"{stand_in}.yml").write_text(text)
    cell = {"cell_type": "code", "id": "stage", "metadata": {}, "outputs": [], "execution_count": None}
    cell["source"] = "from ipywidgets import VBox\nbox = VBox()\nbox"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": [cell]}
    (course / "stage.ipynb").write_text(json.dumps(notebook))
    served = Served(course, folder / "work", lab=True)
    launch.make_folders(served.work)
    themes = served.work / "jupyter" / THEMES
    themes.parent.mkdir(parents=True)
    themes.write_text('{"adaptive-theme": true}')
    return served


class ServedBook:
    """The page of the book as the server gives it, its policy and all; the state comes from the learner's home."""

    within = "evenkeel-exercise"

    def __init__(self, served: Served) -> None:
        self.served = served
        self.shown = 0
        self.asked: set[Request] = set()

    def open(self, page: Page) -> None:
        page.on("request", lambda request: self.asked.add(request))
        page.on("requestfinished", lambda request: self.asked.discard(request))
        page.on("requestfailed", lambda request: self.asked.discard(request))
        page.goto(f"{self.served.base}evenkeel/book/index.html?token={TOKEN}")
        page.goto(f"{self.served.base}evenkeel/book/part/stage.html")
        expect(page.locator("evenkeel-exercise[ready]")).to_be_visible()

    def show(self, page: Page, name: str, wanted: dict[str, Any]) -> None:
        self._clear(page)
        self.shown += 1
        spec = {**wanted.get("spec", SPECS[name]), "id": STAND_INS[self.shown % len(STAND_INS)]}
        kind = "worksheet" if name == "check-out" else name
        kept = {"state": wanted.get("state", {}), "saved_at": SAVED_AT}
        records = {kind: {spec["id"]: kept}} if wanted.get("state") else {}
        self.served.home.mkdir(parents=True, exist_ok=True)
        progress = {"schema": 1, "records": records}
        (self.served.home / "progress.json").write_text(json.dumps(progress), encoding="utf-8")
        page.evaluate(PLACE, [kind, json.dumps(spec)])
        page.locator("evenkeel-exercise[ready]").wait_for()

    def _clear(self, page: Page) -> None:
        """Take the last exercise away. What it still saves has to arrive before a state is put in its place."""
        page.evaluate(EMPTY)
        while self.asked:
            page.wait_for_timeout(10)


EMPTY = """() => {
  const place = Object.assign(document.createElement("div"), { id: "place" });
  document.querySelector("evenkeel-exercise").replaceWith(place);
}"""
PLACE = """([exercise, spec]) => {
  const fresh = document.createElement("evenkeel-exercise");
  fresh.setAttribute("exercise", exercise);
  fresh.setAttribute("spec", spec);
  document.querySelector("#place").replaceWith(fresh);
  scrollTo(0, 0);
}"""


class Lab:
    """A notebook in JupyterLab with one cell. A second client of its kernel puts the widgets into the cell's box."""

    within = ".ek"

    def __init__(self, served: Served) -> None:
        self.served = served
        self.kernel: BlockingKernelClient | None = None

    def open(self, page: Page) -> None:
        page.goto(f"{self.served.base}lab/tree/stage.ipynb?token={TOKEN}")
        page.locator(".jp-Notebook .jp-CodeCell").wait_for(timeout=90_000)
        page.get_by_text("| Idle").wait_for(timeout=90_000)
        page.keyboard.press("Control+b")  # the files' panel away: a phone has no room for it
        page.locator(".jp-CodeCell .cm-content").click()
        page.keyboard.press("Shift+Enter")
        page.locator(".jp-OutputArea-output .widget-vbox").wait_for(state="attached", timeout=90_000)
        self.kernel = self._join()
        self._run("import json; from evenkeel import widgets")

    def _join(self) -> BlockingKernelClient:
        visitor = self.served.visitor().sign_in()
        name = visitor.ask("GET", "api/kernels").json[0]["id"]
        file = self.served.work / "jupyter" / "runtime" / f"kernel-{name}.json"
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        return client

    def _run(self, code: str) -> None:
        assert self.kernel is not None
        answer = self.kernel.execute_interactive(code, timeout=60, output_hook=lambda _: None)
        assert answer["content"]["status"] == "ok", answer["content"]

    def show(self, page: Page, name: str, wanted: dict[str, Any]) -> None:
        handed = {key: wanted[key] for key in ("state", "save") if key in wanted}
        widget = harness.MODELS[name].__name__
        given = json.dumps([wanted.get("spec", SPECS[name]), handed])
        self._run(
            f"shown = widgets.{widget}(json.loads({given!r})[0])\n"
            f"for name, value in json.loads({given!r})[1].items(): setattr(shown, name, value)\n"
            "shown.add_class('stage-new'); old, box.children = box.children, [shown]\n"
            "for each in old: each.close()"
        )
        mark = ".stage-new:not([data-seen])"
        page.locator(f"{mark} .ek").wait_for()
        page.evaluate("mark => { document.querySelector(mark).dataset.seen = ''; }", mark)

    def close(self) -> None:
        """Let the kernel go."""
        if self.kernel is not None:
            self.kernel.stop_channels()
