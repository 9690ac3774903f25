"""Sentences and words of a learner's text, each with its place. Nothing is corrected or thrown away."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import NamedTuple

_LIST_MARK = re.compile(r"\s*(?:[-*•–—·]+\s+|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.):]\s+|[0-9]{1,2}\s+(?=[A-Z]))")
# Begins at the first sign of a run and gives nothing back, so that a long run is read once only.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s)|[;](?=\s)")
_SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|vs|e\.?g|i\.?e|approx|dept|mtg|a\.m|p\.m|[A-Z])\.$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
_CLAUSE_END = frozenset(",;:()–—!?.=…/")
_LONG = 50
_PIECE = 25
_JOINS = frozenset({"and", "but", "so", "then"})


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set, for the lists in this package."""
    return frozenset(words.split())


_BARE = {
    form.replace("'", ""): form
    for form in word_set(
        "don't didn't doesn't isn't wasn't aren't weren't can't couldn't won't wouldn't shouldn't haven't hasn't "
        "hadn't i'm i've you've they've we've they're you're that's there's what's he's she's couldn't mustn't "
        "they'd you'd they'll you'll that'll"
    )
}
_AFTER_AN_ILLNESS = word_set(
    "and but or so with in from at for on of to as by because since when while if than that then he she it they we i "
    "is was were are has had have health father mother dad mum child man woman person people today now again"
)
_OPENING = re.compile(r"[\"“]|(?<!\w)[‘']")
_DOUBLE = re.compile(r"[\"“][^\"“”]{1,400}[\"”]")
_CLOSING = re.compile(r"[’'](?!\w)")
_LONGEST_QUOTATION = 400


class Word(NamedTuple):
    """A word in small letters, the number of its clause in the sentence, and whether it stands in quotation marks."""

    text: str
    clause: int
    quoted: bool


@dataclass(frozen=True)
class Sentence:
    """Characters ``start`` to ``end`` of a text, the number of its line, and its words."""

    start: int
    end: int
    line: int
    words: tuple[Word, ...]

    @cached_property
    def texts(self) -> list[str]:
        """Its words, in small letters."""
        return [word.text for word in self.words]


@dataclass(frozen=True)
class Prose:
    """A text cut into sentences. ``struck`` are sentences that earn nothing."""

    text: str
    sentences: tuple[Sentence, ...]
    struck: frozenset[int] = frozenset()

    @cached_property
    def words(self) -> list[str]:
        """All words, in small letters."""
        return [word for sentence in self.sentences for word in sentence.texts]


def words_by_sentence(texts: Iterable[Prose]) -> list[list[str]]:
    """The words of every sentence of some texts, in small letters."""
    return [sentence.texts for text in texts for sentence in text.sentences]


Spans = tuple[tuple[int, int], ...]
Known = dict[tuple[str, Spans], tuple[Word, ...]]
"""Words of sentences seen before, by text and quotations, so that one text read several times is cut once."""


def prose(text: str, known: Known | None = None) -> Prose:
    """Cut a text into sentences and words."""
    known = {} if known is None else known
    quotes = _quotations(text)
    begins, ends = [a for a, _ in quotes], [b for _, b in quotes]
    found = []
    for start, end, line in _sentence_spans(text):
        touching = quotes[bisect_right(ends, start) : bisect_left(begins, end)]
        inside = tuple((max(a - start, -1), min(b, end + 1) - start) for a, b in touching)
        words = _known_words(text[start:end], inside, known)
        if words:
            found.append(Sentence(start, end, line, words))
    return Prose(text, tuple(found))


def _quotations(text: str) -> list[tuple[int, int]]:
    """Where words stand in quotation marks. Marks that never close must not cost a search each."""
    closings = [match.start() for match in _CLOSING.finditer(text)]
    found, at = [], 0
    while opening := _OPENING.search(text, at):
        start = opening.start()
        end = _quotation_end(text, start, closings)
        if end:
            found.append((start, end))
        at = end or opening.end()
    return found


def _quotation_end(text: str, start: int, closings: list[int]) -> int:
    """Where a quotation ends that would begin here, or 0. One in single marks stays within its line."""
    if text[start] in '"“':
        double = _DOUBLE.match(text, start)
        return double.end() if double else 0
    place = bisect_left(closings, start + 2)
    if place == len(closings) or closings[place] - start - 1 > _LONGEST_QUOTATION:
        return 0
    return 0 if "\n" in text[start : closings[place]] else closings[place] + 1


def _known_words(piece: str, quotes: Spans, known: Known) -> tuple[Word, ...]:
    key = piece, quotes
    if key not in known:
        known[key] = _words(piece, quotes)
    return known[key]


def _words(piece: str, quotes: Spans) -> tuple[Word, ...]:
    words: list[Word] = []
    begins = [a for a, _ in quotes]
    clause = 0
    for match in _WORD.finditer(piece):
        sign = match[0]
        if sign in _CLAUSE_END:
            clause += 1
        elif sign[0].isalnum():
            # Quotations follow one another, so only the last to begin before the word can hold it.
            before = bisect_left(begins, match.start()) if begins else 0
            inside = before > 0 and match.start() < quotes[before - 1][1]
            words.append(Word(plain_word(sign), clause, inside))
    return tuple(_with_i_will(words) if any(word.text == "ill" for word in words) else words)


def _with_i_will(words: list[Word]) -> Iterator[Word]:
    """``ill`` typed for "I'll", which is told by what comes after it."""
    for word, after in zip_longest(words, words[1:]):
        verb_follows = after is not None and after.clause == word.clause and after.text not in _AFTER_AN_ILLNESS
        yield Word("i'll", word.clause, word.quoted) if word.text == "ill" and verb_follows else word


@lru_cache(maxsize=1 << 15)
def plain_word(word: str) -> str:
    """A word as cues know it: small letters, straight apostrophe, and the apostrophe that was left out."""
    small = word.lower().replace("’", "'")
    return _BARE.get(small, small)


def _sentence_spans(text: str) -> list[tuple[int, int, int]]:
    spans: list[tuple[int, int, int]] = []
    for number, line in enumerate(re.finditer(r"[^\n\r]+", text)):
        mark = _LIST_MARK.match(text, line.start(), line.end())
        begin = mark.end() if mark else line.start()
        for start, end in _cut_line(text, begin, line.end()):
            spans.extend((a, b, number) for a, b in _cut_long(text, start, end))
    return [_trimmed(text, a, b, number) for a, b, number in spans if text[a:b].strip()]


def _cut_line(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    pieces, start = [], begin
    for stop in _STOP.finditer(text, begin, end):
        if _SHORT_FORM.search(text[max(start, stop.end() - 8) : stop.end()]):
            continue
        pieces.append((start, stop.end()))
        start = stop.end()
    return [*pieces, (start, end)]


def _cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut what was dictated without stops into pieces, before a joining word."""
    if end - start <= 2 * _LONG:
        return [(start, end)]  # Too short for so many words; most sentences are.
    words = [match for match in _WORD.finditer(text, start, end) if match[0][0].isalnum()]
    if len(words) <= _LONG:
        return [(start, end)]
    pieces, count = [], 0
    for word in words:
        if count >= _PIECE and word[0].lower() in _JOINS:
            pieces.append((start, word.start()))
            start, count = word.start(), 0
        count += 1
    return [*pieces, (start, end)]


def _trimmed(text: str, start: int, end: int, line: int) -> tuple[int, int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()), line
