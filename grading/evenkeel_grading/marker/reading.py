"""A field read: its prose, the cues found in each sentence, and which sentences are the learner's own and new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evenkeel_grading.marker.cues import CueFinder, Hit
from evenkeel_grading.marker.guards import is_copied, is_note
from evenkeel_grading.marker.text import Known, Prose, Sentence, Word, prose
from evenkeel_grading.marker.written import Written

if TYPE_CHECKING:
    from evenkeel_grading.marker.rules import Rules

QUOTATION = "quotation"
"""The built-in cue class of words in quotation marks."""

# A sentence of which so many runs of four words were said before is the same again.
_RUN = 4
_SAID_SHARE = 0.8


@dataclass(frozen=True)
class Place:
    """A cue found, by sentence number and word."""

    sentence: int
    hit: Hit


@dataclass(frozen=True)
class Reading:
    """One field, read: its prose and the cues found in each sentence."""

    field: str
    prose: Prose
    hits: tuple[tuple[Hit, ...], ...]
    where: Mapping[str, set[int]]

    def having(self, classes: Sequence[str]) -> set[int]:
        """The sentences in which any of the classes stands."""
        return set().union(*(self.where.get(name, ()) for name in classes))

    def places(self, classes: Sequence[str], numbers: range, *, quoted: bool) -> list[Place]:
        """Where any of the classes stands within some sentences, ``quoted`` words included or not."""
        return [
            Place(number, hit)
            for number in numbers
            for hit in self.hits[number]
            if hit.cue in classes and (quoted or not hit.quoted)
        ]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a sentence: its words, whether they were given, its cues, and its runs of words."""

    words: tuple[Word, ...]
    copied: bool
    hits: tuple[Hit, ...]
    runs: tuple[tuple[str, ...], ...]


@dataclass
class Reader:
    """Reads fields for one answer. It remembers sentences, since several criteria read the same ones."""

    finder: CueFinder
    given: frozenset[tuple[str, ...]]
    words: Known = field(default_factory=dict)
    proses: dict[str, Prose] = field(default_factory=dict)
    # By the identity of the words, which are kept here as well so that it cannot pass to others.
    known: dict[int, Seen] = field(default_factory=dict)

    @classmethod
    def of(cls, written: Written, rules: Rules) -> Reader:
        """A reader of an answer, with what was read of it already."""
        proses = {one.text: one for one in written.prose.values()}
        return cls(written.finder(rules.finder), rules.given, written.known, proses)

    def read(self, texts: Mapping[str, str], *, keep_given: bool = False) -> dict[str, Reading]:
        """Find all cues of some fields. A sentence said before has none, nor one given, but with ``keep_given``."""
        said: set[tuple[str, ...]] = set()
        return {name: self._field(name, text, said, keep_given=keep_given) for name, text in texts.items()}

    def _field(self, name: str, text: str, said: set[tuple[str, ...]], *, keep_given: bool) -> Reading:
        if text not in self.proses:
            self.proses[text] = prose(text, self.words)
        cut = self.proses[text]
        keep = keep_given and is_note(cut)
        rows, struck = list[tuple[Hit, ...]](), set()
        for number, sentence in enumerate(cut.sentences):
            seen = self._sentence(sentence)
            if seen.copied:
                struck.add(number)
            rows.append(() if _is_said(seen.runs, said) or (seen.copied and not keep) else seen.hits)
        where = defaultdict[str, set[int]](set)
        for number, hits in enumerate(rows):
            for hit in hits:
                where[hit.cue].add(number)
        return Reading(name, replace(cut, struck=frozenset(struck)), tuple(rows), where)

    def _sentence(self, sentence: Sentence) -> Seen:
        key = id(sentence.words)
        if key not in self.known:
            words = tuple(sentence.texts)
            runs = tuple(words[index : index + _RUN] for index in range(len(words) - _RUN + 1)) or (words,)
            hits = (*self.finder.hits(sentence), *_quotation(sentence))
            self.known[key] = Seen(sentence.words, is_copied(sentence, self.given), hits, runs)
        return self.known[key]


def _is_said(runs: tuple[tuple[str, ...], ...], said: set[tuple[str, ...]]) -> bool:
    """Whether the words were said before, all but a few of them; it notes them as said."""
    before = sum(run in said for run in runs) >= _SAID_SHARE * len(runs)
    said.update(runs)
    return before


def _quotation(sentence: Sentence) -> list[Hit]:
    """A cue that needs no list: words in quotation marks."""
    places = [index for index, word in enumerate(sentence.words) if word.quoted]
    return [Hit(QUOTATION, places[0], places[-1], quoted=True)] if places else []
