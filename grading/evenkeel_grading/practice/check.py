"""What must hold of feedback on drafts: rules that can be used, for a private sheet, that give away nothing of marking.

Learners' copies have these files. So no sentence of a rubric may stand in one, and no list of words that marks graded
work. Rules told in other words cannot be found by a program: whoever writes them has to think of it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evenkeel.checks.report import normal
from evenkeel.course import Course, exercise_file
from evenkeel.document import texts
from evenkeel.loading import Document, read_yaml, validate
from evenkeel.models import Worksheet
from evenkeel.models.worksheet import WRITTEN
from evenkeel.problems import Problem, Where
from evenkeel_grading.assignment import OPEN, OPEN_CUES, OPEN_SITUATIONS, RUBRICS, SHARED_CUES, load_signs
from evenkeel_grading.check_evidence import check_cues, check_evidence, check_frames
from evenkeel_grading.marker.reading import QUOTATION
from evenkeel_grading.practice.loading import criterion, unwatched
from evenkeel_grading.practice.model import Aim, Practice
from evenkeel_grading.rubric import CueClass, Rubric, SharedCues

_SHORTEST_SECRET = 20
_FEWEST_PHRASES = 5
_SHARED_PHRASES = 0.5


class _Marking:
    """What marks graded work: the sentences of all rubrics, and their classes of words. ``shared`` are those of all."""

    def __init__(self, rubrics: Mapping[str, Rubric], shared: SharedCues) -> None:
        self.sentences: dict[str, Path] = {}
        self.classes = [(SHARED_CUES, name, frozenset(cue.phrases)) for name, cue in shared.cues.items()]
        for assignment, rubric in rubrics.items():
            file = RUBRICS / f"{assignment}.yml"
            self.classes += [(file, name, frozenset(cue.phrases)) for name, cue in rubric.cues.items()]
            for _, text in texts(rubric.model_dump(exclude={"cues"}), (), ""):
                if len(said := normal(text)) >= _SHORTEST_SECRET:
                    self.sentences.setdefault(said, file)

    def likeness(self, document: Document, cues: Mapping[str, CueClass], data: Any) -> Iterator[Problem]:
        """Every problem of words that a file for learners shares with marking."""
        for where, text in texts(data, ("aims",), ""):
            if file := self.sentences.get(normal(text)):
                yield document.problem(where, f"stands in {file} as well, which no learner gets; say it in other words")
        for name, cue in cues.items():
            if found := self._same(frozenset(cue.phrases)):
                message = (
                    f"has most of the words of {found[1]!r} in {found[0]}, which marks graded work; gather your own"
                )
                yield document.problem(("cues", name), message)

    def _same(self, phrases: frozenset[str]) -> tuple[Path, str] | None:
        for file, name, theirs in self.classes:
            both = len(phrases & theirs)
            if both >= _FEWEST_PHRASES and both >= _SHARED_PHRASES * len(phrases | theirs):
                return file, name
        return None


def check_practice(course: Course, rubrics: Mapping[str, Rubric], shared: SharedCues) -> Iterator[Problem]:
    """Every problem of the files of feedback, none in a course without.

    ``rubrics``, by assignment, and their ``shared`` cues are what marks graded work.
    """
    files = sorted((course.root / OPEN).glob("*.yml"))
    if not files:
        return
    marking = _Marking(rubrics, shared)
    given, problems = _given(course.root, marking)
    yield from problems
    yield from unwatched(load_signs(course.root, OPEN_SITUATIONS)[0])
    for file in files:
        yield from _check_file(course, file, given, marking)


def _given(root: Path, marking: _Marking) -> tuple[SharedCues, list[Problem]]:
    nothing = SharedCues(schema=1, cues={})
    if not (root / OPEN_CUES).exists():
        return nothing, []
    document = read_yaml(root / OPEN_CUES, root)
    shared, problems = validate(document, SharedCues)
    if shared is None:
        return nothing, problems
    alike = marking.likeness(document, shared.cues, {})
    return shared, [*problems, *check_cues(shared.cues, document), *check_frames(shared, document), *alike]


def _check_file(course: Course, file: Path, shared: SharedCues, marking: _Marking) -> Iterator[Problem]:
    document = read_yaml(file, course.root)
    practice, problems = validate(document, Practice)
    yield from problems
    sheet = course.worksheets.get(file.stem)
    if sheet is None:
        if not course.has("worksheets", file.stem):
            message = f"has no worksheet: there is no {exercise_file('worksheets', file.stem)}"
            yield document.problem((), message)
        return
    if sheet.assessed:
        message = (
            "is about an assignment, and learners get this file; only private sheets (kind: practice) may have one"
        )
        yield document.problem((), message)
    if practice is not None:
        yield from _check_rules(practice, sheet, shared, document)
        yield from marking.likeness(document, practice.cues, document.data.get("aims"))


def _check_rules(practice: Practice, sheet: Worksheet, shared: SharedCues, document: Document) -> Iterator[Problem]:
    for where, _ in document.texts("{{"):
        yield document.problem(where, "asks for an organisation's value, which no rule gets; write plain words")
    yield from check_cues(practice.cues, document)
    for name in shared.cues.keys() & practice.cues.keys():
        yield document.problem(("cues", name), "has the name of a shared cue class; give it its own")
    known = {*shared.cues, *practice.cues, QUOTATION}
    for name, aim in practice.aims.items():
        where = ("aims", name)
        read = criterion(name, aim)
        yield from check_evidence(sheet, read, aim.rules(), known, shared.frames, document, where)
        yield from _check_fields(sheet, aim, document, where)
        for part, one in aim.parts.items():
            if one.missing is None:
                yield document.problem((*where, "parts", part), "needs an entry `missing`: what would lift the draft")


def _check_fields(sheet: Worksheet, aim: Aim, document: Document, where: Where) -> Iterator[Problem]:
    written = {field.id for field in sheet.fields if field.kind in WRITTEN}
    for index, name in enumerate(aim.fields):
        if name not in written:
            message = f"names {name!r}, which is no written field of the sheet; there is {', '.join(sorted(written))}"
            yield document.problem((*where, "fields", index), message)
