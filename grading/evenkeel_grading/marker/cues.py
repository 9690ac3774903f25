"""Cue classes, found in sentences with negation and quotation. Their notation is told in :mod:`.phrases`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from evenkeel_grading.marker.forms import IRREGULAR_OF, stem
from evenkeel_grading.marker.phrases import PhraseError, Read, Slot, is_number, match, parse_phrase
from evenkeel_grading.marker.spelling import english, meant
from evenkeel_grading.marker.text import Sentence, Word, word_set

__all__ = ["CueFinder", "Hit", "PhraseError", "finder", "is_negator", "parse_phrase"]

_MOST_WORDS = 4000
_HEAD = 4
# To look for what a word was meant to be takes time. Nobody's own slips come to so many different words in one answer.
_MOST_STRANGE = 400
_NEGATORS = word_set("not never no nor neither none nobody nothing without cannot")
# A "not" reaches forward to the end of its clause, and not past one of these.
_SCOPE_END = word_set("but because so since although though and then which who until unless if when after")
# Nor further than so many words, which is what keeps it short where nobody set a stop.
_SCOPE = 8
# A new subject begins something new, but after these, as in "I do not think he settled".
_SUBJECTS = word_set("i he she they we i'm he's she's it's they're we're i've they've we've i'd he'd she'd")
_OPINION = word_set("think believe feel know want expect say mean see hope that what how whether until as than")
# "She said nothing" is no denial of what comes after it.
_NOTHING = word_set("nothing none")
_BEFORE_NOTHING = word_set("say tell hear know see get giv ask explain promis")
_OR = frozenset({"or", "nor"})
_VERBAL = word_set("i he she it they we you is was are were be been have has had do did can could will would should")
_AFTER = frozenset({"isn't", "wasn't", "aren't", "weren't", "didn't"})


class Hit(NamedTuple):
    """A cue found: its class, the words it takes by number within the sentence, whether it begins in a quotation."""

    cue: str
    first: int
    last: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase to look for: its class, what follows its beginning, and whether a "not" within it undoes it.

    ``needs`` are words or stems one of which has to be in the sentence; none where that cannot be told.
    """

    cue: str
    rest: tuple[Slot, ...]
    undone_within: bool
    needs: frozenset[str] = frozenset()


@dataclass(slots=True)
class Starts:
    """What may begin with a word: phrases by the stem of their second word, and those that cannot be told so."""

    by_next: dict[str, list[Entry]] = field(default_factory=dict)
    others: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Add a phrase by what follows its first word."""
        if not entry.rest or not entry.rest[0].plain:
            self.others.append(replace(entry, needs=_needed(entry.rest)))
            return
        later = Entry(entry.cue, entry.rest[1:], entry.undone_within)
        for following in entry.rest[0].stems:
            self.by_next.setdefault(following, []).append(later)

    def found(self, words: Sequence[Read], index: int, there: set[str]) -> Iterable[tuple[Entry, int]]:
        """The phrases that stand at a place, each with the place after it. ``there`` is all that the sentence has."""
        return self._found(words, index, there) if self.others or self.by_next else ()

    def _found(self, words: Sequence[Read], index: int, there: set[str]) -> Iterator[tuple[Entry, int]]:
        for entry in self.others:
            if entry.needs and entry.needs.isdisjoint(there):
                continue
            end = match(entry.rest, words, index + 1)
            if end is not None:
                yield entry, end
        if index + 1 < len(words):
            for entry in self.by_next.get(words[index + 1].stem, ()):
                end = match(entry.rest, words, index + 2) if entry.rest else index + 2
                if end is not None:
                    yield entry, end


def _needed(rest: Iterable[Slot]) -> frozenset[str]:
    """What names a place that cannot stay empty; of several the one with long words, since these are the rarest."""
    named = [slot for slot in rest if not (slot.beginnings or slot.number or slot.gap or slot.optional or slot.but)]
    return max((slot.stems | slot.whole for slot in named), key=lambda names: min(map(len, names)), default=frozenset())


@dataclass
class CueFinder:
    """All cue classes of a rubric, indexed by their first words so that one walk over a text finds them all."""

    keep_negated: set[str] = field(default_factory=set)
    spellings: Mapping[str, str] = field(default_factory=dict)
    by_word: dict[str, list[Entry]] = field(default_factory=dict)
    by_stem: dict[str, list[Entry]] = field(default_factory=dict)
    by_beginning: dict[str, list[Entry]] = field(default_factory=dict)
    by_number: list[Entry] = field(default_factory=list)
    lengths: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    starts: dict[str, Starts] = field(default_factory=dict)
    known: dict[str, Read] = field(default_factory=dict)
    mends: bool = True

    def suited(self, words: frozenset[str]) -> "CueFinder":
        """Itself, or its like that takes every word as it stands where too many of an answer's words are strange."""
        return self if len(words - english()) <= _MOST_STRANGE else self._literal

    @cached_property
    def _literal(self) -> "CueFinder":
        return replace(self, mends=False, known={})

    def add(self, name: str, phrases: Iterable[str], *, keep_negated: bool) -> None:
        """Add one class; raises :class:`PhraseError`."""
        if keep_negated:
            self.keep_negated.add(name)
        for phrase in phrases:
            self._index(name, parse_phrase(phrase))

    def _index(self, name: str, slots: tuple[Slot, ...]) -> None:
        says_not = any(is_negator(word) for slot in slots for word in (*slot.stems, *slot.whole))
        first, entry = slots[0], Entry(name, slots[1:], name not in self.keep_negated and not says_not)
        for words, index in ((first.whole, self.by_word), (first.stems, self.by_stem)):
            for word in words:
                index.setdefault(word, []).append(entry)
        for beginning in first.beginnings:
            self.by_beginning.setdefault(beginning, []).append(entry)
            self.lengths.add(len(beginning))
        if first.number:
            self.by_number.append(entry)
        names = [word for slot in slots if not slot.but for word in (*slot.whole, *slot.stems)]
        self.names.update(names)
        beginnings = (*first.beginnings, *(beginning for name in names for beginning in _regular(name)))
        self.heads.update(beginning[:_HEAD] for beginning in beginnings)

    def hits(self, sentence: Sentence) -> list[Hit]:
        """Every cue of the sentence that counts, in the order of the text."""
        words = sentence.words
        read = [self.read(word.text) for word in words]
        nots = [index for index, word in enumerate(read) if is_negator(word.word)]
        scope = _in_scope(words, read) if nots else [False] * len(words)
        there = {name for one in read for name in (one.word, one.stem)}
        found = []
        for index, word in enumerate(read):
            for entry, end in self._starting(word).found(read, index, there):
                if entry.undone_within and any(index < place < end for place in nots):
                    continue
                if entry.cue in self.keep_negated or not (scope[index] or _undone_after(words, end - 1)):
                    found.append(Hit(entry.cue, index, end - 1, words[index].quoted))
        return found

    def read(self, word: str) -> Read:
        """The word that was meant: another spelling that the rules know, or a slip of the keys."""
        if word not in self.known:
            if len(self.known) >= _MOST_WORDS:
                self.known.clear()
            text = self._meant(self.spellings.get(word, word))
            self.known[word] = Read(text, stem(text))
        return self.known[word]

    def _meant(self, word: str) -> str:
        owner = word.removesuffix("'s")
        if owner != word and not self._is_cue(word) and self._is_cue(owner):
            return owner
        return meant(word, self._is_cue) if self.mends else word

    def _is_cue(self, word: str) -> bool:
        if word in self.names:
            return True
        if word not in IRREGULAR_OF and self.heads.isdisjoint((word[:1], word[:2], word[:3], word[:_HEAD])):
            return False  # Most words that a slip could have been of end here.
        return stem(word) in self.names or any(word[:length] in self.by_beginning for length in self.lengths)

    def _starting(self, read: Read) -> Starts:
        """What may begin with a word; most words of a text come again and again."""
        if read.word not in self.starts:
            if len(self.starts) >= _MOST_WORDS:
                self.starts.clear()
            made = Starts()
            for entry in self._candidates(read):
                made.add(entry)
            self.starts[read.word] = made
        return self.starts[read.word]

    def _candidates(self, read: Read) -> Iterator[Entry]:
        yield from self.by_word.get(read.word, ())
        yield from self.by_stem.get(read.stem, ())
        for length in self.lengths:
            if len(read.word) >= length:
                yield from self.by_beginning.get(read.word[:length], ())
        if self.by_number and is_number(read.word):
            yield from self.by_number


