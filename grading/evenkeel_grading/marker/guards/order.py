"""Lists of words, and words out of order: how likely each word is to follow the one before it.

``pairs.txt`` holds how often one kind of word follows another in our own course text (``tests/word_pairs.py`` makes
it). A kind is one of the commonest words, or the ending of a rarer one. In real writing the pairs that come are
mostly those that come more often than chance; out of order, they come less often.
"""

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from evenkeel_grading.marker.text import Prose, Sentence, word_set

_ENDINGS = ("tion", "ment", "ness", "ing", "ous", "ive", "ful", "able", "ity", "est", "ed", "ly", "er", "al")
_SHORT_ENDINGS = ("s", "e", "y", "t", "n")
_NUMBER, _OTHER = "#", "-"
_MOST = 3.0
_SOFTLY = 0.5
# Real answers score 0.1 and more, in simple second-language English too; the same words shuffled less than 0.05.
# See tests/grading/data/README.md.
_ODD_ORDER = 0.07
_ENOUGH_PAIRS = 60
# Of a part of an answer the average wavers more, so it has to be the odder the fewer pairs there are.
_FEW_PAIRS = 20
_WAVER = 2.0

_PATCH = 25
_STEP = 5
_ODD_PATCH = -0.5

_LIST_PIECES = 10
_PIECE_WORDS = 3.0
_LIST_WORDS = 12
_LIST_SHARE = 0.2
_LIST_CLAUSE = 2.2
# Genuine answers have up to 0.13 of these to a word, lists of keywords and answers full of stray signs 0.22 and more.
_NOISE = re.compile(r"(?<=\w)[^\w\n]*[,;!?/…–-][^\w\n]*(?=\s)|\s[^\w\s\"'“(\[*•-]+(?=\s)")
_NOISE_SHARE = 0.2
_NOISE_WORDS = 40
_CHAIN = 6
_CHAIN_WORDS = 3
_LIST_CLAUSE_SHARE = 0.4

_JOINING = frozenset({"and", "or"})
FUNCTION_WORDS = word_set(
    "a an the my your his our their its of to for with from at into by on is was are were am be been has have had will "
    "would can could should do did does i he she they we it him them us me and or but because so if when that which "
    "who as than then you this these those there what where how why not no in out up off down over about after before "
    "again all any some more most one her i'm i'd i'll i've you're you've it's that's he's she's they're we're he'd "
    "she'd they'd we'd you'd don't didn't can't couldn't won't wouldn't wasn't isn't hadn't just too very only also"
)


