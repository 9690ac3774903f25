"""Answers that stand under another heading: each field's words are far more like what another field asks for.

What a field asks for is in its guidance, in the descriptors and examples of its criteria, and in the cues looked for
in it. Rules find good sentences wherever they stand, so what was handed in one heading
further goes to a person.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from evenkeel_grading.marker.guards.topic import content
from evenkeel_grading.marker.text import plain_word

if TYPE_CHECKING:
    from evenkeel.models.worksheet import Criterion
    from evenkeel_grading.assignment import Assignment
    from evenkeel_grading.rubric import EvidenceRules

Vocabulary = dict[str, dict[str, float]]
"""How likely each word is in each field, as a logarithm, by field id; the empty word stands for all others."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENOUGH = 6
_SMOOTH = 30.0
_LEAST = 0.01
_GUIDANCE = 5.0
_MOST_OF_A_CLASS = 3
# Per word, as a logarithm. Genuine answers, in other forms too, come to 0.25; nine in ten of those moved to more.
_BETTER_BY = 0.27


def vocabulary(assignment: Assignment) -> Vocabulary:
    """The words of what each written field asks for."""
    made: dict[str, defaultdict[str, float]] = {}
    for field in assignment.worksheet.fields:
        if field.kind in ("text", "log", "table", "rows"):
            said = content(_words(f"{field.guidance} {getattr(field, 'label', '')}"))
            made[field.id] = defaultdict(float, dict.fromkeys(said, _GUIDANCE))
    for criterion in assignment.worksheet.criteria:
        for field_id, word, weight in _of_criterion(assignment, criterion):
            if field_id in made:
                made[field_id][word] += weight
    return _likely(made)


def _likely(fields: Mapping[str, Mapping[str, float]]) -> Vocabulary:
    of_all = defaultdict[str, float](float)
    for words in fields.values():
        for word, weight in words.items():
            of_all[word] += weight
    total = sum(of_all.values()) or 1.0
    rest = {"": _LEAST} | {word: _SMOOTH * weight / total + _LEAST for word, weight in of_all.items()}
    sizes = {name: sum(words.values()) + _SMOOTH for name, words in fields.items()}
    return {
        name: {word: math.log((words.get(word, 0.0) + least) / sizes[name]) for word, least in rest.items()}
        for name, words in fields.items()
    }


def _of_criterion(assignment: Assignment, criterion: Criterion) -> Iterator[tuple[str, str, float]]:
    rubric = assignment.rubric.criteria.get(criterion.id)
    if rubric is None:
        return
    share = 1 / max(len(criterion.fields), 1)
    for word in content(_words(" ".join([*criterion.levels, *rubric.examples]))):
        yield from ((field, word, share) for field in criterion.fields)
    if rubric.evidence is not None:
        yield from _of_cues(assignment, criterion, rubric.evidence)


def _of_cues(assignment: Assignment, criterion: Criterion, evidence: EvidenceRules) -> Iterator[tuple[str, str, float]]:
    classes = {**assignment.cues, **assignment.rubric.cues}
    asked = {
        (field, name, 1 / len(fields))
        for part in evidence.parts.values()
        if (fields := part.fields or criterion.fields)
        for field in fields
        for row in (*part.slots, *part.families.values())
        for name in row
        if name in classes
    }
    for field, name, share in sorted(asked):
        words = Counter(content(_words(" ".join(classes[name].phrases))))
        yield from ((field, word, min(count, _MOST_OF_A_CLASS) * share) for word, count in words.items())


def _words(text: str) -> list[str]:
    return [plain_word(word) for word in _WORD.findall(text)]


def is_misplaced(said: Mapping[str, Iterable[str]], fields: Vocabulary) -> bool:
    """Whether the words would stand far better under another field's heading, two turned or all moved along."""
    own = {name: list(dict.fromkeys(words)) for name, words in said.items() if name in fields}
    own = {name: words for name, words in own.items() if len(words) >= _ENOUGH}
    if len(own) < 2:
        return False
    fits = _fits(own, fields)
    here = sum(fits[name, name] for name in own)
    best = max(sum(fits[pair] for pair in pairs) for pairs in _arrangements(list(own)))
    return best - here > _BETTER_BY * sum(map(len, own.values()))


def _fits(own: Mapping[str, list[str]], fields: Vocabulary) -> dict[tuple[str, str], float]:
    """How well the words of each field fit what each field asks for."""
    return {(name, other): _fit(said, fields[other]) for name, said in own.items() for other in own}


def _fit(words: Iterable[str], likely: Mapping[str, float]) -> float:
    least = likely[""]
    return sum([likely.get(word, least) for word in words])


def _arrangements(names: list[str]) -> Iterable[list[tuple[str, str]]]:
    """Which field's words might belong under which heading: all moved along alike, or two turned."""
    for step in range(1, len(names)):
        yield list(zip(names, names[step:] + names[:step], strict=True))
    for one, other in combinations(names, 2):
        turned = {one: other, other: one}
        yield [(name, turned.get(name, name)) for name in names]
