"""The tutor's side of ``evenkeel check``: rubrics that fit their worksheets and keep their secrets.

A course without a ``grading/`` folder is a learner's copy: of it, only the feedback on drafts is checked here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evenkeel.checks.report import normal
from evenkeel.course import Course, exercise_file
from evenkeel.loading import Document, read_yaml, validate
from evenkeel.models import Worksheet
from evenkeel.models.worksheet import ClosedField
from evenkeel.problems import Problem, Where
from evenkeel.responses import FILE_NAME
from evenkeel_grading.assignment import RUBRICS, SHARED_CUES
from evenkeel_grading.check_evidence import check_cues, check_evidence, check_frames
from evenkeel_grading.check_keys import check_key
from evenkeel_grading.check_situations import check_reviews, check_shared_situations
from evenkeel_grading.marker.reading import QUOTATION
from evenkeel_grading.masters import stale
from evenkeel_grading.practice.check import check_practice
from evenkeel_grading.rubric import AnyKey, ItemKey, Rubric, SharedCues, Situations

_SHORTEST_SECRET = 20


def check(course: Course) -> list[Problem]:
    """Every problem of the rubrics, and of how they and the worksheets fit each other."""
    if not (course.root / "grading").is_dir():
        return list(check_practice(course, {}, SharedCues(schema=1, cues={})))
    shared, problems = _shared(course)
    situations, more = check_shared_situations(course.root)
    problems = [*problems, *more]
    assessed = {name: sheet for name, sheet in course.worksheets.items() if sheet.assessed}
    files = {file.stem: file for file in sorted((course.root / RUBRICS).glob("*.yml"))}
    for name in assessed.keys() - files.keys():
        message = f"is handed in and marked, but there is no {RUBRICS / name}.yml with its keys and rules"
        problems.append(course.problem(exercise_file("worksheets", name), (), message))
    rubrics: dict[str, Rubric] = {}
    for name, file in files.items():
        rubric, more = _check_file(course, name, file, assessed, shared, situations)
        problems += more
        if rubric is not None:
            rubrics[name] = rubric
    problems += check_practice(course, rubrics, shared)
    return [*problems, *_answers_in_masters(course), *_stale_masters(course)]


def _answers_in_masters(course: Course) -> Iterator[Problem]:
    """nbgrader releases every file of ``source/<assignment>/``, answers of a trial run too."""
    for file in sorted((course.root / "source").rglob(FILE_NAME)):
        message = "holds somebody's answers and would be released with the assignment; delete it"
        yield course.problem(file.relative_to(course.root), (), message)


def _stale_masters(course: Course) -> Iterator[Problem]:
    """A course that sets work has a ``source/`` folder; there each master says what its worksheet says."""
    if not (course.root / "source").is_dir():
        return
    for file in stale(course):
        fault = "differs from its worksheet" if file.is_file() else "is missing"
        message = f"{fault}; write it with: make masters (or python -m evenkeel_grading.masters)"
        yield Problem(file.relative_to(course.root), None, "", message)


def _shared(course: Course) -> tuple[SharedCues, list[Problem]]:
    nothing = SharedCues(schema=1, cues={})
    if not (course.root / SHARED_CUES).exists():
        return nothing, []
    document = read_yaml(course.root / SHARED_CUES, course.root)
    shared, problems = validate(document, SharedCues)
    if shared is None:
        return nothing, problems
    return shared, [*problems, *check_cues(shared.cues, document), *check_frames(shared, document)]


def _check_file(
    course: Course,
    name: str,
    file: Path,
    assessed: dict[str, Worksheet],
    shared: SharedCues,
    situations: Situations,
) -> tuple[Rubric | None, list[Problem]]:
    document = read_yaml(file, course.root)
    rubric, problems = validate(document, Rubric)
    if name in assessed:
        if rubric is not None:
            sheet = document_of(course, name)
            problems = [*problems, *check_rubric(assessed[name], rubric, document, shared, sheet, course)]
            problems += check_reviews(assessed[name], rubric, situations, document)
    elif not course.has("worksheets", name):
        message = f"has no worksheet: there is no {exercise_file('worksheets', name)}"
        problems = [*problems, document.problem((), message)]
    elif name in course.worksheets:
        problems = [*problems, document.problem((), "belongs to a practice sheet, which is never marked")]
    return rubric, problems


def document_of(course: Course, name: str) -> Document | None:
    """The worksheet's file as it was read."""
    return course.documents.get(exercise_file("worksheets", name))


