"""QTI's XML with one set of names: ``responseDeclaration`` (2) and ``qti-response-declaration`` (3) are the same."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_THROUGH = {"contentbody", "itembody", "stimulusbody"}
"""Elements that only hold others."""
FEEDBACK = {"feedbackinline", "feedbackblock", "modalfeedback"}
_HIDDEN = {"rubricblock", "templateblock", "templateinline", "stylesheet", "interactionmarkup", "contextblock"}
_VOID = {"br", "img", "hr", "wbr", "col"}


def name_of(element: "Element") -> str:
    """An element's name: ``simplechoice`` for both ``simpleChoice`` and ``qti-simple-choice``."""
    if not isinstance(element.tag, str):
        return ""
    return re.sub(r"^qti-|-", "", element.tag.rpartition("}")[2].lower())


def attribute(element: "Element", name: str, default: str = "") -> str:
    """An attribute by the same rule."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower().replace("-", "") == name:
            return value
    return default


def every(element: "Element", name: str) -> "Iterator[Element]":
    """All elements of a name, the element itself included."""
    return (one for one in element.iter() if name_of(one) == name)


def first(element: "Element", name: str) -> "Element | None":
    """The first element of a name inside another."""
    return next(every(element, name), None)


def words_of(element: "Element") -> str:
    """The bare words of an element."""
    return " ".join("".join(element.itertext()).split())


def no_interaction(element: "Element") -> str | None:
    """Nothing for what is no words of the question."""
    name = name_of(element)
    if name.endswith("interaction") or name in FEEDBACK or name in _HIDDEN or name == "prompt":
        return ""
    if name == "printedvariable":
        return "_____"
    return None


def as_html(element: "Element", replace: "Callable[[Element], str | None]") -> str:
    """What is inside an element, as HTML. ``replace`` gives the HTML for an element of QTI's own, or ``None``."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts.append(_html_of(child, replace))
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _html_of(element: "Element", replace: "Callable[[Element], str | None]") -> str:
    if not isinstance(element.tag, str):
        return ""
    instead = replace(element)
    if instead is not None:
        return instead
    name = element.tag.rpartition("}")[2]
    if name_of(element) in _THROUGH:
        return as_html(element, replace)
    attributes = "".join(f' {key.rpartition("}")[2]}="{html.escape(value)}"' for key, value in element.attrib.items())
    if name.lower() in _VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{as_html(element, replace)}</{name}>"


@dataclass
class Response:
    """A response declaration: what is right, and the credit for each value."""

    several: bool = False
    ordered: bool = False
    type: str = ""
    correct: list[str] = field(default_factory=list)
    mapping: dict[str, float] = field(default_factory=dict)
    otherwise: float = 0.0
    case_matters: bool = False


def responses(item: "Element") -> dict[str, Response]:
    """The response declarations of an item by their identifiers. Raises ``ValueError`` for a number that is none."""
    return {attribute(one, "identifier"): _response(one) for one in every(item, "responsedeclaration")}


def _response(element: "Element") -> Response:
    found = Response(
        several=attribute(element, "cardinality") in ("multiple", "ordered"),
        ordered=attribute(element, "cardinality") == "ordered",
        type=attribute(element, "basetype"),
    )
    correct = first(element, "correctresponse")
    if correct is not None:
        found.correct = [words_of(value) for value in every(correct, "value")]
    mapping = first(element, "mapping")
    found.otherwise = 0.0 if mapping is None else float(attribute(mapping, "defaultvalue") or 0)
    for entry in every(element, "mapentry"):
        found.mapping[attribute(entry, "mapkey").strip()] = float(attribute(entry, "mappedvalue") or 0)
        found.case_matters |= attribute(entry, "casesensitive") == "true"
    return found
