"""Typed answers that the item itself gives away: in its question, in the text around its gaps, or in a hint."""

import re
from collections.abc import Iterator

from evenkeel.markup import plain
from evenkeel.models.quiz import AnyItem, ClozeItem, NumericItem, ShortTextItem, TypedGap
from evenkeel.problems import Where
from evenkeel.typed import words

SHORTEST = 4
"""Letters that an accepted phrase has at least: "you" and "no" stand in many a question and tell nothing."""

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")
"""What somebody says in a question is what it is about: to read back, or to find something in."""
_GAP = re.compile(r"\[\[[^\]]*\]\]")


def check_given(item: AnyItem, where: Where) -> Iterator[tuple[str, Where, str]]:
    """Rule, place and message of every accepted answer that stands where the learner reads it before typing."""
    accepted = {phrase: words(phrase) for phrase in _accepted(item)}
    for place, text in _shown(item, where):
        said = f" {words(plain(_GAP.sub(' ', text)))} "
        for phrase, bare in accepted.items():
            if _tells(bare) and f" {bare} " in said:
                yield "given-answer", place, f"says {phrase!r}, which is what is to be typed; say it in other words"


def _tells(phrase: str) -> bool:
    """Whether a phrase is long enough to be no chance. A number always is."""
    return phrase.isdecimal() or len(phrase.replace(" ", "")) >= SHORTEST


def _accepted(item: AnyItem) -> Iterator[str]:
    if isinstance(item, ClozeItem):
        for gap in item.gaps:
            yield from gap.accept if isinstance(gap, TypedGap) else ()
    elif isinstance(item, ShortTextItem):
        for idea in item.ideas:
            yield from idea.accept
    elif isinstance(item, NumericItem):
        yield f"{item.key:g}"


def _shown(item: AnyItem, where: Where) -> Iterator[tuple[Where, str]]:
    yield (*where, "stem"), _QUOTED.sub(" … ", item.stem)
    if isinstance(item, ClozeItem):
        yield (*where, "text"), item.text
    for index, hint in enumerate(getattr(item, "hints", None) or ()):
        yield (*where, "hints", index), hint
