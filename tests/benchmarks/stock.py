"""The same small book built twice: our way (a directive) and the stock way (an executed cell, html-manager).

The stock book is served whole from its own folder, since the machine that measures may be offline: the three
scripts that it would load from elsewhere are put beside it.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent
TOC = "format: jb-book\nroot: index\nchapters:\n- file: page\n"
CELL = """---
jupytext:
  text_representation: {{extension: .md, format_name: myst}}
kernelspec: {{display_name: Python 3, language: python, name: python3}}
---
# {title}

{words}

{exercises}
"""
CELLS = """```{{code-cell}}
:tags: [remove-input]
from evenkeel import {kind}
{kind}("{name}")
```
"""
PAGE = "# {title}\n\n{words}\n\n{exercises}"
PLACES = "```{{{kind}}} {name}\n```\n"
WORDS = "A page of a lesson, with something to do.\n\n" + "You listen first, and then you act. " * 40
REQUIRE_PATHS = "require.config({paths: {anywidget: '%s_static/anywidget'}});"


Exercises = list[tuple[str, str]]
"""Kind and id of each exercise on the page."""


def build_ours(folder: Path, exercises: Exercises) -> Path:
    """Build the book with the project's own settings; return the folder to serve."""
    _course(folder, exercises, PAGE, PLACES)
    return _build(folder)


def build_stock(folder: Path, exercises: Exercises) -> Path:
    """Build the book as Jupyter Book comes; return the folder to serve."""
    _course(folder, exercises, CELL, CELLS)
    static = folder / "book" / "vendor"  # not _static: Jupyter Book loads every script of that folder by itself
    static.mkdir()
    packages = node_packages()
    shutil.copy(packages / "@jupyter-widgets/html-manager/dist/embed-amd.js", static)
    shutil.copy(packages / "requirejs/require.js", static)
    shutil.copy(Path(sys.prefix) / "share/jupyter/nbextensions/anywidget/index.js", static / "anywidget.js")
    (static / "paths.js").write_text(REQUIRE_PATHS % "", encoding="utf-8")
    (folder / "_config.yml").write_text(json.dumps(_stock_config()), encoding="utf-8")
    return _build(folder)


def _course(folder: Path, exercises: Exercises, page: str, place: str) -> None:
    (folder / "book").mkdir(parents=True)
    shutil.copytree(ROOT / "exercises", folder / "exercises", ignore=shutil.ignore_patterns("evenkeel"))
    for name in ("_config.yml", "organisation.yml"):
        shutil.copy(ROOT / name, folder)
    for name in ("favicon.svg", "_static"):
        if (ROOT / "book" / name).is_file():
            shutil.copy(ROOT / "book" / name, folder / "book")
    (folder / "book/_toc.yml").write_text(TOC, encoding="utf-8")
    (folder / "book/index.md").write_text("# Start\n", encoding="utf-8")
    places = "\n".join(place.format(kind=kind, name=name) for kind, name in exercises)
    text = page.format(title="A lesson", words=WORDS, exercises=places)
    (folder / "book/page.md").write_text(text, encoding="utf-8")


def _stock_config() -> dict[str, object]:
    """Jupyter Book's defaults, with the widget scripts served from the book itself."""
    scripts = {"require.js": {}, "paths.js": {}, "embed-amd.js": {}}
    settings = {"nb_ipywidgets_js": scripts, "html_static_path": ["vendor"]}
    return {
        "title": "Stock",
        "author": "",
        "execute": {"execute_notebooks": "force"},
        "sphinx": {"config": settings},
    }


def node_packages() -> Path:
    """Install the stock scripts and Lighthouse from the npm registry, once."""
    modules = HERE / "node_modules"
    if not all((modules / name).is_dir() for name in ("requirejs", "lighthouse")):
        npm = Path(sys.prefix) / "bin" / "npm"
        subprocess.run([npm, "install", "--no-fund", "--no-audit", "--loglevel=error"], cwd=HERE, check=True)
    return modules


def _build(folder: Path) -> Path:
    command = [Path(sys.prefix) / "bin" / "jupyter-book", "build", "book", "--config", "_config.yml"]
    done = subprocess.run([*command, "--path-output", "."], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the book in {folder} did not build:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return folder / "_build/html"
