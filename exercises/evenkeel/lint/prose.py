"""The words of a course as learners meet them: a run of text with its place, from a page or from an exercise."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from evenkeel.course import Course
from evenkeel.lint.page import Page
from evenkeel.markup import blocks
from evenkeel.problems import Where

Voice = Literal["ours", "spoken", "poor"]
"""Who says it: the course, a person in it, or an option that is there to be a poor one."""

_NOT_PROSE = frozenset({"when", "goto", "to", "id", "type", "kind", "src", "review", "requirements"})


@dataclass(frozen=True)
class Prose:
    """One paragraph, list entry, cell or line of an exercise, without its markup.

    ``where`` is empty for a page. ``raw`` is the text as it stands in the file. ``near`` is what a reader has in mind
    with it: the heading above it, or the item or the moment that it belongs to.
    """

    file: Path
    line: int
    where: Where
    text: str
    raw: str
    voice: Voice = "ours"
    kind: Literal["text", "heading", "cell", "source"] = "text"
    near: str = ""


def of_page(page: Page) -> Iterator[Prose]:
    """The words of a page of the book."""
    heading = ""
    for block in page.blocks:
        heading = block.text if block.kind == "heading" else heading
        yield Prose(page.file, block.line, (), block.text, block.raw, kind=block.kind, near=heading)


def of_exercise(course: Course, file: Path, poor: set[Where]) -> Iterator[Prose]:
    """The words of one exercise. ``poor`` are the places of its distractors and of its choices that are not good."""
    document = course.documents[file]
    found = list(_texts(document.data, ()))
    near: dict[Where, list[str]] = defaultdict(list)
    for where, text in found:
        near[where[:2]].append(text)
    for where, text in found:
        voice: Voice = "poor" if where in poor else "spoken" if _is_spoken(document.data, where) else "ours"
        line = document.line_of(where)
        for shown in _paragraphs(text):
            yield Prose(file, line, where, shown, text, voice, near=" ".join(near[where[:2]]))


def _is_spoken(data: Any, where: Where) -> bool:
    """Whether a person of the story says it: a line of a conversation that is not the narrator's or the coach's."""
    for part in where[:-1]:
        data = data[part]
    return isinstance(data, dict) and data.get("who") in ("customer", "colleague", "learner")


def _texts(data: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Every string with a space in it that is not a condition or a name."""
    if isinstance(data, str):
        if " " in data:
            yield where, data
    elif isinstance(data, dict | list):
        for name, part in data.items() if isinstance(data, dict) else enumerate(data):
            if name not in _NOT_PROSE:
                yield from _texts(part, (*where, name))


def _paragraphs(text: str) -> Iterator[str]:
    if "*" not in text and "[" not in text and "\n" not in text and "\\" not in text:
        yield text
        return
    for block in blocks(text):
        parts = [block["c"]] if block["t"] == "p" else block["c"]
        yield from ("".join(_words(part)) for part in parts)


def _words(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        if node["t"] == "text":
            yield node["v"]
        else:
            yield from _words(node["c"])
