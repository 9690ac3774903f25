"""Flaws of feedback: it says nothing, it says the same for two options, or it contradicts the key."""

import re
from collections.abc import Iterator

from evenkeel.lint.asked import Answer, Asked
from evenkeel.lint.words import words
from evenkeel.markup import plain
from evenkeel.problems import Where

Found = Iterator[tuple[str, Where, str]]

_STOP = r"(?=[.,!:;\u2013\u2014])"
_THIN = re.compile(
    r"^\W*(?:that is |that's |this is |it is |it's )?"
    r"(?:right|yes|no|correct|incorrect|wrong|good|well done|not quite|true|false)\W*$",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"^(?:right|yes|correct|exactly|well done|that's right|that is right|quite right|spot on|good choice)" + _STOP, re.I
)
_REFUSAL = re.compile(r"^(?:no|not quite|wrong|incorrect|not really|that's wrong|that is wrong|sadly)" + _STOP, re.I)


def check_feedback(asked: Asked) -> Found:
    """What is wrong with the feedback of one question."""
    first: dict[str, Answer] = {}
    for answer in asked.answers:
        if answer.feedback is not None:
            said = plain(answer.feedback).strip()
            yield from _thin(answer, said, first.setdefault(said.casefold(), answer))
            yield from _contradiction(asked, answer, said)


def _thin(answer: Answer, said: str, before: Answer) -> Found:
    if _THIN.match(said) or len(words(said)) < 3:
        yield "thin-feedback", answer.feedback_where, "does not say why; a learner learns from the reason"
    elif before is not answer:
        message = "is the feedback of another option too; say what is so of this one"
        yield "thin-feedback", answer.feedback_where, message


def _contradiction(asked: Asked, answer: Answer, said: str) -> Found:
    if asked.form in ("parts", "best"):
        return
    wrong = _REFUSAL.match(said) if answer.key else _PRAISE.match(said)
    if wrong:
        what = "a key" if answer.key else "a distractor"
        yield "feedback-contradicts", answer.feedback_where, f"begins with {wrong[0]!r}, and the option is {what}"
