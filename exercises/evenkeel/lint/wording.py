"""Wording that can hurt, sentences that tire, and marks left open."""

import re
from collections.abc import Iterator

from evenkeel.lint.prose import Prose
from evenkeel.lint.terms import BELITTLING, METHODS, UNSAFE
from evenkeel.lint.words import own_words, sentences, words
from evenkeel.markup import blocks

Found = Iterator[tuple[str, str]]
"""Rule and message of each finding."""

LONG = 30
"""The most words of a sentence."""

_Terms = list[tuple[re.Pattern[str], str]]


def _compiled(terms: dict[str, str]) -> _Terms:
    return [(re.compile(rf"\b{term}\b", re.IGNORECASE), advice) for term, advice in terms.items()]


def _any(terms: dict[str, str]) -> re.Pattern[str]:
    """All terms at once: most paragraphs have none of them, and need no closer look."""
    return re.compile("|".join(rf"\b{term}\b" for term in terms), re.IGNORECASE)


_UNSAFE, _ANY_UNSAFE = _compiled(UNSAFE), _any(UNSAFE)
_BELITTLING, _ANY_BELITTLING = _compiled(BELITTLING), _any(BELITTLING)
_METHOD = re.compile(rf"\b(?:{'|'.join(METHODS)})\b", re.IGNORECASE)


def check_wording(prose: Prose, sensitive: bool) -> Found:
    """What is wrong with the words of one paragraph. ``sensitive``: whether self-harm is the subject of its file."""
    yield from _long(prose)
    if _ANY_UNSAFE.search(prose.text):
        yield from (("unsafe-wording", message) for message in _said(prose.text, _UNSAFE))
    if prose.voice == "ours" and _ANY_BELITTLING.search(prose.text):
        yield from (("unfair-label", message) for message in _said(own_words(prose.text), _BELITTLING))
    if sensitive and (found := _METHOD.search(prose.text)):
        yield "method-detail", f"says {found[0]!r} where self-harm is a subject; tell no method, nor its means"
    if "*" in prose.raw and _star_open(prose):
        yield "open-star", "has a * that makes nothing; close it as in *words*, or write \\*"


def _said(text: str, terms: _Terms) -> Iterator[str]:
    for term, advice in terms:
        if found := term.search(text):
            yield f"says {found[0]!r}; {advice}"


def _long(prose: Prose) -> Found:
    if prose.kind == "source" or len(words(prose.text)) <= LONG:
        return
    for sentence in sentences(prose.text):
        count = len(words(sentence))
        if count > LONG:
            start = " ".join(sentence.split()[:6])
            yield "long-sentence", f"has a sentence of {count} words ({start} …); make two of it"


_PAIRED = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_ESCAPED = re.compile(r"\\[*\\\[\]]|`[^`]*`")
_OPEN = re.compile(r"(?<![\w*])\*{1,2}(?=\w)|(?<=[\w.,!?\"'])\*{1,2}(?![\w*])")


def _star_open(prose: Prose) -> bool:
    """Whether a star is left beside a word when all that makes something is taken away."""
    bare = _ESCAPED.sub("", prose.raw)
    return any(_OPEN.search(_unpaired(part)) for part in (_entries(bare) if prose.where else [bare]))


def _unpaired(text: str) -> str:
    for _ in range(3):
        text = _PAIRED.sub(r"\2", text)
    return text


def _entries(text: str) -> Iterator[str]:
    """The words of an exercise's text outside its marks, one part for each paragraph and list entry."""
    for block in blocks(text):
        parts = [block["c"]] if block["t"] == "p" else block["c"]
        yield from (" ".join(node["v"] for node in part if node["t"] == "text") for part in parts)
