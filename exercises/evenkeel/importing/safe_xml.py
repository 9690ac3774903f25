"""Foreign XML: read by defusedxml, without document types, entities or anything from elsewhere."""

from typing import TYPE_CHECKING

from evenkeel.importing.neutral import ImportRefusedError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_DEPTH = 200
MAX_ELEMENTS = 2_000_000


def parse(raw: bytes) -> "Element":
    """The root of a document.

    Raises:
        ImportRefusedError: it is not well-formed, has a document type or entities, or is nested too deep.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ImportRefusedError(
            "has a document type or entities of its own, which can do harm; take them out"
        ) from error
    except ParseError as error:
        line = error.position[0] if error.position else "?"
        raise ImportRefusedError(f"is not well-formed XML (line {line}): {error.msg}") from error
    except (ValueError, LookupError) as error:
        raise ImportRefusedError(f"is not XML that can be read: {error}") from error
    _inspect(root)
    return root


def _inspect(root: "Element") -> None:
    level, depth, count = [root], 0, 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise ImportRefusedError("is nested too deep or has too many parts to be read")
        level = [child for element in level for child in element]


def local(element: "Element") -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
