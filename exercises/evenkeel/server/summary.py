"""What a learner is about to hand in, in figures: answers given, answers missing, words written."""

from collections.abc import Iterator, Mapping
from typing import Any

from evenkeel.models import Worksheet
from evenkeel.models.worksheet import LogField, RowsField, TableField, TextField


def given(answer: Any) -> bool:
    """Whether a field is answered. Blank words, empty rows and a play without a choice are no answer."""
    if isinstance(answer, str):
        return bool(answer.strip())
    if isinstance(answer, list):
        return any(given(row.get("text", list(row.values())) if isinstance(row, dict) else row) for row in answer)
    if isinstance(answer, dict):
        return bool(answer["choices"]) if "choices" in answer else any(given(part) for part in answer.values())
    return bool(answer)


def summary(sheet: Worksheet, fields: Mapping[str, Any]) -> dict[str, Any]:
    """``fields`` (how many the sheet has), ``empty`` (labels of those without an answer), ``words`` (written)."""
    return {
        "fields": len(sheet.fields),
        "empty": [field.label for field in sheet.fields if not given(fields.get(field.id))],
        "words": sum(_count(text) for field in sheet.fields for text in _written(field, fields.get(field.id))),
    }


def _written(field: Any, answer: Any) -> Iterator[str]:
    """What the learner wrote in a field, as the page counts it. Times, dates and choices are not words."""
    if isinstance(field, TextField) and isinstance(answer, str):
        yield answer
    elif isinstance(field, LogField) and isinstance(answer, list):
        yield from (row.get("text", "") for row in answer)
    elif isinstance(field, TableField) and isinstance(answer, dict):
        yield from (text for row in answer.values() for text in row.values())
    elif isinstance(field, RowsField) and isinstance(answer, list):
        own = [column.id for column in field.columns if column.kind == "text"]
        yield from (row.get(name, "") for row in answer for name in own)


def _count(text: str) -> int:
    """As the page counts, in ``frontend/fields.js``: a dash by itself is no word."""
    return sum(any(sign.isalnum() for sign in part) for part in text.split())
