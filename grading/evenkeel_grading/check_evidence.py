"""Evidence rules whose names all lead somewhere, and phrases that are in the notation."""

from collections.abc import Iterable, Iterator, Mapping

from evenkeel.loading import Document
from evenkeel.models.worksheet import WRITTEN, Criterion, TextField, Worksheet
from evenkeel.problems import Problem, Where
from evenkeel_grading.marker.phrases import PhraseError, parse_phrase
from evenkeel_grading.marker.reading import QUOTATION
from evenkeel_grading.rubric import CueClass, EvidenceRules, Frame, Need, Part, SharedCues


def check_cues(cues: Mapping[str, CueClass], document: Document) -> Iterator[Problem]:
    """Every phrase that is not in the notation."""
    for name, cue in cues.items():
        for index, phrase in enumerate(cue.phrases):
            try:
                parse_phrase(phrase)
            except PhraseError as error:
                yield document.problem(("cues", name, "phrases", index), str(error))


def check_frames(shared: SharedCues, document: Document) -> Iterator[Problem]:
    """Every class that a shared frame names and that is not shared."""
    for name, frame in shared.frames.items():
        yield from _check_classes(frame, {*shared.cues, QUOTATION}, document, ("frames", name))


def check_evidence(
    sheet: Worksheet,
    criterion: Criterion,
    rules: EvidenceRules,
    known: set[str],
    frames: Mapping[str, Frame],
    document: Document,
    where: Where = (),
) -> Iterator[Problem]:
    """Every problem of one criterion's rules. ``known`` are the cue classes there are, ``frames`` the shared frames.

    ``where`` is their place in the document, when it is not that of a rubric's rules.
    """
    where = where or ("criteria", criterion.id, "evidence")
    for name, part in rules.parts.items():
        place = (*where, "parts", name)
        if part.like is not None and part.like not in frames:
            yield document.problem((*place, "like"), f"names {part.like!r}, which is no frame of the shared cues")
            continue
        yield from _check_part(sheet, part.filled(frames), known, document, place)
    for level in ("1", "2", "3"):
        if level not in rules.levels:
            yield document.problem((*where, "levels"), f"lacks level {level}")
    for index, need in enumerate(rules.zero):
        yield from _check_need(rules, need, document, (*where, "zero", index))
    for name, rule in rules.levels.items():
        for index, need in enumerate(rule.needs):
            yield from _check_need(rules, need, document, (*where, "levels", name, "needs", index))


def _check_part(sheet: Worksheet, part: Part, known: set[str], document: Document, where: Where) -> Iterator[Problem]:
    if not (part.slots or part.families or part.words or part.timed != "any"):
        yield document.problem(where, "asks for nothing; give it slots, families or words")
    if part.timed != "any" and part.group != "lines":
        yield document.problem((*where, "timed"), "is about the lines of a log; say `group: lines`")
    if part.group == "items" and not part.families:
        yield document.problem((*where, "group"), "needs families, which tell the items apart")
    yield from _check_classes(part, known, document, where)
    fields = {field.id: field for field in sheet.fields}
    for name in part.fields:
        field = fields.get(name)
        if field is None or field.kind not in WRITTEN:
            yield document.problem((*where, "fields"), f"names {name!r}, which is no written field of the worksheet")
        elif isinstance(field, TextField) and not field.marked:
            yield document.problem((*where, "fields"), f"names {name!r}, which says `marked: false`")


def _check_classes(frame: Frame, known: set[str], document: Document, where: Where) -> Iterator[Problem]:
    for name in dict.fromkeys(_classes(frame)):
        if name not in known:
            yield document.problem(
                where, f"names the cue class {name!r}, which neither this rubric nor the shared cues have"
            )


def _classes(part: Frame) -> Iterator[str]:
    for slot in (*part.slots, *part.families.values(), part.none, part.before):
        yield from slot


def _check_need(rules: EvidenceRules, need: Need, document: Document, where: Where) -> Iterator[Problem]:
    for name in dict.fromkeys([*need.all, *need.of, *need.none, *need.families, *need.times]):
        if name not in rules.parts:
            yield document.problem(where, f"names the part {name!r}, which this criterion does not have")
    if not _asks(need):
        yield document.problem(where, "asks for nothing; name a part that must be found")
    if need.at_least > len(set(need.of)):
        yield document.problem((*where, "at_least"), f"is more than the {len(set(need.of))} parts in `of`")
    yield from _check_families(rules, need, document, where)


def _asks(need: Need) -> Iterable[str]:
    return need.all or need.families or need.times or (need.of if need.at_least else ())


def _check_families(rules: EvidenceRules, need: Need, document: Document, where: Where) -> Iterator[Problem]:
    for name, count in need.families.items():
        part = rules.parts.get(name)
        if part is not None and count > len(part.families):
            yield document.problem(
                (*where, "families"), f"asks for {count} kinds of {name!r}, which has {len(part.families)}"
            )
