"""Our markup as HTML, for formats that take it."""

import html
from typing import Any

from evenkeel.markup import blocks, inline


def as_html(text: str) -> str:
    """Prose as HTML."""
    return "".join(_block(node) for node in blocks(text))


def line_as_html(text: str) -> str:
    """Prose on one line as HTML without a paragraph around it."""
    return _inline(inline(text))


def _block(node: dict[str, Any]) -> str:
    if node["t"] == "p":
        return f"<p>{_inline(node['c'])}</p>"
    return f"<{node['t']}>" + "".join(f"<li>{_inline(item)}</li>" for item in node["c"]) + f"</{node['t']}>"


def _inline(nodes: list[dict[str, Any]]) -> str:
    parts = []
    for node in nodes:
        if node["t"] == "text":
            parts.append(html.escape(node["v"], quote=False))
        elif node["t"] == "link":
            parts.append(f'<a href="{html.escape(node["to"])}">{_inline(node["c"])}</a>')
        else:
            parts.append(f"<{node['t']}>{_inline(node['c'])}</{node['t']}>")
    return "".join(parts)
