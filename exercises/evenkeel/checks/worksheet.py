"""Checks of worksheets: fields and criteria that fit each other, points that make 100."""

from collections.abc import Sequence

from evenkeel.checks import judged
from evenkeel.checks.advice import check_advice
from evenkeel.checks.graph import every_when
from evenkeel.checks.report import Report
from evenkeel.conditions import names, parsed
from evenkeel.models.posed import AnyPosed, Choosable, PosedHighlight, PosedNumeric
from evenkeel.models.quiz import ScoredItem
from evenkeel.models.scenario import Scenario
from evenkeel.models.worksheet import (
    WRITTEN,
    AnyField,
    ChoiceField,
    ClosedField,
    Criterion,
    LogField,
    MatchingField,
    MultichoiceField,
    OrderingField,
    QuizField,
    RowsField,
    ScenarioField,
    TableField,
    TextField,
    Worksheet,
)
from evenkeel.problems import Where

TOTAL = 100
"""What the points of the closed fields and the weights of the criteria of an assessed worksheet make."""


def check_worksheet(sheet: Worksheet, report: Report) -> None:
    """Report what is wrong with a worksheet."""
    report.head(sheet)
    _check_scenarios(sheet, report)
    report.repeats(("fields",), [field.id for field in sheet.fields], "field", ("id",))
    report.same_words(("fields",), "field", [field.label for field in sheet.fields], ("label",))
    for index, field in enumerate(sheet.fields):
        _check_field(field, ("fields", index), sheet, report)
    report.repeats(("criteria",), [criterion.id for criterion in sheet.criteria], "criterion", ("id",))
    for index, criterion in enumerate(sheet.criteria):
        _check_criterion(criterion, ("criteria", index), sheet, report)
    _check_points(sheet, report)
    check_advice(sheet, report)


def _check_scenarios(sheet: Worksheet, report: Report) -> None:
    named = [(("scenario",), sheet.scenario)] if sheet.scenario else []
    others: list[tuple[Where, str]] = [
        (("scenario_alternatives", index), name) for index, name in enumerate(sheet.scenario_alternatives)
    ]
    for where, name in [*named, *others]:
        if name and not report.course.has("scenarios", name):
            report.known(where, "scenario", name, report.course.scenarios)
    report.repeats(("scenario_alternatives",), sheet.scenario_alternatives)


def _check_field(field: AnyField, where: Where, sheet: Worksheet, report: Report) -> None:
    if isinstance(field, TextField):
        _check_text(field, where, sheet, report)
    elif isinstance(field, LogField | RowsField | TableField):
        _check_rows(field, where, report)
    elif isinstance(field, QuizField | ScenarioField):
        _check_graded(field, where, sheet, report)
    elif isinstance(field, ClosedField):
        _check_closed(field, where, sheet, report)
        _check_parts(field, where, report)


def _check_text(field: TextField, where: Where, sheet: Worksheet, report: Report) -> None:
    if field.min_words > field.max_words:
        report.add((*where, "min_words"), f"is more than max_words ({field.max_words})")
    read = any(field.id in criterion.fields for criterion in sheet.criteria)
    if sheet.assessed and field.marked and not read:
        report.add(where, "is not read by any criterion; name it in one, or say `marked: false`")


def _check_rows(field: LogField | RowsField | TableField, where: Where, report: Report) -> None:
    if not isinstance(field, TableField) and field.min_rows > field.max_rows:
        report.add((*where, "min_rows"), f"is more than max_rows ({field.max_rows})")
    for part, what in (("rows", "row"), ("columns", "column")):
        found = getattr(field, part, ())
        report.repeats((*where, part), [entry.id for entry in found], what, ("id",))
        report.same_words((*where, part), what, [entry.label for entry in found], ("label",))


def _check_graded(field: QuizField | ScenarioField, where: Where, sheet: Worksheet, report: Report) -> None:
    if not sheet.assessed:
        other = "a quiz" if isinstance(field, QuizField) else "a conversation"
        report.add(where, f"is for worksheets that are handed in; on a page for practice, show {other}")
        return
    if isinstance(field, QuizField):
        _check_quiz(field, where, report)
        return
    _check_closed(field, where, sheet, report)
    if not field.requirements:
        report.add(where, "needs an entry `requirements`: what the decisions of this play assess")
    scenario = report.course.scenarios.get(field.scenario)
    if scenario is not None:
        _check_played(scenario, (*where, "scenario"), report)
    elif not report.course.has("scenarios", field.scenario):
        report.known((*where, "scenario"), "scenario", field.scenario, report.course.scenarios)


