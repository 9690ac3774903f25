"""From sections of questions to quiz files that our own loader takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evenkeel.checks.owed import MARK
from evenkeel.checks.quiz import check_item
from evenkeel.checks.report import Report as CheckReport
from evenkeel.checks.report import alike
from evenkeel.course import Course
from evenkeel.exporting.extra import overlay
from evenkeel.importing.building import NO_MODULE, Defaults, Item
from evenkeel.importing.items import build
from evenkeel.importing.naming import Names
from evenkeel.importing.neutral import FlawError, ImportRefusedError, Question, Section
from evenkeel.importing.pictures import Pictures
from evenkeel.importing.report import Report
from evenkeel.loading import Document
from evenkeel.messages import problems_of
from evenkeel.models import Quiz

MOST_QUESTIONS = 20_000
MOST = 100
"""Items in one quiz; a longer section becomes several."""


@dataclass
class Made:
    """A file to write: its id and its data."""

    name: str
    data: dict[str, Any]


def make_quizzes(
    sections: list[Section], pictures: Pictures, defaults: Defaults, names: Names, report: Report
) -> list[Made]:
    """The quizzes of a source. What cannot come over is in the report."""
    found: list[Made] = []
    total = sum(len(section.questions) for section in sections)
    if total > MOST_QUESTIONS:
        raise ImportRefusedError(f"{report.source.name} holds {total} questions; at most {MOST_QUESTIONS} are read")
    for section in sections:
        items = list(_items(section, pictures, defaults, report))
        parts = [items[at : at + MOST] for at in range(0, len(items), MOST)]
        for number, part in enumerate(parts, 1):
            found.append(_quiz(section, part, number if len(parts) > 1 else 0, defaults, names, report))
        if len(parts) > 1:
            report.add("note", section.title, f"has {len(items)} questions, so it became {len(parts)} quizzes")
    return found


def _quiz(section: Section, items: list[Item], number: int, defaults: Defaults, names: Names, report: Report) -> Made:
    title = fit_title(section.title, report) + (f" ({number})" if number else "")
    head: dict[str, Any] = {"schema": 1, "title": title, "module": defaults.module or NO_MODULE}
    if section.intro and not number:
        text, lost = section.intro.text()
        head["intro"] = text
        for loss in (*section.intro.lost, *lost):
            report.add("lost", section.title, f"{loss} (the introduction)")
    head = overlay(head, section.extra)
    name = head.pop("id", "")
    return Made(names.new(name or title, "imported-quiz", 64), {**head, "items": items})


def fit_title(words: str, report: Report) -> str:
    """A title that our models take: plain words, at most 150 signs."""
    plain = " ".join(words.split()).replace("**", "*").replace("](", "] (")
    plain = "".join(sign for sign in plain if sign.isprintable())
    if not any(sign.isalnum() for sign in plain):
        return "Imported"
    if len(plain) > 150:
        report.add("lost", plain[:40], f"the end of a long title: {plain[147:300]}")
        plain = plain[:147].rstrip() + "..."
    return plain


def _items(section: Section, pictures: Pictures, defaults: Defaults, report: Report) -> Iterator[Item]:
    names, stems = Names(), dict[str, str]()
    for question in section.questions:
        report.read += 1
        place = _place(question)
        try:
            with pictures.of_sound_items():
                item, made = build(question, pictures, defaults, names)
                item = ordered(overlay(item, question.extra))
                check(item)
        except FlawError as flaw:
            report.add("lost", place, str(flaw))
            continue
        _tell(made.lost, [] if question.extra else made.owed, place, report)
        before = stems.setdefault(alike(item["stem"]), place)
        if before != place and not item["stem"].startswith(MARK):
            report.add("owed", place, f"its question has the same words as that of {before}; make them differ")
        report.items += 1
        yield item


def _place(question: Question) -> str:
    title = question.title or question.stem.plain or question.body.plain
    short = title if len(title) <= 60 else title[:57] + "..."
    return f"{question.place} ({short!r})" if short else question.place


def _tell(lost: list[str], owed: list[str], place: str, report: Report) -> None:
    for loss in dict.fromkeys(lost):
        report.add("lost", place, f"lost: {loss}")
    if owed:
        report.add("owed", place, ", ".join(owed))


def check(item: Item) -> None:
    """Hold an item against the model and the checks of the course.

    Raises:
        FlawError: the model or the check refuses it.
    """
    data = {"schema": 1, "title": "Imported", "module": "imported", "items": [item]}
    try:
        quiz = Quiz.model_validate(data)
    except ValidationError as error:
        problems = problems_of(error, Document(Path("quiz"), data=data), Quiz)
        raise FlawError("not imported: " + "; ".join(_told(one.path, one.message) for one in problems[:3])) from error
    report = CheckReport(Course(Path()), Path("quiz"))
    check_item(quiz.items[0], ("items", 0), report)
    if report.problems:
        raise FlawError("not imported: " + "; ".join(_told(one.path, one.message) for one in report.problems[:3]))


def _told(path: str, message: str) -> str:
    return f"{path.removeprefix('items[0]').removeprefix('.')} {message}".strip()


_ORDER = ("id", "type", "level", "requirements", "pool", "points", "ask", "stem", "image")


def ordered(item: Item) -> Item:
    """An item with its entries in the order in which people write them."""
    last = [name for name in ("hints", "explanation", "remedial") if name in item]
    first = [name for name in _ORDER if name in item]
    middle = [name for name in item if name not in first and name not in last]
    return {name: item[name] for name in (*first, *middle, *last)}
