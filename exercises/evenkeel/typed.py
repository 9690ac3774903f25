"""Typed answers: whether what a learner wrote is what was meant.

The front end follows the same rules (``typed.js``); ``tests/cases/scoring.json`` is read by both test suites.

- Capitals, accents, punctuation, spacing and the kind of apostrophe make no difference.
- A phrase of five letters or more may have one slip, of nine or more two: a letter too many, missing, wrong, or two
  neighbours swapped (optimal string alignment). A phrase with a figure in it may have none: 30 is not 20.
- A slip never leads to another gap's answer: what is nearer to that one, or as near, is not right here.
- A rewritten sentence is looked at in whole words, so "but" is not found in "button".
- In a short text, a phrase is looked for among as many words as it has, one more or one fewer. A slip never leads from
  one idea to another, or to what is unwanted.

No pattern is ever made from content or from an answer, and what is too long is no answer, so the cost is bounded.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from evenkeel.models.quiz import AnyRule, LengthRule

LONGEST_GAP = 200
"""Signs in the answer to a gap."""
LONGEST_REWRITE = 2000
"""Signs in a rewritten sentence."""

LONGEST_SHORT = 500
"""Signs in a short text."""

_APOSTROPHES = set("'\u2018\u2019\u02bc`")
_ASCII = {n: chr(n).lower() if chr(n).isalnum() else "" if chr(n) in _APOSTROPHES else " " for n in range(128)}
"""What :func:`words` makes of the plain signs: quicker, and the same."""


def words(text: str) -> str:
    """The words in small letters without accents, one space between them; empty when there are none."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    bare = (sign for sign in unicodedata.normalize("NFKD", text) if not "\u0300" <= sign <= "\u036f")
    return " ".join("".join(_plain(sign) for sign in "".join(bare).lower()).split())


def _plain(sign: str) -> str:
    if sign in _APOSTROPHES:
        return ""
    return sign if unicodedata.category(sign)[0] in "LMN" else " "


def slips(phrase: str) -> int:
    """How many slips a phrase forgives. It is given as :func:`words` writes it."""
    if any(unicodedata.category(sign)[0] == "N" for sign in phrase):
        return 0
    letters = len(phrase.replace(" ", ""))
    return 2 if letters >= 9 else 1 if letters >= 5 else 0


def distance(a: str, b: str) -> int:
    """The slips between two phrases. From 3 on, which no phrase forgives, it may say less than there are."""
    if abs(len(a) - len(b)) > 2:
        return 3
    last, before, row = [0], [0], list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > 2 and min(before) > 2:
            return 3
    return row[-1]


def gap_right(answer: Any, accept: Iterable[str], others: Iterable[str] = ()) -> bool:
    """Whether an answer fills a gap. ``others`` are the accepted answers of the item's other gaps."""
    given = words(answer) if isinstance(answer, str) and len(answer) <= LONGEST_GAP else ""
    ours = {words(phrase) for phrase in accept}
    if not given or given in ours:
        return bool(given)
    near = [there for phrase in ours if (there := distance(given, phrase)) <= slips(phrase)]
    rivals = {words(phrase) for phrase in others} - ours
    return bool(near) and all(distance(given, phrase) > min(near) for phrase in rivals)


def rules_met(original: str, rules: Sequence[AnyRule], answer: Any) -> list[bool]:
    """For each rule, whether a rewritten sentence keeps to it. The original unchanged and no words at all meet none."""
    given = words(answer) if isinstance(answer, str) and len(answer) <= LONGEST_REWRITE else ""
    if not given or given == words(original):
        return [False] * len(rules)
    return [_meets(rule, given) for rule in rules]


def _meets(rule: AnyRule, given: str) -> bool:
    if isinstance(rule, LengthRule):
        return rule.min_words <= len(given.split()) <= rule.max_words
    text = f" {given} "
    phrases = [f" {words(phrase)} " for phrase in rule.phrases]
    if rule.kind == "starts-with":
        return any(text.startswith(phrase) for phrase in phrases)
    return any(phrase in text for phrase in phrases) == (rule.kind == "contains")


def found(groups: Sequence[Sequence[str]], answer: Any) -> list[bool]:
    """For each group of phrases, whether a short text says one of them."""
    given = words(answer) if isinstance(answer, str) and len(answer) <= LONGEST_SHORT else ""
    read = [[words(phrase) for phrase in group] for group in groups]
    return [bool(given) and _said(group, {p for other in read for p in other} - {*group}, given) for group in read]


def _said(phrases: Sequence[str], rivals: Iterable[str], given: str) -> bool:
    if any(f" {phrase} " in f" {given} " for phrase in phrases):
        return True
    for phrase in phrases:
        for part in _stretches(given.split(), len(phrase.split())) if slips(phrase) else ():
            there = distance(part, phrase)
            if there <= slips(phrase) and all(distance(part, rival) > there for rival in rivals):
                return True
    return False


def _stretches(given: Sequence[str], size: int) -> set[str]:
    """All runs of so many words, one more or one fewer."""
    sizes = [each for each in (size - 1, size, size + 1) if each > 0]
    return {" ".join(given[i : i + each]) for each in sizes for i in range(len(given) - each + 1)}
