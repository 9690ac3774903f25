"""One item while it is made: its words, and what has to be told of them."""

from dataclasses import dataclass, field
from typing import Any

from evenkeel.checks.owed import MARK
from evenkeel.importing.naming import Names
from evenkeel.importing.neutral import Answer, FlawError, Question
from evenkeel.importing.pictures import Pictures
from evenkeel.importing.words import Words

Item = dict[str, Any]

NO_REQUIREMENT = "TODO-"
"""A requirement that no course has, so that the check asks for a real one."""
NO_MODULE = "module-to-choose"
"""A module that no course has."""
WHOLE = 99.9
"""The percent from which an answer is right: formats round."""


@dataclass(frozen=True)
class Defaults:
    """What the caller says of everything that is imported. ``None``: a placeholder is put there."""

    module: str | None = None
    level: str | None = None
    requirements: tuple[str, ...] = ()


@dataclass
class Building:
    """One item while it is made. ``lost`` and ``owed`` are told in the report."""

    question: Question
    pictures: Pictures
    lost: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)

    def text(self, words: Words, what: str) -> str:
        """Prose. Its losses are noted; its pictures are left out, and that is noted as well."""
        return self._written(words, words.text(), what)

    def line(self, words: Words, what: str) -> str:
        """Prose on one line."""
        return self._written(words, words.line(), what)

    def _written(self, words: Words, written: tuple[str, list[str]], what: str) -> str:
        self.lost += [f"{loss} ({what})" for loss in (*words.lost, *written[1])]
        for picture in words.pictures:
            alt = f" (alt text: {picture.alt[:80]})" if picture.alt else ""
            self.lost.append(f"the picture {picture.src[:80]}{alt}, since {what} cannot hold one")
        return written[0]

    def feedback(self, words: Words, what: str) -> str:
        """Feedback, or the placeholder for it."""
        if words:
            return self.text(words, f"feedback on {what}")
        self.owed.append(f"feedback on {what}")
        return f"{MARK} feedback on this answer."


def options_of(made: Building, answers: list[Answer], what: str = "option") -> list[Item]:
    """Parts with feedback. Their ids come from the source's names or from the words."""
    names, found = Names(), list[Item]()
    for number, answer in enumerate(answers, 1):
        text = made.line(answer.text, f"{what} {number}")
        if not answer.text:
            signs = f", only {text[:20]!r}" if text else ""
            pictured = " (it is only a picture)" if answer.text.pictures else signs
            raise FlawError(f"not imported: its {what} {number} has no words{pictured}")
        ident = names.new(answer.name or answer.text.plain, f"{what.split()[0]}-{number}", 60 if answer.name else 24)
        found.append({"id": ident, "text": text, "feedback": made.feedback(answer.feedback, f"{what} {number}")})
    unlike([answer.text for answer in answers], what)
    return found


def unlike(words: list[Words], what: str) -> None:
    first: dict[str, int] = {}
    for number, one in enumerate(words, 1):
        before = first.setdefault(one.plain.casefold(), number)
        if before != number:
            raise FlawError(f"not imported: its {what} {number} is the same as {what} {before} ({one.plain[:60]!r})")
