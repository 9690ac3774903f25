"""Sentences from elsewhere between the learner's own: another assignment's, or about nothing to do with this one.

A sentence is strange when its words are far likelier in another assignment, or when half of them have to do neither
with this one nor with work for the public. Real writing has some of either. So nothing is held for having them: it is
held when nearly all of the text leans away now and then to one other assignment, or when strange and own sentences
take turns and some credit rests on strange ones alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from evenkeel_grading.marker.guards.topic import about_work, content
from evenkeel_grading.marker.spelling import english
from evenkeel_grading.marker.text import Prose, Sentence

if TYPE_CHECKING:
    from evenkeel_grading.course_text import CourseText
    from evenkeel_grading.findings import CriterionFinding

_ENOUGH = 25
_SHORTEST = 3
# Per word that says something, as logarithms. Of genuine answers and their forms one in a hundred leans by so much.
_LEANS_BY = 0.27
_STRANGE_BY = 0.3
_STRANGE_HALF = 0.5
_UNHEARD_THIRD = 0.34
# With both, and credit resting on it: no genuine answer seen so far, whose turns come to 0.63.
_STRANGE_SHARE = 0.26
_TURNS = 0.65
# With so many strange sentences fewer turns are enough. Of genuine answers of twice the length one in a hundred has
# them.
_MANY = 20
_TURNS_OF_MANY = 0.4

Place = tuple[str, int]


@dataclass(frozen=True)
class Mixture:
    """The strange sentences by field and beginning, and how much of the text is elsewhere, in three measures."""

    strange: frozenset[Place] = frozenset()
    leaning: float = 0.0
    strangeness: float = 0.0
    turns: float = 0.0

    @property
    def leans(self) -> bool:
        """Whether sentences lean to another assignment, more than real ones do."""
        return self.leaning > _LEANS_BY

    def carries(self, findings: Iterable[CriterionFinding]) -> bool:
        """Whether strange sentences take turns with others, and something found stands in strange ones only."""
        enough = _TURNS_OF_MANY if len(self.strange) >= _MANY else _TURNS
        if self.strangeness <= _STRANGE_SHARE or self.turns < enough:
            return False
        return any(self._rests_here(finding) for finding in findings)

    def _rests_here(self, finding: CriterionFinding) -> bool:
        strange: dict[str, bool] = {}
        for item in finding.evidence:
            part = item.part.partition(":")[0]
            strange[part] = strange.get(part, True) and (item.field, item.start) in self.strange
        return bool(finding.level) and any(strange.values())


@dataclass(frozen=True)
class _Said:
    place: Place
    words: tuple[str, ...]
    known: tuple[str, ...]


def mixture(texts: Mapping[str, Prose], own: str, course: CourseText) -> Mixture:
    """How much of some texts is elsewhere than in the assignment ``own`` of a course."""
    said = [_said(field, one) for field, text in texts.items() for one in text.sentences]
    total = sum(len(one.words) for one in said)
    if own not in course.topics or len(course.topics) < 2 or total < _ENOUGH:
        return Mixture()
    leanings = [_leanings(one.words, own, course) for one in said]
    whole = defaultdict[str, float](float)
    for one, leaning in zip(said, leanings, strict=True):
        if len(one.words) >= _SHORTEST:
            for name, by in leaning.items():
                whole[name] += max(0.0, by)
    strange = frozenset(
        one.place for one, leaning in zip(said, leanings, strict=True) if _is_strange(one, leaning, own, course)
    )
    return Mixture(
        strange, max(whole.values(), default=0.0) / total, _strangeness(said, own, course), _turns(said, strange)
    )


def _said(field: str, sentence: Sentence) -> _Said:
    words, listed = sentence.texts, english()
    known = content(word for word in words if word in listed)
    return _Said((field, sentence.start), tuple(dict.fromkeys(content(words))), tuple(known))


def _leanings(words: Iterable[str], own: str, course: CourseText) -> dict[str, float]:
    """By how much the words are likelier in each other assignment than in their own, as logarithms."""
    sums = course.likelihoods.of(words)
    return {name: given - sums[own] for name, given in sums.items() if name != own}


def _is_strange(one: _Said, leanings: Mapping[str, float], own: str, course: CourseText) -> bool:
    if len(one.words) >= _SHORTEST and max(leanings.values()) > _STRANGE_BY * len(one.words):
        return True
    unheard = sum(word not in course.shares for word in one.known)
    return len(one.known) >= _SHORTEST and (
        unheard >= _UNHEARD_THIRD * len(one.known)
        or _elsewhere(one.known, own, course) >= _STRANGE_HALF * len(one.known)
    )


def _elsewhere(words: Iterable[str], own: str, course: CourseText) -> int:
    """How many words have to do neither with the assignment nor with work for the public."""
    topic, work = course.topics[own], about_work()
    return sum(word not in topic and word not in work for word in words)


def _strangeness(said: Iterable[_Said], own: str, course: CourseText) -> float:
    words = [word for one in said for word in one.known]
    return _elsewhere(words, own, course) / max(len(words), 1)


def _turns(said: list[_Said], strange: frozenset[Place]) -> float:
    """How often, of neighbouring sentences of a field, one is strange and the other not."""
    pairs = [(one.place, after.place) for one, after in pairwise(said) if one.place[0] == after.place[0]]
    return sum((one in strange) != (after in strange) for one, after in pairs) / max(len(pairs), 1)
