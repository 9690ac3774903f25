"""Cue classes: phrases in a small notation, found in sentences with negation and quotation.

The notation, for a subject expert: words as they stand (``next time``); ``apolog*`` for every word that begins so;
``check/look`` for either; ``the?`` for a word that may be left out; ``...`` for up to three words in between;
``9`` for any number (``4``, ``16``, ``4pm``, ``three``). Capitals and a left-out apostrophe do not matter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from evenkeel_grading.marker.text import Sentence, Word, plain_word, word_set

_GAP = 3
_MOST_WORDS = 2000
_ANY_NUMBER = "9"
_NUMBER = re.compile(r"[0-9]+(?:am|pm|th|st|nd|rd|ish|mins?|hrs?)?")
_NUMBER_WORDS = word_set(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty"
)
_NEGATORS = word_set("not never no nor neither none nobody nothing without cannot")
# A "not" reaches forward to the end of its clause, and not past one of these.
_SCOPE_END = word_set("but because so since although though and then which who until unless if")
_OR = frozenset({"or", "nor"})
_VERBAL = word_set("i he she it they we you is was are were be been have has had do did can could will would should")
_AFTER = frozenset({"isn't", "wasn't", "aren't", "weren't", "didn't"})
_PLAIN_NAME = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class PhraseError(ValueError):
    """A phrase that is not in the notation. The message is for its author."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a phrase: whole words, beginnings, a number, or a gap."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    number: bool = False
    gap: bool = False
    optional: bool = False

    def fits(self, word: str) -> bool:
        if word in self.words or (self.number and (word in _NUMBER_WORDS or bool(_NUMBER.fullmatch(word)))):
            return True
        return bool(self.beginnings) and word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: its class, the words it takes by number within the sentence, whether it begins in a quotation."""

    cue: str
    first: int
    last: int
    quoted: bool


def parse_phrase(phrase: str) -> tuple[Slot, ...]:
    """The slots of a phrase; raises :class:`PhraseError`."""
    slots = tuple(_parse_slot(part, phrase) for part in phrase.lower().replace("’", "'").replace("-", " ").split())
    if not slots or slots[0].gap or slots[0].optional or slots[-1].gap:
        raise PhraseError(f"{phrase!r} must begin and end with a word")
    return slots


def _parse_slot(part: str, phrase: str) -> Slot:
    if part == "...":
        return Slot(gap=True)
    optional, names = part.endswith("?"), part.removesuffix("?").split("/")
    for name in names:
        if not _PLAIN_NAME.fullmatch(name.removesuffix("*")):
            raise PhraseError(f"{phrase!r} has {name!r}, which is no word; see the notation")
    return Slot(
        words=frozenset(plain_word(name) for name in names if name != _ANY_NUMBER and not name.endswith("*")),
        beginnings=tuple(name.removesuffix("*") for name in names if name.endswith("*")),
        number=_ANY_NUMBER in names,
        optional=optional,
    )


@dataclass
class CueFinder:
    """All cue classes of a rubric, indexed by their first word so that one walk over a text finds them all."""

    keep_negated: set[str] = field(default_factory=set)
    by_word: dict[str, list[tuple[str, tuple[Slot, ...]]]] = field(default_factory=dict)
    by_beginning: dict[str, list[tuple[str, tuple[Slot, ...]]]] = field(default_factory=dict)
    by_number: list[tuple[str, tuple[Slot, ...]]] = field(default_factory=list)
    lengths: set[int] = field(default_factory=set)
    seen: dict[str, list[tuple[str, tuple[Slot, ...]]]] = field(default_factory=dict)

    def add(self, name: str, phrases: Iterable[str], *, keep_negated: bool) -> None:
        """Add one class; raises :class:`PhraseError`."""
        if keep_negated:
            self.keep_negated.add(name)
        for phrase in phrases:
            self._index(name, parse_phrase(phrase))

    def _index(self, name: str, slots: tuple[Slot, ...]) -> None:
        first, entry = slots[0], (name, slots[1:])
        for word in first.words:
            self.by_word.setdefault(word, []).append(entry)
        for beginning in first.beginnings:
            self.by_beginning.setdefault(beginning, []).append(entry)
            self.lengths.add(len(beginning))
        if first.number:
            self.by_number.append(entry)

    def hits(self, sentence: Sentence) -> list[Hit]:
        """Every cue of the sentence that counts, in the order of the text."""
        words = sentence.words
        found = []
        scope = _in_scope(words)
        for index, word in enumerate(words):
            for name, rest in self._starting(word.text):
                last = _match(rest, words, index + 1)
                if last is None:
                    continue
                if name in self.keep_negated or not (scope[index] or _undone_after(words, last - 1)):
                    found.append(Hit(name, index, last - 1, word.quoted))
        return found

    def _starting(self, word: str) -> list[tuple[str, tuple[Slot, ...]]]:
        """What may begin with a word; most words of a text come again and again."""
        if word not in self.seen:
            if len(self.seen) >= _MOST_WORDS:
                self.seen.clear()
            self.seen[word] = list(self._candidates(word))
        return self.seen[word]

    def _candidates(self, word: str) -> Iterator[tuple[str, tuple[Slot, ...]]]:
        yield from self.by_word.get(word, ())
        for length in self.lengths:
            if len(word) >= length:
                yield from self.by_beginning.get(word[:length], ())
        if self.by_number and Slot(number=True).fits(word):
            yield from self.by_number


def _match(slots: tuple[Slot, ...], words: tuple[Word, ...], at: int) -> int | None:
    """The place after the last matched word, or ``None``."""
    for number, slot in enumerate(slots):
        if slot.gap or slot.optional:
            rest = slots[number + 1 :]
            return _match_gap(rest, words, at) if slot.gap else _match_optional(slot, rest, words, at)
        if at >= len(words) or not slot.fits(words[at].text):
            return None
        at += 1
    return at


def _match_gap(rest: tuple[Slot, ...], words: tuple[Word, ...], at: int) -> int | None:
    ends = (_match(rest, words, at + skip) for skip in range(_GAP + 1))
    return next((end for end in ends if end is not None), None)


def _match_optional(slot: Slot, rest: tuple[Slot, ...], words: tuple[Word, ...], at: int) -> int | None:
    if at < len(words) and slot.fits(words[at].text):
        end = _match(rest, words, at + 1)
        if end is not None:
            return end
    return _match(rest, words, at)


def _undone_after(words: tuple[Word, ...], last: int) -> bool:
    """Whether a "not" right behind the cue undoes it, as in "Active listening isn't for this"."""
    after = words[last + 1 : last + 2]
    return bool(after) and after[0].text in _AFTER and after[0].clause == words[last].clause


def _in_scope(words: tuple[Word, ...]) -> list[bool]:
    """For each word, whether a "not" before it reaches it. One walk, however long the sentence is."""
    lists = _continuing_lists(words)
    reached = [False] * len(words)
    for index in range(1, len(words)):
        before, clause = words[index - 1], words[index].clause
        if (before.clause == clause or clause in lists) and before.text not in _SCOPE_END:
            reached[index] = reached[index - 1] or is_negator(before.text)
    return reached


def _continuing_lists(words: tuple[Word, ...]) -> set[int]:
    """The clauses that go on with a list, as the end of "not his sister, his father or his sleep" does."""
    joined = {word.clause for word in words if word.text in _OR}
    return joined - {word.clause for word in words if word.text in _VERBAL} if joined else joined


def is_negator(word: str) -> bool:
    """Whether the word turns what follows into its opposite."""
    return word in _NEGATORS or word.endswith("n't")


def finder(classes: Mapping[str, tuple[Iterable[str], bool]]) -> CueFinder:
    """A finder of ``{name: (phrases, keep_negated)}``; raises :class:`PhraseError`."""
    made = CueFinder()
    for name, (phrases, keep) in classes.items():
        made.add(name, phrases, keep_negated=keep)
    return made
