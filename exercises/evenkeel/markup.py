r"""The small markup of course text, parsed into nodes and never into HTML.

Inline: ``*emphasis*``, ``**strong**``, ``[words](module/page#part)`` for a page of the course, and a backslash
before any of ``* [ ] \`` to mean the sign itself. Blocks: paragraphs apart by a blank line, lists whose lines
start with ``- `` or ``1. ``. Everything else, ``<b>`` included, is text.

Nodes are JSON: inline ``{"t": "text", "v": str}``, ``{"t": "em" | "strong", "c": [inline]}``,
``{"t": "link", "to": str, "c": [inline]}``; blocks ``{"t": "p", "c": [inline]}`` and
``{"t": "ul" | "ol", "c": [[inline], ...]}``.
"""

import re
from typing import Any

Node = dict[str, Any]

_TOKEN = re.compile(
    r"\\(?P<escaped>[*\[\]\\])"
    r"|\*\*(?=\S)(?P<strong>(?:\\.|[^\\])+?)(?<=\S)\*\*"
    r"|\*(?=[^\s*])(?P<em>(?:\\.|[^*\\])+?)(?<=\S)\*"
    r"|\[(?P<words>(?:\\.|[^\]\\])+)\]\((?P<to>[^()\s]*)\)"
)
_TARGET = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*(#[a-z0-9][a-z0-9_-]*)?|#[a-z0-9][a-z0-9_-]*")
_LIST_LINE = re.compile(r"(?P<bullet>- )|(?P<number>[0-9]{1,2}\. )")
_MAX_DEPTH = 4


def check_markup(text: str) -> str:
    """Return the text unchanged, or raise ``ValueError`` with words an author can act on."""
    for control in text:
        if (ord(control) < 32 and control not in "\n\t") or control in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068":
            raise ValueError(f"has an invisible control character (U+{ord(control):04X}); type the words again")
    if not text.strip():
        raise ValueError("is empty; write something or leave the entry out")
    for target in link_targets(text):
        if not _TARGET.fullmatch(target):
            raise ValueError(
                f"links to {target!r}; a link goes to a page of the course, written like difficult/first-words"
            )
    return text


def link_targets(text: str) -> list[str]:
    """Every link target in the text, in order."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        if match["to"] is not None:
            found.append(match["to"])
        inner = match["strong"] or match["em"] or match["words"]
        if inner:
            found.extend(link_targets(inner))
    return found


def inline(text: str, depth: int = 0) -> list[Node]:
    """Parse one run of text into inline nodes."""
    nodes: list[Node] = []
    end = 0
    for match in _TOKEN.finditer(text):
        _add_text(nodes, text[end : match.start()])
        _add_match(nodes, match, depth)
        end = match.end()
    _add_text(nodes, text[end:])
    return nodes


def _add_text(nodes: list[Node], value: str) -> None:
    if not value:
        return
    if nodes and nodes[-1]["t"] == "text":
        nodes[-1]["v"] += value
    else:
        nodes.append({"t": "text", "v": value})


def _add_match(nodes: list[Node], match: re.Match[str], depth: int) -> None:
    if match["escaped"]:
        _add_text(nodes, match["escaped"])
    elif depth >= _MAX_DEPTH:
        _add_text(nodes, match[0])
    elif match["to"] is not None:
        nodes.append({"t": "link", "to": match["to"], "c": inline(match["words"], depth + 1)})
    else:
        kind = "strong" if match["strong"] else "em"
        nodes.append({"t": kind, "c": inline(match[kind], depth + 1)})


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
    return _plain(inline(text))


def _plain(nodes: list[Node]) -> str:
    return "".join(node["v"] if node["t"] == "text" else _plain(node["c"]) for node in nodes)
