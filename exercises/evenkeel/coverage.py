"""Where each requirement is taught, practised and assessed, and where that is missing.

- *Taught*: a section of a page says so under its heading (``% teaches:``).
- *Practised*: an item of a quiz, or a decision in a scenario, that a page of the book shows. A self-rating asks how
  sure somebody feels; it is no practice and does not count.
- *Assessed*: a criterion of an assessed worksheet, a field of it that earns points, or an item in such a field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evenkeel.course import Course
from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.requirement import Requirement
from evenkeel.models.worksheet import ClosedField, QuizField
from evenkeel.pages import Page

Stage = Literal["taught", "practised", "assessed"]
STAGES: tuple[Stage, ...] = ("taught", "practised", "assessed")


@dataclass(frozen=True)
class Place:
    """One place: a section (no ``parts``), or an exercise with what in it counts.

    ``page`` is empty where no page of the book shows the exercise. ``unit`` says what the ``parts`` are.
    """

    title: str
    page: str
    anchor: str
    unit: str = "section"
    parts: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The place as a link is written: ``folder/page#part``."""
        return f"{self.page}#{self.anchor}" if self.anchor else self.page


@dataclass(frozen=True)
class Covered:
    """One requirement with its places by stage."""

    requirement: Requirement
    places: Mapping[Stage, Sequence[Place]]

    @property
    def gaps(self) -> tuple[Stage, ...]:
        """The stages without a place. A requirement that is not to be assessed has no gap there."""
        asked = STAGES if self.requirement.assessed else STAGES[:2]
        return tuple(stage for stage in asked if not self.places[stage])


Claim = tuple[str, Stage, Place]
"""A requirement's id, a stage, and a place that says it is one."""


def coverage(course: Course, pages: Sequence[Page]) -> list[Covered]:
    """Every requirement of the course, in the order of its file, with its places in the order of the pages."""
    found: dict[str, dict[Stage, list[Place]]] = {name: {stage: [] for stage in STAGES} for name in course.requirements}
    for name, stage, place in _claims(course, pages):
        if name in found and place not in found[name][stage]:
            found[name][stage].append(place)
    return [Covered(course.requirements[name], places) for name, places in found.items()]


def exercise_anchor(kind: str, name: str) -> str:
    """The anchor of an exercise on its page."""
    return f"{kind}-{name}"


def _claims(course: Course, pages: Sequence[Page]) -> Iterator[Claim]:
    shown: dict[str, str] = {}
    for page in pages:
        for teaching in page.teachings:
            yield from _taught(page.title, teaching.heading, Place("", page.name, teaching.anchor), teaching.ids)
        for kind, name in page.exercises:
            first = shown.setdefault(exercise_anchor(kind, name), page.name) == page.name
            if first and kind == "quiz" and name in course.quizzes:
                yield from _quiz(course.quizzes[name], page.name, exercise_anchor(kind, name))
            elif first and kind == "scenario" and name in course.scenarios:
                yield from _scenario(course.scenarios[name], page.name, exercise_anchor(kind, name))
    for name, sheet in course.worksheets.items():
        if sheet.assessed:
            anchor = exercise_anchor("worksheet", name)
            yield from _worksheet(sheet, shown.get(anchor, ""), anchor if anchor in shown else "")


def _taught(page: str, heading: str | None, place: Place, ids: Iterable[str]) -> Iterator[Claim]:
    if heading is None:
        return
    title = page if heading == page else f"{page}: {heading}"
    yield from ((name, "taught", Place(title, place.page, place.anchor)) for name in ids)


def _quiz(quiz: Quiz, page: str, anchor: str) -> Iterator[Claim]:
    named = [(item.id, item.requirements) for item in quiz.items if item.type != "self-rating"]
    yield from _grouped("practised", Place(quiz.title, page, anchor, "question"), named)


def _scenario(play: Scenario, page: str, anchor: str) -> Iterator[Claim]:
    """A moment with one way on is no decision, so it practises nothing."""
    decisions = [node for node in play.nodes if len(node.choices) > 1]
    own = ((node.title, [*node.requirements, *_of_choices(node.choices)]) for node in decisions)
    yield from _grouped("practised", Place(play.title, page, anchor, "decision"), own)


def _of_choices(choices: Iterable[Any]) -> list[str]:
    return [name for choice in choices for name in choice.requirements]


def _worksheet(sheet: Worksheet, page: str, anchor: str) -> Iterator[Claim]:
    criteria = [(criterion.title, criterion.requirements) for criterion in sheet.criteria]
    scored = [field for field in sheet.fields if isinstance(field, ClosedField) and field.points]
    fields = [(field.label, field.requirements) for field in scored]
    posed = [(field.id, item) for field in scored if isinstance(field, QuizField) for item in field.items]
    items = [(f"{field}/{item.id}", item.requirements) for field, item in posed]
    yield from _grouped("assessed", Place(sheet.title, page, anchor, "criterion"), criteria)
    yield from _grouped("assessed", Place(sheet.title, page, anchor, "field"), fields)
    yield from _grouped("assessed", Place(sheet.title, page, anchor, "question"), items)


def _grouped(stage: Stage, place: Place, named: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Claim]:
    """One claim for each requirement that the parts of an exercise name, with those parts."""
    parts: dict[str, dict[str, None]] = {}
    for part, ids in named:
        for name in ids:
            parts.setdefault(name, {})[part] = None
    for name, own in parts.items():
        yield name, stage, Place(place.title, place.page, place.anchor, place.unit, tuple(own))
