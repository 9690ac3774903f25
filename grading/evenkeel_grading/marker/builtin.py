"""The built-in marker: from an assignment and answers to findings, by the rubric's rules alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evenkeel_grading.findings import CriterionFinding, Evidence, Finding, Flag
from evenkeel_grading.marker.frames import Find, find_part
from evenkeel_grading.marker.guards import (
    CAPPING,
    MESSAGES,
    Plain,
    from_course,
    is_note,
    is_scrambled,
    is_word_list,
    mixture,
    mostly_copied,
    of_the_whole,
)
from evenkeel_grading.marker.levels import Outcome, decide
from evenkeel_grading.marker.reading import Reader, Reading
from evenkeel_grading.marker.rules import CriterionRules
from evenkeel_grading.marker.text import Prose
from evenkeel_grading.marker.written import Written

if TYPE_CHECKING:
    from evenkeel_grading.assignment import Assignment

Span = tuple[str, int, int]
_GUARDED_TOP = 1
_MOST_ROUNDS = 6
# How sure each level is, and what part of the next level and a guard take from it.
_SURE = (0.5, 0.65, 0.8, 0.9)
_PART_WAY = 0.1
_GUARD = 0.4


def mark_written(assignment: Assignment, texts: Mapping[str, str]) -> Finding:
    """Levels with evidence for every written criterion of the worksheet, in its order."""
    written = Written.of(texts)
    read = written.plain
    shown = {field: one.text for field, one in read.items()}
    reader = Reader.of(written, assignment.rules)
    cut = {field: reading.prose for field, reading in reader.read(shown).items()}
    whole = of_the_whole(assignment, texts, read, cut)
    found: dict[str, CriterionFinding] = {}
    plainly: dict[str, CriterionFinding] = {}
    tripped: dict[str, list[str]] = {guard: [] for guard in whole}
    for criterion in assignment.worksheet.criteria:
        ruled = next((one for one in assignment.rules.criteria if one.id == criterion.id), None)
        if ruled is None:
            # Nothing to mark by: a person decides, and says so below.
            found[criterion.id] = CriterionFinding(0, confidence=0.0)
            tripped.setdefault("no-rules", []).append(criterion.id)
            continue
        finding, guards = _mark_criterion(ruled, reader, shown, assignment.course.runs, whole)
        plainly[criterion.id] = finding
        found[criterion.id] = _in_original(finding, read, texts)
        for guard in guards:
            tripped.setdefault(guard, []).append(criterion.id)
    mixed = mixture(cut, assignment.id, assignment.course)
    if mixed.leans:
        tripped.setdefault("another-assignment", [])
    if mixed.carries(plainly.values()):
        tripped.setdefault("another-topic", [])
    if "matches-the-brief" in tripped:
        # The brief is a part of the course; one message says it.
        tripped.pop("matches-the-course", None)
    return Finding(found, tuple(_flag(guard, criteria) for guard, criteria in tripped.items()))


def _in_original(finding: CriterionFinding, read: Mapping[str, Plain], texts: Mapping[str, str]) -> CriterionFinding:
    """The finding with evidence that points into the texts as they were written."""
    if all(one.places is None for one in read.values()):
        return finding

    def placed(item: Evidence) -> Evidence:
        start, end = read[item.field].original(item.start, item.end)
        return Evidence(item.field, start, end, texts[item.field][start:end], item.part)

    evidence, against = tuple(map(placed, finding.evidence)), tuple(map(placed, finding.against))
    return replace(finding, evidence=evidence, against=against)


def _flag(guard: str, criteria: list[str]) -> Flag:
    message = MESSAGES.get(guard, "The rubric has no evidence rules for this, so a person has to mark it.")
    return Flag(guard, "guard", "before-release", message, holds=True, criteria=tuple(criteria))


def _mark_criterion(
    ruled: CriterionRules, reader: Reader, texts: Mapping[str, str], course: frozenset[int], whole: Sequence[str]
) -> tuple[CriterionFinding, list[str]]:
    own = {field: texts[field] for field in _all_fields(ruled) if texts.get(field, "").strip()}
    if not own:
        return CriterionFinding(0, missing=_first_step(ruled)), []
    outcome, readings = _look(ruled, reader, own)
    guards = [*_guards(_guarded(ruled, readings), course), *whole]
    outcome = _capped(outcome, guards)
    evidence = _evidence(ruled, outcome.finds, readings)
    if outcome.level:
        evidence += _rest(ruled, reader, own, outcome, evidence)
    against = _evidence(ruled, outcome.against, readings)
    finding = CriterionFinding(
        outcome.level, tuple(evidence), outcome.missing, _confidence(outcome, guards), tuple(against)
    )
    return finding, list(dict.fromkeys(guards))


def _guarded(ruled: CriterionRules, readings: Mapping[str, Reading]) -> list[Prose]:
    """What the guards look at: not the short notes of a report or a log, which are terse and near the brief."""
    texts = [reading.prose for reading in readings.values()]
    return [text for text in texts if not is_note(text)] if ruled.evidence.notes else texts


def _all_fields(ruled: CriterionRules) -> list[str]:
    extra = [field for part in ruled.evidence.parts.values() for field in part.fields]
    return list(dict.fromkeys([*ruled.fields, *extra]))


def _first_step(ruled: CriterionRules) -> str:
    rule = ruled.evidence.levels.get("1")
    return rule.lift if rule else ""


def _look(ruled: CriterionRules, reader: Reader, texts: Mapping[str, str]) -> tuple[Outcome, dict[str, Reading]]:
    """One reading of the texts: the level by the rules alone, and what was read."""
    readings = reader.read(texts, keep_given=ruled.evidence.notes)
    finds = [
        find
        for name, part in ruled.evidence.parts.items()
        for find in find_part(name, part, readings, ruled.fields_of(part))
    ]
    return decide(ruled.evidence, finds), readings


def _guards(texts: list[Prose], course: frozenset[int]) -> list[str]:
    tripped = {
        "matches-the-brief": mostly_copied(texts),
        "matches-the-course": from_course(texts, course),
        "keyword-list": is_word_list(texts),
        "word-order": is_scrambled(texts),
    }
    return [name for name, trips in tripped.items() if trips]


def _capped(outcome: Outcome, guards: list[str]) -> Outcome:
    if outcome.level <= _GUARDED_TOP or CAPPING.isdisjoint(guards):
        return outcome
    advice = "Write it in sentences, so that each point can be followed."
    return Outcome(_GUARDED_TOP, outcome.finds, (), advice, part_way=False)


def _evidence(ruled: CriterionRules, finds: tuple[Find, ...], readings: Mapping[str, Reading]) -> list[Evidence]:
    """One piece of evidence per sentence and part, in the order of the text."""
    found: dict[tuple[str, int, str], Evidence] = {}
    for find in finds:
        prose = readings[find.field].prose
        part = ruled.evidence.parts[find.part].shows
        shown = f"{part}: {find.family}" if find.family else part
        for number in find.sentences:
            sentence = prose.sentences[number]
            quote = prose.text[sentence.start : sentence.end]
            key = (find.field, sentence.start, shown)
            found[key] = Evidence(find.field, sentence.start, sentence.end, quote, shown)
    order = {field: index for index, field in enumerate(readings)}
    return sorted(found.values(), key=lambda item: (order[item.field], item.start))


def _rest(
    ruled: CriterionRules, reader: Reader, texts: Mapping[str, str], outcome: Outcome, evidence: list[Evidence]
) -> list[Evidence]:
    """More evidence until what is left would not reach the level: an explanation has to be the whole reason."""
    more: list[Evidence] = []
    for _ in range(_MOST_ROUNDS):
        left = {field: _without(text, field, [*evidence, *more]) for field, text in texts.items()}
        again, readings = _look(ruled, reader, {field: text for field, (text, _) in left.items()})
        if again.level < outcome.level:
            break
        found = _evidence(ruled, again.finds, readings)
        more.extend(_placed(item, left[item.field][1], texts[item.field]) for item in found)
    return more


def _without(text: str, field: str, evidence: list[Evidence]) -> tuple[str, list[int]]:
    """The text without the evidence, and the place in the text of each character that is left."""
    kept, last = list[int](), 0
    for start, end in sorted((item.start, item.end) for item in evidence if item.field == field):
        kept.extend(range(last, start))
        last = max(last, end)
    kept.extend(range(last, len(text)))
    return "".join([text[index] for index in kept]) if last else text, kept


def _placed(item: Evidence, kept: list[int], text: str) -> Evidence:
    start, end = kept[item.start], kept[item.end - 1] + 1
    return Evidence(item.field, start, end, text[start:end], item.part)


def _confidence(outcome: Outcome, guards: list[str]) -> float:
    """How sure the rules are, 0 to 1.

    What the rules find is nearly always there; what they do not find may stand there in words they lack. So they are
    the less sure the lower the level, and less where part of the next one is there. What puts a criterion at level 0
    was found, too. The steps come from answers that no rule was written beside (see the figures with the tests).
    """
    sure = _SURE[3 if outcome.against else outcome.level]
    sure -= (_PART_WAY if outcome.part_way else 0) + (_GUARD if guards else 0)
    return round(max(sure, 0.1), 2)
