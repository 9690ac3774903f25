"""Closed fields as static HTML: what was chosen, what was right and why, and the number last."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evenkeel.fitting import fitting_answers
from evenkeel.markup import plain
from evenkeel.models.posed import (
    AnyPosed,
)
from evenkeel.models.quiz import (
    AnyItem,
)
from evenkeel.models.worksheet import AnyField, QuizField, ScenarioField
from evenkeel.responses import Responses
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.evidence_items import Audience, Name, about, listed, names, pairs, right_answer, said, seen
from evenkeel_grading.evidence_play import Played
from evenkeel_grading.html_text import BLOCK
from evenkeel_grading.items import keyed
from evenkeel_grading.marks import ClosedMark, Marks
from evenkeel_grading.rubric import AnyKey, MatchingKey, OrderingKey, QuizKey, ScenarioKey


def closed_block(assignment: Assignment, marks: Marks, responses: Responses, field_id: str, audience: Audience) -> str:
    """One closed field: the learner's answer in words, the key and its reasons, then the points.

    A learner who reads this after release sees the keys of a quiz and of a play, and of no other field: a single
    choice often comes again in the next course.
    """
    field = next(one for one in assignment.worksheet.fields if one.id == field_id)
    answer = fitting_answers(responses, assignment.worksheet).get(field_id)
    key = assignment.rubric.keys.get(field_id)
    mark = marks.closed[field_id]
    match field, key:
        case QuizField(), QuizKey():
            told = _quiz(field, key, answer or {}, mark)
        case ScenarioField(), ScenarioKey():
            told = Played(assignment, assignment.scenarios[field.scenario], key).html(answer, mark, audience)
        case _:
            own = _key_words(field, key) if audience == "tutor" and key else ""
            told = said(field, answer) + own
    points = f'<p class="ek-points">{mark.points:.4g} of {mark.max:g} points</p>'
    return f"{BLOCK}<h3>{escape(field.label)}</h3>{told}{points}</div>"


def _key_words(field: AnyField, key: AnyKey) -> str:
    name = names(field)
    body = pairs(key.key, name) if isinstance(key, MatchingKey) else listed(map(name, _right(key)))
    return f"<p>Key:</p>{body}{_reasons(key, name)}"


def _right(key: AnyKey) -> Sequence[str]:
    if isinstance(key, OrderingKey):
        return key.order
    return getattr(key, "keys", None) or [getattr(key, "key", "")]


def _reasons(key: AnyKey, name: Name) -> str:
    if why := getattr(key, "why", None):
        return f"<p>Why: {escape(plain(why))}</p>"
    rows = [f"{name(one)}: {escape(plain(why))}" for one, why in getattr(key, "whys", {}).items()]
    return f"<p>Why:</p>{listed(rows)}" if rows else ""


def _quiz(field: QuizField, key: QuizKey, answer: Any, mark: ClosedMark) -> str:
    items = [
        _item(number, item, keyed(item, key.items[item.id]), key.items[item.id].whys, answer.get(item.id))
        + _worth(float(mark.credits[item.id]), item.points)
        for number, item in enumerate(field.items, 1)
    ]
    return "".join(f'<div class="ek-item">{item}</div>' for item in items)


def _item(number: int, item: AnyPosed, whole: AnyItem, whys: Mapping[str, str], answer: Any) -> str:
    name = names(item)
    asked = f"<p><strong>{number}.</strong> {escape(plain(item.stem))}</p>{about(item)}"
    told = f"{asked}<p>Answer given:</p>{said(item, answer)}{seen(whole, answer)}"
    reasons = [f"{name(one)}: {escape(plain(why))}" for one, why in whys.items()]
    why = f"<p>Why: {escape(plain(whole.explanation))}</p>{listed(reasons) if reasons else ''}"
    return f"{told}<p>Right answer:</p>{right_answer(whole, name)}{why}"


def _worth(credit: float, points: int) -> str:
    words = "Right" if credit >= 1 else "Partly right" if credit > 0 else "Not right"
    return f'<p class="ek-credit">{words}: {credit * points:.4g} of {points} points</p>'
