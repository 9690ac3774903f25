"""Foreign HTML as nodes. Only what is known is kept; what could do something is dropped and listed."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction

from evenkeel.importing.cutting import without
from evenkeel.markup import is_target

Node = dict[str, Any]

MAX_DEPTH = 120
_STRONG = {"b", "strong", "th"}
_EM = {"i", "em", "cite", "dfn", "var", "u", "ins", "mark"}
_BLOCK = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "blockquote", "figure",
    "figcaption", "center", "address", "dl", "dt", "dd",
}  # fmt: skip
_BLOCK |= {"hr", "fieldset", "details", "summary", "tr", "caption", "body", "html"}
_HEADING = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PLAIN = {
    "span", "font", "small", "big", "a", "abbr", "acronym", "q", "label", "bdi", "bdo", "time", "wbr", "nobr",
    "thead", "tbody", "tfoot", "tt", "kbd", "samp", "s",
}  # fmt: skip
_GONE = {"head", "title", "meta", "link", "style", "template"}
_DANGER = {
    "script", "iframe", "object", "embed", "applet", "form", "input", "button", "select", "textarea", "base",
    "frame", "frameset", "noscript",
}  # fmt: skip
_DANGER |= {"svg", "math", "audio", "video", "canvas", "source", "track", "param", "marquee", "dialog", "portal"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ACTIVE = re.compile(r"^\s*(javascript|vbscript|data|file)\s*:", re.I)
_NOT_TEXT = (Comment, CData, Declaration, Doctype, ProcessingInstruction)


def read(text: str) -> tuple[list[Node], list[tuple[str, str]], list[str]]:
    """The block nodes, the pictures as ``(src, alt)``, and what was dropped, in words."""
    import warnings

    text = without(text, "<!--", "-->").replace("<!--", "&lt;!--")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # BeautifulSoup guesses that short words could be a file's name
        try:
            soup = BeautifulSoup(text, "html.parser")
        except Exception:  # html.parser raises AssertionError and others on some broken declarations
            soup = BeautifulSoup(text.replace("<!", "&lt;!").replace("<?", "&lt;?"), "html.parser")
    reader = _Reader()
    reader.walk(soup, (), 0)
    reader.close()
    return reader.blocks, reader.pictures, list(dict.fromkeys(reader.lost))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Node] = []
        self.words: list[Node] = []
        self.pictures: list[tuple[str, str]] = []
        self.lost: list[str] = []

    def close(self) -> None:
        """End the present paragraph."""
        if self.words:
            self.blocks.append({"t": "p", "c": self.words})
            self.words = []

    def walk(self, tag: Tag, marks: tuple[Node, ...], depth: int) -> None:
        if depth > MAX_DEPTH:
            self.lost.append(f"markup nested more than {MAX_DEPTH} levels deep")
            self._add(tag.get_text(" "), marks)
            return
        for child in tag.children:
            if isinstance(child, Tag):
                self._tag(child, marks, depth + 1)
            elif isinstance(child, NavigableString) and not isinstance(child, _NOT_TEXT):
                self._add(str(child), marks)

    def _add(self, text: str, marks: tuple[Node, ...]) -> None:
        if not text:
            return
        node: Node = {"t": "text", "v": text}
        for mark in reversed(marks):
            node = {**mark, "c": [node]}
        last = self.words[-1] if self.words else None
        if last and marks and len(marks) == 1 and {**last, "c": None} == {**marks[0], "c": None}:
            last["c"] = [*last["c"], *node["c"]]
        else:
            self.words.append(node)

    def _tag(self, tag: Tag, marks: tuple[Node, ...], depth: int) -> None:
        name = str(tag.name).lower().rpartition(":")[2]
        self._handlers(tag, name)
        if name in _DANGER:
            self._drop(tag, name)
        elif name == "img":
            self._picture(tag)
        elif name == "br":
            self.close()
        elif name in ("ul", "ol"):
            self._list(tag, name, marks, depth)
        elif name in _STRONG or name in _EM:
            self.walk(tag, self._with(marks, {"t": "strong" if name in _STRONG else "em"}), depth)
            self._add(" | " if name == "th" else "", marks)
        elif name == "a":
            self.walk(tag, self._link(tag, marks), depth)
        elif name not in _GONE:
            self._other(tag, name, marks, depth)

    def _other(self, tag: Tag, name: str, marks: tuple[Node, ...], depth: int) -> None:
        if name in _HEADING:
            self.close()
            self.walk(tag, self._with(marks, {"t": "strong"}), depth)
            self.close()
        elif name in _BLOCK or name in ("li", "pre", "table"):
            if name in ("pre", "table"):
                self.lost.append(
                    "a table, whose rows are written as lines" if name == "table" else "the layout of <pre>"
                )
            self.close()
            self.walk(tag, marks, depth)
            self.close()
        elif name in ("sub", "sup"):
            self._shifted(tag, name, marks)
        else:
            if name == "td":
                self._add(" | " if self.words else "", marks)
            elif name not in _PLAIN:
                self.lost.append(f"the markup <{name[:20]}> (its words are kept)")
            self.walk(tag, marks, depth)

    def _with(self, marks: tuple[Node, ...], mark: Node) -> tuple[Node, ...]:
        return marks if any(one["t"] == mark["t"] for one in marks) else (*marks, mark)

    def _drop(self, tag: Tag, name: str) -> None:
        words = "" if name == "script" else " ".join(tag.get_text(" ").split())
        self.lost.append(f"<{name}>, which is left out")
        if words and name in ("form", "button", "noscript", "dialog", "math", "marquee"):
            self._add(words, ())

    def _handlers(self, tag: Tag, name: str) -> None:
        for attribute, value in tag.attrs.items():
            if attribute.lower().startswith("on"):
                self.lost.append(f"the script in {attribute[:20]}= of <{name[:20]}>, which is left out")
            elif attribute.lower() in ("href", "src", "action") and name != "img" and _ACTIVE.match(str(value)):
                self.lost.append(f"the script or data in {attribute}= of <{name[:20]}>, which is left out")

    def _picture(self, tag: Tag) -> None:
        source = str(tag.get("src") or "").strip()
        if not source:
            self.lost.append("a picture without a source")
            return
        self.pictures.append((source, " ".join(str(tag.get("alt") or tag.get("title") or "").split())))

    def _link(self, tag: Tag, marks: tuple[Node, ...]) -> tuple[Node, ...]:
        to = str(tag.get("href") or "").strip()
        if is_target(to):
            return self._with(marks, {"t": "link", "to": to})
        if to and not _ACTIVE.match(to):
            self.lost.append(f"a link to {to[:120]} (its words are kept)")
        return marks

    def _shifted(self, tag: Tag, name: str, marks: tuple[Node, ...]) -> None:
        words = tag.get_text()
        small = words.translate(_RAISED if name == "sup" else _LOWERED)
        changed = all(a != b or a.isspace() for a, b in zip(words, small, strict=True))
        if not changed and words.strip():
            self.lost.append(f"the place of <{name}>, which is written with {'^' if name == 'sup' else '_'}")
            small = ("^" if name == "sup" else "_") + words
        self._add(small, marks)

    def _list(self, tag: Tag, name: str, marks: tuple[Node, ...], depth: int) -> None:
        self.close()
        items: list[list[Node]] = []
        self._items(tag, marks, depth, items, False)
        if items:
            self.blocks.append({"t": name, "c": items})

    def _items(self, tag: Tag, marks: tuple[Node, ...], depth: int, items: list[list[Node]], inner: bool) -> None:
        if inner:
            self.lost.append("a list inside a list, which is one list now")
        for child in tag.find_all("li", recursive=False) or [tag]:
            self._item(child, marks, depth, items)

    def _item(self, tag: Tag, marks: tuple[Node, ...], depth: int, items: list[list[Node]]) -> None:
        inside = _Reader()
        if depth < MAX_DEPTH:
            for child in tag.children:
                if isinstance(child, Tag):
                    inside._tag(child, marks, depth + 1)
                elif not isinstance(child, _NOT_TEXT):
                    inside._add(str(child), marks)
        else:
            inside._add(tag.get_text(" "), marks)
        inside.close()
        self.pictures += inside.pictures
        self.lost += inside.lost
        self._take(inside.blocks, items)

    def _take(self, blocks: list[Node], items: list[list[Node]]) -> None:
        own: list[Node] = []
        for node in blocks:
            if node["t"] == "p":
                own += ([{"t": "text", "v": " "}] if own else []) + node["c"]
            else:
                self.lost.append("a list inside a list, which is one list now")
                items += ([own] if own else []) + node["c"]
                own = []
        if own:
            items.append(own)
