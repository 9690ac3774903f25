"""The figures of a class as text, JSON, CSV and a page. No learner is named in any of them."""

import base64
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from evenkeel.mapping import draw
from evenkeel.models import Scenario
from evenkeel_grading.analysis import theory
from evenkeel_grading.analysis.advice import LEAST
from evenkeel_grading.analysis.figures import ClassFigures, Option, Part, PlayFigures, Question

TEMPLATES = Path(__file__).parent / "templates"
COLUMNS = (
    *("field", "question", "kind", "text", "n", "blank", "facility", "discrimination", "difference"),
    *("part", "option", "option_text", "key", "chose", "share", "upper", "lower"),
)


def to_json(figures: ClassFigures) -> dict[str, Any]:
    """The figures as JSON data. What would mean nothing is null."""
    data = asdict(figures)
    for play in data["plays"]:
        # The decisions hold the same by name; a pair is no key in JSON.
        del play["shares"]
    return data


def to_csv(figures: ClassFigures) -> str:
    """A row for each option of each question and for each choice of each decision."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for one in figures.questions:
        head = (one.field, one.id, one.kind, one.text, one.n, one.blank)
        worth = (_figure(one.facility), _figure(one.discrimination), _figure(one.difference))
        writer.writerows(
            (*head, *worth, *row) for part in one.parts for row in _options(part.text, part.options, one.n)
        )
    for play in figures.plays:
        for each in play.decisions:
            place = (play.field, each.node, "decision", each.title, each.met, "")
            rows = _options("", each.choices, each.met)
            writer.writerows((*place, _figure(each.facility), "", "", *row) for row in rows)
    return page.getvalue()


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _options(part: str, options: Sequence[Option], n: int) -> Iterator[tuple[Any, ...]]:
    for one in options:
        key = "key" if one.key else ""
        share = _figure(one.n / n) if n else ""
        yield part, one.id, one.text, key, one.n, share, _figure(one.upper), _figure(one.lower)


def to_text(figures: ClassFigures) -> Iterator[str]:
    """Lines for a terminal."""
    yield f"{figures.title}: {figures.handed_in} handed in, {figures.counted} could be read."
    yield from figures.about
    if figures.reliability is not None:
        yield f"Reliability ({figures.coefficient}): {figures.reliability:.2f}"
    if figures.first:
        yield "\nLook at these first:"
        for one in figures.first:
            yield from (f"  {one.id}: {reason}" for reason in one.look)
    for number, one in enumerate(figures.questions, 1):
        yield f"\n{number}. {one.text}"
        yield f"   {worth(one)}"
        for part in one.parts:
            yield from _part_lines(part, one.n)
            yield from (f"   Nobody chose: {words}" for words in unchosen(part, one))
    for play in figures.plays:
        yield from _play_lines(play)


def worth(question: Question) -> str:
    """The figures of a question in one line."""
    said = [
        f"facility {_or_few(question.facility)}",
        f"discrimination {_or_few(question.discrimination, enough=question.difference is not None)}",
        f"upper-lower {_or_few(question.difference)}",
        f"blank {question.blank} of {question.n}",
    ]
    return ", ".join(said)


def _or_few(value: float | None, *, enough: bool = False) -> str:
    """A figure in words. With ``enough`` learners, a figure that is not there means that nobody differs."""
    if value is None:
        return "all alike" if enough else "too few"
    return f"{value:.2f}"


def percent(part: int, whole: int) -> str:
    """A share in words; a dash of nobody."""
    return f"{part / whole:.0%}" if whole else "–"


def unchosen(part: Part, question: Question) -> list[str]:
    """The wrong options that nobody took, where enough could have and where the question is one choice."""
    return part.unchosen if question.n >= LEAST and not part.text else []


def _part_lines(part: Part, n: int) -> Iterator[str]:
    if part.text:
        yield f"   {part.text}"
    for one in part.options:
        yield f"   {'*' if one.key else ' '} {percent(one.n, n):>4}  {one.text}"
    if part.other:
        yield f"     {percent(part.other, n):>4}  (no such option)"


def _play_lines(play: PlayFigures) -> Iterator[str]:
    yield f"\n{play.title}: {play.n} plays, {play.unplayed} not played, {play.impossible} that cannot have happened."
    yield f"   mean credit {_or_few(play.facility)}"
    for each in play.decisions:
        yield f"   {each.title} ({each.met} came here, mean credit {_or_few(each.facility)})"
        for one in each.choices:
            yield f"   {'*' if one.key else ' '} {percent(one.n, each.met):>4}  {one.text}"
    yield "   Endings: " + "; ".join(f"{end.words} {end.n}" for end in play.endings)
    yield from (f"   {way.n} learners: {way.words}" for way in play.ways)


def to_html(figures: ClassFigures, scenarios: Mapping[str, Scenario], **more: Any) -> str:
    """A whole page without a script or a request to anywhere. ``base_url`` adds the formgrader's ways about."""
    maps = {play.field: _picture(draw(scenarios[play.scenario], play.shares)) for play in figures.plays if play.n}
    given = {"it": figures, "maps": maps, "least": theory.LEAST_LEARNERS, "questions": theory.LEAST_QUESTIONS}
    return _PAGES.get_template("class.html.j2").render(**given, **more)


def _picture(svg: str) -> str:
    # As a picture, its styles and ids are its own.
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _same_options(question: Question) -> bool:
    """Whether a question's parts have the same options, so that they can be rows of one table."""
    return len(question.parts) > 1 and len({tuple(one.id for one in part.options) for part in question.parts}) == 1


_PAGES = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=lambda name: str(name).endswith(".j2"), trim_blocks=True
)
_PAGES.globals |= {"percent": percent, "unchosen": unchosen, "same_options": _same_options}
_PAGES.filters["figure"] = _or_few
