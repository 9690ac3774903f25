"""Ids and file names out of any words: small letters, figures and hyphens, each once."""

import re
import unicodedata

_APART = re.compile(r"[^a-z0-9]+")
_FOLDED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

KEPT = "constructor"
"""No id of ours: each record of a page has an entry of this name before anything is put into it."""


def slug(words: str, longest: int = 40) -> str:
    """Words as an id; empty when they have no letter of the Latin alphabet at a start."""
    bare = unicodedata.normalize("NFKD", words.lower().translate(_FOLDED))
    plain = _APART.sub("-", "".join(sign for sign in bare if not unicodedata.combining(sign)))
    plain = re.sub(r"^[0-9-]+", "", plain).strip("-")
    if len(plain) > longest:
        cut = plain[: longest + 1].rpartition("-")[0] or plain[:longest]
        plain = cut[:longest].strip("-")
    return plain


class Names:
    """Hands out ids, each once."""

    def __init__(self, taken: set[str] | None = None) -> None:
        self.taken = taken if taken is not None else set()
        self.taken.add(KEPT)
        self._last: dict[str, int] = {}

    def new(self, words: str, otherwise: str, longest: int = 40) -> str:
        """An id from words, or ``otherwise``; with a number when it was handed out before."""
        first = slug(words, longest) or otherwise
        name, number = first, self._last.get(first, 1)
        while name in self.taken:
            number += 1
            name = f"{first[:55].strip('-')}-{number}"
        self.taken.add(name)
        self._last[first] = number
        return name
