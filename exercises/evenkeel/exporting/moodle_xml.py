"""Quizzes as Moodle XML. What Moodle has no field for stands in an ``<evenkeel>`` element, which Moodle ignores."""

import base64
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from evenkeel.exporting import extra
from evenkeel.exporting.html import as_html, line_as_html
from evenkeel.exporting.native import Export, NoPlaceError, native_item
from evenkeel.importing.moodle_xml import read_question

Item = dict[str, Any]
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "~=#}\\"})


def write(data: dict[str, Any], export: Export) -> bytes:
    """A quiz as Moodle XML. ``data`` is the quiz as its file has it; what cannot be carried is noted in ``export``."""
    root = ET.Element("quiz")
    _head(root, data, export)
    for item in data["items"]:
        try:
            root.append(_question(item, export))
        except NoPlaceError as error:
            export.leave_out(item["id"], str(error))
    ET.indent(root)
    raw: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + raw + b"\n"


def _head(root: ET.Element, data: dict[str, Any], export: Export) -> None:
    """The category carries the quiz: its title and its introduction."""
    question = ET.SubElement(root, "question", type="category")
    _text(ET.SubElement(question, "category"), "$course$/top/" + data["title"].replace("/", "//"))
    if "intro" in data:
        info = ET.SubElement(question, "info", format="html")
        _text(info, as_html(data["intro"]))
    _extra(question, export.head_extra(data))


def _question(item: Item, export: Export) -> ET.Element:
    writer = _WRITERS.get(item["type"])
    if writer is None:
        raise NoPlaceError(f"Moodle XML has no question like {item['type']!r}")
    kind, write_answers = writer
    question = ET.Element("question", type=kind)
    _text(ET.SubElement(question, "name"), item["id"])
    _stem(question, item, export)
    _html(question, "generalfeedback", as_html(item["explanation"]))
    ET.SubElement(question, "defaultgrade").text = f"{item.get('points', 1)}.0000000"
    ET.SubElement(question, "idnumber").text = item["id"]
    write_answers(question, item)
    for hint in item.get("hints", ()):
        _html(question, "hint", line_as_html(hint))
    read = native_item(lambda: read_question(question, 1, {}), item)
    _extra(question, extra.written(item, read, item["type"] if item["type"] == "categorise" else None))
    return question


def _text(parent: ET.Element, words: str) -> None:
    ET.SubElement(parent, "text").text = words


def _html(parent: ET.Element, name: str, words: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {**attributes, "format": "html"})
    _text(element, words)
    return element


def _extra(parent: ET.Element, words: str) -> None:
    if words:
        ET.SubElement(parent, "evenkeel", version="1").text = words


def _stem(question: ET.Element, item: Item, export: Export) -> None:
    words = as_html(item["stem"])
    if item["type"] == "cloze":
        words += _gapped(item)
    image = item.get("image")
    raw = export.picture(item["id"], image["src"]) if image else None
    if image and raw is not None:
        name = image["src"].rpartition("/")[2]
        alt = line_as_html(image["alt"]).replace('"', "&quot;")
        words += f'<p><img src="@@PLUGINFILE@@/{name}" alt="{alt}"></p>'
    element = _html(question, "questiontext", words)
    if image and raw is not None:
        file = ET.SubElement(element, "file", name=name, path="/", encoding="base64")
        file.text = base64.b64encode(raw).decode("ascii")


def _answer(question: ET.Element, fraction: float, words: str, feedback: str) -> ET.Element:
    answer = _html(question, "answer", words, fraction=f"{fraction:.7g}")
    _html(answer, "feedback", as_html(feedback))
    return answer


def _single(question: ET.Element, item: Item) -> None:
    ET.SubElement(question, "single").text = "true"
    for option in item["options"]:
        right = 100 if option["id"] == item["key"] else 0
        _answer(question, right, line_as_html(option["text"]), option["feedback"])


def _multiple(question: ET.Element, item: Item) -> None:
    ET.SubElement(question, "single").text = "false"
    share = 100 / len(item["keys"])
    for option in item["options"]:
        right = share if option["id"] in item["keys"] else -share
        _answer(question, right, line_as_html(option["text"]), option["feedback"])


def _true_false(question: ET.Element, item: Item) -> None:
    for name in ("true", "false"):
        _answer(question, 100 if item["key"] is (name == "true") else 0, name, item[f"feedback_{name}"])


def _ordering(question: ET.Element, item: Item) -> None:
    by_id = {part["id"]: part for part in item["items"]}
    for place, name in enumerate(item["order"], 1):
        _answer(question, place, line_as_html(by_id[name]["text"]), by_id[name]["feedback"])


def _matching(question: ET.Element, item: Item) -> None:
    lefts, rights = item.get("left") or item["things"], item.get("right") or item["categories"]
    words = {part["id"]: part["text"] for part in rights}
    for part in lefts:
        _pair(question, line_as_html(part["text"]), words[item["key"][part["id"]]])
    for part in rights:
        if part["id"] not in item["key"].values():
            _pair(question, "", part["text"])


def _pair(question: ET.Element, left: str, right: str) -> None:
    sub = _html(question, "subquestion", left)
    _text(ET.SubElement(sub, "answer"), line_as_html(right))


def _numeric(question: ET.Element, item: Item) -> None:
    for number, value, feedback in [
        (100, item, item["feedback"]),
        *((0, one, one["feedback"]) for one in item.get("wrong", ())),
    ]:
        answer = _answer(question, number, repr(value.get("key", value.get("value"))), feedback)
        ET.SubElement(answer, "tolerance").text = repr(value.get("tolerance", 0))


def _cloze(_: ET.Element, __: Item) -> None:
    """Its gaps stand in the text."""


def _gapped(item: Item) -> str:
    words = as_html(item["text"])
    for gap in item["gaps"]:
        mark = f"[[{gap['id']}]]"
        if mark not in words:
            raise NoPlaceError(f"the gap {gap['id']!r} stands inside markup")
        words = words.replace(mark, _gap(gap))
    return words


def _gap(gap: Item) -> str:
    if gap["kind"] == "typed":
        feedback = _plain(as_html(gap["feedback"]))
        return "{1:SHORTANSWER:" + "~".join(f"={_plain(line_as_html(one))}#{feedback}" for one in gap["accept"]) + "}"
    parts = [
        ("=" if option["id"] == gap["key"] else "")
        + f"{_plain(line_as_html(option['text']))}#{_plain(as_html(option['feedback']))}"
        for option in gap["options"]
    ]
    return "{1:MULTICHOICE:" + "~".join(parts) + "}"


def _plain(words: str) -> str:
    return words.translate(_ESCAPED)


_WRITERS: dict[str, tuple[str, Callable[[ET.Element, Item], None]]] = {
    "single": ("multichoice", _single),
    "multiple": ("multichoice", _multiple),
    "true-false": ("truefalse", _true_false),
    "ordering": ("ordering", _ordering),
    "matching": ("matching", _matching),
    "categorise": ("matching", _matching),
    "cloze": ("cloze", _cloze),
    "numeric": ("numerical", _numeric),
}