class WordPairs:
    """How often kinds of words follow one another."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.pairs: dict[tuple[str, str], float] = {}
        before: dict[str, int] = {}
        after: dict[str, int] = {}
        counts: dict[tuple[str, str], int] = {}
        for line in lines:
            first, *rest = line.split()
            for follows, count in zip(rest[::2], map(int, rest[1::2]), strict=True):
                counts[first, follows] = count
                before[first] = before.get(first, 0) + count
                after[follows] = after.get(follows, 0) + count
        self.before, self.after, self.total = before, after, max(sum(before.values()), 1)
        self.common = frozenset(word for word in (*before, *after) if not word.startswith((_OTHER, _NUMBER)))
        self.counts = counts
        self._kinds: dict[str, str] = {}

    def kind(self, word: str) -> str:
        """The word itself where it is common, else a sign of how it ends."""
        return word if word in self.common else ending(word)

    def likeness(self, first: str, follows: str) -> float:
        """How much more often than by chance the second kind follows the first, as a logarithm between -3 and 3."""
        pair = first, follows
        if pair not in self.pairs:
            chance = self.before.get(first, 0) * self.after.get(follows, 0) / self.total
            ratio = (self.counts.get(pair, 0) + _SOFTLY) / (chance + _SOFTLY)
            self.pairs[pair] = max(-_MOST, min(_MOST, math.log(ratio)))
        return self.pairs[pair]

    def likenesses(self, texts: Iterable[Prose]) -> list[float]:
        """The likeness of every pair within sentences, in the order of the text."""
        found: list[float] = []
        for text in texts:
            for sentence in text.sentences:
                kinds = list(map(self.kind, sentence.texts))
                found.extend(map(self.likeness, kinds, kinds[1:]))
        return found

    def order(self, texts: Iterable[Prose]) -> tuple[float, int]:
        """The average likeness of the pairs within sentences, and their number."""
        found = self.likenesses(texts)
        return (sum(found) / len(found) if found else 0.0), len(found)


@lru_cache(maxsize=8192)
def ending(word: str) -> str:
    """The kind of a word that is not among the commonest."""
    if word[0].isdigit():
        return _NUMBER
    return next(
        (_OTHER + end for end in (*_ENDINGS, *_SHORT_ENDINGS) if word.endswith(end) and len(word) > len(end) + 2),
        _OTHER,
    )


@cache
def word_pairs() -> WordPairs:
    """The pairs that come with the package, read once."""
    text = (files(__package__) / "pairs.txt").read_text(encoding="utf-8")
    return WordPairs(line for line in text.split("\n") if line and not line.startswith("% "))


def is_scrambled(texts: Iterable[Prose], *, whole: bool = False) -> bool:
    """Whether words follow one another as they hardly ever do. Of a ``whole`` answer less is enough to tell."""
    likeness, pairs = word_pairs().order(texts)
    if whole and pairs >= _ENOUGH_PAIRS:
        return likeness < _ODD_ORDER
    return pairs >= _FEW_PAIRS and likeness < _ODD_ORDER - _WAVER / math.sqrt(pairs)


def has_scrambled_patch(texts: Iterable[Prose]) -> bool:
    """Whether the words of some stretch of a field are out of order, however the rest reads."""
    for text in texts:
        found = word_pairs().likenesses([text])
        starts = range(0, len(found) - _PATCH + 1, _STEP)
        if any(sum(found[start : start + _PATCH]) < _ODD_PATCH * _PATCH for start in starts):
            return True
    return False


def has_list(texts: Iterable[Prose]) -> bool:
    """Whether somewhere many pieces of few words follow one another, with commas or an "and" between them."""
    for text in texts:
        for sentence in text.sentences:
            clauses = len({word.clause for word in sentence.words})
            if clauses >= _LIST_PIECES and len(sentence.words) / clauses <= _PIECE_WORDS:
                return True
            if _chained(sentence) >= _CHAIN:
                return True
    return False


def is_noisy(texts: Iterable[str]) -> bool:
    """Whether signs stand behind far more words than anybody sets them behind."""
    joined = " ".join(texts)
    words = len(joined.split())
    return words >= _NOISE_WORDS and len(_NOISE.findall(joined)) / words >= _NOISE_SHARE


def _chained(sentence: Sentence) -> int:
    """How many pieces of at most three words follow one another, each after an "and" or a comma."""
    most = pieces = since = 0
    clause = sentence.words[0].clause
    for word in sentence.words:
        joins = word.text in _JOINING
        if joins or word.clause != clause:
            pieces = pieces + 1 if since <= _CHAIN_WORDS else 0
            most, since, clause = max(most, pieces), 0, word.clause
        since += not joins
    return most


def is_word_list(texts: Sequence[Prose]) -> bool:
    """Whether hardly any of the small words stand there that sentences are made with."""
    words = [word for text in texts for word in text.words]
    small = sum(word in FUNCTION_WORDS for word in words)
    clauses = sum(len({word.clause for word in sentence.words}) for text in texts for sentence in text.sentences)
    if len(words) < _LIST_WORDS:
        return False
    share = small / len(words)
    return share < _LIST_SHARE or (share < _LIST_CLAUSE_SHARE and len(words) / clauses < _LIST_CLAUSE)
