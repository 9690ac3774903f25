"""Writing nodes as marked text, so that our own parser reads back exactly those nodes."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from evenkeel.markup import blocks, inline

Node = dict[str, Any]
Step = Callable[[list[Node]], list[Node]]

_SPECIAL = re.compile(r"[*\[\]\\]")
_LIST_LIKE = re.compile(r"(-|[0-9]{1,2}\.) ")
_JOINER = "\u2060"
_LOST_MARKS = "emphasis inside other marks"


def render_text(nodes: list[Node]) -> tuple[str, list[str]]:
    """Block nodes as prose, and what had to be dropped."""
    return _written(tidied(nodes), _write_blocks, blocks)


def render_line(nodes: list[Node]) -> tuple[str, list[str]]:
    """Block nodes as prose on one line, and what had to be dropped."""
    lost = ["a list, which is written on one line"] if any(node["t"] in ("ul", "ol") for node in nodes) else []
    flat = _merged(_on_one_line(tidied(nodes)))
    line, more = _written(flat, _write_inline, inline)
    return line, lost + more


def _written(
    nodes: list[Node], write: Callable[[list[Node], bool], str], read: Callable[[str], list[Node]]
) -> tuple[str, list[str]]:
    """The lightest writing that is read back as the same nodes."""
    for keep, lost in ((nodes, []), (_unnested(nodes), [_LOST_MARKS]), (_bare(nodes), ["emphasis and links"])):
        for escape in (False, True):
            text = write(keep, escape)
            if read(text) == keep and not _refused(text):
                return text, lost
    bare = _bare(nodes)
    return write(bare, True), [] if bare == nodes else ["emphasis and links"]


def _refused(text: str) -> bool:
    from evenkeel.markup import check_markup

    try:
        check_markup(text)
    except ValueError:
        return True
    return False


def _write_blocks(nodes: list[Node], escape: bool) -> str:
    return "\n\n".join(_write_block(node, escape) for node in nodes)


def _write_block(node: Node, escape: bool) -> str:
    if node["t"] == "p":
        return _no_list(_write_inline(node["c"], escape))
    mark = "- " if node["t"] == "ul" else "{}. "
    return "\n".join(
        mark.format(min(number, 99)) + _write_inline(item, escape) for number, item in enumerate(node["c"], 1)
    )


def _no_list(text: str) -> str:
    """A paragraph that starts as a list line does, with a space there that makes no list of it."""
    return re.sub(r"^(-|[0-9]{1,2}\.) ", "\\1\u00a0", text)


def _write_inline(nodes: list[Node], escape: bool) -> str:
    parts = []
    for node in nodes:
        if node["t"] == "text":
            parts.append(_SPECIAL.sub(r"\\\g<0>", node["v"]) if escape else node["v"])
        elif node["t"] == "link":
            parts.append(f"[{_write_inline(node['c'], escape)}]({node['to']})")
        else:
            sign = "*" if node["t"] == "em" else "**"
            parts.append(f"{sign}{_write_inline(node['c'], escape)}{sign}")
    return "".join(parts)


def tidied(nodes: Iterable[Node]) -> list[Node]:
    """Block nodes without empty ones, outer spaces, doubled spaces, or signs that our pages give a meaning."""
    found: list[Node] = []
    for node in nodes:
        if node["t"] == "p":
            words = _trimmed(_merged(_inner(node["c"])))
            if words:
                words[0] = _unlisted(words[0])
                found.append({"t": "p", "c": words})
        else:
            items = [item for raw in node["c"] if (item := _trimmed(_merged(_inner(raw))))]
            if items:
                found.append({"t": node["t"], "c": items})
    return found


def _unlisted(node: Node) -> Node:
    """A paragraph's first words; at their start, a hard space where a list would begin."""
    return {"t": "text", "v": _no_list(node["v"])} if node["t"] == "text" else node


def _inner(nodes: list[Node]) -> list[Node]:
    found = []
    for node in nodes:
        if node["t"] == "text":
            words = re.sub(r"[ \t\r\n\x0b\x0c]+", " ", node["v"]).replace("{{", "{" + _JOINER + "{")
            found.append({"t": "text", "v": words})
        else:
            found += _marked({**node, "c": _merged(_inner(node["c"]))})
    return found


def _marked(node: Node) -> list[Node]:
    """A mark without spaces at its edges, where our markup takes none; nothing when it holds no words."""
    inside: list[Node] = node["c"]
    if not any(one["t"] != "text" or one["v"].strip() for one in inside):
        return inside
    before = " " if inside[0]["t"] == "text" and inside[0]["v"].startswith(" ") else ""
    after = " " if inside[-1]["t"] == "text" and inside[-1]["v"].endswith(" ") else ""
    spaces = [{"t": "text", "v": space} if space else None for space in (before, after)]
    return [one for one in (spaces[0], {**node, "c": _trimmed(inside)}, spaces[1]) if one]


def _merged(nodes: list[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if found and node["t"] == found[-1]["t"] == "text":
            found[-1] = {"t": "text", "v": re.sub("  +", " ", found[-1]["v"] + node["v"])}
        elif node["t"] != "text" or node["v"]:
            found.append(node)
    return found


def _trimmed(nodes: list[Node]) -> list[Node]:
    nodes = list(nodes)
    if nodes and nodes[0]["t"] == "text":
        nodes[0] = {"t": "text", "v": nodes[0]["v"].lstrip()}
    if nodes and nodes[-1]["t"] == "text":
        nodes[-1] = {"t": "text", "v": nodes[-1]["v"].rstrip()}
    return [node for node in nodes if node["t"] != "text" or node["v"]]


def _on_one_line(nodes: list[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        items = [node["c"]] if node["t"] == "p" else node["c"]
        for number, item in enumerate(items):
            gap = " " if node["t"] == "p" or number == 0 else "; "
            found += ([{"t": "text", "v": gap}] if found else []) + list(item)
    return found


def _unnested(nodes: list[Node]) -> list[Node]:
    """The same with no mark inside another."""
    return _each(nodes, lambda node: [{**node, "c": [{"t": "text", "v": _words(node["c"])}]}])


def _bare(nodes: list[Node]) -> list[Node]:
    """The same without marks."""
    return _each(nodes, lambda node: [{"t": "text", "v": _words(node["c"])}])


def _each(nodes: list[Node], change: Callable[[Node], list[Node]]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if node["t"] == "p":
            found.append({"t": "p", "c": _trimmed(_merged(_each(node["c"], change)))})
        elif node["t"] in ("ul", "ol"):
            found.append({"t": node["t"], "c": [_trimmed(_merged(_each(item, change))) for item in node["c"]]})
        else:
            found += [node] if node["t"] == "text" else change(node)
    return _merged(found)


def _words(nodes: list[Node]) -> str:
    return "".join(node["v"] if node["t"] == "text" else _words(node["c"]) for node in nodes)
