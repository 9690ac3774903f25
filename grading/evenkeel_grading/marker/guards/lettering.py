"""Letters that look like others, letters nobody sees, other scripts and words that English does not have.

For marking, look-alikes are read as the letters they look like and invisible signs are passed over, so that neither
costs or earns anything; a text that has more than a slip of them goes to a person as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from evenkeel_grading.marker.guards.order import FUNCTION_WORDS, word_pairs
from evenkeel_grading.marker.spelling import english
from evenkeel_grading.marker.text import Prose, words_by_sentence

# Cyrillic, Greek and other letters that look like Latin ones, each before the letter it looks like.
_ALIKE = {
    pair[0]: pair[1]
    for pair in re.split(
        " ",
        "аa еe сc оo рp хx уy іi јj ѕs һh ԁd ԛq ԝw гr ӏl αa οo ρp νv ιi υu κk τt χx ηn ωw γy εe σo "
        "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX "
        "ɑa ɡg ɩi ʟl ɪi ɴn ʀr ᴀa ʙb ᴄc ᴅd ᴇe ɢg ʜh ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ꜱs",
    )
}
_PLAIN = re.compile(
    r"[\x00-\x7f\xa0-\xac\xae-\xff\u0152\u0153\u0174-\u0177\u2010-\u2015\u2018-\u201f\u2020-\u2026\u20ac]*"
)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(
    r"<!--|</?(?:script|style|span|div|p|b|i|u|em|strong|br|a|img|font|h[1-6]|li|ul|ol|table)\b[^<>]{0,200}/?>", re.I
)
_FEW_SIGNS = 2
_LAST_LATIN = 0x24F
_ORDINARY = frozenset(".,:;/+-–—…?!()'\"’n")
_OTHER_LETTERS = 0.3
_LETTERS_ENOUGH = 10
_KNOWN_SHARE = 0.5
_KNOWN_ENOUGH = 8
_KNOWN_FIELD = 25
_FOREIGN_SENTENCES = 0.4
_MARKUP_SIGNS = 3
# The least of a misspelt answer's sentences is 0.37, of those in another language mostly below 0.2.
_FOREIGN_WORDS = 6
_FOREIGN_KNOWN = 0.3


@dataclass(frozen=True)
class Plain:
    """A text as it is read. ``places`` are those of its characters in the original, None where nothing changed."""

    text: str
    places: tuple[int, ...] | None = None
    odd: int = 0

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of characters ``start`` to ``end``."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """The text with look-alikes read as what they look like, and without what nobody sees."""
    if _PLAIN.fullmatch(text):
        return Plain(text)
    signs: list[str] = []
    places: list[int] = []
    odd = len(_TURNS.findall(text)) * _FEW_SIGNS
    latin = _mostly_latin(text)
    for index, sign in enumerate(text):
        read, strange = _read(sign, latin=latin)
        inside = 0 < index < len(text) - 1 and text[index - 1].isalpha() and text[index + 1].isalpha()
        odd += strange and (bool(read) or inside)
        signs.append(read)
        places.extend([index] * len(read))
    made = "".join(signs)
    return Plain(text) if made == text else Plain(made, tuple(places), odd)


def _mostly_latin(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    other = sum(ord(sign) > _LAST_LATIN and sign not in _ALIKE and not _folded(sign) for sign in letters)
    return other <= len(letters) * _OTHER_LETTERS


def _read(sign: str, *, latin: bool) -> tuple[str, bool]:
    """What a sign is read as, and whether it is a strange one."""
    if sign.isascii():
        return sign, False
    if sign in _ALIKE:
        return (_ALIKE[sign], True) if latin else (sign, False)
    kind = unicodedata.category(sign)
    if kind == "Cf" or "\ufe00" <= sign <= "\ufe0f":
        return "", kind == "Cf" and sign != "\xad"
    if kind in ("Mn", "Me"):
        return "", kind == "Me"
    folded = _folded(sign)
    return (folded, not folded.islower() or len(folded) == 1) if folded else (sign, False)


def _folded(sign: str) -> str:
    """The plain letters that a styled one stands for, such as one of wide or mathematical print."""
    folded = unicodedata.normalize("NFKC", sign)
    return folded if folded != sign and folded.isascii() and folded.isalpha() else ""


def has_odd_signs(texts: Iterable[Plain]) -> bool:
    """Whether there are more look-alikes or invisible signs than come by accident."""
    return sum(text.odd for text in texts) >= _FEW_SIGNS


def has_markup(texts: Iterable[str]) -> bool:
    """Whether the text holds the code of a web page."""
    found = [match[0] for text in texts for match in _MARKUP.finditer(text)]
    return len(found) >= _MARKUP_SIGNS or any(sign == "<!--" or "<s" in sign.lower()[:3] for sign in found)


def is_unreadable(texts: Sequence[Prose]) -> bool:
    """Whether a field, or much of all, is in another script or language, or in signs that are no words."""
    return any(_is_strange(text.text) or _is_foreign([text], _KNOWN_FIELD) for text in texts) or _is_foreign(
        texts, _KNOWN_ENOUGH
    )


def _is_strange(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    if not letters:
        return any(not (sign.isspace() or sign.isdigit() or sign in _ORDINARY) for sign in text)
    other = 0 if text.isascii() else sum(ord(sign) > _LAST_LATIN for sign in letters)
    return len(letters) >= _LETTERS_ENOUGH and other / len(letters) > _OTHER_LETTERS


def _is_foreign(texts: Sequence[Prose], enough: int) -> bool:
    sentences = words_by_sentence(texts)
    words = [word for sentence in sentences for word in sentence]
    if len(words) < enough:
        return False
    known = _known()
    strange = sum(len(row) for row in sentences if len(row) >= _KNOWN_ENOUGH and _share(row, known) < _KNOWN_SHARE)
    return _share(words, known) < _KNOWN_SHARE or strange / len(words) >= _FOREIGN_SENTENCES


def has_foreign_sentence(texts: Iterable[Prose]) -> bool:
    """Whether there is a sentence of mostly unknown words; what somebody is quoted with does not count."""
    return any(
        len(words) >= _FOREIGN_WORDS and _share(words, _known()) < _FOREIGN_KNOWN
        for text in texts
        for sentence in text.sentences
        if (words := [word.text for word in sentence.words if not word.quoted])
    )


@cache
def _known() -> frozenset[str]:
    return FUNCTION_WORDS | word_pairs().common | english()


def _share(words: Sequence[str], known: frozenset[str]) -> float:
    return sum([word in known or word[0].isdigit() or "'" in word for word in words]) / len(words)
