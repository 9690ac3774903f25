"""The closed questions of an assignment over a class: shares, facility, discrimination, and what to look at first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evenkeel.markup import plain
from evenkeel.models.worksheet import ClosedField, QuizField, ScenarioField
from evenkeel.organisation import fill
from evenkeel.scoring import item_credit
from evenkeel_grading.analysis import theory
from evenkeel_grading.analysis.advice import look_at
from evenkeel_grading.analysis.figures import SMALL, Option, Part, Question
from evenkeel_grading.analysis.tally import Asked, parts_of, parts_of_field
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.closed import NoKeyError, credit, kind_of
from evenkeel_grading.items import KeyDoesNotFitError, keyed
from evenkeel_grading.rubric import QuizKey

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Posed:
    """A question with its parts, how an answer earns credit, and where a learner's answers have it."""

    field: str
    id: str
    text: str
    kind: str
    points: float
    parts: Sequence[Asked]
    credit: Callable[[Any], float]
    answer: Callable[[Answers], Any]


def posed(assignment: Assignment) -> list[Posed]:
    """Every closed question of the worksheet but its plays, in its order; raises :class:`NoKeyError`."""
    return [
        one
        for field in assignment.worksheet.fields
        if isinstance(field, ClosedField) and not isinstance(field, ScenarioField)
        for one in _of_field(assignment, field)
    ]


def _of_field(assignment: Assignment, field: Any) -> Iterator[Posed]:
    key = assignment.rubric.keys.get(field.id)
    if key is None or kind_of(key) != field.kind:
        raise NoKeyError(f"The rubric of {assignment.id!r} has no fitting key for the field {field.id!r}.")
    if isinstance(field, QuizField) and isinstance(key, QuizKey):
        yield from _of_quiz(assignment, field, key)
        return
    text = fill(field.label, assignment.values)
    parts = parts_of_field(field, key)
    own = (field.id, field.id, text, field.kind, float(field.points), parts)
    yield Posed(*own, lambda answer: credit(key, answer), lambda answers: answers.get(field.id))


def _of_quiz(assignment: Assignment, field: QuizField, key: QuizKey) -> Iterator[Posed]:
    for item in field.items:
        try:
            whole = keyed(item, key.items[item.id])
        except (KeyError, KeyDoesNotFitError):
            raise NoKeyError(
                f"The rubric of {assignment.id!r} has no fitting key for {item.id!r} of {field.id!r}."
            ) from None
        own = (field.id, item.id, fill(plain(item.stem), assignment.values), item.type, float(item.points))
        yield Posed(
            *own,
            parts_of(whole),
            lambda answer, whole=whole: item_credit(whole, answer),  # type: ignore[misc]
            lambda answers, name=item.id: (answers.get(field.id) or {}).get(name),  # type: ignore[misc]
        )


@dataclass(frozen=True)
class Sat:
    """Those who answered something: a row of answers and of credits for each learner, a column for each question."""

    answers: list[list[Any]]
    credits: list[list[float]]
    points: list[float]

    @property
    def marks(self) -> list[list[float]]:
        """The points that each learner earned, by question."""
        return [[one * most for one, most in zip(row, self.points, strict=True)] for row in self.credits]


def sat(asked: Sequence[Posed], works: Sequence[Answers]) -> Sat:
    """Who left every question blank is no evidence on the questions, and is left out."""
    answers = [row for row in ([one.answer(work) for one in asked] for work in works) if any(row)]
    credits_of = [
        [one.credit(given) if given else 0.0 for one, given in zip(asked, row, strict=True)] for row in answers
    ]
    return Sat(answers, credits_of, [one.points for one in asked])


def figures(asked: Sequence[Posed], results: Sat, values: Mapping[str, str]) -> list[Question]:
    """The figures of each question."""
    marks = results.marks
    totals = [sum(row) for row in marks]
    both = theory.groups(totals) if theory.enough(len(totals), len(asked)) else None
    found = []
    for at, one in enumerate(asked):
        question = question_of(one, [row[at] for row in results.answers], values, both)
        if both:
            upper, lower = (theory.weighted([row[at] for row in results.credits], group) for group in both)
            agrees = theory.corrected([row[at] for row in marks], totals)
            question = replace(question, discrimination=agrees, difference=upper - lower)
        found.append(replace(question, look=tuple(look_at(question))))
    return found


Groups = tuple[list[float], list[float]]


def question_of(one: Posed, answers: Sequence[Any], values: Mapping[str, str], both: Groups | None = None) -> Question:
    """A question without what compares it with others. ``answers`` are those of all who could have answered."""
    facility = theory.mean([one.credit(given) if given else 0.0 for given in answers])
    return Question(
        one.field,
        one.id,
        one.text,
        one.kind,
        one.points,
        len(answers),
        sum(not given for given in answers),
        facility if len(answers) >= SMALL else None,
        tuple(_part(part, answers, values, both) for part in one.parts),
    )


def _part(part: Asked, answers: Sequence[Any], values: Mapping[str, str], both: Groups | None) -> Part:
    known = dict(part.options)
    took = [set(part.took(given)) if given else set() for given in answers]
    options = []
    for name, text in part.options:
        chose = [float(name in each) for each in took]
        upper, lower = (theory.weighted(chose, group) for group in both) if both else (None, None)
        right = name in part.keys
        options.append(Option(name, fill(text, values), right, int(sum(chose)), upper, lower))
    other = sum(bool(each - known.keys()) for each in took)
    return Part(fill(part.text, values), tuple(options), sum(not each for each in took), other)
