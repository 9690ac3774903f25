"""What the pages and exercises of a course say, for the guards: runs of words, and what each assignment is about.

It is read when a guard first asks, and kept for as long as the same files stand there unchanged.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from evenkeel.course import exercise_file
from evenkeel_grading.marker.guards.copied import course_runs
from evenkeel_grading.marker.guards.reworded import course_pairs
from evenkeel_grading.marker.guards.topic import Likelihoods, content
from evenkeel_grading.marker.text import plain_word

_RUBRICS = Path("grading", "rubrics")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CHECKOUT = re.compile(r"^kind: *checkout", re.MULTILINE)
_KINDS = ("quizzes", "scenarios", "worksheets")


@dataclass(frozen=True)
class CourseText:
    """The text of a course's files. With none, every question is answered with nothing."""

    pages: tuple[Path, ...] = ()
    assignments: dict[str, tuple[Path, ...]] = field(default_factory=dict)

    @cached_property
    def _read(self) -> list[list[str]]:
        """The words of each page and exercise."""
        return [_words(_text(page)) for page in self.pages]

    @cached_property
    def _said(self) -> list[list[str]]:
        """Of these, what the words that say something have in common with their other forms."""
        return [content(words) for words in self._read]

    @cached_property
    def runs(self) -> frozenset[int]:
        """Every run of five words of pages and exercises."""
        return frozenset().union(*map(course_runs, self._read))

    @cached_property
    def pairs(self) -> frozenset[int]:
        """Neighbouring words that say something, of pages and exercises."""
        return frozenset().union(*map(course_pairs, self._said))

    @cached_property
    def topics(self) -> dict[str, Counter[str]]:
        """For each written assignment how often it, with its rubric, has a word. A check-out is a bit of everything."""
        texts = {name: [_text(file) for file in files] for name, files in self.assignments.items()}
        return {
            name: Counter(content(word for text in both for word in _words(text)))
            for name, both in texts.items()
            if not any(_CHECKOUT.search(text) for text in both)
        }

    @cached_property
    def shares(self) -> dict[str, float]:
        """What part of all the words of the course a word is."""
        counts = Counter(chain.from_iterable(self._said))
        total = counts.total() or 1
        return {word: number / total for word, number in counts.items()}

    @cached_property
    def likelihoods(self) -> Likelihoods:
        """How likely each word is in each assignment."""
        return Likelihoods(self.topics, self.shares)


NO_TEXT = CourseText()


def course_text(root: Path) -> CourseText:
    """The text of the course at ``root``."""
    pages = tuple(_pages(root))
    rubrics = sorted((root / _RUBRICS).glob("*.yml"))
    stamps = tuple(file.stat().st_mtime_ns for file in (*pages, *rubrics))
    return _made(root, pages, tuple(rubrics), stamps)


@lru_cache(maxsize=4)
def _made(root: Path, pages: tuple[Path, ...], rubrics: tuple[Path, ...], _stamps: tuple[int, ...]) -> CourseText:
    both = {file.stem: (root / exercise_file("worksheets", file.stem), file) for file in rubrics}
    return CourseText(pages, {name: files for name, files in both.items() if files[0].is_file()})


def _pages(root: Path) -> Iterator[Path]:
    yield from sorted((root / "book").rglob("*.md"))
    for kind in _KINDS:
        yield from sorted((root / "exercises" / kind).glob("*.yml"))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # It was there a moment ago; a guard less is no reason not to mark.


def _words(text: str) -> list[str]:
    return [plain_word(word) for word in _WORD.findall(text.replace("*", ""))]
