"""Content on threats, self-harm or law says when a qualified person reviews it, and lint says when that day is past."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from evenkeel.lint.terms import SUBJECT

MENTIONS = {"self-harm": 2, "threats": 3, "law": 1}
"""So many mentions make a thing a subject; fewer are only a word in passing."""

_THREAT = re.compile(r"\bthreat(?:s|en|ens|ened|ening)?\b", re.IGNORECASE)
_LAW = re.compile(r"\b(?:Act|Regulations|Order) (?:19|20)\d\d\b|\bGDPR\b|\b\d+ USC\b|\bHIPAA\b")
_FORM = 'write `review: {due: "2027-05-31", by: qualified person, done: false}`'


def subject(text: str) -> str | None:
    """Why content needs a review: ``self-harm``, ``threats``, ``law``, or ``None``."""
    found = {"self-harm": SUBJECT, "threats": _THREAT, "law": _LAW}
    return next((name for name, words in found.items() if len(words.findall(text)) >= MENTIONS[name]), None)


def check_review(about: str | None, review: object, today: date) -> Iterator[tuple[str, str]]:
    """Rule and message of what is wrong with the review of a page or an exercise.

    Args:
        about: why it needs one, or ``None``.
        review: what it says of its review; ``None`` when it says nothing.
        today: the day to measure by.
    """
    if review is None:
        if about:
            yield "review-missing", f"is about {about} and does not say when it is reviewed; {_FORM}"
        return
    due = _due(review)
    if due is None:
        yield "review-missing", f"has a review that cannot be read; {_FORM}"
    elif due < today:
        yield "review-due", f"was to be reviewed by {due.isoformat()}; have it reviewed, and write the next day"


def _due(review: object) -> date | None:
    if not isinstance(review, Mapping) or not {"due", "by", "done"} <= set(review):
        return None
    return _day(review["due"]) if isinstance(review["done"], bool) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
