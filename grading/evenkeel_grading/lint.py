"""The tutor's side of ``evenkeel lint``: the flaws of assessed items, whose keys stand in the rubrics.

An item and its key together are a practice item again and are looked at as one. What is wrong with the item is told
of the worksheet, what is wrong with a reason is told of the rubric. A learner's copy has no
rubrics, so nothing is said of keys there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from evenkeel.course import Course, exercise_file
from evenkeel.lint import Finding, lint_bank
from evenkeel.lint.asked import Asked, of_item, parts
from evenkeel.lint.flaws import check_flaws
from evenkeel.loading import Document, read_yaml, validate
from evenkeel.models import Worksheet
from evenkeel.models.posed import AnyPosed
from evenkeel.models.worksheet import ChoiceField, MultichoiceField, QuizField
from evenkeel.problems import Where
from evenkeel_grading.assignment import RUBRICS
from evenkeel_grading.items import KeyDoesNotFitError, keyed
from evenkeel_grading.rubric import ChoiceKey, ItemKey, MultichoiceKey, QuizKey, Rubric


def lint(course: Course) -> list[Finding]:
    """Every flaw of the items of assessed worksheets. Rubrics that ``evenkeel check`` refuses are left out."""
    found: list[Finding] = []
    bank: list[Asked] = []
    for name, sheet in course.worksheets.items():
        file = course.root / RUBRICS / f"{name}.yml"
        if sheet.assessed and file.is_file():
            document = read_yaml(file, course.root)
            rubric, _ = validate(document, Rubric)
            for asked, reasons in _asked(name, sheet, rubric) if rubric else ():
                bank.append(asked)
                found += _told(course, document, asked, reasons)
    return [*found, *lint_bank(bank, RUBRICS)]


def _told(course: Course, rubric: Document, asked: Asked, reasons: Where) -> Iterator[Finding]:
    """The flaws of one question, each told of the file it is in. ``reasons`` is where the rubric gives them."""
    for rule, where, message in check_flaws(asked):
        if where[:1] == ("whys",):
            yield Finding(rule, rubric.problem((*reasons, *where), message))
        else:
            yield Finding(rule, course.problem(asked.file, where, message))


def _asked(name: str, sheet: Worksheet, rubric: Rubric) -> Iterator[tuple[Asked, Where]]:
    """Every question with a key, and the place of its key in the rubric."""
    file = exercise_file("worksheets", name)
    for index, field in enumerate(sheet.fields):
        key, where = rubric.keys.get(field.id), ("keys", field.id)
        if isinstance(field, QuizField) and isinstance(key, QuizKey):
            for number, item in enumerate(field.items):
                if item.id in key.items:
                    place = ("fields", index, "items", number)
                    asked = _item(item, key.items[item.id], file, place)
                    yield from ((one, (*where, "items", item.id)) for one in asked)
        elif isinstance(field, ChoiceField | MultichoiceField) and isinstance(key, ChoiceKey | MultichoiceKey):
            yield _field(field, key, file, ("fields", index)), where


def _item(item: AnyPosed, key: ItemKey, file: Path, where: Where) -> Iterator[Asked]:
    try:
        made = keyed(item, key)
    except KeyDoesNotFitError:
        return
    yield from (_with_reasons(asked, key.whys) for asked in of_item(made, file, where))


def _field(field: ChoiceField | MultichoiceField, key: ChoiceKey | MultichoiceKey, file: Path, where: Where) -> Asked:
    one = isinstance(key, ChoiceKey)
    answers = parts(field.options, (*where, "options"), [key.key] if isinstance(key, ChoiceKey) else key.keys)
    asked = Asked(file, where, "one" if one else "many", field.guidance, answers, entry="guidance")
    return _with_reasons(asked, key.whys)


def _with_reasons(asked: Asked, whys: Mapping[str, str]) -> Asked:
    """The question with the reasons that the rubric gives, and with their places there."""
    told = (
        replace(answer, feedback=whys.get(answer.name), feedback_where=("whys", answer.name))
        for answer in asked.answers
    )
    return replace(asked, answers=tuple(told))
