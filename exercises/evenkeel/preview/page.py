"""The page of a preview: what is wrong with the file, and the exercise as a learner would meet it."""

import html
import json
from importlib.util import find_spec
from pathlib import Path

from evenkeel import words
from evenkeel.preview.look import Look
from evenkeel.problems import Problem

_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}" data-theme="light" data-content_root="" data-version="{version}">
<head><meta charset="utf-8"><title>Preview: {name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{styles}
<script src="exercise.js" defer></script><script src="preview.js" defer></script></head>
<body><header class="preview-bar"><p><strong>Preview</strong> of <code>{name}</code></p>
<p role="status" id="preview-state">This page loads itself again when you save the file.</p>
<button type="button" id="preview-theme" aria-pressed="false">Dark</button></header>
<main class="bd-content"><article class="bd-article"><h1>A page of the course</h1>
{problems}{exercise}{drawing}</article></main></body></html>
"""
_SHEETS = {
    "pydata-sphinx-theme.css": ("pydata_sphinx_theme", "pydata-sphinx-theme.css"),
    "sphinx-book-theme.css": ("sphinx_book_theme", "sphinx-book-theme.css"),
}
"""The book's theme: its style sheets by the name that the page asks for."""


def page(name: str, seen: Look, version: int = 0) -> str:
    """The page of one version of the file. Every text is escaped; the map is :mod:`evenkeel.mapping`'s own drawing."""
    sheets = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in [*_SHEETS, "exercise.css", "preview.css"])
    drawing = f'<details id="preview-map"><summary>The map</summary>{seen.drawing}</details>' if seen.drawing else ""
    return _PAGE.format(
        language=words.language(),
        direction=words.direction(),
        version=version,
        name=html.escape(name),
        styles=sheets,
        problems=_problems(seen.problems, shown=seen.spec is not None),
        exercise=_exercise(seen),
        drawing=drawing,
    )


def theme_sheet(name: str) -> Path | None:
    """The file of one of the theme's style sheets; none for any other name."""
    if name not in _SHEETS:
        return None
    package, file = _SHEETS[name]
    found = find_spec(package)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "theme" / package / "static" / "styles" / file
    return path if path.is_file() else None


def _exercise(seen: Look) -> str:
    if seen.spec is None:
        return ""
    data, kind = html.escape(json.dumps(seen.spec, ensure_ascii=False)), seen.spec["exercise"]
    return f'<evenkeel-exercise exercise="{kind}" level="2" spec="{data}"></evenkeel-exercise>'


def _problems(problems: list[Problem], shown: bool) -> str:
    if not problems:
        return ""
    title = "To put right" if shown else "This file cannot be shown yet. To put right"
    lines = "".join(f"<li>{_problem(problem)}</li>" for problem in problems)
    heading = f'<h2 id="wrong">{title}</h2>'
    return f'<section class="preview-problems" aria-labelledby="wrong">{heading}<ul>{lines}</ul></section>'


def _problem(problem: Problem) -> str:
    place = "" if problem.line is None else f"<strong>Line {problem.line}</strong> "
    path = f"<code>{html.escape(problem.path)}</code> " if problem.path else ""
    return place + path + html.escape(f"warning: {problem.message}" if problem.warning else problem.message)
