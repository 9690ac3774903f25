"""Situations that a person has to look at: own distress, somebody at risk now, and what an assignment names.

It looks for signs in the learner's own voice; words in quotation marks are somebody else's. It is a help and no watch:
answers are not read live, and what it does not find a tutor may. A situation that is found changes no level and no
points. The words that raised it go to the one person who is named for that, and nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evenkeel_grading.findings import Evidence, Flag
from evenkeel_grading.marker.cues import CueFinder, finder
from evenkeel_grading.marker.forms import stem
from evenkeel_grading.marker.guards.order import word_pairs
from evenkeel_grading.marker.phrases import Read, Slot, parse_phrase
from evenkeel_grading.marker.text import Sentence
from evenkeel_grading.marker.written import Written

if TYPE_CHECKING:
    from evenkeel_grading.rubric import CueClass, HumanReview, Sign, Situation, Situations

CONTACT = "contact-detail"
"""The built-in cue class of an e-mail address, a telephone number, a UK postcode or a national insurance number."""

# A name before an "@" begins at the first of its signs and gives none back, so that a long run is read once only.
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]+\.\w+|(?<![\d.])(?:\+44 ?|0)(?:\d[ -]?){9,10}(?!\d)|"
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} ?(?:\d{2} ?){3}[A-D]\b"
)
_OF_CONTACT = re.compile(r"[@\d]")


@dataclass(frozen=True)
class Watched:
    """One situation of a rubric, ready to be looked for."""

    review: HumanReview
    signs: tuple[Sign, ...]
    never: frozenset[str]


Named = tuple[Slot, ...]
"""The words that a phrase cannot do without, in any order."""


@dataclass(frozen=True)
class Telling:
    """The phrases that signs cannot do without, by a rare word of each: a sentence with no whole one is not read on."""

    by_word: Mapping[str, Sequence[Named]]
    by_beginning: Mapping[str, Sequence[Named]]

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple(self.by_beginning)

    def has(self, words: Sequence[Read]) -> bool:
        """Whether all words of some phrase are there."""
        there = {name for read in words for name in (read.word, read.stem)}
        begun = [
            phrases
            for word in there
            if word.startswith(self._beginnings)
            for start, phrases in self.by_beginning.items()
            if word.startswith(start)
        ]
        known = [self.by_word[name] for name in there if name in self.by_word]
        return any(_all_there(named, there) for phrases in (*known, *begun) for named in phrases)


def _all_there(named: Named, there: set[str]) -> bool:
    return all(
        not there.isdisjoint(slot.stems)
        or not there.isdisjoint(slot.whole)
        or (bool(slot.beginnings) and any(word.startswith(slot.beginnings) for word in there))
        for slot in named
    )


@dataclass(frozen=True)
class Watch:
    """All situations of a rubric that have signs."""

    finder: CueFinder
    watched: tuple[Watched, ...]
    telling: Telling


def compile_watch(
    reviews: Sequence[HumanReview],
    shared: Situations,
    own: Mapping[str, CueClass],
    spellings: Mapping[str, str],
) -> Watch:
    """Make a rubric's situations ready; raises :class:`~evenkeel_grading.marker.phrases.PhraseError`."""
    watched = tuple(_watched(review, shared.situations.get(review.like or review.id)) for review in reviews)
    watched = tuple(one for one in watched if one.signs)
    used = {name for one in watched for name in (*one.never, *(cue for sign in one.signs for cue in cues_of(sign)))}
    classes = {name: cue for name, cue in {**own, **shared.cues}.items() if name in used}
    cues = finder({name: (cue.phrases, cue.negated == "keep") for name, cue in classes.items()}, spellings)
    needed = {name for one in watched for sign in one.signs for name in (sign.of or sign.slots[0])}
    phrases = [phrase for name in needed if name in classes for phrase in classes[name].phrases]
    return Watch(cues, watched, _telling(phrases))


def _telling(phrases: Iterable[str]) -> Telling:
    common: Counter[str] = Counter()
    for word in word_pairs().common:
        common[stem(word)] += word_pairs().before.get(word, 0)
    by_word: dict[str, list[Named]] = {}
    by_beginning: dict[str, list[Named]] = {}
    for phrase in phrases:
        slots = parse_phrase(phrase)
        named = tuple(slot for slot in slots if not (slot.gap or slot.optional or slot.but or slot.number))
        rarest = min(named, key=lambda slot: sum(common[stem(name)] for name in (*slot.stems, *slot.whole)))
        for name in (*rarest.stems, *rarest.whole):
            by_word.setdefault(name, []).append(named)
        for name in rarest.beginnings:
            by_beginning.setdefault(name, []).append(named)
    return Telling(by_word, by_beginning)


