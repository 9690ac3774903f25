"""The same answer as other people would have typed it: slips, bullets, no stops, simple learner's English."""

import random
import re
from collections.abc import Callable

_WORD = re.compile(r"[A-Za-z]{4,}")
_STOPS = re.compile(r"[.,;:!?](?=\s|$)")
# What a learner of English may leave out, or say in one way where the language has several.
_LEFT_OUT = re.compile(r"\b(?:the|a|an)\s+", re.IGNORECASE)
_SAID_SIMPLY = {
    r"\b(I|he|she|they|we|you) (?:am|is|are|was|were) going to\b": r"\1 will",
    r"\b(?:have|has) (been|had|got)\b": r"\1",
    r"\bhaven't\b": "not have",
    r"\bdidn't\b": "did not",
    r"\bdoesn't\b": "do not",
    r"\b(he|she|it) (say|ask|want|need|know|feel|think|come|go|tell|call|ring|look|make|take|give)s\b": r"\1 \2",
    r"\b(stop|ask|call|talk|look|need|want|help|shout|calm|check|explain)ed\b": r"\1",
    r"\bI'd like\b": "I want",
    r"\bperhaps\b": "maybe",
    r"\bwhilst\b": "when",
}


def misspelt(text: str, seed: int = 0) -> str:
    """One word in ten with one slip: two letters swapped, one left out, doubled or changed for a neighbour."""
    chance = random.Random(f"{seed}{text}")

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if chance.random() > 0.1 * len(text.split()) / max(len(_WORD.findall(text)), 1):
            return word
        place = chance.randrange(1, len(word) - 1)
        kind = chance.randrange(4)
        if kind == 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        if kind == 1:
            return word[:place] + word[place + 1 :]
        if kind == 2:
            return word[: place + 1] + word[place:]
        return word[:place] + chance.choice("aeiou" if word[place] in "aeiou" else "rtnsl") + word[place + 1 :]

    return _WORD.sub(slip, text)


def bullets(text: str) -> str:
    """Each sentence on a line of its own, with a bullet."""
    return "- " + re.sub(r"(?<=[.!?]) +(?=[A-Z\"'“‘])", "\n- ", text)


def without_stops(text: str) -> str:
    """As dictated: small letters and no stops or commas."""
    return _STOPS.sub("", text).lower()


def learners_english(text: str) -> str:
    """Without articles, and with the simplest form of common verbs."""
    for pattern, simple in _SAID_SIMPLY.items():
        text = re.sub(pattern, simple, text, flags=re.IGNORECASE)
    return _LEFT_OUT.sub("", text)


VARIANTS: dict[str, Callable[[str], str]] = {
    "misspelt": misspelt,
    "bullets": bullets,
    "without stops": without_stops,
    "learner's English": learners_english,
}
