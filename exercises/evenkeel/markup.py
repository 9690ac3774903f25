r"""The small markup of course text, parsed into nodes and never into HTML.

Inline: ``*emphasis*``, ``**strong**``, ``[words](module/page#part)`` for a page of the course, and a backslash
before any of ``* [ ] \`` to mean the sign itself. Blocks: paragraphs apart by a blank line, lists whose lines
start with ``- `` or ``1. ``. Everything else, ``<b>`` included, is text.

Nodes are JSON: inline ``{"t": "text", "v": str}``, ``{"t": "em" | "strong", "c": [inline]}``,
``{"t": "link", "to": str, "c": [inline]}``; blocks ``{"t": "p", "c": [inline]}`` and
``{"t": "ul" | "ol", "c": [[inline], ...]}``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

_CLOSING = re.compile(r"\\.|[*\]]", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W_]")
_ESCAPED = re.compile(r"\\[*\[\]\\]")
_TAG = re.compile(
    r"<!--|</?[a-z][a-z0-9-]{0,40}(?:\s[^<>]{0,200})?/?>|<(?:script|style|iframe|img|svg|object|embed|link|meta)\b",
    re.I,
)
_PICTURE = re.compile(r"!\[[^\]]{0,200}\]\(")
_LOOSE_STARS = re.compile(r"\*\0|\0\*|(?<=[^\s*])\*\*|\*\*(?=[^\s*])")
_SIGN = re.compile(r"[\\*\[]")
_TO = re.compile(r"\]\(([^()\s]{0,200})\)")
_TARGET = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*(#[a-z0-9][a-z0-9_-]*)?|#[a-z0-9][a-z0-9_-]*")
_LIST_LINE = re.compile(r"(?P<bullet>- )|(?P<number>[0-9]{1,2}\. )")
_GAP = re.compile(r"\[\[([a-z0-9-]{1,64})\]\]")
_ESCAPABLE = set("*[]\\")
_MAX_DEPTH = 4


def check_markup(text: str) -> str:
    """Return the text unchanged, or raise ``ValueError`` with words an author can act on."""
    _check_signs(text)
    # In place of what is escaped, a sign that is neither a letter nor a space: it is no markup.
    bare = _ESCAPED.sub("\ue000", text) if "\\" in text else text
    if _PICTURE.search(bare):
        raise ValueError(
            "has a picture inside the words; a picture has an entry of its own, `image`, where one may stand"
        )
    if "](" not in bare and "**" not in bare:
        return text
    for target in link_targets(text):
        if not is_target(target):
            raise ValueError(
                f"links to {target!r}; a link goes to a page of the course, written like difficult/first-words"
            )
    _check_left(_shown(blocks(bare)))
    return text


def html_in(text: str) -> str | None:
    """What looks like an HTML tag. It is shown as text, so it does no harm, but no author means it."""
    tag = _TAG.search(text)
    return tag[0] if tag else None


def check_plain(text: str) -> str:
    """Return words that have no markup unchanged, or raise ``ValueError`` with words an author can act on."""
    _check_signs(text)
    if found := _LOOSE_STARS.search(text) or re.search(r"\]\(", text):
        raise ValueError(f"has {found[0]!r}, but these words have no markup; take the signs out")
    return text


def _check_signs(text: str) -> None:
    """Refuse what no text may have: signs that cannot be seen, no words at all."""
    if control := _CONTROL.search(text):
        raise ValueError(f"has an invisible control character (U+{ord(control[0]):04X}); type the words again")
    if not text.strip():
        raise ValueError("is empty; write something or leave the entry out")
    if not _WORD.search(text):
        raise ValueError("has no letter or figure, so there is nothing to read; write something or leave the entry out")


def _check_left(shown: str) -> None:
    """Refuse markup that made nothing. ``shown`` is what learners see, with ``NUL`` where a mark begins or ends."""
    if not _WORD.search(shown):
        raise ValueError("has no letter or figure, so there is nothing to read; write something or leave the entry out")
    if "](" in shown:
        raise ValueError("has '](', but no link comes of it; write a link like [first words](difficult/first-words)")
    if _LOOSE_STARS.search(shown):
        raise ValueError(
            "has '**' that makes nothing strong; close it as in **words**, or write \\*\\* to show the signs themselves"
        )


def _shown(nodes: Iterable[Node | list[Node]]) -> str:
    """The words that nodes show, with ``NUL`` on both sides of everything that is more than text."""
    parts = []
    for node in nodes:
        if isinstance(node, list):
            parts.append(f"{_shown(node)}\n")
        else:
            parts.append(node["v"] if node["t"] == "text" else f"\0{_shown(node['c'])}\0")
    return "".join(parts)


def is_target(target: str) -> bool:
    """Whether a link target has the form ``module/page``, ``module/page#part`` or ``#part``."""
    return _TARGET.fullmatch(target) is not None


def link_targets(text: str) -> list[str]:
    """Every link target in the text, in order."""
    if "](" not in text:
        return []
    return list(_targets(blocks(text)))


def _targets(nodes: Iterable[Node | list[Node]]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, list):
            yield from _targets(node)
        else:
            if node["t"] == "link":
                yield node["to"]
            yield from _targets(node.get("c", ()))


