"""Whether answers fit their worksheet: of the right shape for their field, and naming only what is there.

An answer of the wrong shape counts as not answered; one that names something unknown is marked by the rules of
:mod:`evenkeel.scoring`, which give nothing for it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from evenkeel.models.posed import AnyPosed, Posed, PosedChoiceGap, PosedCloze, PosedJudgement
from evenkeel.models.worksheet import AnyField, LogField, QuizField, RowsField, TableField, Worksheet
from evenkeel.responses import Answer, Responses

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOG_COLUMNS = frozenset({"time", "text"})
_STEP = {"node", "choice"}
_FORM = {
    "text": "words",
    "date": "words",
    "choice": "words",
    "single": "words",
    "true-false": "words",
    "multichoice": "ids",
    "multiple": "ids",
    "ordering": "ids",
    "rewrite": "words",
    "numeric": "words",
    "short-text": "words",
    "matching": "words by id",
    "categorise": "words by id",
    "highlight": "words by id",
    "cloze": "words by id",
    "rate": "words by id",
    "rank": "ids",
    "log": "rows",
    "rows": "rows",
    "table": "rows by id",
    "quiz": "items",
    "scenario": "play",
}
"""The shape of an answer, by the kind of its field or the type of its item."""


@dataclass(frozen=True)
class FieldProblem:
    """Something about one answer that does not fit the worksheet. ``message`` is for a tutor."""

    field: str
    code: Literal["unknown-field", "unknown-option", "wrong-type"]
    message: str


def fit(responses: Responses, worksheet: Worksheet) -> list[FieldProblem]:
    """What does not fit the worksheet: in the worksheet's order, then fields it does not have."""
    known = {field.id: field for field in worksheet.fields}
    problems = [
        problem for field in worksheet.fields for problem in _field_problems(field, responses.fields.get(field.id, ""))
    ]
    for name in responses.fields:
        if name not in known:
            problems.append(FieldProblem(name, "unknown-field", f"The worksheet has no field {name!r}."))
    return problems


def fitting_answers(responses: Responses, worksheet: Worksheet) -> dict[str, Answer]:
    """Only the answers that are given and of their field's shape: the rest counts as not answered."""
    return {
        field.id: responses.fields[field.id]
        for field in worksheet.fields
        if responses.fields.get(field.id) and _has_shape(field, responses.fields[field.id])
    }


def _field_problems(field: AnyField, answer: Answer) -> list[FieldProblem]:
    if not answer:
        return []
    if not _has_shape(field, answer):
        message = f"The answer to {field.id!r} is not of the kind this field takes; it counts as not answered."
        return [FieldProblem(field.id, "wrong-type", message)]
    return [
        FieldProblem(
            field.id,
            "unknown-option",
            f"The answer to {field.id!r} names {name!r}, which is no option there.",
        )
        for name in sorted(set(_unknown(field, answer)))
    ]


def _has_shape(field: AnyField, answer: Any) -> bool:
    if isinstance(field, QuizField):
        forms = {item.id: _form(item) for item in field.items}
        return isinstance(answer, dict) and all(
            not given or _is(forms.get(name, ""), given) for name, given in answer.items()
        )
    if field.kind == "date":
        return isinstance(answer, str) and _is_day(answer)
    return _is(_FORM[field.kind], answer)


def _form(asked: AnyField | AnyPosed) -> str:
    if isinstance(asked, PosedJudgement):
        return _FORM[asked.ask]
    return _FORM[asked.type if isinstance(asked, Posed) else asked.kind]


def _is(form: str, answer: Any) -> bool:
    match form:
        case "words":
            return isinstance(answer, str)
        case "ids":
            return isinstance(answer, list) and all(isinstance(entry, str) for entry in answer)
        case "words by id":
            return _is_row(answer)
        case "rows":
            return isinstance(answer, list) and all(map(_is_row, answer))
        case "rows by id":
            return isinstance(answer, dict) and all(map(_is_row, answer.values()))
        case "play":
            return isinstance(answer, dict) and _is_play(answer)
        case _:
            # An item that the quiz does not have is told as such.
            return True


def _is_play(answer: dict[str, Any]) -> bool:
    ending, choices = answer.get("ending"), answer.get("choices")
    steps = isinstance(choices, list) and all(isinstance(step, dict) and step.keys() >= _STEP for step in choices)
    return steps and isinstance(answer.get("plays", 1), int) and (ending is None or isinstance(ending, str))


def _is_row(answer: Any) -> bool:
    return isinstance(answer, dict) and all(isinstance(entry, str) for entry in answer.values())


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _unknown(field: AnyField, answer: Any) -> Iterator[str]:
    """What an answer of the right shape names that its field does not have."""
    match field:
        case QuizField():
            yield from _unknown_in_quiz(field, answer)
        case TableField():
            yield from answer.keys() - {row.id for row in field.rows}
            yield from _unknown_columns(answer.values(), {column.id for column in field.columns})
        case RowsField():
            yield from _unknown_columns(answer, {column.id for column in field.columns})
        case LogField():
            yield from _unknown_columns(answer, _LOG_COLUMNS)
        case _:
            yield from _unknown_options(field, answer)


def _unknown_columns(rows: Any, known: set[str] | frozenset[str]) -> Iterator[str]:
    for row in rows:
        yield from row.keys() - known


def _unknown_in_quiz(field: QuizField, answer: Mapping[str, Any]) -> Iterator[str]:
    items = {item.id: item for item in field.items}
    for name, given in answer.items():
        if name not in items:
            yield name
        elif given:
            yield from _unknown_options(items[name], given)


def _unknown_options(asked: AnyField | AnyPosed, answer: Any) -> Iterator[str]:
    """What an answer to a field or an item with options names besides them."""
    form = _form(asked)
    if isinstance(asked, PosedCloze):
        yield from _unknown_in_gaps(asked, answer)
    elif isinstance(asked, PosedJudgement) and asked.ask == "rate":
        points = {str(number) for number, _ in enumerate(asked.scale, 1)}
        yield from (answer.keys() - _ids(asked, "responses")) | (set(answer.values()) - points)
    elif form == "words by id":
        yield from (f"left {name}" for name in answer.keys() - _ids(asked, "left", "things", "phrases"))
        yield from (f"right {name}" for name in set(answer.values()) - _ids(asked, "right", "categories"))
    elif form == "ids" or getattr(asked, "options", None):
        given = {answer} if isinstance(answer, str) else set(answer)
        yield from given - _ids(asked, "options", "items", "responses")
    elif getattr(asked, "type", "") == "true-false" and answer not in ("true", "false"):
        yield answer


def _unknown_in_gaps(item: PosedCloze, answer: Mapping[str, str]) -> Iterator[str]:
    gaps = {gap.id: gap for gap in item.gaps}
    for name, given in answer.items():
        gap = gaps.get(name)
        if gap is None:
            yield name
        elif given and isinstance(gap, PosedChoiceGap) and given not in {option.id for option in gap.options}:
            yield given


def _ids(asked: AnyField | AnyPosed, *parts: str) -> set[str]:
    return {entry.id for part in parts for entry in getattr(asked, part, ())}
