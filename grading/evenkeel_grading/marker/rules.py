"""A rubric's evidence rules made ready for marking, once per assignment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenkeel_grading.marker.cues import CueFinder, finder
from evenkeel_grading.marker.guards import shingles
from evenkeel_grading.marker.guards.places import Vocabulary, vocabulary
from evenkeel_grading.marker.guards.reworded import Passages

if TYPE_CHECKING:
    from evenkeel.models.posed import AnyPosed
    from evenkeel.models.worksheet import AnyField
    from evenkeel_grading.assignment import Assignment
    from evenkeel_grading.rubric import EvidenceRules, Frame, Part


_SPEECH = re.compile(r"[\"“][^\"“”\n]{1,400}[\"”]")


@dataclass(frozen=True)
class CriterionRules:
    """The rules of one criterion, and the fields that count for it."""

    id: str
    fields: tuple[str, ...]
    evidence: EvidenceRules

    def fields_of(self, part: Part) -> tuple[str, ...]:
        """The fields in which a part is looked for."""
        return tuple(part.fields) or self.fields


@dataclass(frozen=True)
class Rules:
    """Everything the marker needs: cues, the criteria's rules, the runs of words the learner was given, and the words
    of what each field asks for."""

    finder: CueFinder
    criteria: tuple[CriterionRules, ...]
    unruled: tuple[str, ...]
    given: frozenset[tuple[str, ...]]
    passages: Passages
    asked: Vocabulary


class UnknownFrameError(ValueError):
    """A part that is like a shared frame that is not there. The message is for its author."""


def compile_rules(assignment: Assignment) -> Rules:
    """Make the rules ready; raises :class:`~evenkeel_grading.marker.cues.PhraseError`, :class:`UnknownFrameError`."""
    classes = {**assignment.cues, **assignment.rubric.cues}
    criteria, unruled = [], []
    for criterion in assignment.worksheet.criteria:
        rubric = assignment.rubric.criteria.get(criterion.id)
        if rubric is None or rubric.evidence is None:
            unruled.append(criterion.id)
        else:
            evidence = _with_frames(rubric.evidence, assignment.frames)
            criteria.append(CriterionRules(criterion.id, _text_fields(assignment, criterion.fields), evidence))
    given = list(given_texts(assignment))
    return Rules(
        finder({name: (cue.phrases, cue.negated == "keep") for name, cue in classes.items()}, assignment.spellings),
        tuple(criteria),
        tuple(unruled),
        frozenset(run for text in map(_without_speech, given) for run in shingles(text)),
        Passages.of(given),
        vocabulary(assignment),
    )


def _with_frames(evidence: EvidenceRules, frames: Mapping[str, Frame]) -> EvidenceRules:
    try:
        parts = {name: part.filled(frames) for name, part in evidence.parts.items()}
    except KeyError as error:
        raise UnknownFrameError(f"a part is `like: {error.args[0]}`, which shared/cues.yml has no frame of") from error
    return evidence.model_copy(update={"parts": parts})


def _text_fields(assignment: Assignment, names: list[str]) -> tuple[str, ...]:
    unmarked = {field.id for field in assignment.worksheet.fields if field.kind == "text" and not field.marked}
    return tuple(name for name in names if name not in unmarked)


def given_texts(assignment: Assignment) -> Iterator[str]:
    """Everything that a learner, or whoever has the rubric, was given to read for an assignment."""
    sheet = assignment.worksheet
    yield sheet.brief
    for field in sheet.fields:
        yield field.guidance
        if field.kind == "quiz":
            yield from (text for item in field.items for text in (item.stem, *_option_texts(item)))
        else:
            yield from _option_texts(field)
    for criterion in sheet.criteria:
        yield from criterion.levels
    for rubric in assignment.rubric.criteria.values():
        yield from rubric.examples


def _without_speech(text: str) -> str:
    """Without what people of the case say: to quote them is what a good answer does."""
    return _SPEECH.sub(". ", text)


def _option_texts(asked: AnyField | AnyPosed) -> Iterator[str]:
    # Right sides are names, such as the titles of laws, that a good answer has to use.
    for side in ("options", "items", "left"):
        yield from (thing.text for thing in getattr(asked, side, ()))
