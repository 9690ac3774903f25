"""Course text as document nodes: what the front end builds from the same nodes, for readers without JavaScript."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docutils import nodes

from evenkeel.book.elements import PageLink

Spec = Mapping[str, Any]


def blocks(found: Iterable[Spec], spec: Spec) -> list[nodes.Node]:
    """Markup blocks as document nodes."""
    made: list[nodes.Node] = []
    for block in found:
        if block["t"] == "p":
            made.append(nodes.paragraph("", "", *inline(block["c"], spec)))
        else:
            made.append(listed([inline(row, spec) for row in block["c"]], numbered=block["t"] == "ol"))
    return made


def inline(found: Iterable[Spec], spec: Spec) -> list[nodes.Node]:
    """Markup within a line as document nodes."""
    return [_inline_node(node, spec) for node in found]


def _inline_node(node: Spec, spec: Spec) -> nodes.Node:
    if node["t"] == "text":
        return nodes.Text(node["v"])
    if node["t"] == "gap":
        return nodes.Text("____")
    inner = inline(node["c"], spec)
    if node["t"] == "link":
        return PageLink("", "", *inner, to=node["to"], origin=f"{spec['exercise']} {spec['id']!r}")
    return (nodes.strong if node["t"] == "strong" else nodes.emphasis)("", "", *inner)


def texts(rows: Iterable[Spec], spec: Spec) -> list[list[nodes.Node]]:
    """The texts of what there is to choose, place or judge, each as nodes of a line."""
    return [inline(row["text"], spec) for row in rows]


def flow(found: Sequence[Spec], spec: Spec) -> list[nodes.Node]:
    """The text of blocks on one line."""
    return [node for block in found if block["t"] == "p" for node in inline(block["c"], spec)]


def listed(rows: Iterable[Sequence[nodes.Node]], numbered: bool = False) -> nodes.Element:
    """A list, each row of it a line."""
    made = [nodes.list_item("", nodes.paragraph("", "", *row)) for row in rows]
    return (
        nodes.enumerated_list("", *made, enumtype="arabic", prefix="", suffix=".")
        if numbered
        else (nodes.bullet_list("", *made))
    )


def paragraph(text: str, kind: str = "") -> nodes.paragraph:
    """Words of ours as a paragraph; ``kind`` is its class."""
    return nodes.paragraph(text, text, classes=[kind] if kind else [])
