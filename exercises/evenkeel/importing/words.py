"""Foreign text made safe: HTML, Markdown and plain words become nodes of our small markup, and never anything else.

Nodes are those of :mod:`evenkeel.markup`. They are written back as marked text, and the result is parsed again and
compared: what our markup would read otherwise is escaped, and marks that it cannot express are dropped and listed.
HTML is read by BeautifulSoup and Markdown by markdown-it-py; what is not known to be harmless is left out and listed.
"""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from evenkeel.importing.markup import Node, render_line, render_text

_TAG = re.compile(r"<[a-zA-Z/!?]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_FORMULA = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$|\$[^$\s][^$\n]*[\\^_{][^$\n]*\$", re.DOTALL)
_LOOKED_AT = 4000
_LONGEST = 40_000
"""Longer texts fit nowhere; they are cut, and refused by the models."""
_DATA = re.compile(r"data:image/[^\"'\s<>]{200,}")
_SIMPLE = re.compile(r"\s*<p>([^<>]*)</p>\s*")
"""One plain paragraph, as most answers are: it needs no parser."""
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Picture:
    """A picture in the words: the name the source uses, and its alt text, which may be empty."""

    src: str
    alt: str


@dataclass(frozen=True)
class Words:
    """Text as block nodes, with its pictures and what was lost on the way."""

    nodes: tuple[Node, ...] = ()
    pictures: tuple[Picture, ...] = ()
    lost: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(_LETTER.search(self.plain))

    @property
    def plain(self) -> str:
        """The words without any markup, on one line."""
        return " ".join(_plain(self.nodes).split())

    def text(self) -> tuple[str, list[str]]:
        """Prose in our markup, and what was lost in writing it."""
        return render_text(list(self.nodes))

    def line(self) -> tuple[str, list[str]]:
        """The same on one line."""
        return render_line(list(self.nodes))

    def with_pictures_of(self, other: "Words") -> "Words":
        """These words with another's pictures and losses as well."""
        return Words(self.nodes, self.pictures + other.pictures, self.lost + other.lost)


EMPTY = Words()


def _plain(nodes: Any) -> str:
    parts = []
    for node in nodes:
        if isinstance(node, list):
            parts.append(_plain(node) + " ")
        elif node["t"] == "text":
            parts.append(node["v"])
        else:
            parts.append(_plain(node["c"]) + (" " if node["t"] in ("p", "ul", "ol") else ""))
    return "".join(parts)


def join(*parts: Words) -> Words:
    """Words one after the other."""
    return Words(
        tuple(node for part in parts for node in part.nodes),
        tuple(picture for part in parts for picture in part.pictures),
        tuple(lost for part in parts for lost in part.lost),
    )


def from_plain(text: str) -> Words:
    """Plain text: every line is a paragraph; neighbouring lines with `-` or 1., 2., 3. are a list."""
    clean, lost = _clean(text)
    lines = [line.strip() for line in clean.split("\n") if line.strip()]
    return Words(tuple(_paragraphs(lines)), (), tuple(lost + _formulas(clean)))


def from_html(text: str) -> Words:
    """HTML, or text that may be."""
    clean, lost = _clean(text)
    if not _TAG.search(clean):
        bare = html.unescape(clean) if "&" in clean else clean
        again, more = _clean(bare)
        return _single(again, lost + more)
    if simple := _SIMPLE.fullmatch(clean):
        return _single(_clean(html.unescape(simple[1]))[0], lost)
    from evenkeel.importing.html import read

    inside: list[str] = []  # pictures inside the text make it long; they stand aside while it is read

    def aside(found: "re.Match[str]") -> str:
        inside.append(found[0])
        return f"data:aside,{len(inside) - 1}"

    short = _DATA.sub(aside, clean)
    nodes, pictures, dropped = read(short[:_LONGEST])
    kept = tuple(Picture(_back(src, inside), alt) for src, alt in pictures)
    return Words(tuple(nodes), kept, tuple(lost + dropped + _formulas(short)))


def _back(src: str, inside: list[str]) -> str:
    number = src.removeprefix("data:aside,")
    return inside[int(number)] if number != src and number.isdecimal() and int(number) < len(inside) else src


def from_markdown(text: str) -> Words:
    """Markdown with HTML in it."""
    from markdown_it import MarkdownIt

    return from_html(MarkdownIt("commonmark").render(text[:_LONGEST]))


def _single(text: str, lost: list[str]) -> Words:
    """Text without tags: line ends mean nothing."""
    words = " ".join(text.split())
    nodes = ({"t": "p", "c": [{"t": "text", "v": words}]},) if words else ()
    return Words(nodes, (), tuple(lost + _formulas(text)))


def _clean(text: str) -> tuple[str, list[str]]:
    """The text without signs that nobody can see, with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n\n").replace("\u00ad", "")
    bare = _UNSEEN.sub("", text)
    return bare, ["invisible control characters"] if bare.replace("\ufeff", "") != text.replace("\ufeff", "") else []


def _formulas(text: str) -> list[str]:
    return ["a formula, which is shown as it was typed"] if _FORMULA.search(text[:_LOOKED_AT]) else []


_BULLET = re.compile(r"[-*\u2022] +(?=\S)")
_NUMBERED = re.compile(r"([0-9]{1,2})[.)] +(?=\S)")


def _paragraphs(lines: list[str]) -> list[Node]:
    found: list[Node] = []
    at = 0
    while at < len(lines):
        kind, taken = _list_from(lines, at)
        if kind:
            pattern = _BULLET if kind == "ul" else _NUMBERED
            items = [[{"t": "text", "v": pattern.sub("", line, count=1)}] for line in lines[at : at + taken]]
            found.append({"t": kind, "c": items})
        else:
            found.append({"t": "p", "c": [{"t": "text", "v": " ".join(lines[at].split())}]})
        at += taken
    return found


def _list_from(lines: list[str], at: int) -> tuple[str, int]:
    """The kind and length of the list that starts at a line; one line alone is no list."""
    bullets = 0
    while at + bullets < len(lines) and _BULLET.match(lines[at + bullets]):
        bullets += 1
    if bullets > 1:
        return "ul", bullets
    numbers = 0
    while at + numbers < len(lines) and _is_number(lines[at + numbers], numbers + 1):
        numbers += 1
    return ("ol", numbers) if numbers > 1 else ("", 1)


def _is_number(line: str, number: int) -> bool:
    found = _NUMBERED.match(line)
    return found is not None and int(found[1]) == number
