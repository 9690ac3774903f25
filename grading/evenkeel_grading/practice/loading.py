"""A private sheet as the marker needs it. Nothing of the tutor's side is read, whether or not it is there."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from evenkeel.course import exercise_file, load_worksheet
from evenkeel.loading import load_model
from evenkeel.models.worksheet import Criterion
from evenkeel.problems import ContentError, Problem
from evenkeel_grading.assignment import OPEN, OPEN_CUES, OPEN_SITUATIONS, Assignment, load_cues, load_signs
from evenkeel_grading.course_text import CourseText
from evenkeel_grading.marker.phrases import PhraseError
from evenkeel_grading.marker.rules import UnknownFrameError
from evenkeel_grading.practice.model import Aim, Practice
from evenkeel_grading.rubric import CriterionRubric, HumanReview, Rubric, Situations

WATCHED = ("own-distress", "live-risk")
"""Situations in which there is no feedback and people to turn to instead."""


class PracticeSheet(Assignment):
    """A private sheet with what to look for in it. The guards compare with the pages that show it, and no others."""

    @cached_property
    def course(self) -> CourseText:
        """The text of those pages, and what the sheet is about."""
        root = self.root or Path()
        pages = tuple(_showing(root / "book", self.id))
        about = (root / exercise_file("worksheets", self.id), root / OPEN / f"{self.id}.yml", *pages)
        return CourseText(pages, {self.id: about})


def load_practice(root: Path, sheet: str) -> PracticeSheet:
    """Load one sheet with what to look for; raises :class:`evenkeel.problems.ContentError`."""
    file = OPEN / f"{sheet}.yml"
    worksheet = load_worksheet(root, sheet)
    if worksheet.assessed:
        raise ContentError([Problem(file, None, "", "is about an assignment, which a tutor marks")])
    practice, problems = load_model(root / file, Practice, root)
    shared, more = load_cues(root, OPEN_CUES)
    situations, others = load_signs(root, OPEN_SITUATIONS)
    problems = [*problems, *more, *others, *unwatched(situations)]
    if practice is None or problems:
        raise ContentError(problems)
    made = PracticeSheet(
        sheet,
        worksheet.model_copy(update={"criteria": [criterion(name, aim) for name, aim in practice.aims.items()]}),
        _rubric(practice),
        cues=shared.cues,
        frames=shared.frames,
        spellings=shared.spellings,
        root=root,
        situations=situations,
    )
    try:
        # Now, so that a rule that cannot be used is told as such.
        _ = made.rules, made.watch
    except (PhraseError, UnknownFrameError) as error:
        raise ContentError([Problem(file, None, "cues", str(error))]) from error
    return made


def unwatched(situations: Situations) -> Iterator[Problem]:
    """A problem for each situation that is not looked for. Without these, there is no feedback at all."""
    for name in WATCHED:
        if name not in situations.situations:
            message = f"lacks {name!r}: a draft of somebody who may not be safe would get feedback on its wording"
            yield Problem(OPEN_SITUATIONS, None, "situations", message)


def criterion(name: str, aim: Aim) -> Criterion:
    """An aim in the shape of a criterion. It has no levels to be read, no weight and no requirement: nothing counts."""
    return Criterion.model_construct(
        id=name, title=aim.title, fields=aim.fields, requirements=[], weight=0, levels=["", "", "", ""]
    )


def _rubric(practice: Practice) -> Rubric:
    none = ["", "", "", ""]
    criteria = {name: CriterionRubric(examples=none, evidence=aim.rules()) for name, aim in practice.aims.items()}
    watched = [HumanReview(id=name, when=name, action=name, urgency="today", mark="unaffected") for name in WATCHED]
    return Rubric(schema=1, cues=practice.cues, criteria=criteria, human_review=watched)


def _showing(book: Path, sheet: str) -> Iterator[Path]:
    shown = re.compile(rf"\{{worksheet\}}[ \t]+{re.escape(sheet)}\s")
    for page in sorted(book.rglob("*.md")):
        if shown.search(page.read_text(encoding="utf-8", errors="replace")):
            yield page