def check_rubric(
    sheet: Worksheet,
    rubric: Rubric,
    document: Document,
    shared: SharedCues,
    sheet_file: Document | None,
    course: Course,
) -> Iterator[Problem]:
    """Every problem of one rubric beside its worksheet."""
    for where, _ in document.texts("{{"):
        yield document.problem(where, "asks for an organisation's value, which no rubric gets; write plain words")
    yield from _check_keys(sheet, rubric, document, course)
    yield from _check_criteria(sheet, rubric, document)
    yield from check_cues(rubric.cues, document)
    known = {*shared.cues, *rubric.cues, QUOTATION}
    for name in shared.cues.keys() & rubric.cues.keys():
        yield document.problem(("cues", name), "has the name of a shared cue class; give it its own")
    for criterion in sheet.criteria:
        own = rubric.criteria.get(criterion.id)
        if own is not None and own.evidence is not None:
            yield from check_evidence(sheet, criterion, own.evidence, known, shared.frames, document)
    yield from _check_secrets(rubric, document, sheet_file)


def _check_keys(sheet: Worksheet, rubric: Rubric, document: Document, course: Course) -> Iterator[Problem]:
    closed = {field.id: field for field in sheet.fields if isinstance(field, ClosedField)}
    for name in closed.keys() - rubric.keys.keys():
        yield document.problem(("keys",), f"lacks a key for the closed field {name!r}")
    for name, key in rubric.keys.items():
        if name in closed:
            yield from check_key(closed[name], key, document, course)
        else:
            yield document.problem(("keys", name), "names no closed field of the worksheet")


def _check_criteria(sheet: Worksheet, rubric: Rubric, document: Document) -> Iterator[Problem]:
    criteria = {criterion.id: criterion for criterion in sheet.criteria}
    for name in criteria.keys() - rubric.criteria.keys():
        yield document.problem(("criteria",), f"lacks the criterion {name!r} of the worksheet")
    for name, own in rubric.criteria.items():
        where = ("criteria", name)
        if name not in criteria:
            yield document.problem(where, "names no criterion of the worksheet")
            continue
        if own.evidence is None:
            problem = document.problem(where, "has no evidence rules, so every answer to it is held for a tutor")
            yield Problem(problem.file, problem.line, problem.path, problem.message, warning=True)
        for level in range(1, 4):
            said = normal(own.examples[level]) if own.examples[level].strip() else ""
            if not said:
                yield document.problem((*where, "examples", level), "is empty; write an example of this level")
            elif said == normal(criteria[name].levels[level]):
                yield document.problem((*where, "examples", level), "repeats the level's descriptor; write an example")


def _check_secrets(rubric: Rubric, document: Document, sheet_file: Document | None) -> Iterator[Problem]:
    """Nothing that only a tutor may read stands in what a learner gets."""
    shown = [normal(text) for text in _strings(sheet_file.data)] if sheet_file else []
    for where, text in _secrets(rubric):
        said = normal(text)
        if len(said) >= _SHORTEST_SECRET and any(said in given for given in shown):
            yield document.problem(where, "stands in the worksheet as well, where learners read it")


def _secrets(rubric: Rubric) -> Iterator[tuple[Where, str]]:
    for name, key in rubric.keys.items():
        yield from _reasons(key, ("keys", name))
        for item, own in getattr(key, "items", {}).items():
            yield from _reasons(own, ("keys", name, "items", item))
    for name, own in rubric.criteria.items():
        yield from ((("criteria", name, "examples", level), own.examples[level]) for level in range(1, 4))
    for index, review in enumerate(rubric.human_review):
        yield ("human_review", index, "when"), review.when


def _reasons(key: AnyKey | ItemKey, where: Where) -> Iterator[tuple[Where, str]]:
    yield from (((*where, "whys", option), why) for option, why in getattr(key, "whys", {}).items())
    if why := getattr(key, "why", None):
        yield (*where, "why"), why


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
