"""The same thing said again, and far more than was asked for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evenkeel_grading.marker.text import Prose, words_by_sentence

_RUN = 4
_RUNS = 12
_SHORTEST = 6
_ALIKE = 0.8
_HELD_SHARE = 0.3
_TOO_MUCH = 2.5
_ALLOWANCE = 120
_CANDIDATES = 40

_Counted = tuple[int, Counter[str]]
"""How many words a sentence has, and how often each."""


def is_repeated(texts: Iterable[Prose]) -> bool:
    """Whether much of it was said before, in the same words or the same words in another order."""
    sentences = words_by_sentence(texts)
    return _in_runs(sentences) or _in_sentences(sentences)


def _in_runs(sentences: Iterable[list[str]]) -> bool:
    """Whether much of it are the same words in the same order, wherever the stops are."""
    words = [word for sentence in sentences for word in sentence]
    runs = [tuple(words[index : index + _RUN]) for index in range(len(words) - _RUN + 1)]
    return len(runs) >= _RUNS and 1 - len(set(runs)) / len(runs) >= _HELD_SHARE


def _in_sentences(sentences: Iterable[list[str]]) -> bool:
    said: list[_Counted] = []
    holding: dict[str, list[int]] = {}
    again = total = 0
    for words in sentences:
        total += len(words)
        if len(words) < _SHORTEST:
            continue
        own = Counter(words)
        again += len(words) if _said((len(words), own), said, holding) else 0
        for word in own:
            holding.setdefault(word, []).append(len(said))
        said.append((len(words), own))
    return total > 0 and again / total >= _HELD_SHARE


def _said(own: _Counted, said: Sequence[_Counted], holding: Mapping[str, list[int]]) -> bool:
    """Whether a sentence before has nearly these words. Only those with its rarest words are looked at."""
    rarest = sorted(own[1], key=lambda word: len(holding.get(word, ())))[:_SHORTEST]
    near = {number for word in rarest for number in holding.get(word, ())[-_CANDIDATES:]}
    return any(_alike(own, said[number]) for number in near)


def _alike(one: _Counted, other: _Counted) -> bool:
    enough = _ALIKE * (one[0] + other[0]) / 2
    return min(one[0], other[0]) >= enough and (one[1] & other[1]).total() >= enough


def is_padded(texts: Mapping[str, Prose], asked: Mapping[str, int]) -> bool:
    """Whether a field has far more words than it asks for; ``asked`` is by field, 0 where it does not say."""
    return any(
        asked.get(field, 0) and len(text.words) > asked[field] * _TOO_MUCH + _ALLOWANCE for field, text in texts.items()
    )