class _Marks:
    """Where marks close, found in one pass, so that hostile text costs no more than its length."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.links: dict[int, re.Match[str] | None] = {}
        free = [match.start() for match in _CLOSING.finditer(text) if match[0][0] != "\\"]
        self.star = [at for at in free if text[at] == "*"]
        self.bracket = [at for at in free if text[at] == "]"]
        self.stars = [at for at in self.star if at and text[at + 1 : at + 2] == "*" and not text[at - 1].isspace()]

    def _next(self, places: list[int], start: int) -> int:
        """The first of the places from ``start`` on, or the end of the text."""
        index = bisect_left(places, start)
        return places[index] if index < len(places) else len(self.text)

    def strong(self, start: int) -> int | None:
        """The end of the words of ``**words**``, whose words start here."""
        end = self._next(self.stars, start + 1)
        return None if end == len(self.text) or self.text[start].isspace() else end

    def em(self, start: int) -> int | None:
        """The end of the words of ``*words*``, whose words start here."""
        end = self._next(self.star, start)
        if end in (start, len(self.text)) or self.text[start].isspace() or self.text[end - 1].isspace():
            return None
        return end

    def link(self, start: int) -> re.Match[str] | None:
        """The ``](target)`` after the words of ``[words](target)``, whose words start here."""
        end = self._next(self.bracket, start)
        if end == start:
            return None
        if end not in self.links:
            self.links[end] = _TO.match(self.text, end)
        return self.links[end]


def inline(text: str, depth: int = 0) -> list[Node]:
    """Parse one run of text into inline nodes."""
    nodes: list[Node] = []
    if depth > _MAX_DEPTH or not _SIGN.search(text):
        _add_text(nodes, text)
        return nodes
    marks, written, at = _Marks(text), 0, 0
    while sign := _SIGN.search(text, at):
        node, at = _node(marks, sign.start(), depth)
        if node is not None:
            _add_text(nodes, text[written : sign.start()])
            _add(nodes, node)
            written = at
    _add_text(nodes, text[written:])
    return nodes


def _node(marks: _Marks, at: int, depth: int) -> tuple[Node | None, int]:
    """What the sign at a place begins, and where that ends; nothing when the sign is only text."""
    text, sign = marks.text, marks.text[at]
    if sign == "[":
        to = marks.link(at + 1)
        words = {"t": "link", "to": to[1], "c": inline(text[at + 1 : to.start()], depth + 1)} if to else None
        return words, to.end() if to else at + 1
    if sign == "\\":
        follower = text[at + 1 : at + 2]
        return ({"t": "text", "v": follower}, at + 2) if follower in _ESCAPABLE else (None, at + 1)
    if text.startswith("**", at) and (end := marks.strong(at + 2)):
        return {"t": "strong", "c": inline(text[at + 2 : end], depth + 1)}, end + 2
    if end := marks.em(at + 1):
        return {"t": "em", "c": inline(text[at + 1 : end], depth + 1)}, end + 1
    return None, at + 1


def _add(nodes: list[Node], node: Node) -> None:
    if node["t"] == "text":
        _add_text(nodes, node["v"])
    else:
        nodes.append(node)


def _add_text(nodes: list[Node], value: str) -> None:
    if not value:
        return
    if nodes and nodes[-1]["t"] == "text":
        nodes[-1]["v"] += value
    else:
        nodes.append({"t": "text", "v": value})


def blocks(text: str) -> list[Node]:
    """Parse prose into block nodes."""
    found: list[Node] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        for kind, lines in _runs(part.splitlines()):
            if kind == "p":
                found.append({"t": "p", "c": inline(" ".join(lines))})
            else:
                found.append({"t": kind, "c": [inline(line) for line in lines]})
    return found


def _runs(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Group neighbouring lines into paragraphs and lists; a plain line after a list line continues it."""
    runs: list[tuple[str, list[str]]] = []
    for line in (raw.strip() for raw in lines):
        mark = _LIST_LINE.match(line)
        if mark:
            kind = "ul" if mark["bullet"] else "ol"
            if not runs or runs[-1][0] != kind:
                runs.append((kind, []))
            runs[-1][1].append(line[mark.end() :])
        elif runs and runs[-1][0] != "p":
            runs[-1][1][-1] += " " + line
        elif runs:
            runs[-1][1].append(line)
        else:
            runs.append(("p", [line]))
    return runs


def plain(text: str) -> str:
    """The text without its markup, for alt text, logs and search."""
    return _plain(inline(text)) if _SIGN.search(text) else text


def _plain(nodes: list[Node]) -> str:
    return "".join(node["v"] if node["t"] == "text" else _plain(node["c"]) for node in nodes)


def with_gaps(nodes: list[Any]) -> list[Any]:
    """Nodes in which every ``[[id]]`` became ``{"t": "gap", "id": str}``. The words of a link hold no gaps."""
    found: list[Any] = []
    for node in nodes:
        if isinstance(node, list):
            found.append(with_gaps(node))
        elif node["t"] == "text":
            found += _gapped(node["v"])
        else:
            found.append(node if node["t"] == "link" else {**node, "c": with_gaps(node["c"])})
    return found


def _gapped(text: str) -> list[Node]:
    parts = _GAP.split(text)  # text, id, text, id, ...
    nodes = [{"t": "gap", "id": part} if i % 2 else {"t": "text", "v": part} for i, part in enumerate(parts)]
    return [node for node in nodes if node.get("v") != ""]


def gap_ids(text: str) -> list[str]:
    """The ids of the gaps in prose, in order."""
    return list(_gap_ids(with_gaps(blocks(text))))


def _gap_ids(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, list):
            yield from _gap_ids(node)
        elif node["t"] == "gap":
            yield node["id"]
        else:
            yield from _gap_ids(node.get("c", ()))
