"""What a misspelt word was meant to be, so that a slip of the keys costs nobody a mark.

A word that English has is left alone, whatever the cues would like it to be. One that it does not have is read as
the word of the cues, else of the list, that is one slip away: a letter left out, put in, changed or swapped.
"""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

_SHORTEST = 3
_LONGEST = 24
_LETTERS = "etaoinshrdlucmfwypvbgkjqxz"


@cache
def english() -> frozenset[str]:
    """Common English words, in small letters; see the notice at the head of ``words.txt``."""
    text = (files(__package__) / "words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if not line.startswith("#"))


def meant(word: str, is_cue: Callable[[str], bool]) -> str:
    """The word itself where it is a cue's or English has it, else the likeliest word one slip away."""
    if word.endswith("in") and word not in english() and f"{word}g" in english():
        return f"{word}g"  # As many say it: sayin, goin.
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or is_cue(word) or word in english():
        return word
    return _nearest(word, is_cue)


def _nearest(word: str, is_cue: Callable[[str], bool]) -> str:
    """The likeliest English word that is a cue's, else the likeliest of a cue, else of the list, else the word."""
    cue = common = ""
    for made in _slips(word):
        listed = made in english()
        if len(made) < _SHORTEST or (cue and not listed):
            continue
        if is_cue(made):
            if listed:
                return made
            cue = made
        elif listed:
            common = common or made
    return cue or common or word


def _slips(word: str) -> Iterable[str]:
    """The likeliest slips first: two letters swapped, one doubled or left single, one left out, put in or changed."""
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield word[1] + word[0] + word[2:]
    yield from (left + right[1:] for left, right in cuts if right and left[-1] == right[0])
    yield from (left + left[-1] + right for left, right in cuts)
    yield from (left + letter + right for left, right in cuts for letter in _LETTERS)
    yield from (left + right[1:] for left, right in cuts if right)
    yield from (left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS)
    yield word[1:]
    yield from (letter + word for letter in _LETTERS)
