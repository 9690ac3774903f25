"""Quizzes as a QTI 3 package: a manifest, one file an item, and pictures.

What QTI has no element for stands in an element of our own namespace in the manifest's metadata of each item, which
other programs pass over.
"""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from evenkeel.exporting import extra
from evenkeel.exporting.html import as_html, line_as_html
from evenkeel.exporting.native import Export, NoPlaceError, native_item
from evenkeel.importing.qti import read_question
from evenkeel.importing.qti_package import OURS

Item = dict[str, Any]
QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"
_WHEN = (2000, 1, 1, 0, 0, 0)
"""The time of every file in a package, so that the same quiz always makes the same bytes."""


def write(data: dict[str, Any], export: Export) -> bytes:
    """A quiz as a package. ``data`` is the quiz as its file has it; what cannot be carried is noted in ``export``."""
    files: dict[str, bytes] = {}
    resources: list[ET.Element] = []
    for item in data["items"]:
        try:
            resources.append(_resource(item, export, files))
        except NoPlaceError as error:
            export.leave_out(item["id"], str(error))
    files["test.xml"] = _xml(_test(data, resources))
    made = {"imsmanifest.xml": _xml(_manifest(data, resources, export)), **files}
    return _zipped(made)


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in files.items():
            package.writestr(zipfile.ZipInfo(name, _WHEN), raw, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    return _tight(root)


def _test(data: dict[str, Any], resources: list[ET.Element]) -> ET.Element:
    root = ET.Element("qti-assessment-test", {"xmlns": QTI, "identifier": "test", "title": data["title"]})
    part = ET.SubElement(
        root, "qti-test-part", {"identifier": "part", "navigation-mode": "nonlinear", "submission-mode": "individual"}
    )
    section = ET.SubElement(part, "qti-assessment-section", identifier="section", title=data["title"], visible="true")
    if "intro" in data:
        _inside(ET.SubElement(section, "qti-rubric-block", {"view": "candidate", "use": "instructions"}), data["intro"])
    for resource in resources:
        reference = {"identifier": resource.attrib["identifier"], "href": resource.attrib["href"]}
        ET.SubElement(section, "qti-assessment-item-ref", reference)
    return root


def _manifest(data: dict[str, Any], resources: list[ET.Element], export: Export) -> ET.Element:
    root = ET.Element("manifest", {"xmlns": PACKAGE, "identifier": f"manifest-{export.name}"})
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "QTI Package"
    ET.SubElement(metadata, "schemaversion").text = "3.0.0"
    ET.SubElement(root, "organizations")
    listed = ET.SubElement(root, "resources")
    head = {"identifier": "test", "type": "imsqti_test_xmlv3p0", "href": "test.xml"}
    test = ET.SubElement(listed, "resource", head)
    head_extra = export.head_extra(data)
    if head_extra:
        ET.SubElement(ET.SubElement(test, "metadata"), OURS).text = head_extra
    ET.SubElement(test, "file", href="test.xml")
    for resource in resources:
        ET.SubElement(test, "dependency", identifierref=resource.attrib["identifier"])
        listed.append(resource)
    return root


def _resource(item: Item, export: Export, files: dict[str, bytes]) -> ET.Element:
    """The entry of the manifest for an item; its file is added to ``files``."""
    name = f"items/{item['id']}.xml"
    root = _item(item, export, files)
    root_read = ET.fromstring(ET.tostring(root))
    read = native_item(lambda: read_question(root_read, 1, lambda source: source), item)
    files[name] = _tight(root)
    made = ET.Element("resource", identifier=item["id"], type="imsqti_item_xmlv3p0", href=name)
    words = extra.written(item, read, item["type"] if item["type"] == "categorise" else None)
    if words:
        ET.SubElement(ET.SubElement(made, "metadata"), OURS).text = words
    ET.SubElement(made, "file", href=name)
    return made


def _tight(root: ET.Element) -> bytes:
    """An item without added spaces, which would stand between its words."""
    raw: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + raw + b"\n"


def _item(item: Item, export: Export, files: dict[str, bytes]) -> ET.Element:
    writer = _WRITERS.get(item["type"])
    if writer is None:
        raise NoPlaceError(f"QTI 3 has no interaction like {item['type']!r}")
    root = ET.Element(
        "qti-assessment-item",
        {"xmlns": QTI, "identifier": item["id"], "title": item["id"], "adaptive": "false", "time-dependent": "false"},
    )
    body = ET.Element("qti-item-body")
    _inside(body, item["stem"])
    _picture(body, item, export, files)
    notes: dict[str, str] = {}
    processing = writer(root, body, item, notes)
    _outcomes(root)
    root.append(body)
    root.append(processing)
    for name, words in {**notes, "explanation": item["explanation"]}.items():
        _feedback(root, name, words)
    return root


def _inside(parent: ET.Element, words: str) -> None:
    _html_inside(parent, as_html(words))


def _html_inside(parent: ET.Element, html: str) -> None:
    made = ET.fromstring(f"<x>{html}</x>")
    parent.text = made.text
    parent.extend(made)


def _picture(body: ET.Element, item: Item, export: Export, files: dict[str, bytes]) -> None:
    image = item.get("image")
    raw = export.picture(item["id"], image["src"]) if image else None
    if image and raw is not None:
        name = f"pictures/{item['id']}-{image['src'].rpartition('/')[2]}"
        files[name] = raw
        ET.SubElement(ET.SubElement(body, "p"), "img", src=f"../{name}", alt=image["alt"])


def _outcomes(root: ET.Element) -> None:
    score = {"identifier": "SCORE", "cardinality": "single", "base-type": "float"}
    ET.SubElement(root, "qti-outcome-declaration", score)
    feedback = {"identifier": "FEEDBACK", "cardinality": "multiple", "base-type": "identifier"}
    ET.SubElement(root, "qti-outcome-declaration", feedback)


def _feedback(root: ET.Element, name: str, words: str) -> None:
    head = {"outcome-identifier": "FEEDBACK", "identifier": name, "show-hide": "show"}
    _inside(ET.SubElement(ET.SubElement(root, "qti-modal-feedback", head), "qti-content-body"), words)


def _response(root: ET.Element, name: str, kind: str, base: str, values: list[str]) -> ET.Element:
    head = {"identifier": name, "cardinality": kind, "base-type": base}
    declared = ET.SubElement(root, "qti-response-declaration", head)
    correct = ET.SubElement(declared, "qti-correct-response")
    for value in values:
        ET.SubElement(correct, "qti-value").text = value
    return declared


def _processing(template: str) -> ET.Element:
    return ET.Element("qti-response-processing", template=f"{_TEMPLATES}/{template}.xml")


def _choices(body: ET.Element, name: str, choice: str, parts: list[Item], **attributes: str) -> ET.Element:
    interaction = ET.SubElement(body, name, {"response-identifier": "RESPONSE", "shuffle": "false", **attributes})
    for part in parts:
        _html_inside(ET.SubElement(interaction, choice, identifier=part["id"]), line_as_html(part["text"]))
    return interaction


def _single(root: ET.Element, body: ET.Element, item: Item, notes: dict[str, str]) -> ET.Element:
    _response(root, "RESPONSE", "single", "identifier", [item["key"]])
    _choices(body, "qti-choice-interaction", "qti-simple-choice", item["options"], **{"max-choices": "1"})
    notes |= {option["id"]: option["feedback"] for option in item["options"]}
    return _processing("match_correct")


def _multiple(root: ET.Element, body: ET.Element, item: Item, notes: dict[str, str]) -> ET.Element:
    declared = _response(root, "RESPONSE", "multiple", "identifier", item["keys"])
    share = 1 / len(item["keys"])
    bounds = {"lower-bound": "0", "upper-bound": "1", "default-value": f"{-share:.6f}"}
    mapping = ET.SubElement(declared, "qti-mapping", bounds)
    for key in item["keys"]:
        ET.SubElement(mapping, "qti-map-entry", {"map-key": key, "mapped-value": f"{share:.6f}"})
    _choices(body, "qti-choice-interaction", "qti-simple-choice", item["options"], **{"max-choices": "0"})
    notes |= {option["id"]: option["feedback"] for option in item["options"]}
    return _processing("map_response")


def _true_false(root: ET.Element, body: ET.Element, item: Item, notes: dict[str, str]) -> ET.Element:
    options = [
        {"id": name, "text": name.capitalize(), "feedback": item[f"feedback_{name}"]} for name in ("true", "false")
    ]
    return _single(root, body, {"key": str(item["key"]).lower(), "options": options}, notes)


def _ordering(root: ET.Element, body: ET.Element, item: Item, notes: dict[str, str]) -> ET.Element:
    _response(root, "RESPONSE", "ordered", "identifier", item["order"])
    _choices(body, "qti-order-interaction", "qti-simple-choice", item["items"])
    notes |= {part["id"]: part["feedback"] for part in item["items"]}
    return _processing("match_correct")


def _matching(root: ET.Element, body: ET.Element, item: Item, notes: dict[str, str]) -> ET.Element:
    lefts, rights = item.get("left") or item["things"], item.get("right") or item["categories"]
    ids = {part["id"]: f"to-{part['id']}" for part in rights}
    pairs = [f"{part['id']} {ids[item['key'][part['id']]]}" for part in lefts]
    declared = _response(root, "RESPONSE", "multiple", "directedPair", pairs)
    mapping = ET.SubElement(declared, "qti-mapping", {"default-value": "0"})
    for pair in pairs:
        ET.SubElement(mapping, "qti-map-entry", {"map-key": pair, "mapped-value": f"{1 / len(pairs):.6f}"})
    head = {"response-identifier": "RESPONSE", "shuffle": "false", "max-associations": str(len(lefts))}
    interaction = ET.SubElement(body, "qti-match-interaction", head)
    for parts, most in ((lefts, "1"), ([{**part, "id": ids[part["id"]]} for part in rights], str(len(lefts)))):
        one = ET.SubElement(interaction, "qti-simple-match-set")
        for part in parts:
            head = {"identifier": part["id"], "match-max": most}
            _html_inside(ET.SubElement(one, "qti-simple-associable-choice", head), line_as_html(part["text"]))
    notes |= {part["id"]: part["feedback"] for part in lefts}
    return _processing("map_response")


def _numeric(root: ET.Element, body: ET.Element, item: Item, _: dict[str, str]) -> ET.Element:
    _response(root, "RESPONSE", "single", "float", [repr(item["key"])])
    entry = {"response-identifier": "RESPONSE", "expected-length": "12"}
    ET.SubElement(ET.SubElement(body, "p"), "qti-text-entry-interaction", entry)
    processing = ET.Element("qti-response-processing")
    when = ET.SubElement(ET.SubElement(processing, "qti-response-condition"), "qti-response-if")
    around = repr(item.get("tolerance", 0))
    equal = ET.SubElement(when, "qti-equal", {"tolerance-mode": "absolute", "tolerance": f"{around} {around}"})
    ET.SubElement(equal, "qti-variable", identifier="RESPONSE")
    ET.SubElement(equal, "qti-correct", identifier="RESPONSE")
    score = ET.SubElement(when, "qti-set-outcome-value", identifier="SCORE")
    ET.SubElement(score, "qti-base-value", {"base-type": "float"}).text = "1"
    return processing


def _cloze(root: ET.Element, body: ET.Element, item: Item, _: dict[str, str]) -> ET.Element:
    html = as_html(item["text"])
    for number, gap in enumerate(item["gaps"], 1):
        mark = f"[[{gap['id']}]]"
        if mark not in html:
            raise NoPlaceError(f"the gap {gap['id']!r} stands inside markup")
        html = html.replace(mark, ET.tostring(_gap(root, gap, f"RESPONSE{number}"), encoding="unicode"))
    made = ET.fromstring(f"<x>{html}</x>")
    body.extend(made)
    return ET.Element("qti-response-processing")


def _gap(root: ET.Element, gap: Item, name: str) -> ET.Element:
    if gap["kind"] == "typed":
        declared = _response(root, name, "single", "string", gap["accept"][:1])
        mapping = ET.SubElement(declared, "qti-mapping", {"default-value": "0"})
        for phrase in gap["accept"]:
            head = {"map-key": phrase, "mapped-value": "1", "case-sensitive": "false"}
            ET.SubElement(mapping, "qti-map-entry", head)
        return ET.Element("qti-text-entry-interaction", {"response-identifier": name})
    _response(root, name, "single", "identifier", [gap["key"]])
    made = ET.Element("qti-inline-choice-interaction", {"response-identifier": name, "shuffle": "false"})
    for option in gap["options"]:
        _html_inside(ET.SubElement(made, "qti-inline-choice", identifier=option["id"]), line_as_html(option["text"]))
    return made


_WRITERS: dict[str, Callable[[ET.Element, ET.Element, Item, dict[str, str]], ET.Element]] = {
    "single": _single, "multiple": _multiple, "true-false": _true_false, "ordering": _ordering,
    "matching": _matching, "categorise": _matching, "cloze": _cloze, "numeric": _numeric,
}  # fmt: skip
