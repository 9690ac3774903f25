"""Words, sentences and syllables of plain English, and how hard they are to read."""

import re
from collections.abc import Sequence
from functools import lru_cache

from evenkeel.lint.terms import STOP_WORDS

SHORT = ("e.g", "i.e", "etc", "vs", "dr", "mr", "mrs", "ms", "st", "prof")
"""Abbreviations whose dot ends no sentence."""

_END = re.compile(r"[.!?\u2026]+[)\"'\u2019\u201d\]*]*(?=\s+[\"'(\u2018\u201c\[*]*[A-Z0-9]|\s+\(|\s*$)")
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:[:.,'\u2019-][A-Za-z0-9\u00c0-\u024f]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SPLIT_VOWELS = re.compile(
    r"i[aou]|[^qg]ua|eo(?!u)|ie[rt]$|[^tc]ien[ct]|scie|yi|[uoe]ing|(?:id|ar)ea|[cr]rea(?:t|ct)|^rea[cl]|suici"
)
_ONE_SOUND = re.compile(r"[tcsgx]iou|[cst]ia|[cstgn]ion|geo|people|busi|usua|gue$|que$|some(?=[tbohw])|everyone")
_QUOTED = re.compile(r"\"[^\"]*\"|\u201c[^\u201d]*\u201d|\u2018[^\u2019]*\u2019")


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph, list entry or cell. What stands at the end without a full stop counts too."""
    found, start = [], 0
    for end in _END.finditer(text):
        if not _abbreviated(text[start : end.start()], end[0]):
            found.append(text[start : end.end()])
            start = end.end()
    return [part.strip() for part in (*found, text[start:]) if _WORD.search(part)]


def _abbreviated(before: str, end: str) -> bool:
    last = before.rsplit(maxsplit=1)[-1].lstrip("(\"'") if before.split() else ""
    return end == "." and (last.lower() in SHORT or re.fullmatch(r"[A-Z]", last) is not None)


def own_words(text: str) -> str:
    """A text without what someone says in it, in quotation marks."""
    return _QUOTED.sub("", text)


def words(text: str) -> list[str]:
    """The words and numbers of a text, in order."""
    return _WORD.findall(text)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """About how many syllables an English word has: vowel groups, less those that are silent."""
    parts = [part for part in re.split(r"[^a-z]+", word.lower().replace("\u2019", "'").split("'")[0]) if part]
    return sum(_part(part) for part in parts) or 1


def _part(word: str) -> int:
    if len(word) <= 3:
        return 1 if not _VOWELS.search(word) or len(_VOWELS.findall(word)) < 2 or word.endswith("e") else 2
    count = len(_VOWELS.findall(word)) + len(_SPLIT_VOWELS.findall(word)) - len(_ONE_SOUND.findall(word))
    return max(1, count - (1 if _silent_end(word) else 0))


def _silent_end(word: str) -> bool:
    if word.endswith(("le", "les")):
        return word.rstrip("s")[-3] in "aeiouy"
    if word.endswith("ed"):
        return word[-3] not in "tdaeiou" and not (word[-3] == "l" and word[-4] not in "aeiouyl")
    if word.endswith("es"):
        return word[-3] not in "cszxgh" and word[-3] not in "aeiouy"
    return word.endswith("e") and word[-2] not in "aeiouy"


def grade(texts: Sequence[str]) -> float:
    """The Flesch-Kincaid grade of some sentences: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    said = [found for text in texts if (found := words(text))]
    count = sum(map(len, said))
    if not count:
        return 0.0
    sounds = sum(syllables(word) for sentence in said for word in sentence)
    return 0.39 * count / len(said) + 11.8 * sounds / count - 15.59


def root(word: str) -> str:
    """A word without its commonest endings, so that ``calls`` and ``calling`` meet."""
    word = word.lower().replace("\u2019", "'").removesuffix("'s")
    endings = ("ations", "ation", "ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s")
    ending = next((it for it in endings if word.endswith(it) and len(word) - len(it) >= 4), "")
    return word.removesuffix(ending).removesuffix("e")


def content_words(text: str) -> set[str]:
    """The roots of the words that carry a meaning: four letters or more, and none of the commonest."""
    found = (word for word in words(text) if len(word) >= 4 and "'" not in word and "\u2019" not in word)
    return {root(word) for word in found if word.lower() not in STOP_WORDS and not word[0].isdigit()}


def likeness(one: set[str], other: set[str]) -> float:
    """How alike two sets of words are: shared words over all words, 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0
