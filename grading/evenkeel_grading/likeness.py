"""Likeness between the answers of a class: runs of words that two of them share and that nobody gave them.

It is a report of its own. It changes no level and no hold, is kept nowhere, and says what is alike and never why:
people learn together, quote the same source, or use the words of their office. Only tutors are to read it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenkeel_grading.marker.guards import plain
from evenkeel_grading.marker.guards.copied import course_runs
from evenkeel_grading.marker.text import plain_word

RUN = 6
"""Two answers are alike where they share so many words in a row."""
LEAST_WORDS = 12
"""Pairs with fewer shared words than this are not reported."""
_GIVEN_RUN = 5
# What more answers than this have in common is a phrase of the trade, and says nothing of any two.
_COMMON = 8
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Answer:
    """The written texts of one learner, by field."""

    learner: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Shared:
    """A run of words in two answers: the field of each, where it stands in each, and how many words it has."""

    fields: tuple[str, str]
    places: tuple[tuple[int, int], tuple[int, int]]
    words: int


@dataclass(frozen=True)
class Pair:
    """Two learners and what their answers share. ``share`` is of the words of the shorter answer, 0 to 1."""

    learners: tuple[str, str]
    words: int
    share: float
    shared: tuple[Shared, ...]


@dataclass(frozen=True)
class _Run:
    field: str
    number: int
    words: tuple[str, ...]


class _Text:
    """One answer cut into words, each with its place in its field."""

    def __init__(self, answer: Answer, given: frozenset[int]) -> None:
        self.learner = answer.learner
        self.words: dict[str, list[tuple[str, int, int]]] = {}
        for field, text in answer.texts.items():
            read = plain(text)
            found = _WORD.finditer(read.text)
            self.words[field] = [(plain_word(word[0]), *read.original(word.start(), word.end())) for word in found]
        self.length = sum(map(len, self.words.values()))
        self.runs = [run for field in self.words for run in self._runs(field, given)]

    def _runs(self, field: str, given: frozenset[int]) -> Iterator[_Run]:
        words = [word for word, _, _ in self.words[field]]
        known = {
            index + step
            for index in range(len(words) - _GIVEN_RUN + 1)
            if hash(tuple(words[index : index + _GIVEN_RUN])) in given
            for step in range(_GIVEN_RUN)
        }
        for index in range(len(words) - RUN + 1):
            if known.isdisjoint(range(index, index + RUN)):
                yield _Run(field, index, tuple(words[index : index + RUN]))


def given_runs(texts: Iterable[str]) -> frozenset[int]:
    """The runs of words of what learners were given, which no two of them have from each other."""
    return frozenset(run for text in texts for run in course_runs([plain_word(word) for word in _WORD.findall(text)]))


def pairs(answers: Sequence[Answer], given: frozenset[int]) -> list[Pair]:
    """The pairs of answers that share runs of words beyond what was given, those that share most first."""
    texts = [_Text(answer, given) for answer in answers]
    holding: dict[tuple[str, ...], list[tuple[int, _Run]]] = defaultdict(list)
    for number, text in enumerate(texts):
        for run in text.runs:
            holding[run.words].append((number, run))
    met: dict[tuple[int, int], list[tuple[_Run, _Run]]] = defaultdict(list)
    for places in holding.values():
        first: dict[int, _Run] = {}
        for number, run in places:
            first.setdefault(number, run)
        if 2 <= len(first) <= _COMMON:
            for one in first:
                for other in first:
                    if one < other:
                        met[one, other].append((first[one], first[other]))
    found = [_pair(texts[one], texts[other], runs) for (one, other), runs in met.items()]
    return sorted((pair for pair in found if pair.words >= LEAST_WORDS), key=lambda pair: (-pair.words, pair.learners))


def _pair(one: _Text, other: _Text, runs: list[tuple[_Run, _Run]]) -> Pair:
    shared = tuple(_spans(one, other, runs))
    words = sum(span.words for span in shared)
    return Pair((one.learner, other.learner), words, words / max(min(one.length, other.length), 1), shared)


def _spans(one: _Text, other: _Text, runs: list[tuple[_Run, _Run]]) -> Iterator[Shared]:
    """Runs that go on where the one before ended are one."""
    joined: list[list[tuple[_Run, _Run]]] = []
    for left, right in sorted(runs, key=lambda run: (run[0].field, run[1].field, run[0].number)):
        if joined and _goes_on(joined[-1][-1], left, right):
            joined[-1].append((left, right))
        else:
            joined.append([(left, right)])
    for row in joined:
        (left, right), count = row[0], len(row) + RUN - 1
        yield Shared((left.field, right.field), (_place(one, left, count), _place(other, right, count)), count)


def _goes_on(last: tuple[_Run, _Run], left: _Run, right: _Run) -> bool:
    return (left.field, right.field, left.number, right.number) == (
        last[0].field,
        last[1].field,
        last[0].number + 1,
        last[1].number + 1,
    )


def _place(text: _Text, run: _Run, count: int) -> tuple[int, int]:
    words = text.words[run.field][run.number : run.number + count]
    return words[0][1], words[-1][2]
