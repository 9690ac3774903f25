"""The small notation in which a subject expert writes cues, and how a phrase is matched.

Words as they stand (``next time``); in a phrase of several words every form of a word counts (``he settles`` finds
"he settled"), of a word alone with a sign behind it (``settle~``; ``tell~`` finds told); ``apolog*`` for every word
that begins so; ``check/look`` for either; ``the?`` for a word that may be left out;
``_`` for any one word and ``!be/try`` for any one but these; ``...`` for up to three words in between; ``9`` for any
number (``4``, ``16``, ``4pm``, ``three``). Capitals, hyphens and a left-out apostrophe do not matter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evenkeel_grading.marker.forms import stem
from evenkeel_grading.marker.text import plain_word, word_set

_GAP = 3
_ANY_NUMBER = "9"
_NUMBER = re.compile(r"[0-9]+(?:am|pm|th|st|nd|rd|ish|mins?|hrs?|h|s)?")
_NUMBER_WORDS = word_set(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty"
)
_PLAIN_NAME = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class PhraseError(ValueError):
    """A phrase that is not in the notation. The message is for its author."""


@dataclass(frozen=True, slots=True)
class Read:
    """A word of the text as the rules read it: the word that was meant, and its stem."""

    word: str
    stem: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a phrase: stems of words (or whole words), beginnings, a number, any word but some, or a gap."""

    stems: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    number: bool = False
    gap: bool = False
    optional: bool = False
    but: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing but the stem of a word decides."""
        return not (self.whole or self.beginnings or self.number or self.gap or self.optional or self.but)

    def fits(self, read: Read) -> bool:
        """Whether a word of the text may stand in this place."""
        return self._named(read) != self.but

    def _named(self, read: Read) -> bool:
        if read.stem in self.stems or read.word in self.whole or (self.number and is_number(read.word)):
            return True
        return bool(self.beginnings) and read.word.startswith(self.beginnings)


def is_number(word: str) -> bool:
    """Whether the word is a number, in figures or in letters."""
    return word in _NUMBER_WORDS or bool(_NUMBER.fullmatch(word))


def parse_phrase(phrase: str) -> tuple[Slot, ...]:
    """The slots of a phrase; raises :class:`PhraseError`."""
    parts = phrase.lower().replace("’", "'").replace("-", " ").split()
    slots = tuple(_parse_slot(part, phrase, several=len(parts) > 1) for part in parts)
    if not slots or slots[0].gap or slots[0].optional or slots[0].but or slots[-1].gap:
        raise PhraseError(f"{phrase!r} must begin and end with a word")
    return slots


def _parse_slot(part: str, phrase: str, *, several: bool) -> Slot:
    if part == "...":
        return Slot(gap=True)
    if part in ("_", "_?"):
        return Slot(optional=part.endswith("?"), but=True)
    optional, but = part.endswith("?"), part.startswith("!")
    names = part.removesuffix("?").removeprefix("!").split("/")
    for name in names:
        if not _PLAIN_NAME.fullmatch(name.removesuffix("*").removesuffix("~")):
            raise PhraseError(f"{phrase!r} has {name!r}, which is no word; see the notation")
    whole = [name for name in names if name != _ANY_NUMBER and not name.endswith("*")]
    stemmed = {name for name in whole if several or name.endswith("~")}
    return Slot(
        stems=frozenset(stem(plain_word(name.removesuffix("~"))) for name in stemmed),
        whole=frozenset(plain_word(name) for name in whole if name not in stemmed),
        beginnings=tuple(name.removesuffix("*") for name in names if name.endswith("*")),
        number=_ANY_NUMBER in names,
        optional=optional,
        but=but,
    )


def match(slots: Sequence[Slot], words: Sequence[Read], at: int) -> int | None:
    """The place after the last matched word, or ``None``."""
    for number, slot in enumerate(slots):
        if slot.gap or slot.optional:
            rest = slots[number + 1 :]
            return _match_gap(rest, words, at) if slot.gap else _match_optional(slot, rest, words, at)
        if at >= len(words) or not slot.fits(words[at]):
            return None
        at += 1
    return at


def _match_gap(rest: Sequence[Slot], words: Sequence[Read], at: int) -> int | None:
    first = rest[0]
    for start in range(at, min(at + _GAP + 1, len(words))):
        if first.optional or first.fits(words[start]):
            end = match(rest, words, start)
            if end is not None:
                return end
    return None


def _match_optional(slot: Slot, rest: Sequence[Slot], words: Sequence[Read], at: int) -> int | None:
    if at < len(words) and slot.fits(words[at]):
        end = match(rest, words, at + 1)
        if end is not None:
            return end
    return match(rest, words, at)
