"""Text that was given to the learner, or stands in the course, with words left out, put in or swapped."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evenkeel_grading.marker.guards.topic import said_in
from evenkeel_grading.marker.text import prose

_SHORTEST = 4
_SHARED = 3
_CANDIDATES = 4
_OF_OWN = 0.45
_OF_EITHER = 0.6
# Of the words that say something. Genuine answers, in other forms too, come to 0.31; given text cut or filled to 0.45.
_HELD_SHARE = 0.38
# Neighbouring words that say something: genuine answers come to 0.53, pages with every fifth word left out to 0.9.
_COURSE_SHARE = 0.65
_ENOUGH_PAIRS = 15


@dataclass
class Passages:
    """Sentences that were given, each as its words that say something, and where each word stands."""

    sentences: list[list[str]] = field(default_factory=list)
    holding: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Passages":
        """The sentences of some texts, but for the shortest."""
        made = cls()
        for text in texts:
            for sentence in said_in(prose(text)):
                if len(sentence) >= _SHORTEST:
                    for word in sentence:
                        made.holding.setdefault(word, set()).add(len(made.sentences))
                    made.sentences.append(sentence)
        return made

    def have(self, words: Sequence[str]) -> bool:
        """Whether one of the sentences says nearly this, in this order."""
        shared = Counter(number for word in set(words) for number in self.holding.get(word, ()))
        likely = [number for number, count in shared.most_common(_CANDIDATES) if count >= _SHARED]
        return any(_is_near(words, self.sentences[number]) for number in likely)


def _is_near(words: Sequence[str], given: Sequence[str]) -> bool:
    same = _in_order(words, given)
    return same >= _OF_OWN * len(words) and same >= _OF_EITHER * min(len(words), len(given))


def _in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both have in the same order: the length of the longest common subsequence."""
    before = [0] * (len(other) + 1)
    for word in one:
        row = [0]
        for index, given in enumerate(other):
            row.append(before[index] + 1 if word == given else max(before[index + 1], row[-1]))
        before = row
    return before[-1]


def is_reworded(sentences: Iterable[list[str]], given: Passages) -> bool:
    """Whether much of it says in the same order, word for word but for some, what was given."""
    near = total = 0
    for words in sentences:
        total += len(words)
        near += len(words) if len(words) >= _SHORTEST and given.have(words) else 0
    return total > 0 and near / total >= _HELD_SHARE


def course_pairs(said: list[str]) -> set[int]:
    """Neighbours of the words that say something, and such with one between them, by hash: for one process only."""
    return {hash(pair) for step in (1, 2) for pair in zip(said, said[step:], strict=False)}


def from_course_cut(sentences: Iterable[list[str]], pairs: Collection[int]) -> bool:
    """Whether most words follow one another as they do on the course's pages, words left out or not."""
    found = [hash(pair) in pairs for words in sentences for pair in pairwise(words)]
    return len(found) >= _ENOUGH_PAIRS and sum(found) / len(found) >= _COURSE_SHARE