def _check_played(scenario: Scenario, where: Where, report: Report) -> None:
    """A page with a graded play has no keys, so nothing in it may depend on what an item earned."""
    for node in scenario.nodes:
        if node.item is not None and (len(node.choices) > 1 or not isinstance(node.item, ScoredItem)):
            message = f"has an item at {node.id!r} that a graded play cannot have; take a scored item with one outcome"
            report.add(where, message)
    asked = {name for when in every_when(scenario) for kind, name in names(parsed(when)) if kind == "credit"}
    if asked:
        report.add(where, f"asks for the credit of {', '.join(sorted(asked))}, which a graded play keeps to itself")


def _check_quiz(field: QuizField, where: Where, report: Report) -> None:
    report.repeats((*where, "items"), [item.id for item in field.items], "item", ("id",))
    report.same_words((*where, "items"), "item", [item.stem for item in field.items], ("stem",))
    total = sum(item.points for item in field.items)
    if field.points != total:
        report.add((*where, "points"), f"is {field.points}, and the points of the items make {total}")
    if field.requirements:
        report.add((*where, "requirements"), "belongs to the items; name there what each assesses")
    for index, item in enumerate(field.items):
        report.requirements((*where, "items", index, "requirements"), item.requirements)
        report.image((*where, "items", index, "image"), item.image)
        _check_item(item, (*where, "items", index), report)


def _check_item(item: AnyPosed, where: Where, report: Report) -> None:
    if isinstance(item, PosedHighlight):
        return judged.check_transcript(item, where, report)
    if isinstance(item, PosedNumeric):
        return judged.check_units(item, where, report)
    for part, what in (("options", "option"), ("items", "item"), ("left", "left side"), ("right", "right side")):
        _parts((*where, part), getattr(item, part, ()), what, report)
    for part, what in (("things", "thing"), ("categories", "category"), ("responses", "response")):
        _parts((*where, part), getattr(item, part, ()), what, report)
    left, right = getattr(item, "left", ()), getattr(item, "right", ())
    if len(left) > len(right) and not getattr(item, "reuse", True):
        report.add((*where, "right"), "has fewer entries than `left`; add some, or say `reuse: true`")
    return None


def _check_closed(field: ClosedField, where: Where, sheet: Worksheet, report: Report) -> None:
    report.requirements((*where, "requirements"), field.requirements)
    if sheet.assessed and not field.points:
        report.add(where, "needs an entry `points`: on a worksheet that is handed in, a closed answer earns some")
    if not sheet.assessed and field.points:
        report.add((*where, "points"), "has no meaning on a practice sheet; nothing there is marked")


def _check_parts(
    field: ChoiceField | MultichoiceField | OrderingField | MatchingField, where: Where, report: Report
) -> None:
    if isinstance(field, MatchingField):
        _parts((*where, "left"), field.left, "left side", report)
        _parts((*where, "right"), field.right, "right side", report)
        if not field.reuse and len(field.left) > len(field.right):
            report.add((*where, "right"), "has fewer entries than `left`; add some, or say `reuse: true`")
    elif isinstance(field, OrderingField):
        _parts((*where, "items"), field.items, "item", report)
    else:
        _parts((*where, "options"), field.options, "option", report)


def _parts(where: Where, parts: Sequence[Choosable], what: str, report: Report) -> None:
    report.repeats(where, [part.id for part in parts], what, ("id",))
    report.same_words(where, what, [part.text for part in parts])


def _check_criterion(criterion: Criterion, where: Where, sheet: Worksheet, report: Report) -> None:
    report.requirements((*where, "requirements"), criterion.requirements)
    report.repeats((*where, "fields"), criterion.fields)
    report.same_words((*where, "levels"), "level", criterion.levels, ())
    fields = {field.id: field for field in sheet.fields}
    for index, name in enumerate(criterion.fields):
        place = (*where, "fields", index)
        if report.known(place, "field", name, fields):
            _check_readable(fields[name], place, report)


def _check_readable(field: AnyField, where: Where, report: Report) -> None:
    if field.kind not in WRITTEN:
        report.add(where, f"names {field.id!r}, a {field.kind} field; a criterion reads what was written")
    elif isinstance(field, TextField) and not field.marked:
        report.add(where, f"names {field.id!r}, which says `marked: false` and is never scored")


def _check_points(sheet: Worksheet, report: Report) -> None:
    if not sheet.assessed:
        if sheet.criteria:
            report.add(("criteria",), "has no place on a practice sheet; nothing there is marked")
        return
    points = sum(field.points for field in sheet.fields if isinstance(field, ClosedField))
    weights = sum(criterion.weight for criterion in sheet.criteria)
    if not sheet.criteria and not points:
        report.add((), "is handed in, but nothing in it earns a mark; add criteria or points")
    elif points + weights != TOTAL:
        message = f"makes {points + weights}: {points} points and {weights} of weights; together they must be {TOTAL}"
        report.add((), message)
