"""Sentences and words of a learner's text, each with its place. Nothing is corrected or thrown away."""

import re
from dataclasses import dataclass

_LIST_MARK = re.compile(r"\s*(?:[-*•–—·]+\s+|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.):]\s+|[0-9]{1,2}\s+(?=[A-Z]))")
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[;](?=\s)")
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
_QUOTED = re.compile(r"[\"“](?P<double>[^\"“”]{1,400})[\"”]|(?<!\w)[‘'](?P<single>[^\n]{1,400}?)[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in small letters, the number of its clause in the sentence, and whether it stands in quotation marks."""

    text: str
    clause: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters ``start`` to ``end`` of a text, the number of its line, and its words."""

    start: int
    end: int
    line: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A text cut into sentences. ``struck`` are sentences that earn nothing."""

    text: str
    sentences: tuple[Sentence, ...]
    struck: frozenset[int] = frozenset()

    @property
    def words(self) -> list[str]:
        """All words, in small letters."""
        return [word.text for sentence in self.sentences for word in sentence.words]


Known = dict[str, tuple[Word, ...]]
"""Words of sentences seen before, so that one text read several times is cut into words once."""


def prose(text: str, known: Known | None = None) -> Prose:
    """Cut a text into sentences and words."""
    known = {} if known is None else known
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    found = []
    for start, end, line in _sentence_spans(text):
        inside = [(a - start, b - start) for a, b in quotes if a < end and b > start]
        words = _known_words(text[start:end], inside, known)
        if words:
            found.append(Sentence(start, end, line, words))
    return Prose(text, tuple(found))


def _known_words(piece: str, quotes: list[tuple[int, int]], known: Known) -> tuple[Word, ...]:
    if quotes:
        return _words(piece, quotes)
    if piece not in known:
        known[piece] = _words(piece, quotes)
    return known[piece]


def _words(piece: str, quotes: list[tuple[int, int]]) -> tuple[Word, ...]:
    words: list[Word] = []
    clause = 0
    for match in _WORD.finditer(piece):
        sign = match[0]
        if sign in _CLAUSE_END:
            clause += 1
        elif sign[0].isalnum():
            inside = bool(quotes) and any(a < match.start() < b for a, b in quotes)
            words.append(Word(plain_word(sign), clause, inside))
    return tuple(words)


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
