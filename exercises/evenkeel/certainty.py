"""Certainty-based marking, and what the marks say of how well a learner judges their own knowledge.

The scheme is A. R. Gardner-Medwin's: certainty 1, 2 or 3 earns 1, 2 or 3 when right and 0, -2 or -6 when wrong
("Confidence assessment in the teaching of basic science", ALT-J 3(1), 1995, 80-85; Moodle's CBM behaviours use the
same). It pays to be honest: 2 is the best choice from 2 in 3 chances of being right, 3 from 4 in 5. The scheme is
for answers that are right or wrong; where one is partly right, ours takes the mark between the two in proportion.
``frontend/certainty.js`` follows the same rules; ``tests/cases/certainty.json`` is read by both test suites.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Calibration = Literal["", "surer", "modest", "fair"]
Level = Literal[1, 2, 3]
LEVELS: tuple[Level, ...] = (1, 2, 3)
_RIGHT: dict[int, float] = {1: 1.0, 2: 2.0, 3: 3.0}
_WRONG: dict[int, float] = {1: 0.0, 2: -2.0, 3: -6.0}
_FROM = {1: 0.0, 2: 2 / 3, 3: 4 / 5}
"""The chance of being right from which each certainty pays best."""
_UNTIL = {1: 2 / 3, 2: 4 / 5, 3: 1.0}
ENOUGH = 4
"""Answers from which something can be said of a learner's judgement."""

Given = tuple[float, int]
"""The credit of an answer, 0 to 1, and its certainty, 1 to 3."""


@dataclass(frozen=True)
class Certainty:
    """The marks of some answers: their sum, the most there could be, and answers and credit at each certainty.

    ``calibration``: ``surer`` than right, ``modest`` (righter than sure), ``fair``, or empty for too few answers.
    """

    marks: float
    most: int
    answers: tuple[int, int, int]
    credit: tuple[float, float, float]
    calibration: Calibration


def mark(credit: float, certainty: int) -> float:
    """The mark of one answer."""
    return _WRONG[certainty] + credit * (_RIGHT[certainty] - _WRONG[certainty])


def certainty(given: Sequence[Given]) -> Certainty:
    """The marks of some answers, and what they say together."""
    by = [[credit for credit, sure in given if sure == level] for level in LEVELS]
    answers, earned = [len(each) for each in by], [sum(each) for each in by]
    return Certainty(
        marks=sum(mark(credit, sure) for credit, sure in given),
        most=3 * len(given),
        answers=(answers[0], answers[1], answers[2]),
        credit=(earned[0], earned[1], earned[2]),
        calibration=_calibration(given),
    )


def _calibration(given: Sequence[Given]) -> Calibration:
    """Compare what was right with the band of chances that the certainties stand for."""
    if len(given) < ENOUGH:
        return ""
    right = sum(credit for credit, _ in given)
    if right < sum(_FROM[sure] for _, sure in given) - 1e-9:
        return "surer"
    return "modest" if right > sum(_UNTIL[sure] for _, sure in given) + 1e-9 else "fair"
