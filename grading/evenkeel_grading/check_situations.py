"""Situations for a person whose signs lead somewhere: the shared ones, and those of a rubric."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from evenkeel.loading import Document, read_yaml, validate
from evenkeel.models import Worksheet
from evenkeel.models.worksheet import WRITTEN
from evenkeel.problems import Problem, Where
from evenkeel_grading.assignment import OPEN_SITUATIONS, SITUATIONS, together
from evenkeel_grading.check_evidence import check_cues
from evenkeel_grading.human_review import CONTACT, cues_of
from evenkeel_grading.rubric import Rubric, Sign, Situations


def check_shared_situations(root: Path) -> tuple[Situations, list[Problem]]:
    """The shared situations, nothing when the course has no such file, and every problem of both files."""
    read = [_read(root, file) for file in (OPEN_SITUATIONS, SITUATIONS)]
    given, own = (made for made, _, _ in read)
    problems = [problem for _, found, _ in read for problem in found]
    for made, known, document in ((given, {*given.cues}, read[0][2]), (own, {*given.cues, *own.cues}, read[1][2])):
        if document is not None:
            problems += [*check_cues(made.cues, document), *_situations(made, known, document)]
    if (document := read[1][2]) is not None:
        problems += _twice(given, own, document)
    return together(given, own), problems


def _read(root: Path, file: Path) -> tuple[Situations, list[Problem], Document | None]:
    nothing = Situations(schema=1)
    if not (root / file).exists():
        return nothing, [], None
    document = read_yaml(root / file, root)
    made, problems = validate(document, Situations)
    return (nothing, problems, None) if made is None else (made, problems, document)


def _twice(given: Situations, own: Situations, document: Document) -> Iterator[Problem]:
    for part in ("cues", "situations"):
        for name in getattr(given, part).keys() & getattr(own, part).keys():
            yield document.problem((part, name), f"stands in {OPEN_SITUATIONS} as well; give it its own name")


def _situations(made: Situations, known: set[str], document: Document) -> Iterator[Problem]:
    for name, situation in made.situations.items():
        where = ("situations", name)
        yield from _signs(situation.signs, known, document, where)
        for cue in situation.never:
            if cue not in known:
                yield document.problem((*where, "never"), f"names the cue class {cue!r}, which this file does not have")


def check_reviews(sheet: Worksheet, rubric: Rubric, shared: Situations, document: Document) -> Iterator[Problem]:
    """Every problem of the situations of one rubric."""
    seen: set[str] = set()
    written = {field.id for field in sheet.fields if field.kind in WRITTEN}
    for index, review in enumerate(rubric.human_review):
        where = ("human_review", index)
        if review.id in seen:
            yield document.problem((*where, "id"), f"is the second {review.id!r}; give each its own")
        seen.add(review.id)
        if review.like is not None and review.like not in shared.situations:
            yield document.problem((*where, "like"), f"names {review.like!r}, which is no shared situation")
        for name in review.fields:
            if name not in written:
                yield document.problem(
                    (*where, "fields"), f"names {name!r}, which is no written field of the worksheet"
                )
        yield from _signs(review.signs, {*rubric.cues, *shared.cues}, document, where)


def _signs(signs: Sequence[Sign], known: set[str], document: Document, where: Where) -> Iterator[Problem]:
    for index, sign in enumerate(signs):
        place = (*where, "signs", index)
        if not (sign.slots or sign.least):
            yield document.problem(place, "asks for nothing; give it slots, or classes in `of` and how many at `least`")
        if sign.least > len(set(sign.of)):
            yield document.problem((*place, "least"), f"is more than the {len(set(sign.of))} classes in `of`")
        for name in dict.fromkeys(cues_of(sign)):
            if name not in known and name != CONTACT:
                yield document.problem(place, f"names the cue class {name!r}, which neither file has")
