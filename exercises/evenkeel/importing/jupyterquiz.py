"""jupyterquiz: https://github.com/jmshea/jupyterquiz. JSON: a list of questions, or an object that holds one."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from evenkeel.importing.neutral import Answer, FlawError, ImportRefusedError, Number, Question, Section, Source
from evenkeel.importing.reading import read_json
from evenkeel.importing.words import EMPTY, Words, from_html, join

Data = dict[str, Any]

_NAMES = ("questions", "items", "quiz")
_KNOWN = {"question", "type", "answers", "precision", "answer_cols", "hint", "points", "id", "code", "image", "title"}


def read(text: str, title: str) -> Source:
    """The questions of a jupyterquiz file."""
    data = _plain(read_json(text))
    section = Section(title)
    for number, entry in enumerate(_questions(data, section), 1):
        section.questions.append(_question(entry, number))
    return Source("jupyterquiz", [section])


def _plain(data: Any) -> Any:
    """jupyterquiz can hide its questions: a string of base64 inside the JSON."""
    if isinstance(data, str):
        try:
            return read_json(base64.b64decode(data, validate=True).decode("utf-8"))
        except (binascii.Error, ValueError) as error:
            raise ImportRefusedError("is JSON that holds only a string") from error
    return data


def _questions(data: Any, section: Section) -> list[Any]:
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        for name in _NAMES:
            if isinstance(data.get(name), list):
                section.title = str(data.get("title") or section.title)
                return list(data[name])
        if "question" in data:
            return [data]
    raise ImportRefusedError("is JSON, but not of jupyterquiz: there is no list of questions in it")


def _question(entry: Any, number: int) -> Question:
    made = Question("none", f"question {number}")
    try:
        if not isinstance(entry, dict):
            raise FlawError("is not written as a question: it is no object")
        _fill(made, entry)
    except FlawError as flaw:
        made.flaws.append(str(flaw))
    return made


def _fill(made: Question, entry: Data) -> None:
    made.stem = _words(entry.get("question"), "question")
    made.title = str(entry.get("title") or "")[:160]
    if entry.get("code"):
        made.stem = join(made.stem, _words(str(entry["code"]).replace("\n", "<br>"), "code"))
        made.lost.append("the layout of its code")
    if entry.get("hint"):
        made.hints = [_words(entry["hint"], "hint")]
    made.lost += [f"its entry {name!r}" for name in entry if name not in _KNOWN]
    made.points = _float(entry.get("points", 1), "points")
    kind = entry.get("type")
    reader = _KINDS.get(str(kind))
    if reader is None:
        made.unsupported = f"a question of the type {str(kind)[:40]!r}"
        return
    answers = entry.get("answers")
    if not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
        raise FlawError("has no list of answers")
    reader(made, answers)


def _words(value: Any, name: str) -> Words:
    if value is None:
        return EMPTY
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise FlawError(f"has an entry {name!r} that is no text")
    return from_html(str(value))


def _float(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise FlawError(f"has {name} that is no number: {str(value)[:30]!r}") from error


def _weight(answer: Data) -> float:
    right = answer.get("correct", False)
    if not isinstance(right, bool):
        raise FlawError(f"says `correct: {str(right)[:20]}`, which is neither true nor false")
    return 100.0 if right else 0.0


def _choices(made: Question, answers: list[Data]) -> None:
    made.kind = "choice"
    for answer in answers:
        words = _words(answer.get("answer"), "answer")
        if answer.get("code"):
            words = join(words, _words(answer["code"], "code"))
        made.answers.append(Answer(words, _weight(answer), _words(answer.get("feedback"), "feedback")))


def _many(made: Question, answers: list[Data]) -> None:
    made.several = True
    _choices(made, answers)


def _numeric(made: Question, answers: list[Data]) -> None:
    made.kind = "numeric"
    for answer in answers:
        feedback = _words(answer.get("feedback"), "feedback")
        kind = answer.get("type", "value" if "value" in answer else "range" if "range" in answer else "default")
        if kind == "default":
            made.lost += ["the feedback on any other number"] if feedback else []
        elif kind == "range":
            low, high = _range(answer.get("range"))
            made.numbers.append(Number(low, high, _weight(answer), feedback))
        else:
            value = _float(answer.get("value"), "a value")
            made.numbers.append(Number(value, value, _weight(answer), feedback))


def _range(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise FlawError("has a range that is not two numbers")
    return _float(value[0], "a range"), _float(value[1], "a range")


def _string(made: Question, answers: list[Data]) -> None:
    made.kind = "short-text"
    for answer in answers:
        if answer.get("type") == "default" or "answer" not in answer:
            made.lost += ["the feedback on any other answer"] if answer.get("feedback") else []
            continue
        made.case_matters |= bool(answer.get("match_case"))
        words = _words(answer["answer"], "answer")
        made.answers.append(Answer(words, _weight(answer), _words(answer.get("feedback"), "feedback")))


_KINDS: dict[str, Callable[[Question, list[Data]], None]] = {
    "multiple_choice": _choices, "many_choice": _many, "numeric": _numeric, "string": _string,
}  # fmt: skip
