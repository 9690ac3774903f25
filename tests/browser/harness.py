"""A page with one exercise in it, for tests of the front end without any host."""

import json
import shutil
import urllib.parse
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from playwright.sync_api import Page

from evenkeel import bundle
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.spec import spec

HERE = Path(__file__).parent / "exercises"
MODELS: dict[str, type[Quiz | Scenario | Worksheet]] = {
    "quiz": Quiz,
    "scenario": Scenario,
    "worksheet": Worksheet,
    "check-out": Worksheet,
}
FILES = {"quiz": "all-kinds", "scenario": "short-call", "worksheet": "short-sheet", "check-out": "check-out"}

_PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>An exercise</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="pydata-sphinx-theme.css">
<link rel="stylesheet" href="sphinx-book-theme.css"><link rel="stylesheet" href="evenkeel.css">
<style>html {{ scroll-padding-top: 0 }} main {{ padding: 1rem; max-width: 60rem; margin: auto }}</style>
</head><body><main class="bd-content"><article class="bd-article"><h1>A page of the course</h1>
<h2>Practice</h2><div id="place"></div></article></main>
<script type="module">
class Model {{
  constructor(data) {{ this.data = data; this.listeners = {{}}; this.writes = []; this.sent = []; }}
  get(name) {{ return this.data[name]; }}
  set(name, value) {{
    const same = JSON.stringify(this.data[name]) === JSON.stringify(value);
    this.data[name] = structuredClone(value);
    if (!same) for (const each of [...(this.listeners["change:" + name] ?? [])]) each();
  }}
  on(event, callback) {{ (this.listeners[event] ??= []).push(callback); }}
  off(event, callback) {{ this.listeners[event] = this.listeners[event].filter((each) => each !== callback); }}
  save_changes() {{ this.writes.push(structuredClone(this.data.state)); }}
  send(message) {{ this.sent.push(message); }}
}}
const specs = await (await fetch("specs.json")).json();
const modules = {{}};
async function load(name) {{
  const text = await (await fetch(name + ".js")).text();
  // as anywidget does it: from a Blob URL
  return import(URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }})));
}}
window.show = async (wanted) => {{
  if (window.model) window.stop();
  const fresh = Object.assign(document.createElement("div"), {{ id: "place" }});
  document.getElementById("place").replaceWith(fresh);
  document.documentElement.dataset.theme = wanted.theme;
  scrollTo(0, 0);
  const module = await (modules[wanted.exercise] ??= load(wanted.exercise));
  let place = fresh;
  if (wanted.shadow) {{
    place = place.attachShadow({{ mode: "open" }});
    place.innerHTML = '<link rel="stylesheet" href="evenkeel.css"><div></div>';
    place = place.lastChild;
  }}
  window.model = new Model({{ spec: specs[wanted.exercise], ...wanted }});
  window.stop = module.default.render({{ model: window.model, el: place }});
}};
await window.show(JSON.parse(decodeURIComponent(location.hash.slice(1))));
window.ready = true;
</script></body></html>
"""


def exercise_spec(exercise: str) -> dict[str, Any]:
    """What the front end gets for one of the small exercises of these tests."""
    name = FILES[exercise]
    return spec(MODELS[exercise].model_validate(read(name)), name, lambda play: Scenario.model_validate(read(play)))


def settled(**behaviour: Any) -> dict[str, Any]:
    """What the front end gets for the short quiz with these settings."""
    settings = {"behaviour": behaviour} if behaviour else {}
    return spec(Quiz.model_validate({**read("short-quiz"), **settings}), "short-quiz")


def read(name: str) -> Any:
    """One of the small exercises of these tests, as it lies in its file."""
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


def write_site(folder: Path) -> None:
    """Write the page, the modules, their style sheet and the theme's own style sheets."""
    (folder / "index.html").write_text(_PAGE.format(), encoding="utf-8")
    (folder / "specs.json").write_text(json.dumps({name: exercise_spec(name) for name in MODELS}), encoding="utf-8")
    (folder / "evenkeel.css").write_text(bundle.css(), encoding="utf-8")
    for name in MODELS:
        (folder / f"{name}.js").write_text(bundle.module(MODELS[name].__name__.lower()), encoding="utf-8")
    for name in ("pydata_sphinx_theme", "sphinx_book_theme"):
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        styles = Path(found.origin).parent / "theme" / name / "static" / "styles"
        for sheet in styles.glob("*.css"):
            shutil.copy(sheet, folder / sheet.name)


Open = Callable[..., Page]
Check = Callable[[Page], None]
Sideways = Callable[[Page], int]

