"""The figures of a class from its answers. Written criteria, holds and notes have no part in them."""

from collections.abc import Iterator, Sequence

from evenkeel.fitting import fitting_answers
from evenkeel.organisation import fill
from evenkeel.responses import Responses
from evenkeel_grading.analysis import theory
from evenkeel_grading.analysis.figures import SMALL, ClassFigures
from evenkeel_grading.analysis.plays import plays
from evenkeel_grading.analysis.questions import Sat, figures, posed, sat
from evenkeel_grading.assignment import Assignment


def analyse(assignment: Assignment, works: Sequence[Responses], handed_in: int | None = None) -> ClassFigures:
    """The figures of a class. ``handed_in`` counts all answer files, with those that could not be read.

    Raises:
        NoKeyError: a closed field has no fitting key.
    """
    answers = [fitting_answers(work, assignment.worksheet) for work in works]
    asked = posed(assignment)
    results = sat(asked, answers)
    coefficient, value = _reliability(results)
    return ClassFigures(
        assignment.id,
        fill(assignment.worksheet.title, assignment.values),
        len(works) if handed_in is None else handed_in,
        len(works),
        len(results.answers),
        tuple(figures(asked, results, assignment.values)),
        tuple(plays(assignment, answers)),
        value,
        coefficient,
        tuple(_about(len(works), results, coefficient)),
    )


def _reliability(results: Sat) -> tuple[str, float | None]:
    if not theory.enough(len(results.answers), len(results.points)):
        return "", None
    same = len(set(results.points)) == 1
    right_or_wrong = all(credit in (0.0, 1.0) for row in results.credits for credit in row)
    return "KR-20" if same and right_or_wrong else "Cronbach's alpha", theory.alpha(results.marks)


def _about(counted: int, results: Sat, coefficient: str) -> Iterator[str]:
    """What to know before reading the figures."""
    learners, questions = len(results.answers), len(results.points)
    if counted < SMALL:
        yield (
            f"Fewer than {SMALL} learners: whoever knows them can tell who chose what. Keep this to yourself. The"
            " figures tell you about these people, and nothing about the questions."
        )
    if not questions:
        return
    if learners < counted:
        yield f"Left out of the figures on questions, since every question was left blank: {counted - learners}."
    if coefficient:
        near = theory.give_or_take(learners)
        yield f"With {learners} learners, a discrimination is uncertain by about {near:.1f} either way."
    else:
        yield (
            f"Too few for discrimination and reliability: they need {theory.LEAST_LEARNERS} learners and"
            f" {theory.LEAST_QUESTIONS} questions. Here are {learners} and {questions}."
        )