def _undone_after(words: tuple[Word, ...], last: int) -> bool:
    """Whether a "not" right behind the cue undoes it, as in "Active listening isn't for this"."""
    after = words[last + 1 : last + 2]
    return bool(after) and after[0].text in _AFTER and after[0].clause == words[last].clause


def _in_scope(words: tuple[Word, ...], read: Sequence[Read]) -> list[bool]:
    """For each word, whether a "not" before it reaches it. One walk, however long the sentence is."""
    lists = _continuing_lists(words)
    reached = [False] * len(words)
    since = _SCOPE
    for index in range(1, len(words)):
        before, clause = words[index - 1], words[index].clause
        joined = (before.clause == clause or clause in lists) and read[index - 1].word not in _SCOPE_END
        since = 0 if _opens(read, index - 1) else since + (clause not in lists)
        fresh = read[index].word in _SUBJECTS and since > 1 and read[index - 1].word not in _OPINION
        if not joined or fresh:
            since = _SCOPE
        reached[index] = since < _SCOPE
    return reached


def _opens(read: Sequence[Read], index: int) -> bool:
    """Whether a word denies what comes after it."""
    if read[index].word in _NOTHING and index and read[index - 1].stem in _BEFORE_NOTHING:
        return False
    return is_negator(read[index].word)


def _continuing_lists(words: tuple[Word, ...]) -> set[int]:
    """The clauses that go on with a list, as the end of "not his sister, his father or his sleep" does."""
    joined = {word.clause for word in words if word.text in _OR}
    return joined - {word.clause for word in words if word.text in _VERBAL} if joined else joined


@lru_cache(maxsize=8192)
def is_negator(word: str) -> bool:
    """Whether the word turns what follows into its opposite."""
    return word in _NEGATORS or word.endswith("n't")


def _regular(name: str) -> tuple[str, ...]:
    """How a regular form of a word or stem has to begin: a y may have become an i, and few forms are short."""
    return (name.removesuffix("y"),) if len(name) > 2 else (f"{name}s", f"{name}es")


def finder(classes: Mapping[str, tuple[Iterable[str], bool]], spellings: Mapping[str, str] | None = None) -> CueFinder:
    """A finder of ``{name: (phrases, keep_negated)}`` and of other spellings; raises :class:`PhraseError`."""
    made = CueFinder(spellings=dict(spellings or {}))
    for name, (phrases, keep) in classes.items():
        made.add(name, phrases, keep_negated=keep)
    return made
