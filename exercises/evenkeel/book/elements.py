"""Document nodes that become HTML elements of our own choosing, and links to pages of the course.

Text always passes through Sphinx's own escaping and attributes through :func:`start_tag`, so that no content
can become markup.
"""

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

log = logging.getLogger(__name__)


class Element(nodes.General, nodes.Inline, nodes.Element):
    """An HTML element: ``tag`` and ``attributes``. Other kinds of output show what is in it."""


class PageLink(nodes.Inline, nodes.TextElement):
    """A link to a page of the course, ``to`` being written ``folder/page#part``."""


def element(tag: str, *children: nodes.Node, **attributes: str) -> Element:
    """Make an element. Names of attributes: a trailing underscore is dropped, the others become hyphens."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return Element("", *children, tag=tag, html=names)


def start_tag(tag: str, attributes: Mapping[str, str]) -> str:
    """The opening tag. Values stand in single quotes: JSON keeps its double quotes and so stays small."""
    return "<" + "".join([tag, *(f" {name}='{escape(value)}'" for name, value in attributes.items())]) + ">"


def escape(value: str) -> str:
    """Escape a value for a single-quoted attribute."""
    for sign, entity in (("&", "&amp;"), ("'", "&#39;"), ("<", "&lt;"), (">", "&gt;")):
        value = value.replace(sign, entity)
    return value


def content_root(docname: str) -> str:
    """The relative path from a page to the book's root: empty or ending in a slash."""
    return "../" * docname.count("/")


VOID = frozenset({"img", "input"})


def visit_html(translator: HTML5Translator, node: Element) -> None:
    """Write the opening tag. An image's ``src`` is a path below ``book/``; an exercise's heading fits its place."""
    attributes = dict(node["html"])
    if node["tag"] == "evenkeel-exercise":
        attributes["level"] = str(min(translator.section_level + 1, 6))
    if node["tag"] == "img":
        attributes["src"] = content_root(translator.builder.current_docname) + attributes["src"]
    translator.body.append(start_tag(node["tag"], attributes))


def depart_html(translator: HTML5Translator, node: Element) -> None:
    """Write the closing tag."""
    if node["tag"] not in VOID:
        translator.body.append(f"</{node['tag']}>")


def _nothing(_translator: nodes.NodeVisitor, _node: nodes.Node) -> None:
    """Leave other kinds of output to the children."""


class ResolvePageLinks(SphinxPostTransform):
    """Turn every :class:`PageLink` into a link, or warn where the book has no such page."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Resolve all links of one page."""
        for node in list(self.document.findall(PageLink)):
            page, _, part = node["to"].partition("#")
            name = page or self.env.docname
            if name in self.env.found_docs:
                node.replace_self(self._reference(name, part, node))
            else:
                log.warning("%s links to %r, but the book has no such page", node["origin"], page, location=node)
                node.replace_self(nodes.inline("", "", *node.children))

    def _reference(self, name: str, part: str, node: PageLink) -> nodes.reference:
        target = self.app.builder.get_relative_uri(self.env.docname, name) + (f"#{part}" if part else "")
        return nodes.reference("", "", *node.children, refuri=target, internal=True)


def register(app: Sphinx) -> None:
    """Tell Sphinx about the nodes."""
    silent = (_nothing, _nothing)
    html = (visit_html, depart_html)
    app.add_node(Element, html=html, epub=html, latex=silent, text=silent, man=silent, texinfo=silent)
    app.add_node(PageLink)
    app.add_post_transform(ResolvePageLinks)