def _watched(review: HumanReview, shared: Situation | None) -> Watched:
    signs = (*(shared.signs if shared else ()), *review.signs)
    return Watched(review, signs, frozenset(shared.never if shared else ()))


def cues_of(sign: Sign) -> list[str]:
    """Every cue class that a sign names."""
    return [*(name for slot in sign.slots for name in slot), *sign.of, *sign.none]


def look(watch: Watch, texts: Mapping[str, str]) -> tuple[Flag, ...]:
    """A flag for each situation found, with the sentences that raised it."""
    written = Written.of(texts)
    cues = written.finder(watch.finder)
    seen = {field: _Seen(field, written, cues, watch.telling) for field, text in texts.items() if text.strip()}
    found = []
    for one in watch.watched:
        chosen = [seen[field] for field in (one.review.fields or seen) if field in seen]
        evidence = [item for each in chosen for item in each.evidence(one)]
        if evidence:
            found.append(_flag(one.review, evidence))
    return tuple(found)


def _flag(review: HumanReview, evidence: list[Evidence]) -> Flag:
    return Flag(
        review.id,
        "human_review",
        review.urgency,
        f"{review.when} {review.action}",
        holds=review.mark == "hold",
        evidence=tuple(evidence),
    )


class _Seen:
    """One field with the cue classes of its sentences, outside quotation marks; found where a sign may be."""

    def __init__(self, field: str, written: Written, cues: CueFinder, telling: Telling) -> None:
        self.field, self.original, self.finder = field, written[field], cues
        self.plain = written.plain[field]
        self.sentences: Sequence[Sentence] = written.prose[field].sentences
        self.rows: dict[int, set[str]] = {}
        self.starts = [number for number, one in enumerate(self.sentences) if self._may_tell(one, telling)]

    def _may_tell(self, sentence: Sentence, telling: Telling) -> bool:
        if telling.has([self.finder.read(word.text) for word in sentence.words]):
            return True
        return self._has_contact(sentence)

    def _has_contact(self, sentence: Sentence) -> bool:
        where = self.plain.text, sentence.start, sentence.end
        return bool(_OF_CONTACT.search(*where) and _CONTACT.search(*where))

    def row(self, number: int) -> set[str]:
        """The cue classes of a sentence."""
        if number not in self.rows:
            sentence = self.sentences[number]
            found = {hit.cue for hit in self.finder.hits(sentence) if not hit.quoted}
            if self._has_contact(sentence):
                found.add(CONTACT)
            self.rows[number] = found
        return self.rows[number]

    def evidence(self, watched: Watched) -> Iterator[Evidence]:
        """The sentences that carry a situation, each once."""
        if not self.starts:
            return
        numbers = {number for sign in watched.signs for number in self._carrying(sign)}
        if numbers and any(not self.row(number).isdisjoint(watched.never) for number in range(len(self.sentences))):
            return
        for number in sorted(numbers):
            sentence = self.sentences[number]
            start, end = self.plain.original(sentence.start, sentence.end)
            yield Evidence(self.field, start, end, self.original[start:end], watched.review.id)

    def _carrying(self, sign: Sign) -> Iterator[int]:
        wanted = {name for slot in sign.slots for name in slot} | set(sign.of)
        last = max(len(self.sentences) - sign.window, 0)
        near = {start for one in self.starts for start in range(one - sign.window + 1, one + 1)}
        for start in sorted({min(max(start, 0), last) for start in near}):
            numbers = range(start, min(start + sign.window, len(self.sentences)))
            if _shows(sign, set().union(*(self.row(number) for number in numbers))):
                yield from (number for number in numbers if self.row(number) & wanted)


def _shows(sign: Sign, there: set[str]) -> bool:
    return (
        all(not there.isdisjoint(slot) for slot in sign.slots)
        and len(there.intersection(sign.of)) >= sign.least
        and there.isdisjoint(sign.none)
    )
