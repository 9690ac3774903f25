"""What a suggestion does to a row of the gradebook, and what a tutor has still to look at: rules without a database.

A tutor's own score is never touched. The same answers under the same rubric keep what a tutor has confirmed,
unless more has to be confirmed now than when they were marked; anything else is to be looked at again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from nbformat import NotebookNode

from evenkeel_grading.kept import Hold
from evenkeel_grading.nbg.scoring import CRITERION
from nbgrader import utils

# Which cells a tutor has to look at, from the mildest rule to the strictest.
RULES: Final = ("none", "written", "every-cell")


@dataclass(frozen=True, slots=True)
class Suggested:
    """What marking put into one scored cell. ``written`` marks a criterion; ``held`` is for this cell alone."""

    points: float
    written: bool
    held: bool


class GradeRow(Protocol):
    """The part of nbgrader's ``Grade`` that marking reads and writes."""

    auto_score: float | None
    manual_score: float | None
    needs_manual_grade: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Under which rule a work is marked now and is kept in the store, and whether it is the same as before."""

    rule: str
    kept: str
    same: bool


def suggested(notebook: NotebookNode) -> dict[str, Suggested]:
    """The suggestion of each scored cell of a marked notebook, by the cell's name."""
    return {
        cell.metadata.nbgrader.grade_id: Suggested(
            utils.determine_grade(cell)[0],
            cell.metadata.nbgrader.grade_id.startswith(CRITERION),
            bool(cell.metadata.evenkeel.held),
        )
        for cell in notebook.cells
        if utils.is_grade(cell)
    }


def standing(outcome: Mapping[str, Any], confirm: str, digest: str | None, rule: str | None) -> Standing:
    """For the outcome of a marking; ``digest`` and ``rule`` are those of the last one, None where there was none."""
    now = _rule(outcome, confirm)
    same_work = outcome.get("digest") and digest == outcome["digest"]
    before = (rule or RULES[0]) if same_work else None
    return Standing(now, _strictest(before or now, now), before is not None and _strictest(before, now) == before)


def _rule(outcome: Mapping[str, Any], confirm: str) -> str:
    # A step that an administrator added may have dropped the outcome: then nothing counts as confirmed.
    if outcome.get("trouble") or "digest" not in outcome:
        return "every-cell"
    return "written" if confirm == "all" or outcome.get("hold") else "none"


def _strictest(*rules: str) -> str:
    return max(rules, key=RULES.index)


def settle(grade: GradeRow, cell: Suggested, now: Standing) -> None:
    """Put the suggestion into the row and say whether a tutor has to look at it."""
    had = grade.auto_score
    known = now.same and (had == cell.points or (had is not None and grade.manual_score is not None))
    grade.auto_score = cell.points
    if not known:
        asked = now.rule == "every-cell" or (cell.written and now.rule == "written") or cell.held
        grade.needs_manual_grade = asked or grade.manual_score is not None


def held(outcome: Mapping[str, Any]) -> Hold:
    """Why the work is held, as the marking store keeps it."""
    why = outcome.get("held", {})
    return Hold(why.get("kind", ""), tuple(why.get("notes", ())))
