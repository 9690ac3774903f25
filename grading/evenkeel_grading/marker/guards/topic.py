"""What a text is about: the assignment it was handed in for, another one, or neither."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from evenkeel_grading.marker.forms import stem
from evenkeel_grading.marker.guards.order import FUNCTION_WORDS
from evenkeel_grading.marker.text import Prose, word_set

_ENOUGH = 25
# Genuine answers come to 0.1 in any form; of answers to other assignments one in twenty comes to less than this.
_OTHER_BY = 0.12
_OFF = 0.17
_OWN_SHARE = 0.25
_SMOOTH = 500.0
_LEAST = 0.1
# People at work with the public, and what passes between them: hardly any answer to any assignment does without.
_WORK = word_set(
    "customer caller call phone line ring rang desk counter office queue wait colleague supervisor manager "
    "adviser staff service report log incident complaint complain apologise apology sorry listen calm angry anger "
    "upset shout voice threat threaten abuse abusive safe safety risk alarm support help contact respond reply "
    "reassure frustrate frustration frighten afraid say tell ask explain offer promise check feel worry stress "
    "breathe breath pause shift training policy law act procedure record form payment claim benefit passport "
    "appointment guard security radio unit crew ambulance police fire casualty hazard barrier emergency press "
    "reporter clip message post online chat gentleman lady resident tenant claimant passenger patient client "
    "public empathy empathise paraphrase summarise acknowledge behaviour technique language tone question answer "
    "word hear speak decision decide responsibility escalate handover task instruction brief debrief coach option "
    "review error mistake delay file deadline respect dignity privacy data disability adjustment equality "
    "interpreter recover recovery rota forum leader officer operator engineer control council housing court tax "
    "border visa hospital surgery need plan step route limit rule authority authorise statement confirm insult "
    "swear rude silence demand blame fault refuse accuse repeat cry tear sigh "
)


def content(words: Iterable[str]) -> list[str]:
    """What the words that say something have in common with their other forms."""
    return [said for word in words if (said := _says(word))]


def said_in(text: Prose) -> list[list[str]]:
    """Of each sentence what its words that say something have in common with their other forms."""
    return [content(sentence.texts) for sentence in text.sentences]


@lru_cache(maxsize=8192)
def _says(word: str) -> str:
    return stem(word) if len(word) > 2 and word[0].isalpha() and word not in FUNCTION_WORDS else ""


@cache
def about_work() -> frozenset[str]:
    """What words of work with the public have in common with their other forms."""
    return frozenset(map(stem, _WORK))


class Likelihoods(dict[str, tuple[float, ...]]):
    """How likely each word is in each topic, as logarithms in their order, reckoned when a word is first asked for.

    Of a word that no topic has, only what it says of one topic beside another counts: the empty word stands for it.
    """

    def __init__(self, topics: Mapping[str, Counter[str]], shares: Mapping[str, float]) -> None:
        super().__init__()
        self.topics, self._shares = topics, shares
        self._sizes = [math.log(counts.total() + _SMOOTH) for counts in topics.values()]

    def __missing__(self, word: str) -> tuple[float, ...]:
        counts = [counts[word] for counts in self.topics.values()]
        if word and not any(counts):
            return self[""]
        rest = _SMOOTH * self._shares.get(word, 0.0) + _LEAST
        self[word] = tuple(math.log(count + rest) - size for count, size in zip(counts, self._sizes, strict=True))
        return self[word]

    def of(self, words: Iterable[str]) -> dict[str, float]:
        """For each topic the sum over some words."""
        rows = [self[word] for word in words]
        sums = map(sum, zip(*rows, strict=True)) if rows else [0.0] * len(self.topics)
        return dict(zip(self.topics, sums, strict=True))


def is_off_topic(words: Sequence[str], own: Mapping[str, int]) -> bool:
    """Whether hardly anything is about the assignment, whose words are given, or about work with the public."""
    if len(words) < _ENOUGH:
        return False
    of_work = sum(word in about_work() for word in words) / len(words)
    about_this = sum(word in own for word in words) / len(words)
    return of_work + _OWN_SHARE * about_this < _OFF


def is_of_another(said: Iterable[str], own: str, likely: Likelihoods) -> bool:
    """Whether the words are far more like those of another assignment than of its own."""
    words = dict.fromkeys(said)
    if own not in likely.topics or len(words) < _ENOUGH:
        return False
    sums = likely.of(words)
    here = sums.pop(own)
    return (max(sums.values(), default=-math.inf) - here) / len(words) > _OTHER_BY