WIDTHS = [1280, 360, 320]
THEMES = ["light", "dark", "forced"]
ITEMS = ["one", "many", "truth", "steps", "pairs", "sorted", "gaps", "rated", "ranked", "rewritten", "myself"]
ITEMS += ["marked", "counted", "ideas", "card"]
QUIZ_STATES = ["untouched", "focused", "empty", "right", "partly", "wrong", "retried", "resumed"]
RIGHT: dict[str, Any] = {
    "one": "name-it",
    "many": ["mistake", "silence"],
    "truth": "true",
    "steps": ["listen", "empathise", "ask", "summarise"],
    "pairs": {"works": "place", "payment": "us", "caring": "person"},
    "sorted": {"loud": "strain", "threat": "danger", "repeat": "strain"},
    "gaps": {"feeling": "sorry", "act": "Ring you bakc"},
    "rated": {"wait": "5", "facts": "2", "calm": "1"},
    "ranked": ["name", "pause", "rules"],
    "rewritten": "I understand, and the rules are the rules.",
    "myself": "so-so",
    "marked": {"calm": "adds", "wait": "cools", "plan": "cools"},
    "counted": "2,5 hours",
    "ideas": "I am sory about this. I will look into it.",
    "card": "knew",
}
PARTLY: dict[str, Any] = {
    **RIGHT,
    "many": ["mistake"],
    "steps": ["empathise", "listen", "ask", "summarise"],
    "pairs": {"works": "place"},
    "sorted": {"loud": "strain", "threat": "strain"},
    "gaps": {"feeling": "surprised", "act": "call you back"},
    "rated": {"wait": "4", "facts": "5", "calm": "1"},
    "ranked": ["pause", "name", "rules"],
    "rewritten": "I understand you, but the rules are the rules.",
    "marked": {"calm": "adds", "wait": "cools", "name": "cools"},
    "ideas": "I am sorry.",
}
WRONG: dict[str, Any] = {
    "one": "rules",
    "many": ["father", "noise"],
    "truth": "false",
    "steps": ["summarise", "ask", "empathise", "listen"],
    "pairs": {"works": "us", "payment": "person", "caring": "place"},
    "sorted": {"loud": "danger", "threat": "strain", "repeat": "danger"},
    "gaps": {"feeling": "surprised", "act": "hang up"},
    "rated": {"wait": "1", "facts": "5", "calm": "5"},
    "ranked": ["rules", "pause", "name"],
    "rewritten": "I understand, but the rules are the rules!",
    "myself": "shaken",
    "marked": {"calm": "cools", "name": "adds"},
    "counted": "150",
    "ideas": "Calm down.",
    "card": "not-yet",
}
MOVES = [{"node": "opening", "choice": "calm"}, {"node": "boundary", "choice": "limit"}]
END = [*MOVES, {"node": "plan", "choice": "offer"}]
ANSWERS = {
    "causes": "The wait and our mistake.",
    "best-line": "today",
    "routes": ["call"],
    "leaps": ["listen", "ask", "plan"],
    "sort": {"noise": "place"},
    "log": [{"time": "10:40", "text": "Rang back."}],
}
FAILED = {"status": "failed", "at": None, "message": "the server did not answer."}
SAVED = {"status": "saved", "at": "2026-11-22T14:02:00Z", "message": ""}


class Look(NamedTuple):
    """A window and its colours."""

    width: int
    theme: str


LOOKS = [Look(width, theme) for width in WIDTHS for theme in THEMES]


def reload(page: Page, site: str, wanted: dict[str, Any]) -> None:
    """Open the page afresh with what the host would hand over."""
    page.goto("about:blank")
    page.goto(f"{site}/index.html#{urllib.parse.quote(json.dumps(_handed(wanted)))}")
    page.wait_for_function("window.ready")


def swap(page: Page, wanted: dict[str, Any]) -> None:
    """Put another exercise, or another state of it, into a page that is open: a tenth of the time of a fresh page."""
    page.evaluate("wanted => show(wanted)", _handed(wanted))


def _handed(wanted: dict[str, Any]) -> dict[str, Any]:
    """What a host hands over, as far as a test does not say otherwise."""
    host = {"root": "", "where": "browser", "handin": None}
    return {"state": {}, "host": host, "save": {"status": "idle", "at": None, "message": ""}, **wanted}


def quiz_state(position: int, **answers: Any) -> dict[str, Any]:
    items = {name: {"answer": answer, "checked": True, "attempts": 1, "credit": 0} for name, answer in answers.items()}
    return {"schema": 1, "position": position, "items": items}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def play_state(choices: list[dict[str, str]], ending: str | None = None) -> dict[str, Any]:
    endings = [ending] if ending else []
    return {"schema": 1, "choices": choices, "ending": ending, "plays": 1, "endings": endings}


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent"))
