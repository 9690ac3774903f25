"""Situations that a person has to look at: own distress, somebody at risk now, and what an assignment names.

It looks for signs in the learner's own voice; words in quotation marks are somebody else's. It is a help and no watch:
answers are not read live, and what it does not find a tutor may. A situation that is found changes no level and no
points. The words that raised it go to the one person who is named for that, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenkeel_grading.findings import Evidence, Flag
from evenkeel_grading.marker.cues import CueFinder, finder
from evenkeel_grading.marker.guards import plain
from evenkeel_grading.marker.text import Prose, prose

if TYPE_CHECKING:
    from evenkeel_grading.rubric import CueClass, HumanReview, Sign, Situation, Situations

CONTACT = "contact-detail"
"""The built-in cue class of an e-mail address, a telephone number, a UK postcode or a national insurance number."""

_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|(?<![\d.])(?:\+44 ?|0)(?:\d[ -]?){9,10}(?!\d)|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|"
    r"\b[A-Z]{2} ?(?:\d{2} ?){3}[A-D]\b"
)


@dataclass(frozen=True)
class Watched:
    """One situation of a rubric, ready to be looked for."""

    review: HumanReview
    signs: tuple[Sign, ...]
    never: frozenset[str]


@dataclass(frozen=True)
class Watch:
    """All situations of a rubric that have signs."""

    finder: CueFinder
    watched: tuple[Watched, ...]


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
    return Watch(
        finder({name: (cue.phrases, cue.negated == "keep") for name, cue in classes.items()}, spellings), watched
    )


def _watched(review: HumanReview, shared: Situation | None) -> Watched:
    signs = (*(shared.signs if shared else ()), *review.signs)
    return Watched(review, signs, frozenset(shared.never if shared else ()))


def cues_of(sign: Sign) -> list[str]:
    """Every cue class that a sign names."""
    return [*(name for slot in sign.slots for name in slot), *sign.of, *sign.none]


def look(watch: Watch, texts: Mapping[str, str]) -> tuple[Flag, ...]:
    """A flag for each situation found, with the sentences that raised it."""
    seen = {field: _Seen(field, text, watch.finder) for field, text in texts.items() if text.strip()}
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
    """One field with the cue classes of each of its sentences, outside quotation marks."""

    def __init__(self, field: str, text: str, cues: CueFinder) -> None:
        self.field, self.original = field, text
        self.plain = plain(text)
        self.prose: Prose = prose(self.plain.text)
        self.cues = [{hit.cue for hit in cues.hits(sentence) if not hit.quoted} for sentence in self.prose.sentences]
        for row, sentence in zip(self.cues, self.prose.sentences, strict=True):
            if _CONTACT.search(self.plain.text, sentence.start, sentence.end):
                row.add(CONTACT)

    def evidence(self, watched: Watched) -> Iterator[Evidence]:
        """The sentences that carry a situation, each once."""
        if any(not row.isdisjoint(watched.never) for row in self.cues):
            return
        numbers = {number for sign in watched.signs for number in self._carrying(sign)}
        for number in sorted(numbers):
            sentence = self.prose.sentences[number]
            start, end = self.plain.original(sentence.start, sentence.end)
            yield Evidence(self.field, start, end, self.original[start:end], watched.review.id)

    def _carrying(self, sign: Sign) -> Iterator[int]:
        wanted = {name for slot in sign.slots for name in slot} | set(sign.of)
        for start in range(max(len(self.cues) - sign.window + 1, 1)):
            rows = self.cues[start : start + sign.window]
            there = set().union(*rows)
            if _shows(sign, there):
                yield from (start + index for index, row in enumerate(rows) if row & wanted)


def _shows(sign: Sign, there: set[str]) -> bool:
    return (
        all(not there.isdisjoint(slot) for slot in sign.slots)
        and len(there.intersection(sign.of)) >= sign.least
        and there.isdisjoint(sign.none)
    )
