"""Where a check says what it found, and the checks that every kind of exercise shares."""

import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from evenkeel.course import Course
from evenkeel.markup import plain
from evenkeel.models.base import Exercise, Image
from evenkeel.problems import Problem, Where

_PUNCTUATION = re.compile(
    r"(?<!\d)[.,:]|[.,:](?!\d)|[;!?()\[\]\"\u2026\u2013\u2014\u201c\u201d\u2018\u00ab\u00bb\u200b]"
    r"|-(?!\w)|(?<!\w)'|'(?!\w)"
)


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


class Worded(Named, Protocol):
    """Anything with an id and words to show."""

    @property
    def text(self) -> str: ...


class Report:
    """Collects the problems of one file."""

    def __init__(self, course: Course, file: Path) -> None:
        self.course = course
        self.file = file
        self.problems: list[Problem] = []

    def add(self, where: Where, message: str) -> None:
        """Note a problem at a place of the file."""
        self.problems.append(self.course.problem(self.file, where, message))

    def warn(self, where: Where, message: str) -> None:
        """Note something an author should know that does not make the course wrong."""
        problem = self.course.problem(self.file, where, message)
        self.problems.append(Problem(problem.file, problem.line, problem.path, message, warning=True))

    def known(self, where: Where, what: str, name: str, names: Iterable[str]) -> bool:
        """Note a name that is not among ``names``. True when it is."""
        known = list(dict.fromkeys(names))
        if name in known:
            return True
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        hint = f"; did you mean {near[0]!r}?" if near else _listed(known)
        self.add(where, f"names the {what} {name!r}, which does not exist{hint}")
        return False

    def head(self, exercise: Exercise) -> None:
        """Check what every exercise has: its module."""
        if self.course.modules:
            self.known(("module",), "module", exercise.module, self.course.modules)

    def requirements(self, where: Where, ids: Sequence[str]) -> None:
        """Check a list of requirement ids."""
        self.repeats(where, ids)
        for index, name in enumerate(ids):
            if self.course.requirements and name not in self.course.requirements:
                self.add((*where, index), f"names the requirement {name!r}, which exercises/requirements.yml lacks")

    def repeats(self, where: Where, ids: Sequence[str], what: str = "", inside: Where = ()) -> None:
        """Note ids that stand twice in a list. ``inside`` leads from an entry, which is a ``what``, to its id."""
        first: dict[str, int] = {}
        for index, name in enumerate(ids):
            if first.setdefault(name, index) != index:
                again = (
                    f"is the second {what} {name!r}; give each its own" if inside else f"has {name!r} twice; keep one"
                )
                self.add((*where, index, *inside), again)

    def same_words(self, where: Where, what: str, texts: Sequence[str], inside: Where = ("text",)) -> None:
        """Note texts that read alike when case, punctuation, spaces and markup are left aside."""
        first: dict[str, int] = {}
        for index, text in enumerate(texts):
            before = first.setdefault(alike(text), index)
            if before != index:
                self.add((*where, index, *inside), f"has the same words as {what} {before + 1}; make them differ")

    def parts(self, where: Where, parts: Sequence["Worded"], what: str) -> None:
        """Check what there is to choose, place or judge: ids and words that stand once."""
        self.repeats(where, ids_of(parts), what, ("id",))
        self.same_words(where, what, [part.text for part in parts])

    def image(self, where: Where, image: Image | None) -> None:
        """Check that a picture's file is there."""
        if image is None:
            return
        file = self.course.root / "book" / image.src
        inside = file.resolve().is_relative_to(self.course.root / "book")
        if not inside or not file.is_file():
            self.add((*where, "src"), f"names the picture book/{image.src}, which does not exist")


def ids_of(parts: Iterable[Named]) -> list[str]:
    """The ids of the parts of an item, in order."""
    return [part.id for part in parts]


def normal(text: str) -> str:
    """Words without case, markup and spacing, for telling whether two texts read alike."""
    return " ".join(plain(text).casefold().split())


def alike(text: str) -> str:
    """Words as in :func:`normal`, without punctuation. What changes a meaning stays: ``-5``, ``3.5``, ``it's``."""
    return " ".join(_PUNCTUATION.sub(" ", normal(text).replace("\u2019", "'")).split())


def _listed(known: list[str]) -> str:
    return f"; there is {', '.join(known)}" if 0 < len(known) <= 12 else ""
