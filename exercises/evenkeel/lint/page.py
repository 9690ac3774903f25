"""Reading a page of the book as its reader does: paragraphs, headings, list entries and cells, without code.

This is no Markdown parser. It knows the part of MyST that a course is written in, line by line, and keeps the line of
every block; what it does not know is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*(?:\{([\w:-]+)\})?\s*(.*)$")
_SKIPPED = re.compile(r"^\s*(?::{3,}.*|%.*|\([\w-]+\)=\s*|:[\w-]+:.*|\{[#.].*\}\s*)$")
_CODE = re.compile(r"^(?: {4}|\t)(?!\s*(?:[-*+]|\d{1,2}[.)])\s)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*$")
_ENTRY = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)]|:)\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"^\s*>\s?")
_RULE_OF_TABLE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_SOURCES = re.compile(r"^(?:sources|references|further reading)\b", re.IGNORECASE)
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*(?:\s\"[^\"]*\")?\)")
_ROLE = re.compile(r"\{[\w:-]+\}`([^`]*)`")
_STARS = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_SUBSTITUTION = re.compile(r"\{\{[^}]*\}\}")
_SPEAKER = re.compile(r"^\*\*[^*:]{1,60}:\*\*\s*")

Kind = Literal["text", "heading", "cell", "source"]


@dataclass(frozen=True)
class Block:
    """One run of text. ``line`` counts from 1; ``raw`` keeps the marks that ``text`` is without."""

    line: int
    kind: Kind
    text: str
    raw: str


@dataclass(frozen=True)
class Fence:
    """A fenced directive or code block: the line it starts at, its name, its argument and its lines."""

    line: int
    name: str
    argument: str
    body: str


@dataclass
class Page:
    """A page: its front matter, its blocks, its fences, and every line of the file."""

    file: Path
    front: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The page as links name it: ``resilience/safety-first``."""
        return Path(*self.file.parts[1:]).with_suffix("").as_posix()


def read_pages(root: Path) -> Iterator[Page]:
    """Every page below ``book/``, in order. A notebook's words are in its cells and are left to nbval and the build."""
    for file in sorted(filter(Path.is_file, (root / "book").rglob("*.md"))):
        yield parse(file.relative_to(root), file.read_text(encoding="utf-8", errors="replace"))


def parse(file: Path, text: str) -> Page:
    """A page from its text. Nothing is raised: front matter that is no YAML counts as none."""
    page = Page(file, lines=text.splitlines())
    start = _front_matter(page)
    _Reader(page).read(start)
    return page


def _front_matter(page: Page) -> int:
    """Read the front matter; give the index of the first line after it."""
    if not page.lines or page.lines[0].strip() != "---":
        return 0
    end = next((at for at, line in enumerate(page.lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        return 0
    try:
        front = yaml.safe_load("\n".join(page.lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError):  # a day that no month has is a ValueError
        front = None
    page.front = front if isinstance(front, dict) else {}
    return end + 1


class _Reader:
    """Goes through the lines of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[str] = []
        self.held_line = 0
        self.in_sources = False

    def read(self, at: int) -> None:
        lines = self.page.lines
        while at < len(lines):
            fence = _FENCE.match(lines[at])
            at = self._fence(at, fence) if fence else self._line(at)
        self._close()

    def _fence(self, at: int, fence: re.Match[str]) -> int:
        """Take a fence in, whole. An admonition in one is prose and is read as such."""
        self._close()
        lines, mark = self.page.lines, fence[1]
        end = at + 1
        while end < len(lines) and not re.match(rf"^\s*{re.escape(mark)}+\s*$", lines[end]):
            end += 1
        if fence[2] in ("admonition", "sensitive", "note", "tip", "warning", "important"):
            for inner in range(at + 1, end):
                self._line(inner)
            self._close()
        else:
            body = "\n".join(lines[at + 1 : end])
            self.page.fences.append(Fence(at + 1, fence[2] or "", fence[3].strip(), body))
        return end + 1

    def _line(self, at: int) -> int:
        line = self.page.lines[at]
        if not line.strip() or _SKIPPED.match(line) or (not self.held and _CODE.match(line)):
            self._close()
        elif heading := _HEADING.match(line):
            self._close()
            self.in_sources = bool(_SOURCES.match(heading[2])) or (self.in_sources and len(heading[1]) > 2)
            self._add(at + 1, "heading", heading[2])
        elif line.lstrip().startswith("|"):
            self._close()
            self._row(at)
        else:
            self._hold(at, line)
        return at + 1

    def _row(self, at: int) -> None:
        line = self.page.lines[at]
        if not _RULE_OF_TABLE.match(line):
            for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")):
                self._add(at + 1, "cell", cell.strip())

    def _hold(self, at: int, line: str) -> None:
        entry = _ENTRY.match(line)
        if entry:
            self._close()
            line = line[entry.end() :]
        if not self.held:
            self.held_line = at + 1
        self.held.append(_QUOTE.sub("", line).strip())

    def _close(self) -> None:
        if self.held:
            self._add(self.held_line, "text", " ".join(self.held))
            self.held = []

    def _add(self, line: int, kind: Kind, raw: str) -> None:
        if raw.strip():
            kind = "source" if self.in_sources and kind != "heading" else kind
            self.page.blocks.append(Block(line, kind, plain(raw), raw))


def plain(raw: str) -> str:
    """The words of a block without its marks and without the name of who speaks."""
    text = _SPEAKER.sub("", raw)
    text = _SUBSTITUTION.sub("Name", _ROLE.sub(r"\1", _LINK.sub(r"\1", _PICTURE.sub("", text))))
    for _ in range(2):
        text = _STARS.sub(r"\2", text)
    return text.replace("`", "").strip()
